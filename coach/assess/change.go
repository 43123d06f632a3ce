package assess

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// reaction reads what a candidate said after the requirements changed. It returns nil where they never did.
func reaction(iv coach.Interview, p coach.Problem) *coach.Reaction {
	if iv.Changed == "" || p.Change == nil {
		return nil
	}
	var before, after []evidence.Source
	for _, s := range Sources(iv, "") {
		if s.Seq > iv.ChangedAt {
			after = append(after, s)
		} else {
			before = append(before, s)
		}
	}
	r := &coach.Reaction{
		Text: iv.Changed, Seq: iv.ChangedAt, Moved: []coach.Moved{}, LeftAlone: []string{}, Kept: []string{},
		Expected: strings.Join(strings.Fields(p.Change.GoodReaction), " "),
	}
	earlier, later := evidence.Read(before...), evidence.Read(after...)
	if met, ok := later.Covers(coach.KeyPoint{Signs: p.Change.Signs}); ok {
		r.Right, r.Quote, r.QuoteSeq = true, met.Quote, met.Seq
	}
	for _, k := range p.KeyPoints {
		touched := slices.Contains(p.Change.KeyPoints, k.ID)
		if !touched && !iv.Level.Includes(k.Level) {
			continue
		}
		again, reopened := later.Covers(k)
		_, made := earlier.Covers(k)
		switch {
		case touched && reopened:
			r.Moved = append(r.Moved, coach.Moved{Point: k.Point, Quote: again.Quote, Seq: again.Seq})
		case touched:
			r.LeftAlone = append(r.LeftAlone, k.Point)
		case made && !reopened:
			r.Kept = append(r.Kept, k.Point)
		}
	}
	r.Verdict = verdictOn(r, len(after) > 0)
	return r
}

func verdictOn(r *coach.Reaction, spoke bool) string {
	touched := len(r.Moved) + len(r.LeftAlone)
	moved := fmt.Sprintf("%d of the %d points that it touches were thought over again", len(r.Moved), touched)
	switch {
	case !spoke:
		return "Nothing was said after the change."
	case r.Right && len(r.Moved) > 0:
		return "The change was met where it matters: " + moved + "."
	case r.Right:
		return "The change was met where it matters, and the points that it touches were not gone through one by one."
	case len(r.Moved) > 0:
		return "The change was met in part: " + moved + ", and its core was not."
	default:
		return "What was said after the change does not meet it: the design was left as it stood."
	}
}
