package evidence

import (
	"github.com/interviewcoach/interviewcoach/coach"
)

// Source is a text of the candidate's, with the event that it came in.
type Source struct {
	Seq  int64
	Step coach.Step
	Text string
}

// Reading is a candidate's words, read once: thoughts with their words and signals, ready to be asked about many key points.
type Reading struct {
	Sources []Source
	Claims  []Claim
}

// Claim is a thought of a source, read.
type Claim struct {
	Thought
	Seq     int64
	Step    coach.Step
	Words   Words
	Signals Signals
	Listing bool
	Repeat  bool // said before in the same words
	source  int
}

// Read cuts and reads the sources.
func Read(sources ...Source) *Reading {
	r := &Reading{Sources: sources}
	seen := map[Words]bool{}
	for i, s := range sources {
		for _, t := range Thoughts(s.Text) {
			w := Normalize(t.Text)
			signals := t.signals(w)
			r.Claims = append(r.Claims, Claim{
				Thought: t, Seq: s.Seq, Step: s.Step, Words: w, Signals: signals, Listing: t.listing(signals), Repeat: seen[w], source: i,
			})
			seen[w] = true
		}
	}
	return r
}

// Found is where a sign was recognised.
type Found struct {
	Quote string // verbatim
	Seq   int64
	Claim int // index of the first claim
}

// Covers looks for a key point in what was read. A mere list of names covers nothing, and a question covers a point only
// where asking is the point, in the requirements step.
func (r *Reading) Covers(p coach.KeyPoint) (Found, bool) {
	return r.find(p.Signs, p.Step == coach.Requirements)
}

// Shows looks for the signs of a red flag. What is named only to be turned down shows nothing.
func (r *Reading) Shows(flag coach.RedFlagSign) (Found, bool) {
	found, ok := r.find(flag.Signs, false)
	if _, refused := has(Normalize(found.Quote), refusals); ok && refused {
		return Found{}, false
	}
	return found, ok
}

// refusals are words by which a thought turns something down.
var refusals = []string{
	"refuse*", "reject*", "the alternative", "an alternative", "instead of", "rather than", "i considered", "we considered", "would be wrong", "is wrong because",
	"decided against", "ruled out", "not worth", "the naive", "one could", "would have been",
}

func (r *Reading) find(signs []coach.Sign, questions bool) (Found, bool) {
	for i := range r.Claims {
		c := &r.Claims[i]
		if c.Listing || (c.Signals.Question && !questions) {
			continue
		}
		if anySign(signs, c.Words) {
			return Found{Quote: c.Text, Seq: c.Seq, Claim: i}, true
		}
		if next, ok := r.neighbour(i); ok && !next.Listing && (!next.Signals.Question || questions) {
			if anySign(signs, c.Words+next.Words) {
				return Found{Quote: r.Sources[c.source].Text[c.Start:next.End], Seq: c.Seq, Claim: i}, true
			}
		}
	}
	return Found{}, false
}

// neighbour returns the thought that goes on from claim i, where it stands in the same paragraph, item or table.
func (r *Reading) neighbour(i int) (*Claim, bool) {
	if i+1 >= len(r.Claims) {
		return nil, false
	}
	c, next := &r.Claims[i], &r.Claims[i+1]
	return next, c.source == next.source && c.Block == next.Block && c.Form == next.Form && c.Form != Row
}

func anySign(signs []coach.Sign, w Words) bool {
	for _, s := range signs {
		if matches(s, w) {
			return true
		}
	}
	return false
}

// matches reports whether each group of the sign has an alternative in the words, not waved away.
func matches(s coach.Sign, w Words) bool {
	if len(s) == 0 {
		return false
	}
	for _, group := range s {
		if !anyAlternative(group, w) {
			return false
		}
	}
	return true
}

func anyAlternative(group []string, w Words) bool {
	for _, alternative := range group {
		if _, ok := w.Any(term(alternative)); ok {
			return true
		}
	}
	return false
}

// term brings an alternative of a sign into the form of words, its trailing * kept.
func term(alternative string) string {
	n := len(alternative)
	open := n > 0 && alternative[n-1] == '*'
	if open {
		alternative = alternative[:n-1]
	}
	w := string(Normalize(alternative))
	if len(w) < 2 {
		return ""
	}
	w = w[1 : len(w)-1]
	if open {
		w += "*"
	}
	return w
}
