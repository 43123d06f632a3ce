package estimate

import (
	"math"
	"strings"
)

// excused reports whether a deviation is explained by a figure that stands beside the claim: copies, a peak factor, a share.
// A power of ten is a slip, unless the figure says that it multiplies.
func (p *passage) excused(ratio float64, n *node, claim amount) bool {
	k := math.Log10(ratio)
	decimal := math.Abs(k-math.Round(k)) < 0.02
	for _, x := range p.beside(n, claim, decimal) {
		operand := false
		n.leaves(func(a *amount) { operand = operand || a.lo == x })
		if operand {
			continue // said twice
		}
		for _, f := range []float64{x, 1 / x, 1 - x} {
			if f > 0 && math.Abs(ratio/f-1) < 0.04 {
				return true
			}
		}
	}
	return false
}

// reach is how many tokens beside a claim are searched for what explains it.
const reach = 10

// multipliers are words behind a figure that say that it multiplies.
var multipliers = set("x", "times", "copies", "replicas", "replica", "regions", "fold", "years", "days", "months", "peak", "way", "weeks", "azs", "zones", "hours")

// beside returns the figures in front of an expression, behind the claim and in remarks between; or only those that are said
// to multiply.
func (p *passage) beside(n *node, claim amount, multiplying bool) []float64 {
	var out []float64
	add := func(i int) {
		t := p.at(i)
		if next := p.at(i + 1); multiplying && !next.is("*") && !multipliers[next.low] && !p.at(i-1).is("*") {
			return
		}
		v := cardinals[t.low]
		switch {
		case t.word("twice", "double", "doubled", "half", "mirrored", "both"):
			v = 2
		case t.word("triple", "tripled"):
			v = 3
		case t.kind == kindNumber:
			v = t.num.value
			if next := p.at(i + 1); next.is("%") {
				v /= 100
			} else if next.glued && next.kind == kindWord && letters[next.text] != 0 {
				v *= letters[next.text]
			}
		}
		if v > 0 && v != 1 {
			out = append(out, v)
		}
	}
	ends := func(t token) bool { return t.kind == kindBreak || t.kind == kindEnd || t.is("=", "≈", "->", ";") }
	for i := n.from - 1; i >= max(0, n.from-reach) && !ends(p.at(i)); i-- {
		add(i)
	}
	for i := claim.to; i < claim.to+reach && !ends(p.at(i)); i++ {
		add(i)
	}
	for _, r := range n.remarks {
		for i := r[0]; i < r[1]; i++ {
			add(i)
		}
	}
	return out
}

// usesNames reports whether an operand is a name.
func (p *passage) usesNames(n *node) bool {
	uses := false
	n.leaves(func(a *amount) {
		uses = uses || p.at(a.from).kind == kindWord && p.names[phrase(p.toks[a.from:max(a.from, a.to)])].hi != 0
	})
	return uses
}

// atOnce are words for things that go on at the same time, which Little's law counts.
var atOnce = []string{"concurrent", "simultaneous", "in-flight", "flight", "inflight", "parallel", "outstanding", "executing", "at once", "same time", "open connection", "busy"}

// inContext returns the expression with bare figures replaced by the amounts of the passage that have the same numeral, if
// that changes what is being said: in "1M/s at 100 ms: 1,000,000 × 100 = 100M concurrent" the 100 is a time, and in "500
// bytes each: 100M × 500 = 50 TB" the 500 a size. It returns nil if nothing is replaced.
func (p *passage) inContext(n *node, claim amount, from, to int) *node {
	sized := claim.dims()[dimData] == 1
	if !sized && (len(claim.units) > 0 || claim.percent || !p.speaksOf(claim, from, to)) || n.op != '*' {
		return nil
	}
	want, used := inTime, 0
	if sized {
		want = dims{dimData: 1}
	}
	replaced := p.replace(n, func(a amount) (amount, bool) {
		found, ok := p.recall(a, want)
		if ok && used == 0 {
			used++
			return found, true
		}
		return a, false
	})
	if used == 0 {
		return nil
	}
	if sized {
		if d := dimsOf(replaced); d[dimData] != 1 {
			return nil
		}
		return replaced
	}
	rated := false
	replaced = p.replace(replaced, func(a amount) (amount, bool) {
		found, ok := p.recall(a, perTime)
		if a.dims() == perTime {
			found, ok = a, true
		}
		if ok && !rated {
			rated = true
			return found, true
		}
		return a, false
	})
	if !rated || dimsOf(replaced) != noDims {
		return nil
	}
	return replaced
}

// replace copies an expression with its leaves changed.
func (p *passage) replace(n *node, change func(amount) (amount, bool)) *node {
	if n == nil {
		return nil
	}
	out := *n
	if n.op == 0 {
		if a, ok := change(n.a); ok {
			a.from, a.to = n.a.from, n.a.to
			out.a = a
		}
		return &out
	}
	out.l, out.r = p.replace(n.l, change), p.replace(n.r, change)
	return &out
}

// speaksOf reports whether a claim is one of things at the same time.
func (p *passage) speaksOf(claim amount, from, to int) bool {
	around := p.c.text[p.toks[max(0, from-5)].start:p.toks[min(len(p.toks), to+6)-1].end]
	around = strings.ToLower(around)
	for _, w := range atOnce {
		if strings.Contains(around, w) || strings.Contains(claim.nouns, w) {
			return true
		}
	}
	return strings.Contains(around, "little") || strings.Contains(around, "λ")
}

// recall finds the amount of the passage that a bare figure stands for, by its numeral.
func (p *passage) recall(a amount, want dims) (amount, bool) {
	if !a.bare() || a.lo == 1 {
		return a, false
	}
	for _, s := range [][]segment{p.sentence, p.all} {
		for k := len(s) - 1; k >= 0; k-- {
			if s[k].n.leaf() && s[k].n.a.dims() == want && s[k].n.a.lo == a.lo {
				return withoutAlts(s[k].n.a), true
			}
		}
	}
	return a, false
}

// annotate gives a bare value the unit that a comment or the name itself says: "size = 1_000  # bytes", "latency_ms = 5".
func (p *passage) annotate(name string, a *amount) {
	if !p.code {
		return
	}
	if word := p.at(a.to + 1); p.at(a.to).is("#") && word.kind == kindWord {
		if alts := dataUnit(word.text); len(alts) > 0 {
			a.measured(alts[0])
			return
		}
		if f, ok := timeUnits[word.low]; ok && len(word.text) > 1 {
			a.measured(f)
			return
		}
	}
	tail := name[strings.LastIndexByte(name, '_')+1:]
	if tail == name || strings.Contains(name, "per_") {
		return
	}
	if alts := dataUnit(tail); len(alts) > 0 && tail != "b" {
		a.measured(dataUnit(strings.ToUpper(tail[:1]) + strings.ToUpper(tail[1:]))[0])
		return
	}
	if f, ok := timeUnits[tail]; ok && (tail == "ms" || tail == "s" || tail == "sec" || tail == "seconds") {
		a.measured(f)
	}
}

// remark judges what stands in brackets behind a segment: "386/s (1B / 2.59M s)", "500 GB/day (15 TB a month)".
func (p *passage) remark(n *node, open, behind int) {
	i := open + 1
	if rel, j := p.relation(i, true); rel != relNone {
		i = j
	}
	inner, j := p.expression(i)
	if inner == nil || !inner.known() || j != behind-1 && !p.at(j).is(",", ";") {
		return
	}
	if inner.leaf() {
		p.asides = append(p.asides, inner.a)
	}
	switch {
	case n.leaf() && !inner.leaf():
		v := judge(inner, n.a, relRemark)
		if v.wrong && p.excused(v.ratio, inner, n.a) {
			return
		}
		p.report(v, n.a, n.from, behind, inner)
	case n.leaf():
		p.convert(n.a, inner.a, relRemark)
	case n.known() && inner.leaf():
		p.compare(n, inner.a, relRemark, n.from, behind)
	}
}
