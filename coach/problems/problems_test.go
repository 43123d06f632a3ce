package problems

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

func bank(t *testing.T) *Bank {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func answer(t *testing.T, id, kind string) *evidence.Reading {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", id+"."+kind+".md"))
	if err != nil {
		t.Fatal(err)
	}
	return evidence.Read(evidence.Source{Text: string(text)})
}

// covered returns the share of a problem's points at a level that an answer makes, and the ids of the others.
func covered(p coach.Problem, level coach.Level, r *evidence.Reading) (share float64, missed, made []string) {
	all := 0
	for _, k := range p.KeyPoints {
		if !level.Includes(k.Level) {
			continue
		}
		all++
		if _, ok := r.Covers(k); ok {
			made = append(made, k.ID)
		} else {
			missed = append(missed, k.ID)
		}
	}
	return float64(len(made)) / float64(all), missed, made
}

func TestAnswersAreRecognised(t *testing.T) {
	t.Parallel()
	for _, p := range bank(t).All() {
		t.Run(p.ID, func(t *testing.T) {
			t.Parallel()
			if share, missed, _ := covered(p, p.Level, answer(t, p.ID, "strong")); share < 0.75 {
				t.Errorf("the strong answer makes %.0f %% of the points; not found: %v", 100*share, missed)
			} else {
				t.Logf("strong %.0f %%; not found: %v", 100*share, missed)
			}
			if share, _, made := covered(p, p.Level, answer(t, p.ID, "weak")); share > 0.15 {
				t.Errorf("the weak answer makes %.0f %% of the points: %v", 100*share, made)
			} else {
				t.Logf("weak %.0f %%; found: %v", 100*share, made)
			}
		})
	}
}

// TestQuestionsGiveNothingAway reads each probe and each hint as if the candidate had said it: whoever repeats the
// interviewer's words must not have made the point.
func TestQuestionsGiveNothingAway(t *testing.T) {
	t.Parallel()
	for _, p := range bank(t).All() {
		for _, k := range p.KeyPoints {
			k.Step = coach.Requirements // where a question counts too
			for _, words := range []string{k.Probe, k.Hint} {
				if found, ok := evidence.Read(evidence.Source{Text: words}).Covers(k); ok {
					t.Errorf("%s, %s: the point is made by repeating %q", p.ID, k.ID, found.Quote)
				}
			}
		}
	}
}
