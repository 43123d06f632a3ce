package coach_test

import (
	"slices"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
)

func TestCompareSaysWhatImprovedAndWhatDidNot(t *testing.T) {
	t.Parallel()
	before := coach.Report{ID: "v1", Overall: coach.LeanNo,
		Scores: []coach.Score{
			{Dimension: coach.Scale, Score: 2, Missing: []string{"A figure.", "A key."}},
			{Dimension: coach.Cost, Score: 3}, {Dimension: coach.Security, Score: 2}, {Dimension: coach.Reliability, NotJudged: true},
		},
		Arithmetic: []coach.Sum{{Quote: "2 + 2 = 5"}, {Quote: "3 + 3 = 7"}, {Quote: "1 + 1 = 2", OK: true}},
	}
	after := coach.Report{ID: "v2", Overall: coach.LeanHire,
		Scores: []coach.Score{
			{Dimension: coach.Scale, Score: 4, Missing: []string{"A key.", "A limit."}},
			{Dimension: coach.Cost, Score: 1}, {Dimension: coach.Security, Score: 2}, {Dimension: coach.Reliability, Score: 3},
		},
		Arithmetic: []coach.Sum{{Quote: "2 + 2 = 4", OK: true}, {Quote: "3 + 3 = 7"}},
	}
	c := coach.Compare(before, after)
	if c.Previous != "v1" || c.Before != coach.LeanNo || c.After != coach.LeanHire {
		t.Errorf("changes %+v", c)
	}
	if !slices.Equal(c.Better, []coach.Rescore{{coach.Scale, 2, 4}}) || !slices.Equal(c.Worse, []coach.Rescore{{coach.Cost, 3, 1}}) ||
		!slices.Equal(c.Same, []coach.Rescore{{coach.Security, 2, 2}}) {
		t.Errorf("scores %+v", c)
	}
	if !slices.Equal(c.Closed, []coach.Gap{{coach.Scale, "A figure."}}) || !slices.Equal(c.Open, []coach.Gap{{coach.Scale, "A key."}}) ||
		!slices.Equal(c.New, []coach.Gap{{coach.Scale, "A limit."}}) {
		t.Errorf("gaps %+v", c)
	}
	if !slices.Equal(c.SumsFixed, []string{"2 + 2 = 5"}) || !slices.Equal(c.SumsLeft, []string{"3 + 3 = 7"}) {
		t.Errorf("sums %+v", c)
	}
}
