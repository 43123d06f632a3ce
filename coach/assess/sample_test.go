package assess_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// crowd hands out a judgement to each first question, in turn, and mends a refused one by repeating it.
type crowd struct {
	mu     sync.Mutex
	gives  []any
	asked  int
	naming string
}

func (c *crowd) Name() string { return c.naming }

func (c *crowd) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	c.mu.Lock()
	next := c.gives[c.asked%len(c.gives)]
	c.asked++
	c.mu.Unlock()
	return (&scripted{answers: []any{next}}).Generate(ctx, p, onDelta)
}

// scoring is a judgement that holds with one score for all dimensions.
func scoring(score int) prompts.Judgement {
	j := judgement()
	for i := range j.Scores {
		j.Scores[i].Score = score
	}
	return j
}

func TestTheMedianOfSamplesCountsAndTheSpreadIsShown(t *testing.T) {
	t.Parallel()
	down := &model.Error{Reason: model.ReasonOverloaded, Model: "scripted", Err: errors.New("503")}
	for name, c := range map[string]struct {
		gives   []any
		want    int
		spread  coach.Confidence
		samples int
	}{
		"odd":               {[]any{scoring(1), scoring(4), scoring(3), scoring(3), scoring(5)}, 3, coach.Confidence{Samples: 5, Low: 1, High: 5, Share: 0.4}, 5},
		"even takes lower":  {[]any{scoring(2), scoring(4)}, 2, coach.Confidence{Samples: 2, Low: 2, High: 4, Share: 0.5}, 2},
		"all alike":         {[]any{scoring(4), scoring(4), scoring(4)}, 4, coach.Confidence{Samples: 3, Low: 4, High: 4, Share: 1}, 3},
		"one sample failed": {[]any{scoring(3), down, scoring(3)}, 3, coach.Confidence{Samples: 2, Low: 3, High: 3, Share: 1}, 2},
	} {
		a := assessor(t, &crowd{gives: c.gives, naming: "scripted"})
		a.Samples = len(c.gives)
		r, err := a.Design(t.Context(), design(words), problem)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, s := range r.Scores {
			if s.Score != c.want || s.Confidence == nil || *s.Confidence != c.spread || len(s.Evidence) == 0 {
				t.Errorf("%s: %+v with confidence %+v", name, s, s.Confidence)
			}
		}
		if r.Provenance.Samples != c.samples {
			t.Errorf("%s: provenance %+v", name, r.Provenance)
		}
	}
}

func TestTheLocalModelIsAskedOnce(t *testing.T) {
	t.Parallel()
	m := &crowd{gives: []any{scoring(3)}, naming: "local"}
	a := assessor(t, m)
	a.Samples = 9
	if r, err := a.Design(t.Context(), design(words), problem); err != nil || m.asked != 1 || r.Scores[0].Confidence != nil {
		t.Errorf("%d questions, confidence %+v, %v", m.asked, r.Scores, err)
	}
}

// TestWhatAModelMayDoWrong is what becomes of an answer that cannot be used, that is wrong in part, or that is right the second time.
func TestWhatAModelMayDoWrong(t *testing.T) {
	t.Parallel()
	wrong := judgement()
	wrong.Scores[0].Evidence = []coach.Evidence{{Quote: "I would shard it by user"}}
	half := judgement()
	half.Scores = slices.Clone(half.Scores[:3])
	for name, c := range map[string]struct {
		gives []any
		want  string // in the error; empty: there is a report
		check func(coach.Report) bool
	}{
		"garbage twice":       {[]any{"I'm sorry, as", `{"scores":`}, "decode", nil},
		"garbage, then right": {[]any{"no JSON at all", judgement()}, "", func(r coach.Report) bool { return r.Scores[0].Score == 2 }},
		"wrong, then garbage": {[]any{wrong, "{"}, "", func(r coach.Report) bool {
			return r.Scores[0].Score == 1 && r.Scores[1].Score == 2 && r.Provenance.Unsupported == 1
		}},
		"wrong, then right": {[]any{wrong, judgement()}, "", func(r coach.Report) bool { return r.Scores[0].Score == 2 && r.Provenance.Unsupported == 0 }},
		"wrong twice": {[]any{wrong, wrong}, "", func(r coach.Report) bool {
			return r.Scores[0].Score == 1 && r.Provenance.Unsupported == 1 && r.Provenance.Withheld == 1
		}},
		"wrong, then only a part": {[]any{wrong, half}, "", func(r coach.Report) bool {
			return r.Scores[0].Score == 2 && r.Scores[10].Score == 2 && len(r.Provenance.NotAssessed) == 0
		}},
		"a part, twice": {[]any{half, half}, "", func(r coach.Report) bool {
			return r.Scores[3].NotJudged && len(r.Provenance.NotAssessed) == 8 && !r.Scores[2].NotJudged && len(r.Gates) == 0
		}},
		"fails the second time": {[]any{wrong, errors.New("503")}, "", func(r coach.Report) bool { return r.Scores[0].Score == 1 }},
	} {
		r, err := assessor(t, &scripted{answers: c.gives}).Design(t.Context(), design(words), problem)
		switch {
		case c.want != "":
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", name, err)
			}
		case err != nil || !c.check(r):
			t.Errorf("%s: %v, %+v", name, err, r.Scores)
		}
	}
}
