package estimate

import "math"

// How far a figure may be from its sum. Between agreeing and being wrong lies a belt in which nothing is said.
const (
	agrees      = 1.2  // people round 86,400 to 10⁵ and 365 to 400
	agreesDigit = 1.5  // the most that rounding to one digit excuses, for figures said to be approximate
	agreesExact = 1.3  // and for figures with an equals sign
	wrongExact  = 1.25 // beyond this, "=" is wrong
	wrongRough  = 1.5  // and so is "≈"
	wrongCell   = 1.8  // and the figure beside an expression in a table
	wrongWords  = 3    // and one rate that is said to be another
)

// relation says how a claim is tied to what it is claimed of.
type relation uint8

const (
	relNone   relation = iota
	relEqual           // = or a comment in code
	relApprox          // ≈
	relIs              // is, gives, that's
	relArrow           // ->
	relSo              // so, which means
	relColon
	relCell   // the cell beside it
	relRemark // the brackets behind it
)

// strict reports whether the relation is a sign of equality: then any deviation is an error, not only one that looks like a slip.
func (r relation) strict() bool { return r == relEqual || r == relApprox }

// finding before it has a place: how a claim compares with its sum.
type verdict struct {
	ok, wrong bool
	computed  float64 // in the base units of the reading
	ratio     float64 // claimed by computed
	reading   reading
	meaning   amount // which of the claim's meanings was compared
}

// candidate is one reading of a claim.
type candidate struct {
	verdict
	soft     bool // the dimensions don't quite fit; then only a slip is an error
	supplied bool // a unit that nobody wrote was supplied; then only a close fit is a fit
	cost     int
}

// maxMeanings bounds the combinations of ambiguous amounts that are tried for one claim.
const maxMeanings = 24

// judge compares an expression with the amount that is claimed for it.
func judge(n *node, claim amount, rel relation) verdict {
	if !n.known() {
		return verdict{}
	}
	var best *candidate
	tried := 0
	meanings(n, func() bool {
		for _, c := range claim.variants() {
			for _, cand := range candidates(n, c) {
				if cand.supplied && tried > 0 {
					continue // to an unlikely meaning nothing is added
				}
				if cand.agree(rel, claim.rough || anyRough(n)) {
					cand.ok = true
				}
				if best == nil || better(cand, *best) {
					best = &cand
				}
			}
			tried++
		}
		return tried < maxMeanings && (best == nil || !best.ok)
	})
	if best == nil {
		return verdict{}
	}
	if !best.ok && !claim.bound && !vague(n) {
		best.wrong = best.fails(rel, claim)
	}
	if best.wrong && best.meaning.percentNear(*best) {
		best.ratio = (1 - best.meaning.lo) / (1 - best.computed)
	}
	return best.verdict
}

func better(a, b candidate) bool {
	if a.ok != b.ok {
		return a.ok
	}
	if a.cost != b.cost {
		return a.cost < b.cost
	}
	return math.Abs(math.Log(a.ratio)) < math.Abs(math.Log(b.ratio))
}

// meanings calls try with each combination of what the leaves of an expression may mean, until it returns false.
func meanings(n *node, try func() bool) {
	var doubtful []*amount
	n.leaves(func(a *amount) {
		if len(a.alts) > 0 {
			doubtful = append(doubtful, a)
		}
	})
	var pick func(i int) bool
	pick = func(i int) bool {
		if i == len(doubtful) {
			return try()
		}
		original := *doubtful[i]
		defer func() { *doubtful[i] = original }()
		for _, v := range original.variants() {
			v.alts = nil
			*doubtful[i] = v
			if !pick(i + 1) {
				return false
			}
		}
		return true
	}
	pick(0)
}

// candidates returns the readings under which a claim can be compared with an expression.
func candidates(n *node, claim amount) []candidate {
	var out []candidate
	add := func(l, r float64, rd reading, soft bool, cost int) {
		if l > 0 && r > 0 {
			out = append(out, candidate{verdict: verdict{computed: l, ratio: r / l, reading: rd, meaning: claim}, soft: soft, cost: cost})
		}
	}
	exact := reading{}.evaluate(n)
	if !exact.ok() {
		return nil
	}
	stated := reading{}.amount(claim)
	var gap dims
	for i := range gap {
		gap[i] = stated.dims[i] - exact.dims[i]
	}
	c := constantsIn(n)
	unitless := true
	n.leaves(func(a *amount) { unitless = unitless && len(a.units) == 0 })
	c.time = c.time || unitless && stated.dims == noDims && len(claim.units) > 0 // … = 8,000 GPU-h/day

	faceless := exact.dims[dimData] != 0 && stated.dims[dimData] != 0 && gap[dimData] != 0
	for _, rd := range readings(gap, c) {
		if rd.noData && faceless {
			continue // bytes times bytes: a letter was taken for a unit
		}
		l, r := rd.evaluate(n), rd.amount(claim)
		if !l.ok() {
			continue
		}
		soft, cost := l.dims != r.dims, 0
		switch {
		case soft:
			cost = 5
		case rd.noData && unitless && gap[dimData] != 0:
			soft, cost = true, 4 // 100M × 500 = 50 GB: bytes, and not gigabytes, were meant
		case rd.noTime && gap[dimTime] != 0 && !unitless && !c.time && exact.dims[dimTime] != 0:
			soft, cost = true, 2
		case rd == (reading{}):
			if u, ok := claim.unit(dimData); ok && c.eight && u.bits {
				cost = 1 // "4 GB/s × 8 = 32 Gb/s" is a conversion
			}
		case rd.noTime && c.time && rd == (reading{noTime: true}), rd.bitless && rd == (reading{bitless: true}):
		default:
			cost = 1
		}
		lm, rm := overlap(l, r)
		add(lm, rm, rd, soft, cost)
	}
	out = append(out, faces(n, exact, claim, unitless)...)
	if d := exact.dims[dimData]; gap == noDims || gap[dimData] < -1 || gap[dimData] > 1 || d < 0 || d > 1 {
		return out
	}
	return append(out, supplied(exact, stated, gap, unitless, claim)...)
}

// faces gives the readings in which figures stand for themselves: "160 / 1.04 = 154 million", where the operands are millions
// too, and "200 × 100 / 6,000 = 3.3 %", where the 100 makes the per cent.
func faces(n *node, l value, claim amount, unitless bool) []candidate {
	if !unitless {
		return nil
	}
	hundred, ordered := false, false
	n.leaves(func(a *amount) {
		hundred = hundred || a.lo == 100
		ordered = ordered || a.order > 1
	})
	var out []candidate
	plain := reading{noTime: true, noData: true, noMoney: true}
	face := func(by float64) {
		if lm, rm := overlap(value{l.lo * by, l.hi * by, l.dims}, plain.amount(claim)); lm > 0 && rm > 0 {
			out = append(out, candidate{verdict: verdict{computed: lm, ratio: rm / lm, reading: plain, meaning: claim}, soft: true, supplied: true, cost: 7})
		}
	}
	if claim.percent && hundred {
		face(0.01)
	}
	if claim.order > 1 && !ordered {
		face(claim.order)
	}
	return out
}

// overlap returns the two figures to compare: where intervals overlap they agree.
func overlap(l, r value) (float64, float64) {
	switch {
	case l.lo == l.hi && r.lo == r.hi:
		return l.lo, r.lo
	case l.hi < r.lo:
		return l.hi, r.lo
	case r.hi < l.lo:
		return l.lo, r.hi
	case r.lo == r.hi:
		return r.lo, r.lo
	}
	return l.mid(), l.mid()
}

// readings returns those that make sense: a dimension is left out only where the two sides differ in it, or where a figure
// stands for a conversion.
func readings(gap dims, c constants) []reading {
	out := []reading{{}}
	double := func(change func(*reading)) {
		for _, r := range out[:len(out):len(out)] {
			change(&r)
			out = append(out, r)
		}
	}
	if gap[dimTime] != 0 || c.time {
		double(func(r *reading) { r.noTime = true })
	}
	if gap[dimMoney] != 0 {
		double(func(r *reading) { r.noMoney = true })
	}
	switch {
	case gap[dimData] != 0 || c.data:
		double(func(r *reading) { r.noData = true })
	case c.eight:
		double(func(r *reading) { r.bitless = true })
	}
	if c.eight && (gap[dimData] != 0 || c.data) {
		for _, r := range out[:len(out):len(out)] {
			if !r.noData {
				r.bitless = true
				out = append(out, r)
			}
		}
	}
	return out
}

// supplied gives the readings in which the reader supplies a unit that nobody wrote: posts are per day, prices per GB.
func supplied(l, r value, gap dims, unitless bool, claim amount) []candidate {
	var out []candidate
	add := func(factor float64, faceTime bool) {
		right := r
		if faceTime {
			right = reading{noTime: true}.amount(claim)
		}
		lv, rv := overlap(value{l.lo * factor, l.hi * factor, l.dims}, right)
		if lv > 0 && rv > 0 {
			rd := reading{noTime: faceTime}
			out = append(out, candidate{verdict: verdict{computed: lv, ratio: rv / lv, reading: rd, meaning: claim}, soft: true, supplied: true, cost: 6})
		}
	}
	if gap[dimTime] != 0 && (unitless || l.dims[dimTime] <= 0) {
		for _, t := range []float64{minute, hour, day, week, month, year} {
			if gap[dimTime] < 0 {
				t = 1 / t
			}
			add(t, false)
			if unitless {
				add(1/t, false)
			}
		}
	}
	if gap[dimData] != 0 {
		for _, s := range []float64{1, 1e3, 1e6, 1e9, 1e12, 1e15} {
			f := math.Pow(s, float64(gap[dimData]))
			add(f, unitless)
			if gap[dimTime] != 0 && l.dims[dimTime] == 0 && !unitless {
				add(f, true) // 1.4 EB × $4 = $5.6M a month: a price per TB and month
			}
			if u, _ := claim.unit(dimData); u.bits && unitless {
				add(f/8, true)
			}
		}
	}
	return out
}

// agree reports whether the figures agree as closely as their digits show.
func (c candidate) agree(rel relation, rough bool) bool {
	if c.supplied {
		return c.close()
	}
	if c.ratio >= 1/agrees && c.ratio <= agrees {
		return !c.meaning.percentNear(c)
	}
	limit := agreesDigit
	if rel == relEqual && !rough {
		limit = agreesExact
	}
	if c.ratio < 1/limit || c.ratio > limit {
		return false
	}
	half := c.meaning.step / 2 / math.Max(c.meaning.lo, math.SmallestNonzeroFloat64)
	return math.Abs(1/c.ratio-1) <= half*1.01 || c.whole()
}

// percentNear reports whether the claim is an availability that differs from its sum in what matters, the rest to 100 %.
func (a amount) percentNear(c candidate) bool {
	if !a.percent || a.lo < 0.9 || a.lo >= 1 || c.computed >= 1 || c.computed < 0.5 {
		return false
	}
	down := (1 - a.lo) / (1 - c.computed)
	half := a.step / 2 / (1 - c.computed)
	return (down < 1/agreesDigit || down > agreesDigit) && math.Abs(1-down) > half*1.01
}

// whole reports whether a small count was rounded to a whole number.
func (c candidate) whole() bool {
	claimed := c.computed * c.ratio
	return len(c.meaning.units) == 0 && !c.meaning.percent && claimed <= 20 && claimed == math.Trunc(claimed) && math.Abs(claimed-c.computed) < 1
}

// fails reports whether a claim that agrees with no reading is wrong, and not only strange.
func (c candidate) fails(rel relation, claim amount) bool {
	off := math.Exp(math.Abs(math.Log(c.ratio)))
	if c.soft || !rel.strict() {
		return c.slips() || rel == relCell && !c.soft && off > wrongCell
	}
	if c.meaning.percentNear(c) {
		return true
	}
	limit := wrongExact
	if rel == relApprox || claim.rough {
		limit = wrongRough
	}
	return off > limit
}

// slips reports whether the deviation looks like a slip: the digits are right and the magnitude isn't, or a unit was taken for
// another.
func (c candidate) slips() bool { return c.meaning.slip(c.ratio) != 0 }

// slip returns the factor that a deviation is explained by, or 0.
func (a amount) slip(ratio float64) float64 {
	if ratio <= 0 || math.IsInf(ratio, 0) {
		return 0
	}
	half := 0.06
	if a.lo > 0 {
		half = math.Min(0.15, math.Max(0.06, a.step/2/a.lo))
	}
	near := func(f float64) bool { return math.Abs(ratio/f-1) <= half || math.Abs(f/ratio-1) <= half }
	k := math.Round(math.Log10(ratio))
	if k != 0 && math.Abs(k) <= 15 && near(power10(k)) {
		return power10(k)
	}
	d := a.dims()
	if d[dimData] != 0 {
		for _, f := range []float64{8, 1.0 / 8} {
			if near(f) {
				return f
			}
		}
	}
	if d[dimTime] != 0 {
		for _, f := range timeSlips {
			if near(f) {
				return f
			}
			if near(1 / f) {
				return 1 / f
			}
		}
	}
	return 0
}

// timeSlips are the factors between units of time that people confuse.
var timeSlips = []float64{day, hour, 60, 24, 365, month / day, 12, 7}

func anyRough(n *node) bool {
	rough := false
	n.leaves(func(a *amount) { rough = rough || a.rough })
	return rough
}

// vague reports whether an operand is a limit and not a figure.
func vague(n *node) bool {
	bound := false
	n.leaves(func(a *amount) { bound = bound || a.bound })
	return bound
}

// constants says which of an expression's bare figures may stand for a conversion.
type constants struct{ time, data, eight bool }

var timeConstants = []float64{
	60, 3600, 24, 7, 30, 31, 28, 365, 366, 12, 52, 86400, 86.4e3, 1e5, 1440, 10080, 604800, 730, 720, 8760, 3e6, 2.6e6, 2.5e6, 2.59e6, 2.592e6, 2.628e6, 2.63e6,
	31.5e6, 31.536e6, 31.6e6, 3.15e7, 30e6, 32e6, 90000, 80000, 1000, 1e6,
}

func constantsIn(n *node) constants {
	var c constants
	n.leaves(func(a *amount) {
		if !a.bare() || a.lo != a.hi {
			return
		}
		for _, t := range timeConstants {
			c.time = c.time || math.Abs(a.lo/t-1) < 0.002
		}
		for _, d := range []float64{1000, 1024, 1e6, 1024 * 1024, 1e9, 1024 * 1024 * 1024, 1e12} {
			c.data = c.data || math.Abs(a.lo/d-1) < 1e-6
		}
		c.eight = c.eight || a.lo == 8 || a.lo == 0.125
	})
	return c
}
