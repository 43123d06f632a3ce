package assess

import (
	"fmt"
	"slices"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Verdict adds scores up to an overall verdict, relative to the level, as the last table of the rubric says. It counts
// rather than averages: what most dimensions reach sets the verdict, and a hole bounds it whatever the rest earns. The
// holes are returned too, the lowest bound first.
func Verdict(level coach.Level, scores []coach.Score, sums []coach.Sum) (coach.Overall, []coach.Bound) {
	t := tally(scores)
	base := t.base(level)
	bounds := t.gates(level)
	if b, ok := magnitude(sums); ok {
		bounds = append(bounds, b)
	}
	slices.SortStableFunc(bounds, func(a, b coach.Bound) int { return a.At.Rank() - b.At.Rank() })
	verdict := base
	for i := range bounds {
		bounds[i].Decided = bounds[i].At.Rank() < base.Rank()
		if bounds[i].At.Rank() < verdict.Rank() {
			verdict = bounds[i].At
		}
	}
	return verdict, bounds
}

// standing is what the scores of an answer come to.
type standing struct {
	mean float64 // of the dimensions that were judged
	low  int     // dimensions at 0 or 1
	by   map[coach.Dimension]coach.Score
}

func tally(scores []coach.Score) standing {
	t := standing{by: map[coach.Dimension]coach.Score{}}
	for _, s := range scores {
		if s.NotJudged { // nobody knows, so it neither lifts nor lowers, and no hole is read off it
			continue
		}
		t.by[s.Dimension] = s
		t.mean += float64(s.Score)
		if s.Score <= 1 {
			t.low++
		}
	}
	if len(t.by) > 0 {
		t.mean /= float64(len(t.by))
	}
	return t
}

// base is the verdict before holes are looked at. An L7 is held to about half a point more than an L6.
func (t standing) base(level coach.Level) coach.Overall {
	bars := []float64{1.25, 2.0, 2.55, 3.05, 3.95} // no hire, lean no, lean hire, hire, strong hire
	if level == coach.L7 {
		bars = []float64{1.35, 2.1, 3.1, 3.6, 4.25}
	}
	rank := 0
	for i, bar := range bars {
		if t.mean >= bar {
			rank = i + 1
		}
	}
	return coach.Overalls()[rank]
}

// gates are the holes of an answer that are read off its scores.
func (t standing) gates(level coach.Level) []coach.Bound {
	bounds := []coach.Bound{}
	add := func(g coach.Gate, d coach.Dimension, at coach.Overall, why string) {
		bounds = append(bounds, coach.Bound{Gate: g, Dimension: d, At: at, Why: why, Quote: t.quoteOf(d)})
	}
	scale, reliability, security := t.score(coach.Scale), t.score(coach.Reliability), t.score(coach.Security)
	if reliability == 0 {
		add(coach.GateNoFailure, coach.Reliability, coach.NoHire, "No sentence says what fails and what happens then.")
	}
	switch {
	case scale == 0:
		add(coach.GateNoLoad, coach.Scale, coach.NoHire, "No sentence touches load or size.")
	case scale == 1 && reliability <= 1:
		add(coach.GateNoLoad, coach.Scale, coach.NoHire, "There are no load figures that hold, and failures are hardly thought of.")
	}
	switch {
	case security == 0 && level == coach.L7:
		add(coach.GateNoSecurity, coach.Security, coach.LeanNo, "Security is not mentioned, and at L7 it has to be.")
	case security == 0:
		add(coach.GateNoSecurity, coach.Security, coach.LeanHire, "Security is not mentioned.")
	case security == 1 && level == coach.L7:
		add(coach.GateNoSecurity, coach.Security, coach.LeanNo, "Security is a bare name, a wish or a dangerous scheme, and at L7 it has to be designed.")
	}
	if t.low >= 8 {
		add(coach.GateNothing, "", coach.NoHire, fmt.Sprintf("%d of the %d dimensions are at 0 or 1.", t.low, len(coach.Dimensions())))
	}
	return bounds
}

// score returns a dimension's score; one that was not judged is no hole.
func (t standing) score(d coach.Dimension) int {
	if s, ok := t.by[d]; ok {
		return s.Score
	}
	return coach.MaxScore
}

// quoteOf returns the words that a dimension's low score rests on, where there are any.
func (t standing) quoteOf(d coach.Dimension) string {
	if s := t.by[d]; len(s.Evidence) > 0 {
		return s.Evidence[0].Quote
	}
	return ""
}

// magnitude is the gate for a figure that is off by ten times or more while the design rests on it.
func magnitude(sums []coach.Sum) (coach.Bound, bool) {
	for _, s := range sums {
		if s.OK || !s.Gross || s.Corrected || !s.LeanedOn {
			continue
		}
		return coach.Bound{
			Gate: coach.GateMagnitude, Dimension: coach.Scale, At: coach.LeanNo, Quote: s.Quote,
			Why: fmt.Sprintf("A figure that the design rests on is off by ten times or more: it comes to %s.", s.Computed),
		}, true
	}
	return coach.Bound{}, false
}
