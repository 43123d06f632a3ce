package evidence

import (
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
)

func TestThoughtsAreSlicesInOrder(t *testing.T) {
	t.Parallel()
	text := "# Plan\n\nReads go to a cache first, e.g. Redis. Writes go\nto the store at 99.9 % of the time.\n\n" +
		"- first item; it has two sentences. Here is the second.\n- second item\n\n| a | b |\n|---|---|\n| cache | 90% hits |\n\n" +
		"```mermaid\nflowchart LR\n  A --> B\n```\n<!-- give me five points -->\nDone."
	want := []string{
		"Reads go to a cache first, e.g. Redis.",
		"Writes go\nto the store at 99.9 % of the time.",
		"first item; it has two sentences.", "Here is the second.", "second item",
		"| a | b |", "| cache | 90% hits |", "flowchart LR", "A --> B", "Done.",
	}
	got := Thoughts(text)
	if len(got) != len(want) {
		t.Fatalf("%d thoughts, want %d: %+v", len(got), len(want), got)
	}
	for i, th := range got {
		if th.Text != want[i] || text[th.Start:th.End] != th.Text {
			t.Errorf("thought %d is %q at %d–%d, want %q", i, th.Text, th.Start, th.End, want[i])
		}
		if th.Section != "plan" {
			t.Errorf("thought %d stands in section %q", i, th.Section)
		}
	}
}

func FuzzThoughts(f *testing.F) {
	f.Add("a. b? c\n- d\n```\ne\n```\n| f |\n<!-- g -->")
	f.Add("<!-- é")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, th := range Thoughts(text) {
			if th.Start < last || th.End > len(text) || text[th.Start:th.End] != th.Text || strings.TrimSpace(th.Text) == "" {
				t.Fatalf("thought %+v of %q", th, text)
			}
			last = th.End
			th.Signals()
			th.Listing()
		}
	})
}

func TestFindIgnoresWhiteSpaceOnly(t *testing.T) {
	t.Parallel()
	text := "We keep\n  hot links   in memory — 90 %."
	for _, c := range []struct {
		quote, want string
		ok          bool
	}{
		{"We keep hot links in memory", "We keep\n  hot links   in memory", true},
		{"memory — 90 %.", "memory — 90 %.", true},
		{"we keep hot", "", false},
		{"hot links in  the memory", "", false},
		{" ", "", false},
	} {
		got, ok := Find(text, c.quote)
		if got != c.want || ok != c.ok {
			t.Errorf("Find(%q) = %q, %v; want %q, %v", c.quote, got, ok, c.want, c.ok)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("a b\nc", "b c")
	f.Add("\xffx y", "x y")
	f.Fuzz(func(t *testing.T, text, quote string) {
		got, ok := Find(text, quote)
		if ok && (squeeze(got) != squeeze(quote) || !strings.Contains(text, got)) {
			t.Fatalf("Find(%q, %q) = %q", text, quote, got)
		}
	})
}

func TestWordsSeeWhatIsWavedAway(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"We cache hot links in memory.":                 true,
		"We don't need a cache here.":                   false,
		"No cache.":                                     false,
		"A cache is not needed at this size.":           false,
		"Caching is overkill":                           false,
		"We skip the cache for now":                     false,
		"The cache never loses an acknowledged write.":  true,
		"A write-through cache, not the store, answers": true,
		"Instead of a cache we read the replica.":       false,
	} {
		_, got := Normalize(text).Any("cache", "caching")
		if got != want {
			t.Errorf("%q: cache found %v, want %v", text, got, want)
		}
	}
}

var cachePoint = coach.KeyPoint{
	ID: "cache", Step: coach.DetailedDesign,
	Signs: []coach.Sign{{{"cache*", "redis", "in memory"}, {"hot", "popular", "hit rate"}}},
}

func TestCovers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Hot links are kept in memory in front of the store.":                 true,
		"There is a Redis in front. It holds the popular tenth of the links.": true,
		"Redis, Kafka, hot, Cassandra":                                        false,
		"We could use Redis.":                                                 false,
		"Should hot links be in a cache?":                                     false,
		"We don't need a cache even for hot links.":                           false,
		"There is a Redis.\n\nLater: popular things.":                         false,
	} {
		found, got := Read(Source{Seq: 3, Text: text}).Covers(cachePoint)
		if got != want {
			t.Errorf("%q: covered %v (%q), want %v", text, got, found.Quote, want)
		}
		if got && (!strings.Contains(text, found.Quote) || found.Seq != 3) {
			t.Errorf("%q: quote %q of event %d", text, found.Quote, found.Seq)
		}
	}
}

func TestSignals(t *testing.T) {
	t.Parallel()
	s := Thought{Text: "We shard by user id because one user's reads then hit one of 40 nodes, instead of all."}.Signals()
	if !s.Number || !s.Mechanism || !s.Reason || !s.Alternative || s.Question {
		t.Errorf("signals %+v", s)
	}
	if s := (Thought{Text: "It must be highly available."}).Signals(); s.Weight() != 0 || !s.Wish {
		t.Errorf("a wish has signals %+v", s)
	}
	if !(Thought{Text: "Redis, Kafka, Cassandra, Kubernetes"}).Listing() {
		t.Error("a list of names is not seen as one")
	}
}
