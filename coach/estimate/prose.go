package estimate

import (
	"math"
	"slices"
	"strings"
)

// prose looks for claims in a sentence whose operands are tied to them by words: "500M posts a day at 1 KB each, so 500 GB a
// day". What was judged as a chain is left alone.
func (p *passage) prose() {
	s := p.sentence
	for k := range s {
		claim, ok := s[k].n.a, s[k].n.leaf()
		if !ok || s[k].judged || claim.percent || claim.bound {
			continue
		}
		tie := relNone
		if k > 0 {
			if tie = s[k].rel; tie == relNone {
				tie = p.gap(s[k-1].n.to, s[k].n.from)
			}
			if before, ok := s[k-1].amount(); ok && s[k].rel == relNone && tie != relNone && p.reworded(before, claim, tie) {
				continue
			}
		}
		if p.c.effort++; p.c.effort > maxEffort {
			return
		}
		p.multiply(s[:k], claim, tie)
	}
}

// widest is how many tokens may stand between a claim and the operand before it.
const widest = 10

// gap finds a word that ties two segments that stand apart. A comma or bracket alone is a weak tie, relRemark.
func (p *passage) gap(from, to int) relation {
	if to-from > widest || to < from {
		return relNone
	}
	rel := relNone
	if p.at(to-1).word("at", "of", "with", "by", "for", "over", "across", "per", "than") {
		return relNone // an operand, and not a claim
	}
	for _, t := range p.toks[from:to] {
		switch {
		case t.is("=", "≈", "->", ":"):
			return relSo
		case t.kind == kindWord && relatives[t.low] != relNone && !t.word("or", "was"):
			rel = relSo
		case t.is(",", "(") && rel == relNone:
			rel = relRemark
		case t.is(";", ")"), t.word("from", "instead", "unlike", "not", "but", "peak", "plus"):
			return relNone
		}
	}
	return rel
}

// reworded judges one rate against the rate before it: "30M a day, roughly 350/s".
func (p *passage) reworded(before, claim amount, tie relation) bool {
	if !before.rated() || !claim.rated() {
		return false
	}
	if tie == relRemark && !claim.rough {
		v := judge(leaf(before), claim, relSo)
		listed := p.at(claim.from-1).is(",") && claim.from-before.to == 1 && v.wrong && digits(v)
		if !listed && (!v.ok || !v.close()) {
			return false
		}
	}
	return p.convert(before, claim, relSo)
}

// multiply tries the claim as product or quotient of the segments before it.
func (p *passage) multiply(before []segment, claim amount, tie relation) {
	operands, first := p.operandsOf(before, false)
	if len(operands) == 0 {
		return
	}
	start := before[first].n.from
	shared := p.sharing(start, claim.from)
	if tie != relNone {
		for _, n := range combinations(operands, claim, shared) {
			if v := judge(n, claim, relSo); v.ok && v.close() && (shared || !trivial(n, claim)) {
				p.report(v, claim, before[first+n.from].n.from, claim.to, n)
				return
			}
		}
	}
	atOnce := len(claim.units) == 0 && p.speaksOf(claim, claim.from, claim.to)
	switch {
	case tie.strict(): // "1 day ≈ 86,400 ≈ 100k s" is no quotient
	case len(before) == 1:
		p.lean(operands[0], claim, tie, start)
	case tie != relNone && (tie != relRemark || atOnce):
		if operands, first = p.operandsOf(before, true); len(operands) > 1 {
			p.slipped(operands, claim, before[first:], shared)
		}
	}
}

// operandsOf returns the amounts of the segments next before a claim, in its clause or also before, and which is the first.
func (p *passage) operandsOf(before []segment, clause bool) ([]amount, int) {
	var operands []amount
	first := len(before)
	for k := len(before) - 1; k >= 0 && len(operands) < 4; k-- {
		a, ok := before[k].amount()
		if !ok || k < len(before)-1 && p.apart(before[k].n.to, before[k+1].n.from, clause) {
			break
		}
		operands, first = append(operands, a), k
	}
	slices.Reverse(operands)
	return operands, first
}

// apart reports whether two segments are too far from each other to be operands of one claim.
func (p *passage) apart(from, to int, clause bool) bool {
	if to-from > 2*widest {
		return true
	}
	return clause && slices.ContainsFunc(p.toks[min(from, to):to], func(t token) bool { return t.is("(", ":", ";") })
}

// sharing reports whether the words between two tokens say that something is had by each.
func (p *passage) sharing(from, to int) bool {
	for _, t := range p.toks[from:to] {
		if t.word("each", "per", "every", "apiece", "everyone", "everybody") {
			return true
		}
	}
	return false
}

// close reports whether a claim agrees so well that it is no coincidence. Words tie much together that doesn't belong.
func (v verdict) close() bool {
	return math.Abs(v.ratio-1) <= 0.06 || math.Abs(1/v.ratio-1) <= math.Min(0.12, v.meaning.step/2/v.meaning.lo)
}

// slipped calls a claim wrong if exactly the operands of its sentence make it, but for a slip.
func (p *passage) slipped(operands []amount, claim amount, before []segment, shared bool) {
	if len(operands) > 3 {
		return
	}
	for _, n := range combinations(operands, claim, shared) {
		used := 0
		n.leaves(func(*amount) { used++ })
		if used != len(operands) || !shared && trivial(n, claim) || n.op == '/' && claim.dims() == noDims && !countable(claim) && n.r.a.dims()[dimData] == 0 {
			continue
		}
		v := judge(n, claim, relSo)
		probe := *n
		probe.from = before[0].n.from
		if !v.wrong || !digits(v) || p.excused(v.ratio, &probe, claim) || mixed(operands, claim) || p.remembered(operands, claim) {
			continue
		}
		p.report(v, claim, before[len(before)-len(operands)].n.from, claim.to, n)
		return
	}
}

// digits reports whether a slip leaves the digits of the sum as they are shown: 13k for 133k, not for 150k.
func digits(v verdict) bool {
	slip := v.meaning.slip(v.ratio)
	return slip != 0 && math.Abs(v.ratio/slip-1) <= math.Max(0.03, math.Min(0.1, v.meaning.step/2/v.meaning.lo))
}

// lean tries a claim with one operand in its sentence and one in the sentences before: "A shard takes 1,000 records/s. At 45k
// records/s we need 45 shards."
func (p *passage) lean(a, claim amount, tie relation, start int) {
	if tie == relNone || tie == relRemark {
		return
	}
	var slip *node
	for k := len(p.c.recent) - 1; k >= 0; k-- {
		r := p.c.recent[k]
		for _, n := range combinations([]amount{r, a}, claim, false) {
			v := judge(n, claim, relSo)
			if trivial(n, claim) || n.op == '/' && claim.dims() == noDims && !countable(claim) {
				continue
			}
			if v.ok && v.close() {
				p.report(v, claim, start, claim.to, n)
				return
			}
			alike := n.op == '/' && countable(claim) && sameThings(r, a) && (r.nouns != "" || r.dims()[dimData] != 0)
			if v.wrong && digits(v) && alike && !mixed([]amount{r, a}, claim) && k >= len(p.c.recent)-4 && !p.excused(v.ratio, n, claim) {
				slip = n
			}
		}
	}
	if slip != nil && p.earlier > 0 {
		p.report(judge(slip, claim, relSo), claim, start, claim.to, slip)
	}
}

// mixed reports whether a peak is compared with averages, or a limit is among the operands.
func mixed(operands []amount, claim amount) bool {
	for _, a := range operands {
		if a.peak != claim.peak || a.bound || a.percent {
			return true
		}
	}
	return false
}

// remembered reports whether a figure said shortly before in the passage makes the claim right together with these.
func (p *passage) remembered(operands []amount, claim amount) bool {
	var before []amount
	for _, s := range slices.Concat(p.all, p.sentence) {
		if a, ok := s.amount(); ok {
			before = append(before, a)
		}
	}
	for _, r := range before[max(0, len(before)-excuses):] {
		if len(r.units) == 0 && r.lo == 1 {
			continue
		}
		for _, n := range combinations(append(slices.Clone(operands), r), claim, false) {
			if v := judge(n, claim, relSo); v.ok && v.close() {
				return true
			}
		}
	}
	return false
}

// excuses is how many amounts back an explanation for a deviation is looked for.
const excuses = 5

var countables = set("server", "node", "box", "boxe", "host", "machine", "instance", "shard", "partition", "replica", "worker", "broker", "pod",
	"disk", "drive", "gpu", "cpu", "core", "connection", "stream", "container", "task", "vm", "volume", "thread", "nic", "link", "consumer", "gateway", "rack")

// countable reports whether an amount counts things that loads are divided among.
func countable(a amount) bool {
	return len(a.units) == 0 && slices.ContainsFunc(strings.Fields(a.nouns), func(w string) bool { return countables[w] })
}

// combinations returns the products and quotients of two or three operands whose dimensions are the claim's. The nodes'
// from is the index of their first operand. With shared, counts of each may be claimed per unit of time: "30M users open it 8
// times each, 240M a day".
func combinations(operands []amount, claim amount, shared bool) []*node {
	want := claim.dims()
	var out []*node
	add := func(n *node, first int) {
		if d := dimsOf(n); d == want || shared && n.op == '*' && d == noDims && want == perTime {
			n.from = first
			out = append(out, n)
		}
	}
	n := len(operands)
	for i := n - 2; i >= 0; i-- {
		a, b := leaf(operands[i]), leaf(operands[n-1])
		add(&node{op: '*', l: a, r: b, loose: true}, i)
		add(&node{op: '/', l: a, r: b, loose: true}, i)
		add(&node{op: '/', l: b, r: a, loose: true}, i)
		if i+1 < n-1 {
			m := leaf(operands[i+1])
			add(&node{op: '*', l: &node{op: '*', l: a, r: m}, r: b, loose: true}, i)
			add(&node{op: '/', l: &node{op: '*', l: a, r: m}, r: b, loose: true}, i)
			add(&node{op: '*', l: &node{op: '/', l: a, r: m}, r: b, loose: true}, i)
		}
	}
	return out
}

func leaf(a amount) *node { return &node{a: a, from: a.from, to: a.to} }

// trivial reports whether nothing but counts is multiplied, which too many sentences do by chance.
func trivial(n *node, claim amount) bool {
	bare := len(claim.units) == 0
	same := false
	n.leaves(func(a *amount) {
		bare = bare && a.dims() == noDims
		same = same || a.lo == 1 && a.hi == 1 && len(a.units) == 0
	})
	return bare || same
}
