package assess_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/interviewcoach/interviewcoach/coach"
)

func TestCommentsStandBesideTheirWords(t *testing.T) {
	t.Parallel()
	text := "🚀 Clicks.\n" + words + "\n2 hosts × 100 GB = 300 GB in all."
	j := judgement()
	j.Scores[1].Missing = []string{"What happens if the host dies."}
	j.RedFlags = []coach.RedFlag{{Dimension: coach.Cost, Flag: "No budget.", Quote: "never said"}}
	r, err := assessor(t, &scripted{answers: []any{j, j}}).Design(t.Context(), design(text), problem)
	if err != nil {
		t.Fatal(err)
	}
	units := utf16.Encode([]rune(text))
	kinds := map[string]int{}
	last := 0
	for _, c := range r.Comments {
		kinds[c.Kind]++
		quote := utf16.Encode([]rune(c.Quote))
		if got := string(utf16.Decode(units[c.Offset : c.Offset+len(quote)])); got != c.Quote {
			t.Errorf("at %d stands %q and not %q", c.Offset, got, c.Quote)
		}
		if c.Offset < last || c.Text == "" || !c.Dimension.Valid() {
			t.Errorf("comment %+v", c)
		}
		last = c.Offset
	}
	all := ""
	for _, c := range r.Comments {
		all += c.Kind + ": " + c.Text + " " + c.Passage + "\n"
	}
	for _, want := range []string{
		"good: Counts are gathered before they are written. counting#batches", "missing: What happens if the host dies.", "missing: This does not hold: it comes to 200 GB.",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no comment says %q:\n%s", want, all)
		}
	}
	if strings.Contains(all, "No budget") || kinds[coach.CommentGood] == 0 || kinds[coach.CommentMissing] == 0 {
		t.Errorf("comments:\n%s", all)
	}
}
