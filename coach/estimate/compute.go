package estimate

import (
	"errors"
	"fmt"
	"strings"
)

// Quantity is what an expression comes to, in base units.
type Quantity struct {
	Value                   float64 // in bytes, seconds and dollars
	Bytes, Seconds, Dollars int     // their exponents: a rate of data has 1 byte and -1 second
}

// ErrUnreadable is returned for an expression that can't be computed.
var ErrUnreadable = errors.New("not an expression of figures and units")

// Compute evaluates one expression: "100M * 5 / 86400", "6 TB/day × 400 days", "(24 × 60) minutes". Ambiguous figures are
// read in their likeliest meaning, ranges by their middle. The error wraps [ErrUnreadable] and says where reading ended.
func Compute(expression string) (Quantity, error) {
	n, _, err := parse(expression)
	if err != nil {
		return Quantity{}, err
	}
	v := reading{}.evaluate(n)
	if !v.ok() {
		return Quantity{}, fmt.Errorf("computing %q: units that don't fit or a division by zero: %w", expression, ErrUnreadable)
	}
	return Quantity{Value: v.mid(), Bytes: int(v.dims[dimData]), Seconds: int(v.dims[dimTime]), Dollars: int(v.dims[dimMoney])}, nil
}

// Verify computes an expression and compares it with the value that is claimed for it, as [Check] does in a text. The finding
// is OK if the value is right or only rounded; its offsets are those in "expression = value", which is its quote.
func Verify(expression, value string) (Finding, error) {
	n, _, err := parse(expression)
	if err != nil {
		return Finding{}, err
	}
	claimed, p, err := parse(value)
	if err != nil {
		return Finding{}, err
	}
	if !claimed.leaf() {
		return Finding{}, fmt.Errorf("reading the value %q: want one figure: %w", value, ErrUnreadable)
	}
	v := judge(n, claimed.a, relEqual)
	if !v.ok && v.ratio == 0 {
		return Finding{}, fmt.Errorf("comparing %q with %q: the units don't fit: %w", expression, value, ErrUnreadable)
	}
	quote := expression + " = " + value
	f := Finding{
		Quote: quote, End: len(quote), Claimed: strings.TrimSpace(value),
		Computed: render(v.computed, v.meaning, v.reading), Ratio: v.ratio, OK: v.ok,
	}
	if p.anythingAfter(claimed.to) {
		return f, fmt.Errorf("reading the value %q: more than one figure: %w", value, ErrUnreadable)
	}
	if !f.OK {
		f.Why = explain(v, n)
	}
	return f, nil
}

func parse(text string) (*node, *parser, error) {
	if len(text) > longestExpression {
		return nil, nil, fmt.Errorf("reading an expression of %d bytes: at most %d: %w", len(text), longestExpression, ErrUnreadable)
	}
	p := &parser{toks: lex(text, 0, len(text), false)}
	n, to := p.expression(0)
	if n == nil || !n.known() {
		return nil, nil, fmt.Errorf("reading %q: %w", text, ErrUnreadable)
	}
	if p.anythingAfter(to) {
		return nil, nil, fmt.Errorf("reading %q: stopped before %q: %w", text, text[p.toks[to].start:], ErrUnreadable)
	}
	return n, p, nil
}

const longestExpression = 1000

func (p *parser) anythingAfter(i int) bool {
	for ; i < len(p.toks); i++ {
		if p.toks[i].kind != kindBreak {
			return true
		}
	}
	return false
}
