package estimate

import (
	"math"
	"strings"
)

// excused reports whether a deviation is explained by a figure that stands beside the claim: copies, a peak factor, a share.
func (p *passage) excused(ratio float64, n *node, claim amount) bool {
	for _, x := range p.beside(n, claim) {
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

// beside returns the figures in front of an expression, behind the claim and in remarks between.
func (p *passage) beside(n *node, claim amount) []float64 {
	var out []float64
	add := func(i int) {
		t := p.at(i)
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

// concurrency checks "1,000,000 × 100 = 100M concurrent", where the figures are right and the units of what they stand for
// aren't: if one is a rate of the text and the other a duration in it, Little's law gives the number.
func (p *passage) concurrency(n *node, claim amount, from, to int) bool {
	if n.op != '*' || !n.l.leaf() || !n.r.leaf() || len(claim.units) > 0 || claim.percent || !p.speaksOf(claim, from, to) {
		return false
	}
	for _, pair := range [][2]amount{{n.l.a, n.r.a}, {n.r.a, n.l.a}} {
		rate, ok := p.recall(pair[0], func(a amount) bool { return a.dims() == perTime })
		if !ok {
			continue
		}
		time, ok := p.recall(pair[1], func(a amount) bool { return a.dims() == inTime })
		if !ok {
			continue
		}
		law := &node{op: '*', l: &node{a: rate}, r: &node{a: time}}
		v := judge(law, claim, relIs)
		if v.wrong && v.ratio > 1 {
			cl := claimAt(v, p.toks, from, to)
			cl.figure, cl.figEnd = p.toks[claim.from].start, p.toks[claim.to-1].end
			cl.why = explain(v, law)
			if unit := time.units[0].name; unit != "s" {
				cl.why = unit + " taken for seconds in rate × time: " + strings.TrimPrefix(cl.why, ": ")
			}
			p.c.add(cl)
			return true
		}
		return false
	}
	return false
}

// speaksOf reports whether a claim is one of things at the same time.
func (p *passage) speaksOf(claim amount, from, to int) bool {
	around := p.c.text[p.toks[max(0, from-4)].start:p.toks[min(len(p.toks), to+4)-1].end]
	around = strings.ToLower(around)
	for _, w := range atOnce {
		if strings.Contains(around, w) || strings.Contains(claim.nouns, w) {
			return true
		}
	}
	return strings.Contains(around, "little") || strings.Contains(around, "λ")
}

// recall finds the amount that a figure stands for: itself if it has units, or one of the text with the same numeral.
func (p *passage) recall(a amount, fits func(amount) bool) (amount, bool) {
	if len(a.units) > 0 {
		return withoutAlts(a), fits(a)
	}
	for _, s := range [][]segment{p.sentence, p.all} {
		for k := len(s) - 1; k >= 0; k-- {
			if s[k].n.leaf() && fits(s[k].n.a) && s[k].n.a.lo == a.lo {
				return withoutAlts(s[k].n.a), true
			}
		}
	}
	for k := len(p.c.recent) - 1; k >= 0; k-- {
		if r := p.c.recent[k]; fits(r) && r.lo == a.lo {
			return withoutAlts(r), true
		}
	}
	return amount{}, false
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
	if inner == nil || !inner.known() || !(j == behind-1 || p.at(j).is(",", ";")) {
		return
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
