package problems

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// shipped reads the bank that ships once for all tests, every problem of it checked.
var shipped = sync.OnceValues(func() (*Bank, error) { return LoadFS(os.DirFS("bank")) })

func bank(t *testing.T) *Bank {
	t.Helper()
	b, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wholeBank returns all problems with all that belongs to them.
func wholeBank(t *testing.T) []coach.Problem {
	t.Helper()
	b := bank(t)
	all := b.All()
	for i, p := range all {
		whole, err := b.Problem(p.ID)
		if err != nil {
			t.Fatal(err)
		}
		all[i] = whole
	}
	return all
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
	for _, p := range wholeBank(t) {
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
	for _, p := range wholeBank(t) {
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

// TestRedFlagsShow holds that weak answers raise flags and that strong ones raise none.
func TestRedFlagsShow(t *testing.T) {
	t.Parallel()
	for _, p := range wholeBank(t) {
		weak, strong := answer(t, p.ID, "weak"), answer(t, p.ID, "strong")
		raised := 0
		for _, flag := range p.RedFlags {
			if _, ok := weak.Shows(flag); ok {
				raised++
			}
			if found, ok := strong.Shows(flag); ok {
				t.Errorf("%s: the strong answer raises %q by %q", p.ID, flag.Flag, found.Quote)
			}
		}
		if raised < 3 {
			t.Errorf("%s: the weak answer raises %d red flags, at least 3 are expected", p.ID, raised)
		}
	}
}

// TestGoodReactionsAreRecognised reads the good reaction to a change as a candidate's words, and the change itself as words
// that must not count.
func TestGoodReactionsAreRecognised(t *testing.T) {
	t.Parallel()
	for _, p := range wholeBank(t) {
		point := coach.KeyPoint{Step: coach.Requirements, Signs: p.Change.Signs}
		if _, ok := evidence.Read(evidence.Source{Text: p.Change.GoodReaction}).Covers(point); !ok {
			t.Errorf("%s: the good reaction is not recognised", p.ID)
		}
		if found, ok := evidence.Read(evidence.Source{Text: p.Change.Text}).Covers(point); ok {
			t.Errorf("%s: repeating the change counts as a reaction: %q", p.ID, found.Quote)
		}
	}
}

func TestStrongAnswersAreOfOneShape(t *testing.T) {
	t.Parallel()
	diagram := regexp.MustCompile("(?s)```mermaid\n.*?```")
	for _, p := range wholeBank(t) {
		text, err := os.ReadFile(filepath.Join("testdata", p.ID+".strong.md"))
		if err != nil {
			t.Fatal(err)
		}
		if !diagram.Match(text) {
			t.Errorf("%s: the strong answer has no diagram", p.ID)
		}
		words := 0
		for _, w := range strings.Fields(string(diagram.ReplaceAll(text, nil))) {
			if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				words++
			}
		}
		if words < 600 || words > 1000 {
			t.Errorf("%s: the strong answer has %d words, 600 to 1000 are wanted", p.ID, words)
		}
	}
}

// TestQuestionsAreAskedOnce keeps one way of asking from standing under two facts: the interviewer could not tell which.
func TestQuestionsAreAskedOnce(t *testing.T) {
	t.Parallel()
	for _, p := range wholeBank(t) {
		under := map[string]string{}
		for _, f := range p.Facts {
			for _, ask := range f.Asks {
				if other, ok := under[ask]; ok {
					t.Errorf("%s: %q asks for %s and for %s", p.ID, ask, other, f.ID)
				}
				under[ask] = f.ID
			}
		}
	}
}
