package estimate

import (
	"math"
	"strings"
)

// segment is an expression in a sentence, and how it is tied to the segment before it.
type segment struct {
	n      *node
	rel    relation
	judged bool // it was compared with the one before
}

func (s segment) amount() (amount, bool) {
	if s.n.leaf() {
		return s.n.a, true
	}
	return asAmount(s.n)
}

// asAmount makes an amount of what an expression comes to, in base units.
func asAmount(n *node) (amount, bool) {
	if !n.known() {
		return amount{}, false
	}
	v := reading{}.evaluate(n)
	if !v.ok() || v.mid() <= 0 {
		return amount{}, false
	}
	a := amount{lo: v.lo, hi: v.hi, digits: 3, step: v.mid() / 1000, from: n.from, to: n.to}
	for d, e := range v.dims {
		f := factor{dim: dim(d), exp: 1, scale: 1, name: []string{"B", "s", "$"}[d]}
		if e < 0 {
			f = f.inverse()
		}
		for range int(math.Abs(float64(e))) {
			a.units = append(a.units, f)
		}
	}
	return a, true
}

// passage is a paragraph, list item, line of code or cell while it is read.
type passage struct {
	parser
	c        *checker
	begin    int // the token that the sentence begins with
	sentence []segment
	asides   []amount  // what the sentence says in brackets
	earlier  int       // sentences of this passage that were read before
	all      []segment // of every sentence
}

func (p *passage) read() {
	p.begin = 0
	for i := 0; i < len(p.toks); {
		if p.at(i).kind == kindBreak {
			p.finish(i)
			i++
			continue
		}
		name, j := p.definition(i)
		chain, k := p.chain(j)
		if chain == nil {
			i = max(i+1, j)
			continue
		}
		p.judgeChain(chain)
		if name != "" {
			p.define(name, chain)
		}
		p.sentence = append(p.sentence, chain...)
		i = k
	}
	p.finish(len(p.toks))
}

// finish looks at a whole sentence for claims that are tied to their operands by words alone.
func (p *passage) finish(stop int) {
	if stop > p.begin {
		p.prose()
		p.availability(stop)
	}
	for _, s := range p.sentence {
		if a, ok := s.amount(); ok {
			p.c.remember(a)
		}
	}
	p.all = append(p.all, p.sentence...)
	if n := len(p.all); n > maxBack {
		p.all = p.all[n-maxBack:]
	}
	if len(p.sentence) > 0 {
		p.earlier++
	}
	p.sentence, p.asides = p.sentence[:0:0], nil
	p.begin = stop + 1
}

// maxBack bounds how many segments back a bare figure is looked up.
const maxBack = 60

// memory is how many amounts back a clause may lean.
const memory = 12

func (c *checker) remember(a amount) {
	if len(c.recent) >= memory {
		c.recent = append(c.recent[:0:0], c.recent[1:]...)
	}
	c.recent = append(c.recent, a)
}

// chain reads segments that are tied together by signs or words: "a × b = c = d".
func (p *passage) chain(i int) ([]segment, int) {
	n, j := p.segment(i)
	if n == nil {
		return nil, i
	}
	chain := []segment{{n: n}}
	for {
		if k, ok := p.closing(j); ok {
			p.remark(n, j, k)
			n.remarks = append(n.remarks, [2]int{j, k})
			j = k
		}
		rel, k := p.relation(j, !n.leaf())
		if rel == relNone {
			return chain, j
		}
		p.claiming = true
		next, l := p.segment(k)
		p.claiming = false
		if next == nil {
			return chain, j
		}
		chain = append(chain, segment{n: next, rel: rel})
		n, j = next, l
	}
}

// segment reads an expression, or an operator that goes on with what stood before: ", × 500 B".
func (p *passage) segment(i int) (*node, int) {
	t := p.at(i)
	if (t.is("*") || t.is("/") && !t.glued || t.word("x", "times")) && p.quantity(i+1) {
		right, j := p.product(i + 1)
		if right == nil || right.op == '?' {
			return nil, i
		}
		op := byte('*')
		if t.is("/") {
			op = '/'
		}
		return carry(op, i, right), j
	}
	n, j := p.expression(i)
	if n == nil {
		return nil, i
	}
	if n.leaf() {
		n, j = p.code62(n, j)
	}
	if before := p.at(i - 1); !p.code && before.kind == kindWord && !stops[before.low] && t.kind == kindWord && n.from == i {
		if _, ok := p.names[t.low]; ok || n.op != 0 {
			n = obscured(n) // "active users × 3": not the users that were given a value
		}
	}
	return n, j
}

// carry puts "what stood before" in front of a product.
func carry(op byte, from int, right *node) *node {
	if right.op == '*' || right.op == '/' {
		inner := *right
		inner.l = carry(op, from, right.l)
		inner.from = from
		return &inner
	}
	return &node{op: op, l: &node{op: 'm', from: from, to: from}, r: right, from: from, to: right.to}
}

// resume replaces "what stood before" by an amount.
func resume(n *node, a amount) *node {
	if n == nil || n.op == 0 || n.op == '?' {
		return n
	}
	if n.op == 'm' {
		return &node{a: a, from: n.from, to: n.to}
	}
	out := *n
	out.l = resume(n.l, a)
	return &out
}

func (n *node) resumes() bool { return n != nil && (n.op == 'm' || n.l.resumes()) }

func obscured(n *node) *node {
	out := *n
	if out.l == nil {
		out.op = '?'
	} else {
		out.l = obscured(n.l)
	}
	return &out
}

// definition reads "daily storage = " or "DAU: " in front of a value, and returns the name.
func (p *passage) definition(i int) (string, int) {
	if before := p.at(i - 1); i > 0 && before.kind != kindBreak && !before.is(",", ";", "(", "->") && !stops[before.low] {
		return "", i
	}
	j := i
	for j < i+longestName && p.at(j).kind == kindWord {
		j++
	}
	if j == i {
		return "", i
	}
	stop := j
	if p.at(j).is("(") { // Requests per second (RPS) = …
		if k, ok := p.closing(j); ok && k <= j+4 {
			if k == j+3 && p.at(j+1).kind == kindWord {
				i, stop = j+1, j+2
			}
			j = k
		}
	}
	if t := p.at(j); !t.is("=", "≈") && (!t.is(":") || i > 0 && p.at(i-1).kind != kindBreak && !p.at(i-1).is("(")) {
		return "", i
	}
	for i < stop-1 && leadIns[p.at(i).low] {
		i++
	}
	return phrase(p.toks[i:stop]), j + 1
}

// leadIns are words before a name that are not part of it.
var leadIns = set("const", "let", "var", "int", "long", "double", "float", "final", "val", "auto", "so", "the", "our", "assume", "assuming", "say", "with", "total", "and", "then", "that", "means")

// define gives a name the value of a chain: what was claimed and, as a second meaning, what it comes to. So a consequence of a
// wrong figure is not taken for a second error.
func (p *passage) define(name string, chain []segment) {
	var a amount
	known := false
	for _, s := range chain {
		v, ok := s.amount()
		if !ok || s.n.resumes() {
			continue
		}
		if known {
			v.alts = append(v.alts, withoutAlts(a))
		}
		a, known = v, true
	}
	if !known {
		delete(p.names, name)
		return
	}
	if len(a.alts) > 3 {
		a.alts = a.alts[:3]
	}
	if len(a.units) == 0 {
		p.annotate(name, &a)
	}
	if len(p.names) < 500 {
		p.names[name] = a
	}
}

func withoutAlts(a amount) amount {
	a.alts = nil
	return a
}

// code62 reads "7 characters of base62" and "seven characters out of 62" as the number of such codes.
func (p *passage) code62(n *node, j int) (*node, int) {
	a := n.a
	if len(a.units) > 0 || a.lo != a.hi || a.lo < 2 || a.lo > 64 || a.lo != math.Trunc(a.lo) {
		return n, j
	}
	letters, base := false, 0.0
	for _, w := range strings.Fields(a.nouns) {
		switch {
		case w == "char", w == "character", w == "letter", w == "digit", w == "symbol":
			letters = true
		case strings.HasPrefix(w, "base"):
			base = parseNumber("0" + strings.TrimPrefix(w, "base")).value
		case w == "alphanumeric":
			base = 62
		case w == "hex", w == "hexadecimal":
			base = 16
		}
	}
	if !letters {
		return n, j
	}
	if base == 0 || math.IsNaN(base) {
		k := j
		for n := 0; n < 3 && p.at(k).word("out", "of", "from", "in", "base", "over"); n++ {
			k++
		}
		if t := p.at(k); k > j && t.kind == kindNumber && t.num.value >= 10 && t.num.value <= 128 {
			base, j = t.num.value, k+1
		}
	}
	if !(base >= 2) {
		return n, j
	}
	b := leaf(amount{lo: base, hi: base, from: n.from, to: j})
	e := leaf(amount{lo: a.lo, hi: a.lo, from: n.from, to: j})
	return &node{op: '^', l: b, r: e, from: n.from, to: j}, j
}
