package calibration

import (
	"strings"
	"unicode"

	"github.com/interviewcoach/interviewcoach/coach"
)

// tallied counts wrong sums that were flagged rightly, all flagged, labelled errors that were found, and all labelled.
type tallied struct{ right, flagged, hit, labelled int }

func (t tallied) found() Found {
	return Found{Precision: ratio(t.right, t.flagged), Recall: ratio(t.hit, t.labelled)}
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return round(float64(part) / float64(whole))
}

// add compares one design's sums with its labels. Two quotes are of one error where one contains the other or they share half of
// their words.
func (t *tallied) add(sums []coach.Sum, labels []ArithmeticError) {
	hit := make([]bool, len(labels))
	for _, s := range sums {
		if s.OK {
			continue
		}
		t.flagged++
		matched := false
		for i, l := range labels {
			if alike(s.Quote, l.Quote) {
				matched, hit[i] = true, true
			}
		}
		if matched {
			t.right++
		}
	}
	for _, h := range hit {
		if h {
			t.hit++
		}
	}
	t.labelled += len(labels)
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
