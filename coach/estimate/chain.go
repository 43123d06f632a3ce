package estimate

import (
	"math"
	"strings"
)

// judgeChain compares each segment of a chain with the next.
func (p *passage) judgeChain(chain []segment) {
	for k := 1; k < len(chain); k++ {
		left, right := chain[k-1], &chain[k]
		if p.c.effort++; p.c.effort > maxEffort {
			return
		}
		if left.n.resumes() {
			if right.n.leaf() {
				right.judged = p.resumed(left.n, right.n.a, right.rel, chain[:k-1])
			}
			continue
		}
		right.judged = p.link(left.n, right.n, right.rel)
	}
}

// link compares two neighbours and reports whether anything could be said.
func (p *passage) link(left, right *node, rel relation) bool {
	if !left.known() {
		return false
	}
	switch {
	case !left.leaf() && right.leaf():
		return p.compare(left, right.a, rel, left.from, right.to)
	case !left.leaf():
		first, ok := right.first()
		if !ok {
			return false
		}
		return p.compareBoth(left, right, first, rel)
	case !right.leaf() && right.known() && rel.strict():
		first, _ := right.first()
		if v := judge(&node{a: first}, left.a, relIs); v.ok {
			return false // "10 Gbps = 10 ÷ 8": said once more, for computing with it
		}
		v := judge(right, left.a, relIs)
		if v.wrong && (left.a.bare() || dimsOf(right) != left.a.dims()) {
			return false
		}
		return p.report(v, left.a, left.from, right.to, right)
	case right.leaf():
		return p.convert(left.a, right.a, rel)
	}
	return false
}

// compare judges an expression against a figure.
func (p *passage) compare(n *node, claim amount, rel relation, from, to int) bool {
	switch {
	case n.anyLoose() || !p.code && p.usesNames(n):
		rel = max(rel, relIs)
	case n.op == '^' && !rel.strict():
		rel = relApprox // nothing is left out of a power
	}
	if !rel.strict() && n.op == '+' && p.at(claim.to).is("*") && !p.quantity(claim.to+1) {
		return false // "10+8 is 1.8×" names a scheme and what it multiplies by
	}
	v := judge(n, claim, rel)
	if v.wrong && p.excused(v.ratio, n, claim) {
		return false
	}
	if stated := p.inContext(n, claim, from, to); stated != nil {
		switch w := judge(stated, claim, relIs); {
		case w.ok && !v.ok:
			v, n = w, stated
		case w.wrong && v.ok:
			v, n = w, stated
		}
	}
	if !v.ok && n.op == '*' && n.loose && n.l.leaf() && n.l.a.percent {
		v, n = p.rest(v, n, claim)
	}
	return p.report(v, claim, from, to, n)
}

// remainders are words by which a figure is said to be what a share leaves over.
var remainders = set("miss", "misses", "reach", "reaches", "left", "leaves", "leaving", "remain", "remaining", "remains", "rest", "through", "fall", "falls", "origin", "other", "pass")

// rest judges a claim against what a share leaves over: "95% of 200k/s, so 10k/s reach the store".
func (p *passage) rest(v verdict, n *node, claim amount) (verdict, *node) {
	left := *n.l
	left.a.lo, left.a.hi, left.a.alts = 1-left.a.hi, 1-left.a.lo, nil
	over := *n
	over.l = &left
	w := judge(&over, claim, relIs)
	if w.ok {
		return w, &over
	}
	for i := claim.to - 1; i < claim.to+4; i++ {
		if t := p.at(i); t.kind == kindWord && remainders[t.low] {
			return w, &over
		}
	}
	return v, n
}

// compareBoth judges an expression against another: "0.9 × 50 + 0.1 × 200 = 45 + 20", or "10B × 0.5 KB = 5 TB × $0.09".
func (p *passage) compareBoth(left, right *node, first amount, rel relation) bool {
	whole, known := asAmount(right)
	if known {
		if v := judge(left, whole, relIs); v.ok && v.close() {
			return p.report(v, whole, left.from, right.to, left)
		}
	}
	v := judge(left, first, rel)
	if v.ok {
		return p.report(v, first, left.from, first.to, left)
	}
	if known && judge(left, whole, relIs).ok {
		return true
	}
	if v.wrong && known && dimsOf(left) == first.dims() && (first.dims() != noDims || first.slip(v.ratio) != 0) && !p.excused(v.ratio, left, first) {
		return p.report(v, first, left.from, first.to, left)
	}
	return false
}

// convert judges one amount against another in other units: "1 GB/s = 86 GB/day". The words "so" and "or" and arrows tie much
// that is no conversion, so there both must be rates.
func (p *passage) convert(a, b amount, rel relation) bool {
	if a.dims() != b.dims() || a.dims() == noDims || a.percent || b.percent {
		return p.days(a, b, rel)
	}
	if !differs(a, b) || !rel.strict() && !a.rated() {
		return false
	}
	if p.at(a.from-1).word("each", "of", "at", "apiece") {
		return false // … seats, each 1 KB = 10 TB: of how many stands before
	}
	for i := a.to - 1; i < b.from; i++ {
		if p.at(i).word("each", "apiece") {
			return false // 2T objects, 500 B each = 1 PB
		}
	}
	v := judge(&node{a: a, from: a.from, to: a.to}, b, relIs)
	off := math.Exp(math.Abs(math.Log(v.ratio)))
	pure := a.nouns == "" && b.nouns == "" && rel.strict()
	if !v.ok && v.ratio > 0 && (rel == relEqual && !b.rough || pure) && off > wrongRough && !a.bound && !b.bound {
		v.wrong = true
	}
	if !v.ok && v.ratio > 0 && rel == relIs && len(p.sentence) == 0 && a.rated() && off > wrongWords && !a.bound && !b.bound && !a.rough {
		v.wrong = true
	}
	if v.wrong && !rel.strict() && p.remembered([]amount{a}, b) {
		return false
	}
	if v.wrong && (a.peak != b.peak || p.excused(v.ratio, &node{a: a, from: a.from, to: a.to}, b) || !sameThings(a, b)) {
		return false
	}
	return p.report(v, b, a.from, b.to, nil)
}

// days judges "8,000 GPU-h/day = 333 GPUs", where units of time cancel.
func (p *passage) days(a, b amount, rel relation) bool {
	if a.dims() != noDims || b.dims() != noDims || len(a.units) < 2 || len(b.units) != 0 || !rel.strict() {
		return false
	}
	return p.report(judge(&node{a: a}, b, rel), b, a.from, b.to, nil)
}

// differs reports whether two amounts of one dimension stand in different units, or one was derived ("every 20 s").
func differs(a, b amount) bool {
	for d := range numDims {
		fa, _ := a.unit(d)
		fb, _ := b.unit(d)
		if fa.name != fb.name {
			return true
		}
	}
	return a.per != b.per
}

// sameThings reports whether two rates may count the same: data always, counts unless their nouns differ.
func sameThings(a, b amount) bool {
	if a.dims()[dimData] != 0 || a.dims()[dimMoney] != 0 || a.nouns == "" || b.nouns == "" {
		return true
	}
	have := set(strings.Fields(a.nouns)...)
	for _, w := range strings.Fields(b.nouns) {
		if have[w] || general[w] {
			return true
		}
	}
	for w := range have {
		if general[w] {
			return true
		}
	}
	return false
}

var general = set("qp", "rp", "tp", "qps", "rps", "tps", "request", "req", "op", "event", "call", "query", "action", "average", "avg")

// report adds a judged claim. It returns whether there was anything to say.
func (p *passage) report(v verdict, claim amount, from, to int, n *node) bool {
	if !v.ok && !v.wrong || from >= to || to > len(p.toks) {
		return v.ok || v.wrong
	}
	cl := claimAt(v, p.toks, from, to)
	cl.figure, cl.figEnd = p.toks[claim.from].start, p.toks[claim.to-1].end
	if v.wrong {
		cl.why = explain(v, n)
	}
	p.c.add(cl)
	return true
}

func claimAt(v verdict, toks []token, from, to int) claim {
	return claim{verdict: v, start: toks[from].start, end: toks[to-1].end}
}

// resumed judges an expression that goes on with what stood before, against a figure. What stood before is the nearest amount
// if that fits, else one a little further back.
func (p *passage) resumed(n *node, claim amount, rel relation, chain []segment) bool {
	var before []amount
	for k := len(chain) - 1; k >= 0; k-- {
		if a, ok := chain[k].amount(); ok {
			before = append(before, a)
		}
	}
	for k := len(p.sentence) - 1; k >= 0; k-- {
		if a, ok := p.sentence[k].amount(); ok {
			before = append(before, a)
		}
	}
	near := len(before)
	for k := len(p.c.recent) - 1; k >= 0 && len(before) < 6; k-- {
		before = append(before, p.c.recent[k])
	}
	for k, a := range before[:min(len(before), 6)] {
		full := resume(n, a)
		v := judge(full, claim, relIs)
		nearest := k == 0 && near > 0
		from := n.from
		if nearest && a.to <= n.from && n.from-a.to <= 6 {
			from = a.from
		}
		switch {
		case v.ok:
			return p.report(v, claim, from, claim.to, full)
		case nearest && v.wrong && !p.excused(v.ratio, full, claim):
			if later := p.fits(n, claim, before[1:min(len(before), 6)]); !later {
				return p.report(v, claim, from, claim.to, full)
			}
		}
	}
	return false
}

// fits reports whether one of the amounts makes the claim right.
func (p *passage) fits(n *node, claim amount, before []amount) bool {
	for _, a := range before {
		if judge(resume(n, a), claim, relIs).ok {
			return true
		}
	}
	return false
}
