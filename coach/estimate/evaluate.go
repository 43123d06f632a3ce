package estimate

import (
	"math"
	"strconv"
)

// reading says how units are taken. People write "500 GB/day × 365 = 180 TB" and mean what they don't write; a reading that
// leaves a dimension out takes its figures at face value.
type reading struct {
	noTime  bool
	noMoney bool
	noData  bool
	bitless bool // a bit counts as a byte: the factor of 8 is in the figures
}

// value is a computed interval in base units.
type value struct {
	lo, hi float64
	dims   dims
}

func (v value) mid() float64 {
	if v.lo > 0 && v.hi > 0 {
		return math.Sqrt(v.lo * v.hi)
	}
	return (v.lo + v.hi) / 2
}

func (v value) ok() bool {
	return !math.IsNaN(v.lo) && !math.IsInf(v.lo, 0) && !math.IsNaN(v.hi) && !math.IsInf(v.hi, 0)
}

var none = value{lo: math.NaN(), hi: math.NaN()}

// scale returns the worth of an amount's units under a reading, and its dimensions.
func (r reading) scale(units []factor) (float64, dims) {
	worth := 1.0
	var d dims
	for _, f := range units {
		s := f.scale
		switch {
		case f.dim == dimTime && r.noTime, f.dim == dimMoney && r.noMoney, f.dim == dimData && r.noData:
			continue
		case f.bits && r.bitless:
			s *= 8
		}
		d[f.dim] += f.exp
		if f.exp > 0 {
			worth *= s
		} else {
			worth /= s
		}
	}
	return worth, d
}

func (r reading) amount(a amount) value {
	worth, d := r.scale(a.units)
	return value{a.lo * worth, a.hi * worth, d}
}

// evaluate computes an expression under a reading.
func (r reading) evaluate(n *node) value {
	if n == nil {
		return none
	}
	switch n.op {
	case 0:
		return r.amount(n.a)
	case '+', '-':
		return r.sum(n)
	case '*', '/':
		return r.product(n)
	case '^':
		return r.powered(n)
	}
	return none
}

func (r reading) sum(n *node) value {
	left, right := r.evaluate(n.l), r.evaluate(n.r)
	if left.dims != right.dims { // "10 + 20 + 30 ms": what has no unit takes the other's
		var bare dims
		switch {
		case left.dims == bare:
			left = r.lend(left, n.r)
		case right.dims == bare:
			right = r.lend(right, n.l)
		}
		if left.dims != right.dims {
			return none
		}
	}
	if n.op == '-' {
		return value{left.lo - right.hi, left.hi - right.lo, left.dims}
	}
	return value{left.lo + right.lo, left.hi + right.hi, left.dims}
}

// lend gives a value the unit that the expression ends with.
func (r reading) lend(v value, from *node) value {
	var units []factor
	from.leaves(func(a *amount) {
		if len(a.units) > 0 {
			units = a.units
		}
	})
	worth, d := r.scale(units)
	return value{v.lo * worth, v.hi * worth, d}
}

func (r reading) product(n *node) value {
	left, right := r.evaluate(n.l), r.evaluate(n.r)
	out := value{dims: left.dims}
	if n.op == '/' {
		if right.lo == 0 || right.hi == 0 {
			return none
		}
		right.lo, right.hi = 1/right.hi, 1/right.lo
		for i := range right.dims {
			right.dims[i] = -right.dims[i]
		}
	}
	for i, d := range right.dims {
		out.dims[i] += d
	}
	products := [4]float64{left.lo * right.lo, left.lo * right.hi, left.hi * right.lo, left.hi * right.hi}
	out.lo, out.hi = products[0], products[0]
	for _, p := range products[1:] {
		out.lo, out.hi = math.Min(out.lo, p), math.Max(out.hi, p)
	}
	return out
}

func (r reading) powered(n *node) value {
	base, exponent := r.evaluate(n.l), r.evaluate(n.r)
	var bare dims
	if base.dims != bare || exponent.dims != bare || exponent.lo != exponent.hi || math.Abs(exponent.lo) > 4096 {
		return none
	}
	return value{lo: math.Pow(base.lo, exponent.lo), hi: math.Pow(base.hi, exponent.lo)}
}

func power10(e float64) float64 { return math.Pow(10, e) }

func trimFloat(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// dimsOf returns the dimensions of an expression as it is written.
func dimsOf(n *node) dims { return reading{}.evaluate(n).dims }
