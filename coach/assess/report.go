package assess

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// answer is an interview or a written design, gathered for grading.
type answer struct {
	id          string
	subject     coach.Subject
	problem     coach.Problem
	level       coach.Level
	at          time.Time
	sources     []evidence.Source
	picture     []string
	steps       []coach.StepReport
	change      *coach.Reaction
	parts       coach.Parts // that models had in it so far
	notAssessed []string
}

// report asks for a judgement of the whole answer, verifies it and adds it up.
func (a *Assessor) report(ctx context.Context, c answer) (coach.Report, error) {
	digest, err := a.Library.Digest(ctx)
	if err != nil {
		return coach.Report{}, fmt.Errorf("read the state of the guides: %w", err)
	}
	passages, err := a.passages(ctx, c)
	if err != nil {
		return coach.Report{}, err
	}
	reading := evidence.Read(c.sources...)
	var points []coach.KeyPoint
	for _, s := range coach.Steps() {
		points = append(points, c.problem.KeyPointsOf(s, c.level)...)
	}
	in := prompts.Report{
		Subject: c.subject, Problem: c.problem, Level: c.level, Points: Points(reading, points),
		Sums: sumsOf(c.sources), Picture: c.picture, Passages: passages, Rubric: a.Prompts.Rubric(),
	}
	for _, s := range c.sources {
		in.Said = append(in.Said, coach.Utterance{Seq: s.Seq, Who: coach.Candidate, Step: s.Step, Text: s.Text})
	}
	r, grader, err := a.judged(ctx, c, in, func() *verifier { return newVerifier(c, reading, passages) })
	if err != nil {
		return coach.Report{}, err
	}
	r.Schema, r.ID, r.Kind = coach.ReportSchema, c.id, string(c.subject)
	r.Problem, r.Level, r.Model, r.CreatedAt = c.problem.ID, c.level, grader, c.at.UTC()
	r.Arithmetic, r.Steps, r.Change = in.Sums, c.steps, c.change
	missed := missedPoints(in.Points, reading, c)
	anchors := a.Prompts.Anchors()
	guide(r.Scores, anchors, missed)
	r.Overall, r.Gates = Verdict(c.level, r.Scores, r.Arithmetic)
	r.Bars = bars(r.Scores, r.Arithmetic, anchors, missed)
	if r.Summary == "" {
		r.Summary = "Nothing was said or written, so there is nothing to judge."
	}
	r.Next = nextSteps(r)
	r.Comments = margin(r, in.Points, c.sources)
	r.Study = study(r.Scores, passages)
	r.Provenance.Rubric, r.Provenance.Prompts, r.Provenance.Guides = prompts.RubricVersion, a.Prompts.Version(), digest
	parts := slices.Clone(c.parts)
	for _, graded := range r.Provenance.Models {
		parts.Of(graded.Model).Graded = true
	}
	r.Usage, r.Provenance.Models = coach.Usage{}, parts
	r.Provenance.Grader, r.Provenance.NotAssessed = grader, append(c.notAssessed, r.Provenance.NotAssessed...)
	return r, nil
}

// missedPoints are the problem's points, of the answer's level and of L7, that the answer does not make.
func missedPoints(points []prompts.Point, reading *evidence.Reading, c answer) []coach.KeyPoint {
	var out []coach.KeyPoint
	for _, p := range points {
		if !p.Covered {
			out = append(out, p.KeyPoint)
		}
	}
	for _, k := range c.problem.KeyPoints {
		if _, ok := reading.Covers(k); !c.level.Includes(k.Level) && !ok {
			out = append(out, k)
		}
	}
	return out
}

// passagesPerDimension is how many passages a dimension is judged beside.
const passagesPerDimension = 3

// passages retrieves, for each dimension, what the guides say about it and about what the problem asks of it.
func (a *Assessor) passages(ctx context.Context, c answer) (map[coach.Dimension][]coach.Passage, error) {
	out := map[coach.Dimension][]coach.Passage{}
	for _, d := range coach.Dimensions() {
		query := []string{d.Title()}
		for _, k := range c.problem.KeyPoints {
			if k.Dimension == d && c.level.Includes(k.Level) && len(query) < 4 {
				query = append(query, k.Point)
			}
		}
		found, err := a.Library.Search(ctx, strings.Join(query, ". "), passagesPerDimension)
		if err != nil {
			return nil, fmt.Errorf("search the guides for %s: %w", d, err)
		}
		out[d] = found
	}
	return out, nil
}

// maxStudy is how many passages a report recommends: what can be read before the next try.
const maxStudy = 5

// study picks what to read: the best passage of each of the weakest dimensions.
func study(scores []coach.Score, passages map[coach.Dimension][]coach.Passage) []coach.Study {
	out := []coach.Study{}
	seen := map[string]bool{}
	for weak := range coach.MaxScore - 1 {
		for _, s := range scores {
			if s.Score != weak || len(out) == maxStudy {
				continue
			}
			for _, p := range passages[s.Dimension] {
				if seen[p.ID] {
					continue
				}
				seen[p.ID] = true
				out = append(out, coach.Study{
					Passage: p.ID, Heading: p.Heading,
					Why: fmt.Sprintf("%s was scored %d of %d.", s.Dimension.Title(), s.Score, coach.MaxScore),
				})
				break
			}
		}
	}
	return out
}
