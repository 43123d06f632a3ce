package estimate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mark is a clause of the corpus that is known to be wrong or right.
type mark struct {
	start, end int
	wrong      bool
}

// corpusCase is one text of testdata/*.md. The texts are our own. Wrong clauses stand in ⟦…⟧, right ones that must be found
// in ⟨…⟩; nothing else may be called wrong.
type corpusCase struct {
	name, text string
	marks      []mark
}

func readCorpus(t *testing.T, file string) []corpusCase {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var cases []corpusCase
	for _, part := range strings.Split("\n"+string(raw), "\n%% ")[1:] {
		name, body, _ := strings.Cut(part, "\n")
		c := corpusCase{name: name}
		var b strings.Builder
		for _, r := range body {
			switch r {
			case '⟦', '⟨':
				c.marks = append(c.marks, mark{start: b.Len(), wrong: r == '⟦'})
			case '⟧', '⟩':
				c.marks[len(c.marks)-1].end = b.Len()
			default:
				b.WriteRune(r)
			}
		}
		c.text = b.String()
		cases = append(cases, c)
	}
	return cases
}

// score counts how the findings of a corpus agree with its marks.
type score struct {
	flagged, flaggedRightly, wrong, wrongFound, right, rightFound int
}

func (s score) precision() float64 { return float64(s.flaggedRightly) / float64(max(1, s.flagged)) }
func (s score) recall() float64    { return float64(s.wrongFound) / float64(max(1, s.wrong)) }

func (s *score) add(t *testing.T, c corpusCase) {
	t.Helper()
	findings := Check(c.text)
	for _, f := range findings {
		if f.OK {
			continue
		}
		s.flagged++
		hit := false
		for _, m := range c.marks {
			hit = hit || m.wrong && f.Start < m.end && m.start < f.End
		}
		if hit {
			s.flaggedRightly++
		} else {
			t.Logf("%s: cries wolf at %q: %s, %s", c.name, f.Quote, f.Computed, f.Why)
		}
	}
	for _, m := range c.marks {
		found := false
		for _, f := range findings {
			found = found || f.OK != m.wrong && f.Start < m.end && m.start < f.End
		}
		if m.wrong {
			s.wrong++
		} else {
			s.right++
		}
		switch {
		case found && m.wrong:
			s.wrongFound++
		case found:
			s.rightFound++
		default:
			t.Logf("%s: misses %q (wrong: %v)", c.name, c.text[m.start:m.end], m.wrong)
		}
	}
}

// TestCorpus measures how many of the wrong clauses are found, and how many of those called wrong are, over all texts. The
// bounds are what a reader of a report may rely on.
func TestCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no texts: %v", err)
	}
	var s score
	for _, file := range files {
		for _, c := range readCorpus(t, filepath.Base(file)) {
			s.add(t, c)
		}
	}
	t.Logf("wrong sums: precision %.3f, recall %.3f (%d of %d); right sums found: %d of %d",
		s.precision(), s.recall(), s.wrongFound, s.wrong, s.rightFound, s.right)
	if s.precision() < 0.9 || s.recall() < 0.8 {
		t.Error("wrong sums are to be found with a precision of 0.9 and a recall of 0.8")
	}
}
