package estimate

import (
	"math"
	"strings"
)

// availability checks what follows from percentages of uptime: "99.99% (52 minutes a year)", "three at 99.9% in series".
func (p *passage) availability(stop int) {
	var ups []amount
	for i := p.begin; i < stop; i++ {
		if a, ok := p.uptime(i); ok {
			ups = append(ups, a)
			i = a.to - 1
		}
	}
	if len(ups) == 0 {
		return
	}
	for _, s := range p.sentence {
		if s.n.leaf() {
			p.downtime(ups, s.n.a, stop)
		}
	}
	for _, a := range p.asides {
		p.downtime(ups, a, stop)
	}
	p.composed(ups, stop)
}

// uptime reads "99.95%" or "four nines" at token i. The amount is the share of time.
func (p *passage) uptime(i int) (amount, bool) {
	t := p.at(i)
	if t.kind == kindNumber && p.at(i+1).is("%") && t.num.value >= 90 && t.num.value < 100 {
		v := t.num.value / 100
		return amount{lo: v, hi: v, percent: true, digits: t.num.digits, step: t.num.step / 100, from: i, to: i + 2}, true
	}
	nines := cardinals[t.low]
	if t.kind == kindNumber {
		nines = t.num.value
	}
	if p.at(i+1).word("nines", "9s") && nines >= 1 && nines <= 12 && nines == math.Trunc(nines) {
		v := 1 - power10(-nines)
		return amount{lo: v, hi: v, percent: true, digits: int(nines), step: power10(-nines), from: i, to: i + 2}, true
	}
	return amount{}, false
}

var down = []string{"downtime", "down", "unavailab", "outage", "error budget", "misses", "offline", "failures", "budget"}

// downtime judges a time of being down against the share of time up. Without a period any usual one will do.
func (p *passage) downtime(ups []amount, a amount, stop int) {
	var periods []float64
	switch {
	case len(a.units) == 2 && a.units[0].dim == dimTime && a.units[1].dim == dimTime && a.dims() == noDims && a.units[1].exp < 0:
		periods = []float64{a.units[1].scale}
	case len(a.units) == 1 && a.dims() == inTime:
		periods = []float64{year, month, week, day}
	default:
		return
	}
	if a.bound || a.per != 0 {
		return
	}
	text := strings.ToLower(p.c.text[p.toks[p.begin].start:p.toks[stop-1].end])
	speaks := false
	for _, w := range down {
		speaks = speaks || strings.Contains(text, w)
	}
	if !speaks && len(periods) > 1 {
		return
	}
	up, ok := nearest(ups, a)
	if !ok {
		return
	}
	worth, _ := reading{}.scale(a.units[:1])
	v := verdict{meaning: a}
	for _, period := range periods {
		computed := (1 - up.lo) * period / worth
		ratio := a.lo / computed
		if math.Abs(math.Log(ratio)) <= math.Log(agrees) || math.Abs(computed-a.lo) <= a.step/2 {
			v.ok, v.computed, v.ratio = true, computed, ratio
			break
		}
		if v.ratio == 0 {
			v.computed, v.ratio = computed, ratio
		}
	}
	off := math.Exp(math.Abs(math.Log(v.ratio)))
	v.wrong = !v.ok && speaks && (off > wrongRough && len(periods) == 1 || a.slip(v.ratio) != 0 && math.Abs(math.Log10(v.ratio)) < 3.5)
	all, _ := reading{}.scale(a.units)
	v.computed *= all
	from, to := min(up.from, a.from), max(up.to, a.to)
	if p.at(to).is(")") {
		to++
	}
	if !v.ok && !v.wrong {
		return
	}
	cl := claimAt(v, p.toks, from, to)
	cl.figure, cl.figEnd = p.toks[a.from].start, p.toks[a.to-1].end
	cl.why = "not what " + percentage(up.lo) + " leaves: " + explain(v, nil)
	p.c.add(cl)
}

// nearest returns the last uptime before an amount, or the first behind it, if it is near.
func nearest(ups []amount, a amount) (amount, bool) {
	var best amount
	distance := 26
	for _, u := range ups {
		d := a.from - u.to
		if d < 0 {
			d = 5 + u.from - a.to
		}
		if d >= 0 && d < distance {
			best, distance = u, d
		}
	}
	return best, distance < 26
}

var (
	serial   = []string{"in series", "serially", "in a chain", "in the chain", "in sequence", "one after the other", "all of which must", "must all", "all have to", "depends on all", "all must"}
	chained  = []string{"in series", "in a chain", "in the chain"}
	parallel = []string{"in parallel", "redundant", "independent", "any one of", "either of", "active-active"}
)

// composed judges the availability that is claimed for several parts in series or in parallel.
func (p *passage) composed(ups []amount, stop int) {
	if len(ups) != 2 {
		return
	}
	start, limit := p.toks[p.begin].start, p.toks[stop-1].end
	text := strings.ToLower(p.c.text[start:limit])
	word, inSeries := containsAny(text, serial), true
	if word == "" {
		word, inSeries = containsAny(text, parallel), false
	}
	if word == "" {
		return
	}
	part, whole, n := p.parts(ups)
	if n < 2 || inSeries == (whole.lo > part.lo) && whole.lo != part.lo && !(inSeries && containsAny(text, chained) != "") {
		return // "failing independently" is said of chains, too
	}
	computed := math.Pow(part.lo, n)
	if !inSeries {
		computed = 1 - math.Pow(1-part.lo, n)
	}
	ratio := (1 - whole.lo) / (1 - computed)
	off := math.Exp(math.Abs(math.Log(ratio)))
	v := verdict{ok: off <= 1.3 || math.Abs(whole.lo-computed) <= whole.step/2, wrong: off > 2, computed: computed, ratio: ratio, meaning: whole}
	v.wrong = v.wrong && !v.ok
	if !v.ok && !v.wrong {
		return
	}
	cl := claimAt(v, p.toks, min(part.from, whole.from), max(part.to, whole.to))
	if at := start + strings.Index(text, word) + len(word); at > cl.end && at <= limit && len(text) == limit-start {
		cl.end = at
	}
	cl.figure, cl.figEnd = p.toks[whole.from].start, p.toks[whole.to-1].end
	if inSeries {
		cl.why = "in series availabilities multiply: each part takes from the whole"
	} else {
		cl.why = "in parallel the shares of time down multiply"
	}
	p.c.add(cl)
}

// parts tells the availability of one part, which stands behind a count ("3 AZs at 99.99%"), from the one of the whole.
func (p *passage) parts(ups []amount) (part, whole amount, n float64) {
	for k, u := range ups {
		for i := u.from - 1; i >= max(p.begin, u.from-4); i-- {
			if !p.at(i).word("each", "every") {
				continue
			}
			if n := p.count(u.to, ups[1-k].from); n > 0 { // "each has 99.9%, and ten of them …"
				return u, ups[1-k], n
			}
		}
	}
	for k, u := range ups {
		for i := u.from - 1; i >= max(p.begin, u.from-8); i-- {
			t := p.at(i)
			if t.is("%") {
				break
			}
			if n := p.count(i, i+1); n > 0 {
				return u, ups[1-k], n
			}
		}
	}
	return amount{}, amount{}, 0
}

// count reads a number of parts, 2 to 100, from the tokens of a range. It returns 0 if there is none.
func (p *passage) count(from, to int) float64 {
	for i := from; i < to; i++ {
		t := p.at(i)
		n := cardinals[t.low]
		if t.kind == kindNumber {
			n = t.num.value
		}
		if n >= 2 && n <= 100 && n == math.Trunc(n) {
			return n
		}
	}
	return 0
}

func containsAny(text string, words []string) string {
	for _, w := range words {
		if strings.Contains(text, w) {
			return w
		}
	}
	return ""
}
