package calibration

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"

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
	Designs     int                `json:"designs"`
	QWK         map[string]float64 `json:"qwk"` // per dimension, "mean" of those, and "overall" for the verdict
	MAE         float64            `json:"mae"` // in points, over all dimensions
	WithinOne   float64            `json:"within_one"`
	Arithmetic  Found              `json:"arithmetic"`
	Unsupported int                `json:"unsupported_evidence"` // claims of the grader that could not be verified, in all
	Results     []Result           `json:"results"`
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

// Run grades the samples and measures.
func Run(ctx context.Context, samples []Sample, problems Problems, grader Grader, done func(n int)) (Report, error) {
	out := Report{Designs: len(samples), Results: []Result{}}
	var right, flagged, found, labelled int
	for n, s := range samples {
		p, err := problems.Problem(s.Problem)
		if err != nil {
			return out, fmt.Errorf("grade %s: %w", s.ID, err)
		}
		r, err := grader.Design(ctx, coach.Design{
			ID: s.ID, Problem: s.Problem, Level: s.Level, Title: s.ID, Text: s.Text, Submitted: time.Unix(0, 0).UTC(),
		}, p)
		if err != nil {
			return out, fmt.Errorf("grade %s: %w", s.ID, err)
		}
		result := Result{ID: s.ID, Scores: map[coach.Dimension]int{}, Overall: r.Overall}
		for _, score := range r.Scores {
			result.Scores[score.Dimension] = score.Score
		}
		out.Results = append(out.Results, result)
		out.Unsupported += r.Provenance.Unsupported
		a, b, c, d := compareSums(r.Arithmetic, s.Errors)
		right, flagged, found, labelled = right+a, flagged+b, found+c, labelled+d
		if done != nil {
			done(n + 1)
		}
	}
	out.Arithmetic = Found{Precision: ratio(right, flagged), Recall: ratio(found, labelled)}
	out.agreement(samples)
	return out, nil
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return round(float64(part) / float64(whole))
}

// compareSums counts wrong sums that were flagged rightly, all flagged, labelled errors that were found, and all labelled. Two
// quotes are of one error where one contains the other or they share half of their words.
func compareSums(sums []coach.Sum, labels []ArithmeticError) (right, flagged, found, labelled int) {
	hit := make([]bool, len(labels))
	for _, s := range sums {
		if s.OK {
			continue
		}
		flagged++
		matched := false
		for i, l := range labels {
			if alike(s.Quote, l.Quote) {
				matched, hit[i] = true, true
			}
		}
		if matched {
			right++
		}
	}
	for _, h := range hit {
		if h {
			found++
		}
	}
	return right, flagged, found, len(labels)
}

func alike(a, b string) bool {
	a, b = strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " ")
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	first, second := figures(a), figures(b)
	shared := 0
	for w := range second {
		if first[w] {
			shared++
		}
	}
	return shared*2 >= min(len(first), len(second)) && shared > 1
}

// figures are the words of a quote that are not signs alone.
func figures(quote string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(quote) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			set[w] = true
		}
	}
	return set
}

// agreement fills in what compares scores with labels.
func (r *Report) agreement(samples []Sample) {
	r.QWK = map[string]float64{}
	total, off, within := 0, 0, 0
	mean := 0.0
	for _, d := range coach.Dimensions() {
		var theirs, ours []int
		for i, s := range samples {
			theirs, ours = append(theirs, s.Scores[d]), append(ours, r.Results[i].Scores[d])
			distance := abs(s.Scores[d] - r.Results[i].Scores[d])
			total++
			off += distance
			if distance <= 1 {
				within++
			}
		}
		k := Kappa(theirs, ours, coach.MaxScore+1)
		r.QWK[string(d)] = round(k)
		mean += k / float64(len(coach.Dimensions()))
	}
	var theirs, ours []int
	for i, s := range samples {
		theirs, ours = append(theirs, s.Overall.Rank()), append(ours, r.Results[i].Overall.Rank())
	}
	r.QWK["mean"] = round(mean)
	r.QWK["overall"] = round(Kappa(theirs, ours, len(coach.Overalls())))
	r.MAE = round(float64(off) / float64(total))
	r.WithinOne = round(float64(within) / float64(total))
}

func abs(n int) int { return max(n, -n) }

func round(x float64) float64 { return math.Round(x*1000) / 1000 }
