package assess

import (
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// maxNext is how many things to do next a report names: what can be kept in mind in the next try.
const maxNext = 3

// nextSteps are what would move the verdict most: the holes that bound it, then the weakest dimensions.
func nextSteps(r coach.Report) []coach.Action {
	order := make([]coach.Score, 0, len(r.Scores))
	for _, s := range r.Scores {
		if !s.NotJudged && s.Score < coach.MaxScore {
			order = append(order, s)
		}
	}
	bounded := func(d coach.Dimension) bool {
		return slices.ContainsFunc(r.Gates, func(b coach.Bound) bool { return b.Dimension == d })
	}
	slices.SortStableFunc(order, func(a, b coach.Score) int {
		if x, y := bounded(a.Dimension), bounded(b.Dimension); x != y {
			if x {
				return -1
			}
			return 1
		}
		return a.Score - b.Score
	})
	out := []coach.Action{}
	for _, s := range order {
		text := s.Advice
		for _, other := range append(slices.Clone(s.Missing), s.Strong...) {
			if text == "" {
				text = other
			}
		}
		if text = strings.TrimSpace(text); text == "" && s.Next != nil {
			text = "Show what the next score asks for: " + s.Next.Text + "."
		}
		if text == "" || len(out) == maxNext {
			continue
		}
		a := coach.Action{Dimension: s.Dimension, Text: text}
		if len(s.Citations) > 0 {
			a.Passage = s.Citations[0].Passage
		}
		out = append(out, a)
	}
	return out
}
