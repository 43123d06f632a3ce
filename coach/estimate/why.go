package estimate

import (
	"fmt"
	"math"
)

// explain names the kind of slip that a deviation looks like.
func explain(v verdict, n *node) string {
	slip := v.meaning.slip(v.ratio)
	units := v.meaning.dims()
	if n != nil {
		timed := constantsIn(n).time
		n.leaves(func(a *amount) {
			_, has := a.unit(dimTime)
			timed = timed || has
			units[dimData] += a.dims()[dimData]
		})
		if !timed {
			units[dimTime] = 0
		}
	}
	if n != nil {
		if unit := unconverted(n, v.ratio); unit != "" {
			return unit + " taken for seconds"
		}
	}
	switch {
	case units[dimData] != 0 && (near(slip, 8) || near(slip, 1.0/8)):
		if near(slip, 8) {
			return "bytes taken for bits, or multiplied by 8 once too often"
		}
		return "bits taken for bytes: a byte has 8 bits"
	case units[dimTime] != 0:
		if why := timeSlip(slip, v.meaning); why != "" {
			return why
		}
	}
	up := v.ratio > 1
	switch k := math.Round(math.Log10(v.ratio)); {
	case slip == 0:
		return "off by " + times(v.ratio)
	case k == 3 || k == -3:
		return thousand(up, v.meaning)
	default:
		return "off by " + times(power10(k))
	}
}

// unconverted returns the unit of a time among the operands that was taken for seconds, if the deviation is just that.
func unconverted(n *node, ratio float64) string {
	unit := ""
	n.leaves(func(a *amount) {
		f, ok := a.unit(dimTime)
		if ok && f.exp > 0 && f.scale != 1 && math.Abs(ratio*f.scale-1) < 0.06 {
			unit = map[float64]string{1e-3: "milliseconds", 1e-6: "microseconds", minute: "minutes", hour: "hours", day: "days"}[f.scale]
		}
	})
	return unit
}

func near(a, b float64) bool { return a > 0 && math.Abs(a/b-1) < 1e-9 }

func times(ratio float64) string {
	if ratio < 1 {
		ratio = 1 / ratio
	}
	if ratio < 10 {
		return fmt.Sprintf("%.2g×", ratio)
	}
	return figure(ratio) + "×"
}

// timeSlip names the confusion of two units of time. A factor of 24 or 60 says which by the unit that was claimed.
func timeSlip(slip float64, claim amount) string {
	inverse := slip < 1
	if inverse && slip > 0 {
		slip = 1 / slip
	}
	var small, large string
	switch {
	case near(slip, day):
		small, large = "second", "day"
	case near(slip, hour):
		small, large = "second", "hour"
	case near(slip, 60):
		small, large = "second", "minute"
		if f, ok := claim.unit(dimTime); ok && f.scale >= hour {
			small, large = "minute", "hour"
		}
	case near(slip, 24):
		small, large = "hour", "day"
	case near(slip, 365):
		small, large = "day", "year"
	case near(slip, month/day):
		small, large = "day", "month"
	case near(slip, 12):
		small, large = "month", "year"
	case near(slip, 7):
		small, large = "day", "week"
	default:
		return ""
	}
	if inverse {
		small, large = large, small
	}
	return "per " + large + " taken for per " + small
}

// thousand names a slip of three digits by the words that people confuse.
func thousand(up bool, claim amount) string {
	if len(claim.units) > 0 && claim.units[0].dim == dimData {
		order := []string{"bytes", "kilobytes", "megabytes", "gigabytes", "terabytes", "petabytes", "exabytes"}
		f := claim.units[0]
		bytes := f.scale
		if f.bits {
			bytes *= 8
			order = []string{"bits", "kilobits", "megabits", "gigabits", "terabits", "petabits", "exabits"}
		}
		k := int(math.Round(math.Log10(bytes) / 3))
		right := k + 1
		if up {
			right = k - 1
		}
		if k >= 0 && k < len(order) && right >= 0 && right < len(order) {
			return order[k] + " written for " + order[right] + ": off by 1,000×"
		}
	}
	order := []string{"one", "thousand", "million", "billion", "trillion"}
	k := int(math.Floor(math.Log10(math.Max(claim.lo, 1)) / 3))
	right := k + 1
	if up {
		right = k - 1
	}
	if k >= 1 && k < len(order) && right >= 1 && right < len(order) {
		return order[k] + " written for " + order[right] + ": off by 1,000×"
	}
	return "off by 1,000×"
}
