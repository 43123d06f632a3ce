package local

import (
	"fmt"
	"strings"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// notes says what a step covered and missed. The program found the points in the candidate's words; here they become
// notes and advice.
func notes(in prompts.Step) prompts.StepNotes {
	n := prompts.StepNotes{Covered: []string{}, Missed: []string{}}
	var missing []prompts.Point
	for _, p := range in.Points {
		if p.Covered {
			n.Covered = append(n.Covered, p.ID)
		} else {
			n.Missed = append(n.Missed, p.ID)
			missing = append(missing, p)
		}
	}
	n.Feedback = feedback(in, missing)
	return n
}

func feedback(in prompts.Step, missing []prompts.Point) string {
	var parts []string
	made := len(in.Points) - len(missing)
	switch {
	case len(in.Points) == 0: // a problem without points here
		parts = append(parts, "There is nothing special to this problem in this step.")
	case made == 0:
		parts = append(parts, fmt.Sprintf("None of the %d points of this step came with a mechanism, a reason or a number.", len(in.Points)))
	case len(missing) == 0:
		parts = append(parts, fmt.Sprintf("%d of %d points were made, nothing is missing.", made, made))
	default:
		parts = append(parts, fmt.Sprintf("%d of %d points were made.", made, len(in.Points)))
	}
	for _, s := range in.Sums {
		if !s.OK {
			parts = append(parts, fmt.Sprintf("The sum “%s” comes to %s.", clip(s.Quote, 20), s.Computed))
			break
		}
	}
	if len(missing) > 0 {
		parts = append(parts, "Next time think of this: "+sentence(missing[0].Hint))
	}
	if c := in.Clock; c.Budget > 0 && c.Spent > c.Budget*11/10 {
		parts = append(parts, "It took longer than its time.")
	}
	return strings.Join(parts, " ")
}
