package local

import (
	"fmt"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// checklist marks the ten points: covered where a thought touches the point and says more than its name.
func (g *grader) checklist() []coach.ChecklistMark {
	out := make([]coach.ChecklistMark, 0, len(checks))
	for _, item := range coach.Checklist() {
		mark := coach.ChecklistMark{Item: item}
		top := 0.0
		for i := range g.reading.Claims {
			c := &g.reading.Claims[i]
			n := c.Words.Count(checks[item]...)
			if n == 0 {
				continue
			}
			w := 0.0
			if countable(c) && !g.void[i] {
				w = quality(signalsOf(c), c)
			}
			if item == coach.CheckAPI || item == coach.CheckData {
				w = max(w, written(c)) // a contract or a schema may well be code
			}
			if w > top {
				top = w
				mark.Covered, mark.Quote = true, c.Text
			}
		}
		out = append(out, mark)
	}
	return out
}

// written is what a line of code or a table is worth as a contract or a schema.
func written(c *evidence.Claim) float64 {
	if (c.Form == evidence.Code || c.Form == evidence.Row || c.Form == evidence.Item) && c.Signals.Words >= 2 {
		return 0.1
	}
	return 0
}

// redFlags are what would be raised in a debrief: the problem's own wrong turns, with the words that show them, and holes.
func (g *grader) redFlags() []coach.RedFlag {
	flags := []coach.RedFlag{}
	for _, f := range g.in.Problem.RedFlags {
		if found, ok := g.reading.Shows(f); ok {
			flags = append(flags, coach.RedFlag{Dimension: f.Dimension, Flag: f.Flag, Quote: found.Quote})
		}
	}
	for _, m := range g.wrong {
		flags = append(flags, coach.RedFlag{Dimension: m.dimension, Flag: m.flag, Quote: m.claim.Text})
	}
	for _, s := range g.in.Sums {
		if !s.OK && !s.Corrected {
			flag := fmt.Sprintf("A capacity figure does not hold: it comes to %s.", s.Computed)
			flags = append(flags, coach.RedFlag{Dimension: coach.Scale, Flag: flag, Quote: s.Quote})
		}
	}
	if g.most <= 2 {
		flags = append(flags, coach.RedFlag{Dimension: coach.CustomerObsession, Flag: "It hardly speaks of the problem that was set: it may be an answer to another one."})
	}
	for _, hole := range []struct {
		d    coach.Dimension
		flag string
	}{
		{coach.Reliability, "No failure is considered anywhere."},
		{coach.Scale, "There is no load figure of any kind."},
		{coach.Security, "Security is not mentioned."},
	} {
		if made, _ := g.made(hole.d); made == 0 && len(g.touched[hole.d]) == 0 {
			flags = append(flags, coach.RedFlag{Dimension: hole.d, Flag: hole.flag})
		}
	}
	return flags
}
