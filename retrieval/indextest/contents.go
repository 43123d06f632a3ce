package indextest

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

func empty(t *testing.T, index retrieval.Index) {
	wantIDs(t, "search", find(t, index, retrieval.Request{Text: "cache", Vector: []float32{1, 0, 0, 0}}))
	if got := stats(t, index); got.Guides != 0 || got.Passages != 0 || got.Space != (retrieval.Space{}) || got.Digest == "" {
		t.Errorf("stats of an empty index: %+v", got)
	}
	if guides, err := index.Guides(t.Context()); err != nil || len(guides) != 0 {
		t.Errorf("guides of an empty index: %v, %v", guides, err)
	}
	if _, err := index.Passage(t.Context(), "a#b"); !errors.Is(err, retrieval.ErrNotFound) {
		t.Errorf("passage of an empty index: %v, want ErrNotFound", err)
	}
	if err := index.Remove(t.Context(), "nothing"); err != nil {
		t.Errorf("remove what isn't there: %v", err)
	}
}

func contents(t *testing.T, index retrieval.Index) {
	one := passage("caching", "cache-aside", "Cache-aside — 缓存 🏗️", "Read the cache first.\n\n```go\nx := 'y' -- \"z\"\n```", 1, 0, 0, 0)
	one.Level, one.Tags = "L7", []string{"cache", `a "quoted" tag`}
	two := passage("caching", "write-through", "Write-through", "Write to both.", 0, 1, 0, 0)
	two.Heading = nil
	put(t, index, "caching", one, two)
	put(t, index, "aws", passage("aws", "s3", "S3", "Objects."))

	for i, want := range []retrieval.Passage{one.Passage, two.Passage} {
		want.Position = i
		got, err := index.Passage(t.Context(), want.ID)
		if err != nil {
			t.Fatalf("passage %s: %v", want.ID, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("passage %s came back changed:\n got %+v\nwant %+v", want.ID, got, want)
		}
	}
	guides, err := index.Guides(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	aws, caching := guide("aws"), guide("caching")
	aws.Passages, caching.Passages = 1, 2
	if want := []retrieval.Guide{aws, caching}; !reflect.DeepEqual(guides, want) {
		t.Errorf("guides:\n got %+v\nwant %+v", guides, want)
	}
	if got := stats(t, index); got.Guides != 2 || got.Passages != 3 || got.Space != space || got.Digest != retrieval.Digest(guides) {
		t.Errorf("stats: %+v", got)
	}
}

// inOrder reads a guide as it was written, and nothing of a guide that is not there.
func inOrder(t *testing.T, index retrieval.Index) {
	fill(t, index, 2)
	put(t, index, "g", passage("g", "z", "First", "one"), passage("g", "a", "Second", "two"), passage("g", "m", "Third", "three"))
	got, err := index.Passages(t.Context(), "g")
	if err != nil || len(got) != 3 || got[0].ID != "g#z" || got[1].ID != "g#a" || got[2].ID != "g#m" || got[1].Text != "two" || got[2].Heading[1] != "Third" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, id := range []string{"nowhere", "", "a\x00b", "\xff"} {
		if got, err := index.Passages(t.Context(), id); err != nil || len(got) != 0 {
			t.Errorf("%q: %+v, %v", id, got, err)
		}
	}
}

func vectorsBack(t *testing.T, index retrieval.Index) {
	put(t, index, "a", passage("a", "x", "X", "one", 3, 0, 4, 0), passage("a", "y", "Y", "two"))
	put(t, index, "b", passage("b", "x", "X", "three", 1, 0, 0, 0))
	got, err := index.Vectors(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 {
		t.Fatalf("%d vectors, want 2: %v", len(got), got)
	}
	one, two := got[passage("a", "x", "X", "one").Hash], got[passage("a", "y", "Y", "two").Hash]
	if len(one) != 4 || math.Abs(float64(one[0]*4-one[2]*3)) > 0.01 || one[0] <= 0 || one[1] != 0 {
		t.Errorf("the vector points elsewhere: %v", one)
	}
	if !reflect.DeepEqual(two, []float32{0, 0, 0, 0}) {
		t.Errorf("no vector became %v", two)
	}
	for _, id := range []string{"never was", "\x00"} {
		if got, err := index.Vectors(t.Context(), id); err != nil || len(got) != 0 {
			t.Errorf("guide %q has vectors %v, %v", id, got, err)
		}
	}
	if err := index.Remove(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	if got, err := index.Vectors(t.Context(), "a"); err != nil || len(got) != 0 {
		t.Errorf("of an emptied index: %v, %v", got, err)
	}
}

// The animals are words that no vocabulary of the field connects.
func replace(t *testing.T, index retrieval.Index) {
	put(t, index, "caching",
		passage("caching", "old", "Old", "quokka wombat", 1, 0, 0, 0),
		passage("caching", "kept", "Kept", "so long", 0, 1, 0, 0))
	put(t, index, "other", passage("other", "one", "One", "wombat elsewhere", 0, 0, 1, 0))
	put(t, index, "caching",
		passage("caching", "kept", "Kept", "so long, in seconds", 0, 1, 0, 0),
		passage("caching", "new", "New", "numbat burrow", 0, 0, 0, 1))

	wantIDs(t, "a word of the old guide", find(t, index, retrieval.Request{Text: "quokka"}))
	wantIDs(t, "a word of old and other", find(t, index, retrieval.Request{Text: "wombat"}), "other#one")
	wantIDs(t, "a word of the new guide", find(t, index, retrieval.Request{Text: "seconds"}), "caching#kept")
	wantIDs(t, "the old vector", find(t, index, retrieval.Request{Vector: []float32{1, 0, 0, 0}}))
	if _, err := index.Passage(t.Context(), "caching#old"); !errors.Is(err, retrieval.ErrNotFound) {
		t.Errorf("a replaced passage: %v, want ErrNotFound", err)
	}
	if got := stats(t, index); got.Guides != 2 || got.Passages != 3 {
		t.Errorf("stats: %+v", got)
	}
	put(t, index, "caching")
	wantIDs(t, "a guide that became empty", find(t, index, retrieval.Request{Text: "numbat"}))
	if got := stats(t, index); got.Guides != 2 || got.Passages != 1 {
		t.Errorf("stats: %+v", got)
	}
}

func replaceFails(t *testing.T, index retrieval.Index) {
	put(t, index, "caching", passage("caching", "one", "One", "eviction", 1, 0, 0, 0))
	put(t, index, "other", passage("other", "two", "Two", "sharding", 0, 1, 0, 0))
	before := stats(t, index)

	stolen := passage("other", "two", "Two", "stolen")
	stolen.Guide = "caching"
	short := passage("caching", "short", "Short", "short")
	short.Vector = short.Vector[:3]
	endless := passage("caching", "endless", "Endless", "endless", float32(math.Inf(1)), 0, 0, 0)
	fine := passage("caching", "fine", "Fine", "fine")
	for name, passages := range map[string][]retrieval.Embedded{
		"an id of another guide": {fine, stolen},
		"an id twice":            {fine, fine},
		"another guide's":        {passage("other", "three", "Three", "three")},
		"a short vector":         {fine, short},
		"an infinite vector":     {fine, endless},
	} {
		if err := index.Replace(t.Context(), space, guide("caching"), passages); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := index.Replace(t.Context(), space, retrieval.Guide{}, nil); err == nil {
		t.Error("a guide without an id: no error")
	}
	if after := stats(t, index); after != before {
		t.Errorf("stats changed from %+v to %+v", before, after)
	}
	wantIDs(t, "what was there", find(t, index, retrieval.Request{Text: "eviction"}), "caching#one")
	wantIDs(t, "what failed", find(t, index, retrieval.Request{Text: "fine stolen short endless"}))
}

func remove(t *testing.T, index retrieval.Index) {
	put(t, index, "a", passage("a", "x", "X", "eviction", 1, 0, 0, 0))
	put(t, index, "b", passage("b", "x", "X", "eviction", 1, 0, 0, 0))
	if err := index.Remove(t.Context(), "a", "never was"); err != nil {
		t.Fatal(err)
	}
	wantIDs(t, "after one", find(t, index, retrieval.Request{Text: "eviction", Vector: []float32{1, 0, 0, 0}}), "b#x")
	if err := index.Remove(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	if got := stats(t, index); got.Guides != 0 || got.Passages != 0 || got.Space != (retrieval.Space{}) {
		t.Errorf("stats of an emptied index: %+v", got)
	}
	other := retrieval.Space{Embedder: "other", Dimensions: 2}
	p := passage("c", "x", "X", "eviction")
	p.Vector = []float32{1, 1}
	if err := index.Replace(t.Context(), other, guide("c"), []retrieval.Embedded{p}); err != nil {
		t.Fatalf("an emptied index takes another space: %v", err)
	}
	wantIDs(t, "in the other space", find(t, index, retrieval.Request{Vector: []float32{1, 0}, Space: other}), "c#x")
}

func oneSpace(t *testing.T, index retrieval.Index) {
	put(t, index, "a", passage("a", "x", "X", "eviction", 1, 0, 0, 0))
	p := passage("b", "x", "X", "eviction")
	for _, other := range []retrieval.Space{{Embedder: "other", Dimensions: 4}, {Embedder: "hand", Dimensions: 3}} {
		p.Vector = make([]float32, other.Dimensions)
		err := index.Replace(t.Context(), other, guide("b"), []retrieval.Embedded{p})
		if !errors.Is(err, retrieval.ErrSpace) {
			t.Errorf("replace in %+v: %v, want ErrSpace", other, err)
		}
		_, err = index.Search(t.Context(), retrieval.Request{Text: "eviction", K: 1, Vector: make([]float32, other.Dimensions), Space: other})
		var mismatch *retrieval.SpaceError
		if !errors.Is(err, retrieval.ErrSpace) || !errors.As(err, &mismatch) {
			t.Errorf("search in %+v: %v, want a SpaceError", other, err)
		} else if mismatch.Index != space || mismatch.Given != other || !strings.Contains(err.Error(), "hand") {
			t.Errorf("search in %+v: %v", other, err)
		}
	}
	wantIDs(t, "words need no space", find(t, index, retrieval.Request{Text: "eviction"}), "a#x")
}
