package local

import (
	"fmt"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// A sign is how one thought of the field shows in words, whatever words it is put in. It is written as groups joined by
// " & ", each a choice of terms joined by "|": "shard*|split* & key|hash|by & {reason}|even*". All groups have to be met in one
// thought. A group in which all terms begin with "!" is met where none of them occurs. {…} stands for what a thought holds:
// a kind of figure or a signal (see tokens).
type sign []group

type group struct {
	terms    []int // ids in the vocabulary
	measures evidence.Measure
	signals  signals
	not      bool
}

// signals is [evidence.Signals] as a set.
type signals uint

const (
	hasNumber signals = 1 << iota
	hasMechanism
	hasReason
	hasAlternative
	hasConsequence
	hasRefusal // says that something is not built, not taken, not there
)

var measureTokens = map[string]evidence.Measure{
	"money": evidence.Money, "rate": evidence.Rate, "size": evidence.Size, "ms": evidence.Millis, "time": evidence.Duration,
	"percent": evidence.Percent, "times": evidence.Multiple, "amount": evidence.Amount, "target": evidence.Target, "sum": evidence.Working,
	"figure": evidence.Money | evidence.Rate | evidence.Size | evidence.Millis | evidence.Duration | evidence.Percent | evidence.Multiple | evidence.Amount | evidence.Target,
}

var signalTokens = map[string]signals{
	"mech": hasMechanism, "reason": hasReason, "alt": hasAlternative, "cons": hasConsequence,
	"refuse": hasRefusal,
	"why":    hasReason | hasAlternative | hasConsequence,
}

func signalsOf(c *evidence.Claim) signals {
	var out signals
	s := c.Signals
	for i, has := range []bool{s.Number, s.Mechanism, s.Reason, s.Alternative, s.Consequence, refuses(c.Words)} {
		if has {
			out |= 1 << i
		}
	}
	return out
}

// refuses reports whether words turn something down: "No graph database: two look-ups are all that we ask".
func refuses(w evidence.Words) bool {
	for _, start := range []string{" no ", " not ", " nothing "} {
		if strings.HasPrefix(string(w), start) {
			return true
		}
	}
	for _, phrase := range []string{" we dont ", " i dont ", " we wont ", " i wont ", " so no ", " and no ", " hence no ", " therefore no ", " id not ", " we do not "} {
		if strings.Contains(string(w), phrase) {
			return true
		}
	}
	return false
}

// lexicon gathers the terms of many signs, so that a thought is searched for all of them at once.
type lexicon struct {
	ids   map[string]int
	terms []string
}

func (l *lexicon) id(term string) int {
	if id, ok := l.ids[term]; ok {
		return id
	}
	id := len(l.terms)
	l.ids[term] = id
	l.terms = append(l.terms, term)
	return id
}

// parse compiles a sign. What is wrong in one is a mistake of ours and shows in every test.
func (l *lexicon) parse(text string) sign {
	var s sign
	for _, part := range strings.Split(text, " & ") {
		var g group
		for _, t := range strings.Split(part, "|") {
			t = strings.TrimSpace(t)
			if rest, ok := strings.CutPrefix(t, "!"); ok {
				g.not, t = true, rest
			}
			token, braced := strings.CutPrefix(t, "{")
			token = strings.TrimSuffix(token, "}")
			switch {
			case !braced && t != "":
				g.terms = append(g.terms, l.id(t))
			case measureTokens[token] != 0:
				g.measures |= measureTokens[token]
			case signalTokens[token] != 0:
				g.signals |= signalTokens[token]
			default:
				panic(fmt.Sprintf("local: %q in the sign %q is unknown", t, text))
			}
		}
		s = append(s, g)
	}
	return s
}

func (l *lexicon) parseAll(texts []string) []sign {
	signs := make([]sign, len(texts))
	for i, t := range texts {
		signs[i] = l.parse(t)
	}
	return signs
}

// holds is what a stretch of text holds: terms, figures, signals.
type holds struct {
	terms    bits
	measures evidence.Measure
	signals  signals
}

func (h holds) and(o holds) holds {
	return holds{h.terms.or(o.terms), h.measures | o.measures, h.signals | o.signals}
}

// under adds the words that a text stands under.
func (h holds) under(context bits) holds { return holds{h.terms.or(context), h.measures, h.signals} }

// metIn reports whether the sign is met: its first group, which is what it is about, in the first stretch, the rest in the whole.
func (s sign) metIn(first, whole holds) bool {
	for i, g := range s {
		if i == 0 && g.met(first) == g.not || i > 0 && g.met(whole) == g.not {
			return false
		}
	}
	return len(s) > 0
}

func (g group) met(h holds) bool {
	if h.measures.Has(g.measures) || h.signals&g.signals != 0 {
		return true
	}
	for _, id := range g.terms {
		if h.terms.has(id) {
			return true
		}
	}
	return false
}

func anyMet(signs []sign, h holds) bool { return anyMetIn(signs, h, h) }

func anyMetIn(signs []sign, first, whole holds) bool {
	for _, s := range signs {
		if s.metIn(first, whole) {
			return true
		}
	}
	return false
}

// bits is a set of small numbers.
type bits []uint64

func newBits(n int) bits { return make(bits, (n+63)/64) }

func (b bits) set(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bits) has(i int) bool { return i/64 < len(b) && b[i/64]&(1<<(i%64)) != 0 }

func (b bits) or(o bits) bits {
	out := make(bits, max(len(b), len(o)))
	copy(out, b)
	for i, w := range o {
		out[i] |= w
	}
	return out
}
