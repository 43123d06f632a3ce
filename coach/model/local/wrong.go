package local

import (
	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// mistake is a falsehood or a contradiction that was found, with the claim that shows it.
type mistake struct {
	dimension coach.Dimension
	flag      string
	claim     *evidence.Claim
}

// weighFalse looks for what is wrong, and returns the claims that are: they earn nothing. A thought that only reports
// somebody's mistake, or turns it down, is not held against anyone: the signs say so by their exclusions.
func (g *grader) weighFalse(own []holds) map[*evidence.Claim]bool {
	wrong := map[*evidence.Claim]bool{}
	for _, f := range known.falsehoods {
		found := false
		for i := range own {
			c := &g.reading.Claims[i]
			if c.Form == evidence.Code || c.Signals.Question || g.void[i] || !anyMetIn(f.signs, own[i], own[i]) {
				continue
			}
			wrong[c] = true
			if !found {
				g.wrong, found = append(g.wrong, mistake{f.dimension, f.flag, c}), true
			}
		}
	}
	for _, o := range known.opposites {
		one, two := g.firstOf(own, o.one), g.firstOf(own, o.two)
		if one != nil && two != nil && one != two {
			g.wrong = append(g.wrong, mistake{o.dimension, o.flag, two})
			wrong[one], wrong[two] = true, true
		}
	}
	return wrong
}

func (g *grader) firstOf(own []holds, signs []sign) *evidence.Claim {
	for i := range own {
		if !g.void[i] && anyMet(signs, own[i]) {
			return &g.reading.Claims[i]
		}
	}
	return nil
}
