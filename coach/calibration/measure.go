package calibration

import (
	"context"
	"fmt"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Grader grades a written design.
type Grader interface {
	Design(ctx context.Context, d coach.Design, p coach.Problem) (coach.Report, error)
}

// Problems is the bank.
type Problems interface {
	Problem(id string) (coach.Problem, error)
}

// Report says how well a grader agrees with the labels.
type Report struct {
	Designs int `json:"designs"`
	Figures
	Arithmetic  Found    `json:"arithmetic"`
	Unsupported int      `json:"unsupported_evidence"` // claims of the grader that could not be verified, in all
	CleanMoved  float64  `json:"clean_moved"`          // points a dimension that checking took from scores of these designs, on average
	Results     []Result `json:"results"`

	Folds       map[string]Fold    `json:"folds"`                 // by problem
	Raters      *Fold              `json:"raters,omitempty"`      // a second person against the labels
	Baselines   map[string]Figures `json:"baselines,omitempty"`   // graders that understand nothing
	Adversarial []AttackResult     `json:"adversarial,omitempty"` // texts that try to earn what they don't show
}

// Fold is the agreement on some of the designs.
type Fold struct {
	Designs int `json:"designs"`
	Figures
}

// Found is how well arithmetic errors were found. Without any to find, recall is 1; without any found, precision is 1.
type Found struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
}

// Result is one design's grades.
type Result struct {
	ID      string                  `json:"id"`
	Scores  map[coach.Dimension]int `json:"scores"`
	Overall coach.Overall           `json:"overall"`
}

// Options is what to measure besides the agreement.
type Options struct {
	Baselines bool
	Done      func(n, of int) // told after each design; may be nil
}

// Run grades the designs of a set and measures.
func Run(ctx context.Context, set Set, problems Problems, grader Grader, opt Options) (Report, error) {
	out := Report{Designs: len(set.Samples), Results: []Result{}, Folds: map[string]Fold{}}
	g := graded{ctx: ctx, problems: problems, grader: grader, of: len(set.Samples) + len(set.Attacks), done: opt.Done}
	var sums tallied
	withheld := 0
	for _, s := range set.Samples {
		r, err := g.grade(s.ID, s.Problem, s.Level, s.Text)
		if err != nil {
			return out, err
		}
		out.Results = append(out.Results, resultOf(s.ID, r))
		out.Unsupported += r.Provenance.Unsupported
		withheld += r.Provenance.Withheld
		sums.add(r.Arithmetic, s.Errors)
	}
	out.Arithmetic = sums.found()
	out.Figures = agreement(set.Samples, out.Results)
	out.CleanMoved = round(float64(withheld) / float64(max(1, len(set.Samples)*len(coach.Dimensions()))))
	out.fold(set.Samples)
	out.raters(set)
	if opt.Baselines {
		out.Baselines = map[string]Figures{}
		for name, feature := range features {
			out.Baselines[name] = agreement(set.Samples, baseline(set.Samples, feature))
		}
	}
	var err error
	out.Adversarial, err = g.attacks(set, out.Results)
	return out, err
}

// graded grades texts one after the other.
type graded struct {
	ctx      context.Context //nolint:containedctx // it lives for one call of Run
	problems Problems
	grader   Grader
	n, of    int
	done     func(n, of int)
}

func (g *graded) grade(id, problem string, level coach.Level, text string) (coach.Report, error) {
	p, err := g.problems.Problem(problem)
	if err != nil {
		return coach.Report{}, fmt.Errorf("grade %s: %w", id, err)
	}
	r, err := g.grader.Design(g.ctx, coach.Design{
		ID: id, Problem: problem, Level: level, Title: id, Text: text, Submitted: time.Unix(0, 0).UTC(),
	}, p)
	if err != nil {
		return coach.Report{}, fmt.Errorf("grade %s: %w", id, err)
	}
	if g.n++; g.done != nil {
		g.done(g.n, g.of)
	}
	return r, nil
}

func resultOf(id string, r coach.Report) Result {
	out := Result{ID: id, Scores: map[coach.Dimension]int{}, Overall: r.Overall}
	for _, s := range r.Scores {
		out.Scores[s.Dimension] = s.Score
	}
	return out
}

// fold measures each problem by itself: a grader that was tuned on some problems shows it on the others.
func (r *Report) fold(samples []Sample) {
	theirs, ours := map[string][]Sample{}, map[string][]Result{}
	for i, s := range samples {
		theirs[s.Problem], ours[s.Problem] = append(theirs[s.Problem], s), append(ours[s.Problem], r.Results[i])
	}
	for problem, part := range theirs {
		r.Folds[problem] = Fold{Designs: len(part), Figures: agreement(part, ours[problem])}
	}
}

// raters measures the second person as if they were a grader.
func (r *Report) raters(set Set) {
	var samples []Sample
	var results []Result
	for _, s := range set.Samples {
		if l, ok := set.Second[s.ID]; ok {
			samples, results = append(samples, s), append(results, Result{ID: s.ID, Scores: l.Scores, Overall: l.Overall})
		}
	}
	if len(samples) > 0 {
		r.Raters = &Fold{Designs: len(samples), Figures: agreement(samples, results)}
	}
}
