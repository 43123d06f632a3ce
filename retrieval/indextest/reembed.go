package indextest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// reembedTwice begins a second change of embedder when the first is half done.
// Whichever comes out, no search may meet vectors of both.
func reembedTwice(t *testing.T, index retrieval.Index) {
	passages := make([]retrieval.Embedded, 600) // more than one batch
	for i := range passages {
		passages[i] = passage("g", fmt.Sprint(i), "H", fmt.Sprint("text ", i), 1, 0, 0, 0)
	}
	put(t, index, "g", passages...)
	calls, stopped := 0, errors.New("stopped half-way")
	embed := func(vector []float32, after int, then func() error) func(context.Context, []retrieval.Passage) ([][]float32, error) {
		count := 0
		return func(_ context.Context, passages []retrieval.Passage) ([][]float32, error) {
			vectors := make([][]float32, len(passages))
			for i := range vectors {
				vectors[i] = vector
			}
			if count++; count == after {
				return vectors, then()
			}
			return vectors, nil
		}
	}
	first, second := retrieval.Space{Embedder: "first", Dimensions: 2}, retrieval.Space{Embedder: "second", Dimensions: 2}
	err := index.Reembed(t.Context(), first, embed([]float32{0, 1}, 2, func() error {
		calls++
		err := index.Reembed(t.Context(), second, embed([]float32{1, 0}, 2, func() error { return stopped }))
		if !errors.Is(err, stopped) {
			t.Errorf("second: %v", err)
		}
		return nil
	}))
	if calls != 1 {
		t.Fatalf("the second began %d times", calls)
	}
	want, vector := first, []float32{0, 1}
	if err != nil { // the second one put an end to it
		want, vector = space, []float32{1, 0, 0, 0}
	}
	if got := stats(t, index).Space; got != want {
		t.Errorf("space %+v, want %+v after %v", got, want, err)
	}
	vectors, err := index.Vectors(t.Context(), "g")
	if err != nil || len(vectors) == 0 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for hash, v := range vectors {
		if fmt.Sprint(v) != fmt.Sprint(vector) {
			t.Fatalf("passage %s has vector %v, want %v", hash, v, vector)
		}
	}
	// What the second left behind is in nobody's way.
	if err := index.Remove(t.Context(), "g"); err != nil {
		t.Fatal(err)
	}
	if err := index.Replace(t.Context(), second, guide("g"), nil); err != nil {
		t.Fatalf("a new embedder in an index that was emptied: %v", err)
	}
}
