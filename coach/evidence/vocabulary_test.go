package evidence

import (
	"slices"
	"strings"
	"testing"
)

func TestTheVocabularyFindsWhatHasFinds(t *testing.T) {
	t.Parallel()
	terms := []string{"shard*", "node", "back off", "roll* back", "rolled back*", "exactly once", "p99", "$", "cell*", "hot key*", "in memory", "box", "no-op"}
	v := NewVocabulary(terms)
	for _, text := range []string{
		"We shard by code over 24 nodes, with back-off.", "A hot key is held in memory; hot keys are rolled back.", "No shards, no nodes.",
		"p99 is $5 and the boxes are cells.", "Exactly once isn't promised.", "", "node", "nodes", "We don't need a node, but a hot key.",
	} {
		w := Normalize(text)
		var got []int
		v.Find(w, func(id int) {
			if !slices.Contains(got, id) {
				got = append(got, id)
			}
		})
		for id, term := range terms {
			if strings.Contains(term, "* ") {
				continue // a stem stands at the end alone
			}
			_, want := w.Any(strings.TrimSpace(string(Normalize(strings.TrimSuffix(term, "*")))) + term[len(strings.TrimSuffix(term, "*")):])
			if found := slices.Contains(got, id); found != want && !strings.Contains(term, "$") {
				t.Errorf("%q in %q: found %v, want %v", term, text, found, want)
			}
		}
	}
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Measure{
		"p99 stays under 20 ms":               Target | Millis | Amount,
		"40,000 reads/s":                      Rate | Amount,
		"300 requests per second":             Rate | Amount,
		"6B × 500 B = 3 TB":                   Size | Amount | Working,
		"$40k a month":                        Money | Amount,
		"S3, c7g and v2 are names":            0,
		"in 30 s":                             Duration | Amount,
		"nine in ten":                         Percent,
		"99.95% of clicks":                    Percent | Target | Amount,
		"at 10× the load":                     Multiple | Amount,
		"three weeks":                         Duration,
		"nothing to count":                    0,
		"a \xff broken text of 7":             0,
		"8 engineers":                         Amount,
		"600 million events of 800 bytes":     Size | Amount,
		"under 150 ms for all but one in 100": Millis | Percent | Amount,
	} {
		if got := Measures(text); got != want {
			t.Errorf("%q holds %b, want %b", text, got, want)
		}
	}
}

func FuzzMeasures(f *testing.F) {
	f.Add("p99 20 ms, $4k/month × 3 = 12 TB, 1,000/s")
	f.Add("9\xff×%1.")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		if a, b := Measures(text), Measures(text); a != b {
			t.Fatal("the same text gave two answers")
		}
	})
}

func BenchmarkVocabulary(b *testing.B) {
	v := NewVocabulary([]string{"shard*", "node", "back off", "rolled back*", "exactly once", "p99", "cell*", "hot key*", "in memory", "box"})
	w := Normalize(strings.Repeat("A hot key is held in memory on every node of a cell, and releases are rolled back. ", 20))
	b.ReportAllocs()
	for b.Loop() {
		v.Find(w, func(int) {})
	}
}
