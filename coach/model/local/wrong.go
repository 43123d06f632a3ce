package local

import (
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// mistake is a falsehood or a contradiction that was found, with the claim that shows it.
type mistake struct {
	dimension coach.Dimension
	flag      string
	claim     *evidence.Claim
}

// weighFalse looks for what is wrong. A thought that only reports somebody's mistake, or turns it down, is not held against
// anyone: the signs say so by their exclusions.
func (g *grader) weighFalse(own []holds) {
	for _, f := range known.falsehoods {
		for i := range own {
			if c := &g.reading.Claims[i]; !g.void[i] && c.Form != evidence.Code && !c.Signals.Question && anyMet(f.signs, own[i]) {
				g.wrong = append(g.wrong, mistake{f.dimension, f.flag, c})
				break
			}
		}
	}
	for _, o := range known.opposites {
		one, two := g.firstOf(own, o.one), g.firstOf(own, o.two)
		if one != nil && two != nil {
			g.wrong = append(g.wrong, mistake{o.dimension, o.flag, two})
		}
	}
}

func (g *grader) firstOf(own []holds, signs []sign) *evidence.Claim {
	for i := range own {
		if !g.void[i] && anyMet(signs, own[i]) {
			return &g.reading.Claims[i]
		}
	}
	return nil
}

// given gathers what the candidate was given to read: the problem's statement and the passages. Who repeats it has said
// nothing.
func given(in prompts.Report) evidence.Words {
	var b strings.Builder
	b.WriteString(in.Problem.Prompt)
	for _, passages := range in.Passages {
		for _, p := range passages {
			b.WriteString("\n")
			b.WriteString(p.Text)
		}
	}
	return evidence.Normalize(b.String())
}

// pasted reports whether a claim only repeats what was given.
func (g *grader) pasted(w evidence.Words) bool {
	return w.Number() >= 6 && strings.Contains(string(g.given), string(w))
}
