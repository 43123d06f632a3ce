package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// recorder is an index that says what it was asked; only Search may be called.
type recorder struct {
	retrieval.Index
	requests []retrieval.Request
	err      error // for requests with a vector
}

func (r *recorder) Search(_ context.Context, request retrieval.Request) ([]retrieval.Hit, error) {
	r.requests = append(r.requests, request)
	if r.err != nil && request.Vector != nil {
		return nil, r.err
	}
	return []retrieval.Hit{{Passage: retrieval.Passage{ID: "g#x"}, Score: 1}}, nil
}

type embedder struct {
	vectors [][]float32
	err     error
}

func (e embedder) Embed(context.Context, []string) ([][]float32, error) { return e.vectors, e.err }
func (embedder) Name() string                                           { return "test" }
func (embedder) Dimensions() int                                        { return 2 }

type weighing struct{ embedder }

func (weighing) Weights() retrieval.Weights { return retrieval.Weights{Words: 3, Vector: 1} }
func (weighing) EmbedQuery(_ context.Context, text string) ([]float32, error) {
	return []float32{float32(len(text)), 0}, nil
}

var one = embedder{vectors: [][]float32{{1, 2}}}

func TestSearchRequest(t *testing.T) {
	t.Parallel()
	space := retrieval.Space{Embedder: "test", Dimensions: 2}
	filter := retrieval.Filter{Level: "L6"}
	// Twice as many are asked for as are wanted, because some may repeat others.
	for name, c := range map[string]struct {
		embedder retrieval.Embedder
		query    retrieval.Query
		want     retrieval.Request
	}{
		"as asked":    {one, retrieval.Query{Text: "a b", K: 3, Filter: filter}, retrieval.Request{Text: "a b", K: 6, Filter: filter, Vector: []float32{1, 2}, Space: space, Weights: retrieval.DefaultWeights}},
		"default k":   {one, retrieval.Query{Text: "a"}, retrieval.Request{Text: "a", K: 10, Vector: []float32{1, 2}, Space: space, Weights: retrieval.DefaultWeights}},
		"k too large": {one, retrieval.Query{Text: "a", K: 1 << 30}, retrieval.Request{Text: "a", K: retrieval.MaxK, Vector: []float32{1, 2}, Space: space, Weights: retrieval.DefaultWeights}},
		"words only":  {nil, retrieval.Query{Text: "a"}, retrieval.Request{Text: "a", K: 10, Weights: retrieval.DefaultWeights}},
		"its own way": {weighing{one}, retrieval.Query{Text: "abc"}, retrieval.Request{Text: "abc", K: 10, Vector: []float32{3, 0}, Space: space, Weights: retrieval.Weights{Words: 3, Vector: 1}}},
		"not UTF-8":   {one, retrieval.Query{Text: "a\xff\xfeb"}, retrieval.Request{Text: "a b", K: 10, Vector: []float32{1, 2}, Space: space, Weights: retrieval.DefaultWeights}},
	} {
		index := &recorder{}
		result, err := retrieval.NewSearcher(index, c.embedder).Search(t.Context(), c.query)
		if err != nil || result.Degraded != nil || len(result.Hits) != 1 {
			t.Errorf("%s: %+v, %v", name, result, err)
		}
		if len(index.requests) != 1 || !reflect.DeepEqual(index.requests[0], c.want) {
			t.Errorf("%s: asked %+v, want %+v", name, index.requests, c.want)
		}
	}
}

func TestSearchBlank(t *testing.T) {
	t.Parallel()
	index := &recorder{}
	for _, text := range []string{"", " \t\n", "\u00a0"} {
		result, err := retrieval.NewSearcher(index, one).Search(t.Context(), retrieval.Query{Text: text})
		if err != nil || len(result.Hits) != 0 {
			t.Errorf("%q: %+v, %v", text, result, err)
		}
	}
	if len(index.requests) != 0 {
		t.Errorf("the index was asked %+v", index.requests)
	}
}

func TestSearchLong(t *testing.T) {
	t.Parallel()
	index := &recorder{}
	text := strings.Repeat("снижение ", 20_000)
	if _, err := retrieval.NewSearcher(index, one).Search(t.Context(), retrieval.Query{Text: text}); err != nil {
		t.Fatal(err)
	}
	got := index.requests[0].Text
	if len(got) > 10_000 || !strings.HasPrefix(text, got) || strings.ContainsRune(got, '\ufffd') {
		t.Errorf("a query of %d bytes was cut to %d, ending in %q", len(text), len(got), got[len(got)-10:])
	}
}

func TestSearchDegrades(t *testing.T) {
	t.Parallel()
	down := errors.New("embedder is down")
	mismatch := &retrieval.SpaceError{Index: retrieval.Space{Embedder: "other", Dimensions: 3}}
	for name, c := range map[string]struct {
		embedder retrieval.Embedder
		index    *recorder
		cause    error
		asked    int
	}{
		"embedder down":    {embedder{err: down}, &recorder{}, down, 1},
		"too many vectors": {embedder{vectors: [][]float32{{1, 2}, {3, 4}}}, &recorder{}, nil, 1},
		"another space":    {one, &recorder{err: fmt.Errorf("wrapped: %w", mismatch)}, retrieval.ErrSpace, 2},
	} {
		result, err := retrieval.NewSearcher(c.index, c.embedder).Search(t.Context(), retrieval.Query{Text: "a"})
		if err != nil || len(result.Hits) != 1 {
			t.Errorf("%s: %+v, %v: words must answer", name, result, err)
		}
		if result.Degraded == nil || c.cause != nil && !errors.Is(result.Degraded, c.cause) {
			t.Errorf("%s: degraded by %v, want %v", name, result.Degraded, c.cause)
		}
		if len(c.index.requests) != c.asked || c.index.requests[c.asked-1].Vector != nil {
			t.Errorf("%s: asked %+v", name, c.index.requests)
		}
	}
	broken := errors.New("disk on fire")
	if _, err := retrieval.NewSearcher(&recorder{err: broken}, one).Search(t.Context(), retrieval.Query{Text: "a"}); !errors.Is(err, broken) {
		t.Errorf("index down: %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	left := errors.New("the user left")
	cancel(left)
	if _, err := retrieval.NewSearcher(&recorder{}, embedder{err: context.Canceled}).Search(ctx, retrieval.Query{Text: "a"}); !errors.Is(err, left) {
		t.Errorf("cancelled: %v, want its cause", err)
	}
}

func TestFuse(t *testing.T) {
	t.Parallel()
	list := []retrieval.Candidate{
		{ID: "words", Words: 10}, {ID: "vector", Vector: 0.9}, {ID: "both", Words: 6, Vector: 0.6}, {ID: "against", Words: 1, Vector: -0.5},
	}
	compare := retrieval.Fuse(list, retrieval.Weights{})
	for i, want := range []float64{0.5, 0.5, 0.3 + 1.0/3, 0.05} {
		if d := list[i].Fused - want; d > 1e-9 || d < -1e-9 {
			t.Errorf("%s has %v, want %v", list[i].ID, list[i].Fused, want)
		}
	}
	if compare(list[0], list[1]) <= 0 || compare(list[2], list[0]) >= 0 {
		t.Error("ties go by id, better scores first")
	}
	retrieval.Fuse(nil, retrieval.Weights{}) // nothing to do, nothing to divide by
	alone := []retrieval.Candidate{{ID: "a", Vector: 0.4}}
	if retrieval.Fuse(alone, retrieval.Weights{}); alone[0].Fused != 0.5 {
		t.Errorf("the only candidate has %v", alone[0].Fused)
	}
}

func TestEmbedText(t *testing.T) {
	t.Parallel()
	p := retrieval.Passage{Heading: []string{"Caching", "Cache-aside"}, Text: "Read first."}
	if got := retrieval.EmbedText(p); got != "Caching > Cache-aside\nRead first." {
		t.Errorf("%q", got)
	}
	if got := retrieval.EmbedText(retrieval.Passage{Text: "x"}); got != "x" {
		t.Errorf("%q", got)
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	a, b := retrieval.Guide{ID: "a", Hash: "1"}, retrieval.Guide{ID: "b", Hash: "2"}
	if retrieval.Digest([]retrieval.Guide{a, b}) != retrieval.Digest([]retrieval.Guide{b, a}) {
		t.Error("the order changes the digest")
	}
	b.Source, b.Title = "elsewhere", "another"
	if retrieval.Digest([]retrieval.Guide{a, b}) != retrieval.Digest([]retrieval.Guide{a, {ID: "b", Hash: "2"}}) {
		t.Error("what is not content changes the digest")
	}
	b.Hash = "3"
	if retrieval.Digest([]retrieval.Guide{a, b}) == retrieval.Digest([]retrieval.Guide{a, {ID: "b", Hash: "2"}}) {
		t.Error("content does not change the digest")
	}
}

// alikeIndex finds what it is told to.
type alikeIndex struct {
	retrieval.Index
	hits []retrieval.Hit
}

func (x alikeIndex) Search(_ context.Context, r retrieval.Request) ([]retrieval.Hit, error) {
	return x.hits[:min(r.K, len(x.hits))], nil
}

func TestNearlyAlikePassagesAreFolded(t *testing.T) {
	t.Parallel()
	text := "A token bucket holds as many tokens as a burst may have and is filled at the rate that is allowed in the long run"
	hit := func(id, text string) retrieval.Hit {
		return retrieval.Hit{Passage: retrieval.Passage{ID: id, Text: text}}
	}
	index := alikeIndex{hits: []retrieval.Hit{
		hit("a", text), hit("copy", strings.ToUpper(text)+"!"), hit("b", "A leaky bucket smooths"), hit("edited", text+" of it"), hit("b2", "a LEAKY bucket, smooths."), hit("c", "Something else"),
		hit("half", "A token bucket holds as many tokens as a burst, which is where the likeness of the two of them ends and the rest is new"),
	}}
	for k, want := range map[int]string{1: "a[copy] ", 2: "a[copy edited] b[] ", 10: "a[copy edited] b[b2] c[] half[] "} {
		result, err := retrieval.NewSearcher(index, nil).Search(t.Context(), retrieval.Query{Text: "bucket", K: k})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, h := range result.Hits {
			got += fmt.Sprint(h.ID, h.Also, " ")
		}
		if got != want {
			t.Errorf("k %d: %s, want %s", k, got, want)
		}
	}
}
