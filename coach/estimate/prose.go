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
	for k := 1; k < len(s); k++ {
		claim, ok := s[k].n.a, s[k].n.leaf()
		if !ok || s[k].judged {
			continue
		}
		rel := s[k].rel
		if rel == relNone {
			rel = p.gap(s[k-1].n.to, s[k].n.from)
		}
		if rel == relNone {
			continue
		}
		before, ok := s[k-1].amount()
		if ok && s[k].rel == relNone && rel != relRemark && p.convert(before, claim, relSo) {
			continue
		}
		p.multiply(s[:k], claim, rel)
	}
}

// widest is how many tokens may stand between a claim and the operand before it.
const widest = 10

// gap finds a word that ties two segments that stand apart. A comma alone is a weak tie, by which nothing is called wrong.
func (p *passage) gap(from, to int) relation {
	if to-from > widest || to < from {
		return relNone
	}
	rel := relNone
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

// multiply tries the claim as product or quotient of the segments before it.
func (p *passage) multiply(before []segment, claim amount, rel relation) {
	if claim.percent || claim.bound {
		return
	}
	var operands []amount
	var from int
	for k := len(before) - 1; k >= 0 && len(operands) < 4; k-- {
		a, ok := before[k].amount()
		if !ok || k < len(before)-1 && before[k+1].n.from-before[k].n.to > 2*widest {
			break
		}
		operands, from = append(operands, a), k
	}
	slices.Reverse(operands)
	for _, n := range combinations(operands, claim) {
		if v := judge(n, claim, relSo); v.ok && v.close() && !trivial(n, claim) {
			p.report(v, claim, before[from+n.from].n.from, claim.to, n)
			return
		}
	}
	if rel == relRemark || len(operands) < 2 || len(operands) > 3 || len(before) > 3 {
		return
	}
	p.slipped(operands, claim, before)
}

// close reports whether a claim agrees so well that it is no coincidence. Words tie much together that doesn't belong.
func (v verdict) close() bool {
	return math.Abs(v.ratio-1) <= 0.06 || math.Abs(1/v.ratio-1) <= math.Min(0.12, v.meaning.step/2/v.meaning.lo)
}

// slipped calls a claim wrong if exactly the operands of its sentence make it, but for a slip.
func (p *passage) slipped(operands []amount, claim amount, before []segment) {
	for _, n := range combinations(operands, claim) {
		used := 0
		n.leaves(func(*amount) { used++ })
		if used != len(operands) || n.op == '/' && !claim.rated() && !countable(claim) {
			continue
		}
		v := judge(n, claim, relSo)
		probe := *n
		probe.from = before[0].n.from
		if !v.wrong || p.excused(v.ratio, &probe, claim, relSo) || mixed(operands, claim) || p.remembered(operands, claim) {
			continue
		}
		p.report(v, claim, before[len(before)-len(operands)].n.from, claim.to, n)
		return
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

// remembered reports whether an earlier figure of the text makes the claim right together with these.
func (p *passage) remembered(operands []amount, claim amount) bool {
	for _, r := range p.c.recent {
		for _, n := range combinations(append(slices.Clone(operands), r), claim) {
			if judge(n, claim, relSo).ok {
				return true
			}
		}
	}
	return false
}

// countable reports whether an amount counts things that loads are divided among.
func countable(a amount) bool {
	if len(a.units) > 0 {
		return false
	}
	for _, w := range []string{"server", "node", "box", "host", "machine", "instance", "shard", "partition", "replica", "worker", "broker", "pod", "disk",
		"drive", "gpu", "cpu", "core", "connection", "stream", "container", "task", "vm", "volume", "thread", "nic", "link", "consumer"} {
		for _, n := range strings.Fields(a.nouns) {
			if n == w || n == w+"e" {
				return true
			}
		}
	}
	return false
}

// combinations returns the products and quotients of two or three operands whose dimensions are the claim's. The nodes'
// from is the index of their first operand.
func combinations(operands []amount, claim amount) []*node {
	want := claim.dims()
	var out []*node
	add := func(n *node, first int) {
		if dimsOf(n) == want {
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
