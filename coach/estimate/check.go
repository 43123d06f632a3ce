package estimate

import (
	"slices"
	"strings"
	"unicode"
)

// Finding is one claim of arithmetic, recomputed.
type Finding struct {
	Quote    string  // the smallest clause that holds the claim, a slice of the text
	Start    int     // byte offset of the quote
	End      int     // byte offset behind it
	Claimed  string  // the claimed figure as it was written
	Computed string  // what it comes to, in the units of the claim
	Ratio    float64 // claimed by computed: 10 is ten times too much; for an availability, of the time down
	OK       bool    // right, or only rounded
	Why      string  // what kind of slip it is; empty if it is right
}

const (
	maxText     = 1 << 20 // bytes of a text that are read
	maxFindings = 2000
	maxEffort   = 10_000 // figures that are held against others; no answer of a person's comes near
)

// Check finds the claims in a text that can be recomputed, in the order of the text. A figure that is
// claimed in one may be an operand of the next; apart from that they don't overlap. A text without
// arithmetic has none.
func Check(text string) []Finding {
	text = text[:cut(text, maxText)]
	c := &checker{text: text, names: map[string]amount{}}
	for _, b := range blocks(text) {
		if len(c.claims) >= maxFindings || c.effort > maxEffort {
			break
		}
		c.block(b)
	}
	return c.findings()
}

// cut returns the longest length up to n at which a text can be cut between runes.
func cut(text string, n int) int {
	if len(text) <= n {
		return len(text)
	}
	for n > 0 && text[n]&0xC0 == 0x80 {
		n--
	}
	return n
}

// claim is a judged claim with its place.
type claim struct {
	verdict
	start, end     int // of the quote
	figure, figEnd int // of the claimed figure
	why            string
}

// checker carries what was read before: names with their values, and the amounts that a later clause may lean on.
type checker struct {
	text   string
	names  map[string]amount
	claims []claim
	recent []amount // the last amounts of the section, oldest first
	effort int
}

func (c *checker) block(b block) {
	switch b.kind {
	case blockHeading:
		c.recent = c.recent[:0]
		c.run(b.start, b.end, false)
	case blockTable:
		c.table(b)
	case blockCode:
		c.run(b.start, b.end, true)
	default:
		c.run(b.start, b.end, false)
	}
}

// run reads a part of the text that is one paragraph, list item, line of code or cell.
func (c *checker) run(start, end int, code bool) *passage {
	toks := lex(c.text, start, end, code)
	p := &passage{c: c, parser: parser{toks: toks, names: c.names, code: code}}
	for from := 0; from < len(toks); from += maxTokens {
		p.toks = toks[from:min(from+maxTokens, len(toks))]
		p.read()
	}
	p.toks = toks
	return p
}

// add keeps a claim unless one at the same place is known.
func (c *checker) add(cl claim) {
	if !cl.ok && !cl.wrong {
		return
	}
	c.claims = append(c.claims, cl)
}

// follows reports whether a claim stands behind another, or goes on from its figure: "a × b = c = d" are two claims.
func follows(cl, before claim) bool {
	return cl.start >= before.end || cl.start > before.start && cl.end > before.end && cl.start >= before.figure
}

// findings orders the claims, drops those that overlap an earlier or more certain one, and writes them out.
func (c *checker) findings() []Finding {
	slices.SortStableFunc(c.claims, func(a, b claim) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return a.end - b.end
	})
	var kept []claim
	for _, cl := range c.claims {
		if n := len(kept); n > 0 && !follows(cl, kept[n-1]) {
			if cl.wrong && !kept[n-1].wrong {
				kept[n-1] = cl
			}
			continue
		}
		kept = append(kept, cl)
	}
	out := make([]Finding, 0, min(len(kept), maxFindings))
	for _, cl := range kept[:min(len(kept), maxFindings)] {
		f := Finding{
			Quote: c.text[cl.start:cl.end], Start: cl.start, End: cl.end,
			Claimed:  strings.TrimFunc(c.text[cl.figure:cl.figEnd], unicode.IsSpace),
			Computed: render(cl.computed, cl.meaning, cl.reading), Ratio: cl.ratio, OK: cl.ok,
		}
		if !f.OK {
			f.Why = cl.why
		}
		out = append(out, f)
	}
	return out
}
