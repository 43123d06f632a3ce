package assess

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// judged asks for the judgements of an answer, verifies each by itself and puts them together. by is the model that gave
// the one whose words are shown.
func (a *Assessor) judged(ctx context.Context, c answer, in prompts.Report, verify func() *verifier) (r coach.Report, by string, err error) {
	if len(c.sources) == 0 { // there is nothing to ask a model about
		r = verify().settle(prompts.Judgement{}, in)
		r.Provenance.Models = coach.Parts{{Model: a.Model.Name(), Graded: true}}
		return r, a.Model.Name(), nil
	}
	samples := make([]sample, min(max(1, a.Samples), MaxSamples))
	if a.Model.Name() == localModel {
		samples = samples[:1] // it says the same each time
	}
	var all sync.WaitGroup
	for i := range samples {
		all.Go(func() { samples[i] = a.sample(ctx, in, verify()) })
	}
	all.Wait()
	var faults []error
	kept := samples[:0]
	for _, s := range samples {
		if s.err != nil {
			faults = append(faults, s.err)
			continue
		}
		kept = append(kept, s)
	}
	if len(kept) == 0 {
		return r, "", errors.Join(faults[:1]...) // the others failed alike
	}
	if len(faults) > 0 {
		a.Logger.Warn("some samples of a judgement failed", "failed", len(faults), "of", len(faults)+len(kept), "first", faults[0])
	}
	r, by = median(kept)
	for _, s := range kept {
		r.Provenance.Models.Of(s.by).Graded = true
	}
	return r, by, nil
}

// localModel is deterministic: a second sample of it would be the first.
const localModel = "local"

// sample is one judgement, verified.
type sample struct {
	report coach.Report
	by     string
	err    error
}

func (a *Assessor) sample(ctx context.Context, in prompts.Report, v *verifier) sample {
	judgement, by, err := ask(ctx, a, func(again []string) prompts.Input {
		asked := in
		asked.Again = again
		return asked
	}, v.faults, v.mend)
	if err != nil {
		return sample{err: err}
	}
	r := v.settle(judgement, in)
	r.Summary = strings.TrimSpace(judgement.Summary)
	r.Provenance.Unsupported, r.Provenance.Withheld, r.Provenance.NotAssessed = v.dropped, withheld(judgement.Scores, r.Scores), v.notJudged
	return sample{report: r, by: by}
}

// mend keeps of an answer that was refused the claims that held and that the next one lacks.
func (v *verifier) mend(before, last prompts.Judgement) prompts.Judgement {
	holds := func(c prompts.Claim) bool {
		return c.Score <= 1 || slices.ContainsFunc(c.Evidence, func(e coach.Evidence) bool {
			_, _, ok := v.quote(e.Quote, e.Seq)
			return ok
		})
	}
	for _, old := range before.Scores {
		if !old.Dimension.Valid() || !holds(old) {
			continue
		}
		i := slices.IndexFunc(last.Scores, func(c prompts.Claim) bool { return c.Dimension == old.Dimension })
		if i < 0 {
			last.Scores = append(last.Scores, old)
		} else if !holds(last.Scores[i]) {
			last.Scores[i] = old
		}
	}
	return last
}

// median puts samples together: for each dimension the median of the scores (of two in the middle the lower, as the rubric
// takes between anchors) with the words of a sample that gave it, and all else from the sample that is nearest to the medians.
func median(samples []sample) (coach.Report, string) {
	if len(samples) == 1 {
		return samples[0].report, samples[0].by
	}
	scores := make([]coach.Score, len(coach.Dimensions()))
	distance := make([]int, len(samples))
	var notAssessed []string
	for i, d := range coach.Dimensions() {
		var given []int
		for _, s := range samples {
			if !s.report.Scores[i].NotJudged {
				given = append(given, s.report.Scores[i].Score)
			}
		}
		if len(given) == 0 {
			scores[i], notAssessed = samples[0].report.Scores[i], append(notAssessed, string(d))
			continue
		}
		slices.Sort(given)
		middle, same := given[(len(given)-1)/2], 0
		for n, s := range samples {
			score := s.report.Scores[i]
			distance[n] += max(score.Score-middle, middle-score.Score)
			if score.Score != middle || score.NotJudged {
				continue
			}
			if same++; same == 1 {
				scores[i] = score
			}
		}
		scores[i].Confidence = &coach.Confidence{
			Samples: len(given), Low: given[0], High: given[len(given)-1], Share: float64(same*100/len(given)) / 100,
		}
	}
	nearest := samples[slices.Index(distance, slices.Min(distance))]
	r := nearest.report
	r.Scores = scores
	r.Provenance.Samples, r.Provenance.NotAssessed, r.Provenance.Unsupported = len(samples), notAssessed, 0
	for _, s := range samples {
		r.Provenance.Unsupported += s.report.Provenance.Unsupported
	}
	return r, nearest.by
}

// withheld is how many points of the proposed scores did not survive checking.
func withheld(proposed []prompts.Claim, kept []coach.Score) int {
	n := 0
	for _, s := range kept {
		for _, c := range proposed {
			if c.Dimension == s.Dimension && !s.NotJudged {
				n += max(0, min(c.Score, coach.MaxScore)-s.Score)
				break
			}
		}
	}
	return n
}
