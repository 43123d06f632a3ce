package estimate

// node is an expression: a leaf with an amount, an operation, or something that wasn't understood.
type node struct {
	op       byte // 0 for a leaf, + - * / ^, ? for what is unknown, m for "what stood before" (a chain that goes on)
	l, r     *node
	a        amount
	loose    bool // tied together by a word and not by a sign
	named    bool // an addend stands behind words, which may mean anything
	from, to int  // tokens
	remarks  [][2]int
}

func (n *node) known() bool {
	switch {
	case n == nil || n.op == '?':
		return false
	case n.op == 0:
		return true
	case n.op == 'm':
		return false
	}
	return n.l.known() && n.r.known()
}

func (n *node) leaf() bool { return n.op == 0 }

// leaves calls f for every amount.
func (n *node) leaves(f func(*amount)) {
	switch {
	case n == nil:
	case n.op == 0:
		f(&n.a)
	default:
		n.l.leaves(f)
		n.r.leaves(f)
	}
}

// first returns the amount that an expression begins with.
func (n *node) first() (amount, bool) {
	for n != nil && n.op != 0 && n.op != '?' && n.op != 'm' {
		n = n.l
	}
	if n == nil || n.op != 0 {
		return amount{}, false
	}
	return n.a, true
}

func (n *node) anyLoose() bool {
	return n != nil && (n.loose || n.l.anyLoose() || n.r.anyLoose())
}

func (n *node) anyNamed() bool {
	return n != nil && (n.named || n.l.anyNamed() || n.r.anyNamed())
}

// maxDepth bounds parentheses in parentheses.
const maxDepth = 12

// parser reads expressions from tokens.
type parser struct {
	toks  []token
	names map[string]amount // what was given a value before: "dau", "daily storage"
	code  bool
	depth int
	// claiming is set while the figure of a claim is read: "= $1.04M plus …" begins something new.
	claiming bool
}

var end = token{kind: kindEnd}

func (p *parser) at(i int) token {
	if i < 0 || i >= len(p.toks) {
		return end
	}
	return p.toks[i]
}

// expression reads sums, products and powers from token i. It returns nil if none begins there.
func (p *parser) expression(i int) (*node, int) {
	left, i := p.product(i)
	if left == nil {
		return nil, i
	}
	for {
		t := p.at(i)
		var op byte
		switch {
		case t.is("+"), t.word("plus") && !p.claiming:
			op = '+'
		case t.is("-") && !t.glued && (p.code || !p.at(i+1).glued), t.is("-") && p.code, t.word("minus") && !p.claiming:
			op = '-'
		default:
			return left, i
		}
		right, j := p.addend(i+1, t.is("+"))
		if right == nil {
			return left, i
		}
		left = &node{op: op, l: left, r: right, loose: t.kind == kindWord, from: left.from, to: j}
		i = j
	}
}

// addend reads what is added, past the words that name it: "gateway 5 + service 40".
func (p *parser) addend(i int, plus bool) (*node, int) {
	if n, j := p.product(i); n != nil || !plus {
		return n, j
	}
	for k := i; k <= i+3; k++ {
		if p.at(k).kind == kindNumber {
			n, j := p.product(k)
			if n != nil {
				n.named = true
			}
			return n, j
		}
		if p.at(k).kind != kindWord {
			break
		}
	}
	return p.unknown(i)
}

func (p *parser) product(i int) (*node, int) {
	left, i := p.power2(i)
	if left == nil {
		return nil, i
	}
	for {
		op, j, loose := p.operator(i, left)
		if op == 0 {
			return left, i
		}
		right, k := p.power2(j)
		if right == nil {
			if loose || !p.symbolic(j) {
				return left, i
			}
			right, k = p.unknown(j)
		}
		left = &node{op: op, l: left, r: right, loose: loose, from: left.from, to: k, remarks: append(left.remarks, right.remarks...)}
		i = k
	}
}

// operator reads a sign or word for multiplication or division.
func (p *parser) operator(i int, left *node) (byte, int, bool) {
	t := p.at(i)
	switch {
	case t.is("*"):
		return '*', i + 1, false
	case t.is("/"):
		return '/', i + 1, false
	case t.word("x") && (p.quantity(i+1) || p.code && p.at(i+1).kind == kindWord):
		return '*', i + 1, false
	case t.word("times") && p.quantity(i+1):
		return '*', i + 1, true
	case t.word("multiplied", "divided") && p.at(i+1).word("by"):
		op := byte('*')
		if t.low == "divided" {
			op = '/'
		}
		return op, i + 2, true
	case t.word("of") && left.leaf() && left.a.percent && p.quantity(i+1):
		return '*', i + 1, true
	case left.leaf() && left.a.counts():
		return p.apiece(i)
	}
	return 0, i, false
}

// apiece reads what ties a count to the size or the price of one: "1T objects of 1 MB", "2M seats, each 1 KB", "5B calls at
// $0.20 per million".
func (p *parser) apiece(i int) (byte, int, bool) {
	var j int
	switch t := p.at(i); {
	case t.word("of", "at", "each", "with"):
		j = i + 1
	case t.is(",") && (p.at(i+1).word("each") || !p.claiming && p.at(i+1).word("of", "at")):
		j = i + 2 // behind a claim, ", at 2 GB each that's 2 PB" begins something new
	default:
		return 0, i, false
	}
	a, k, ok := p.amount(j)
	if ok && (a.dims() == dims{dimData: 1} || a.dims() == dims{dimMoney: 1} && p.perOne(j, k)) {
		return '*', j, true
	}
	return 0, i, false
}

// perOne reports whether a price is one of so many things: "$0.20 per million".
func (p *parser) perOne(from, to int) bool {
	for i := from; i < to; i++ {
		if p.at(i).word("per", "each") {
			return true
		}
	}
	return false
}

func (p *parser) quantity(i int) bool {
	if p.at(i).is("(") {
		return true
	}
	_, _, ok := p.amount(i)
	return ok
}

// symbolic reports whether a name or something in brackets stands at i, which an operator before it takes as its operand.
func (p *parser) symbolic(i int) bool {
	t := p.at(i)
	return t.kind == kindWord && !stops[t.low] || t.is("(")
}

// unknown passes over an operand that can't be read.
func (p *parser) unknown(i int) (*node, int) {
	from := i
	if j, ok := p.closing(i); ok {
		return &node{op: '?', from: from, to: j}, j
	}
	for n := 0; n < 5 && p.at(i).kind == kindWord && !stops[p.at(i).low]; n++ {
		i++
		if p.at(i).is("(") && p.at(i).glued {
			if j, ok := p.closing(i); ok {
				i = j
			}
		}
	}
	return &node{op: '?', from: from, to: max(i, from+1)}, max(i, from+1)
}

func (p *parser) power2(i int) (*node, int) {
	base, i := p.primary(i)
	if base == nil || !p.at(i).is("^") {
		return base, i
	}
	exponent, j := p.primary(i + 1)
	if exponent == nil {
		return &node{op: '?', from: base.from, to: i + 1}, i + 1
	}
	n := &node{op: '^', l: base, r: exponent, from: base.from, to: j}
	if exponent.leaf() && len(exponent.a.units) > 0 { // 2^41 ms
		unit := exponent.a
		unit.lo, unit.hi, unit.alts = 1, 1, nil
		exponent.a.units, exponent.a.alts = nil, nil
		n = &node{op: '*', l: n, r: leaf(unit), from: base.from, to: j}
	}
	return n, j
}

// longestName bounds the words of a name that was given a value.
const longestName = 5

func (p *parser) primary(i int) (*node, int) {
	t := p.at(i)
	if t.is("(") || t.is("[") {
		return p.brackets(i)
	}
	if t.is("√") {
		if p.depth >= maxDepth {
			return nil, i
		}
		p.depth++
		under, j := p.primary(i + 1)
		p.depth--
		if under == nil {
			return nil, i
		}
		return &node{op: '^', l: under, r: leaf(amount{lo: 0.5, hi: 0.5}), from: i, to: j}, j
	}
	if n, j := p.constant(i); n != nil {
		return n, j
	}
	if n, j := p.named(i); n != nil {
		return n, j
	}
	a, j, ok := p.amount(i)
	if !ok {
		return nil, i
	}
	n := &node{a: a, from: i, to: j}
	if p.at(j).is("^") && !a.bare() {
		return &node{op: '?', from: i, to: j + 1}, j
	}
	// A remark behind an operand is passed over, if the expression goes on behind it.
	if k, ok := p.closing(j); ok && (p.at(k).is("*", "/", "+", "=", "≈", "->") || p.at(k).word("x", "times")) {
		n.remarks = append(n.remarks, [2]int{j, k})
		j = k
	}
	return n, j
}

func (p *parser) brackets(i int) (*node, int) {
	if p.depth >= maxDepth {
		return nil, i
	}
	if before := p.at(i - 1); i > 0 && p.at(i).glued && before.kind == kindWord {
		if j, ok := p.closing(i); ok { // max(…), C(128, 2)
			return &node{op: '?', from: i, to: j}, j
		}
	}
	p.depth++
	inner, j := p.expression(i + 1)
	p.depth--
	if inner == nil || !p.at(j).is(")", "]") {
		return nil, i
	}
	j++
	if unit := (amount{lo: 1, hi: 1}); p.at(j).kind == kindWord || p.at(j).is("/", "%") { // (200 + 20) KB
		if k, ok := p.unit(j, &unit); ok {
			k = p.suffix(k, &unit)
			if len(unit.units) > 0 && unit.lo == 1 {
				unit.from, unit.to = j, k
				one := &node{a: unit, from: j, to: k}
				return &node{op: '*', l: inner, r: one, from: i, to: k}, k
			}
			if !unit.percent {
				j = k
			}
		}
	}
	wrapped := *inner
	wrapped.from, wrapped.to = i, j
	return &wrapped, j
}

// closing returns the token behind the bracket that closes the one at i, if it is near.
func (p *parser) closing(i int) (int, bool) {
	if !p.at(i).is("(") {
		return i, false
	}
	open := 0
	for j := i; j < i+40; j++ {
		switch t := p.at(j); {
		case t.is("("):
			open++
		case t.is(")"):
			if open--; open == 0 {
				return j + 1, true
			}
		case t.kind == kindEnd, t.kind == kindBreak:
			return i, false
		}
	}
	return i, false
}

// constant reads "seconds in a day" and "sec/day".
func (p *parser) constant(i int) (*node, int) {
	t := p.at(i)
	small, ok := timeUnits[t.low]
	if !ok || t.kind != kindWord || len(t.text) < 3 {
		return nil, i
	}
	j := i + 1
	if !p.at(j).word("in", "per") && !p.at(j).is("/") {
		return nil, i
	}
	j++
	if p.at(j).word("a", "an", "one", "the", "each") {
		j++
	}
	large, ok := timeUnits[p.at(j).low]
	if !ok || p.at(j).kind != kindWord || large.scale <= small.scale {
		return nil, i
	}
	v := large.scale / small.scale
	return &node{a: amount{lo: v, hi: v, digits: 3, step: v / 100, from: i, to: j + 1}, from: i, to: j + 1}, j + 1
}

// named reads a name that was given a value before.
func (p *parser) named(i int) (*node, int) {
	if p.at(i).kind != kindWord || len(p.names) == 0 {
		return nil, i
	}
	for j := min(i+longestName, len(p.toks)); j > i; j-- {
		a, ok := p.names[phrase(p.toks[i:j])]
		if !ok {
			continue
		}
		a.from, a.to = i, j
		return &node{a: a, from: i, to: j}, j
	}
	return nil, i
}

// phrase joins words to a name, or is empty if something else stands among them.
func phrase(toks []token) string {
	name := ""
	for _, t := range toks {
		if t.kind != kindWord {
			return ""
		}
		if name != "" {
			name += " "
		}
		name += t.low
	}
	return name
}
