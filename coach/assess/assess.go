package assess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// Library finds passages of the study guides and tells which there are.
type Library interface {
	// Search returns at most k passages for the query, best first; none is no error.
	Search(ctx context.Context, query string, k int) ([]coach.Passage, error)
	// Digest names the state of the index, for a report's provenance.
	Digest(ctx context.Context) (string, error)
}

// Assessor judges with a model. It is safe for concurrent use.
type Assessor struct {
	Model   model.Model
	Prompts *prompts.Library
	Library Library
	Logger  *slog.Logger
	Now     func() time.Time
	Samples int // judgements asked for each report, of which the median counts; 1 if 0, at most [MaxSamples]
}

// MaxSamples is how often a model may be asked for one report: more would cost money and say nothing new.
const MaxSamples = 9

// attempts is how often a model is asked for one judgement: once, and once more with what was wrong.
const attempts = 2

// ask renders a prompt, asks the model and decodes its JSON. check looks at the answer and returns what is wrong with
// it; a wrong answer is asked for again with the reasons, and the last one is returned with what is still wrong, after mend (which
// may be nil) has put into it what only the one before had. by is the model that gave it: a fallback may have taken over.
func ask[T any](ctx context.Context, a *Assessor, render func(again []string) prompts.Input, check func(T) []string, mend func(before, last T) T,
) (answer T, by string, err error) {
	answered := false
	var again []string
	for try := range attempts {
		prompt, err := a.Prompts.Render(render(again))
		if err != nil {
			return answer, by, err
		}
		reply, err := a.Model.Generate(ctx, prompt, nil)
		if err != nil {
			if answered && ctx.Err() == nil {
				return answer, by, nil // the first answer stands; what was wrong with it is dropped by the caller
			}
			return answer, by, fmt.Errorf("ask the model (%s): %w", prompt.Task, err)
		}
		var fresh T
		if err := json.Unmarshal([]byte(reply.Text), &fresh); err != nil {
			if answered {
				return answer, by, nil
			}
			if try+1 < attempts {
				again = []string{"The answer was not one JSON object of the schema: " + err.Error()}
				continue
			}
			return answer, by, &model.Error{Reason: model.ReasonInvalid, Model: reply.Model, Err: fmt.Errorf("decode the answer to %s: %w", prompt.Task, err)}
		}
		if answered && mend != nil {
			fresh = mend(answer, fresh)
		}
		answer, by, answered = fresh, reply.Model, true
		if again = check(answer); len(again) == 0 {
			return answer, by, nil
		}
		a.Logger.Debug("a judgement is asked for again", "task", prompt.Task, "faults", len(again))
	}
	return answer, by, nil
}

// Step takes notes on one step of an interview.
func (a *Assessor) Step(ctx context.Context, iv coach.Interview, p coach.Problem, s coach.Step) (coach.StepAssessed, error) {
	sources := Sources(iv, s)
	points := Points(evidence.Read(Sources(iv, "")...), p.KeyPointsOf(s, iv.Level))
	if len(sources) == 0 {
		// Nothing was said or drawn: there is nothing to ask a model about. What was covered earlier still counts.
		return silent(s, points), nil
	}
	in := prompts.Step{
		Problem: p, Level: iv.Level, Step: s, Clock: prompts.Clock{Spent: iv.Spent(s, a.Now()), Budget: iv.Budget(s)},
		Said: said(iv, s), Points: points, Sums: sumsOf(sources), Picture: Picture(iv),
	}
	notes, by, err := ask(ctx, a, func(again []string) prompts.Input {
		in.Again = again
		return in
	}, func(n prompts.StepNotes) []string { return checkNotes(n, points) }, nil)
	if err != nil {
		return coach.StepAssessed{}, fmt.Errorf("assess step %s: %w", s, err)
	}
	out := coach.StepAssessed{Step: s, Covered: []string{}, Missed: []string{}, Feedback: notes.Feedback, Model: by}
	covered := map[string]bool{}
	for _, id := range notes.Covered {
		covered[id] = true
	}
	for _, point := range points {
		if covered[point.ID] {
			out.Covered = append(out.Covered, point.Point)
		} else {
			out.Missed = append(out.Missed, point.Point)
		}
	}
	return out, nil
}

func silent(s coach.Step, points []prompts.Point) coach.StepAssessed {
	out := coach.StepAssessed{Step: s, Covered: []string{}, Missed: []string{}, Feedback: "Nothing was said in this step."}
	for _, p := range points {
		if p.Covered {
			out.Covered = append(out.Covered, p.Point)
		} else {
			out.Missed = append(out.Missed, p.Point)
		}
	}
	return out
}

// checkNotes says what is wrong with a model's notes: points that don't exist, or no feedback.
func checkNotes(n prompts.StepNotes, points []prompts.Point) []string {
	known := map[string]bool{}
	for _, p := range points {
		known[p.ID] = true
	}
	var faults []string
	for _, id := range append(append([]string{}, n.Covered...), n.Missed...) {
		if !known[id] {
			faults = append(faults, fmt.Sprintf("there is no point %q: use the ids given", id))
		}
	}
	if n.Feedback == "" {
		faults = append(faults, "the feedback is empty")
	}
	return faults
}

// Interview draws the report of an interview that has ended.
func (a *Assessor) Interview(ctx context.Context, iv coach.Interview, p coach.Problem) (coach.Report, error) {
	c := answer{
		id: iv.ID, subject: coach.SubjectInterview, problem: p, level: iv.Level, at: iv.LastAt(),
		sources: Sources(iv, ""), picture: Picture(iv), change: reaction(iv, p), parts: iv.Parts,
	}
	for _, s := range coach.Steps() {
		r := coach.StepReport{
			Step: s, Seconds: int(iv.Spent(s, iv.LastAt()).Seconds()), BudgetSeconds: int(iv.Budget(s).Seconds()),
			Covered: []string{}, Missed: []string{}, Feedback: "This step was not reached.",
		}
		if notes, ok := iv.Assessed[s]; ok {
			r.Covered, r.Missed, r.Feedback = notes.Covered, notes.Missed, notes.Feedback
			if notes.Failed != "" {
				r.Feedback = "This step could not be assessed. " + notes.Failed
				c.notAssessed = append(c.notAssessed, string(s))
			}
		} else {
			for _, k := range p.KeyPointsOf(s, iv.Level) {
				r.Missed = append(r.Missed, k.Point)
			}
		}
		c.steps = append(c.steps, r)
	}
	return a.report(ctx, c)
}

// Design draws the report of a written design.
func (a *Assessor) Design(ctx context.Context, d coach.Design, p coach.Problem) (coach.Report, error) {
	if d.Text == "" {
		return coach.Report{}, errors.New("assess a design: it is empty")
	}
	sources := []evidence.Source{{Text: d.Text}}
	c := answer{
		id: d.ID, subject: coach.SubjectDesign, problem: p, level: d.Level, at: d.Submitted,
		sources: sources, picture: pictureOf(d.Text, drawings(d.Text)...),
	}
	reading := evidence.Read(sources...)
	for _, s := range coach.Steps() {
		notes := silent(s, Points(reading, p.KeyPointsOf(s, d.Level)))
		feedback := fmt.Sprintf("%d of %d points of this step were found.", len(notes.Covered), len(notes.Covered)+len(notes.Missed))
		c.steps = append(c.steps, coach.StepReport{Step: s, Covered: notes.Covered, Missed: notes.Missed, Feedback: feedback})
	}
	return a.report(ctx, c)
}
