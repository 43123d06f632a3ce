package indextest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

func reembed(t *testing.T, index retrieval.Index) {
	fill(t, index, 20)
	digest := stats(t, index).Digest
	other := retrieval.Space{Embedder: "other", Dimensions: 2}
	calls := 0
	err := index.Reembed(t.Context(), other, func(ctx context.Context, passages []retrieval.Passage) ([][]float32, error) {
		if calls++; calls == 1 { // another process goes on meanwhile
			put(t, index, "late", passage("late", "x", "H", "came late", 1, 0, 0, 0))
			put(t, index, "guide-03", passage("guide-03", "one", "One", "written anew", 1, 0, 0, 0))
			if err := index.Remove(ctx, "guide-04"); err != nil {
				t.Error(err)
			}
			wantIDs(t, "search meanwhile", find(t, index, retrieval.Request{Text: "late", Vector: []float32{1, 0, 0, 0}, K: 1}), "late#x")
		}
		vectors := make([][]float32, len(passages))
		for i, p := range passages {
			vectors[i] = []float32{0, 1}
			if strings.HasPrefix(p.ID, "late") {
				vectors[i] = []float32{1, 0}
			}
		}
		return vectors, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := stats(t, index)
	if got.Space != other || got.Guides != 20 || got.Passages != 20 || got.Digest == digest {
		t.Errorf("stats: %+v", got)
	}
	wantIDs(t, "in the new space", find(t, index, retrieval.Request{Vector: []float32{1, 0}, Space: other}), "late#x")
	if hits := find(t, index, retrieval.Request{Vector: []float32{0, 1}, Space: other, K: 50}); len(hits) != 19 {
		t.Errorf("in the new space: %d hits, want 19", len(hits))
	}
	_, err = index.Search(t.Context(), retrieval.Request{Vector: []float32{1, 0, 0, 0}, Space: space, K: 1})
	if !errors.Is(err, retrieval.ErrSpace) {
		t.Errorf("search in the old space: %v, want ErrSpace", err)
	}
	if err := index.Replace(t.Context(), space, guide("g"), nil); !errors.Is(err, retrieval.ErrSpace) {
		t.Errorf("replace in the old space: %v, want ErrSpace", err)
	}
}

func reembedFails(t *testing.T, index retrieval.Index) {
	fill(t, index, 3)
	other := retrieval.Space{Embedder: "other", Dimensions: 2}
	boom := errors.New("embedder is down")
	for name, embed := range map[string]func(context.Context, []retrieval.Passage) ([][]float32, error){
		"an error":        func(context.Context, []retrieval.Passage) ([][]float32, error) { return nil, boom },
		"too few vectors": func(context.Context, []retrieval.Passage) ([][]float32, error) { return nil, nil },
		"wrong dimensions": func(context.Context, []retrieval.Passage) ([][]float32, error) {
			return [][]float32{{1}, {1}, {1}}, nil
		},
	} {
		err := index.Reembed(t.Context(), other, embed)
		if err == nil || name == "an error" && !errors.Is(err, boom) {
			t.Errorf("%s: %v", name, err)
		}
		if hits := find(t, index, retrieval.Request{Vector: []float32{1, 0, 0, 0}}); len(hits) != 3 {
			t.Errorf("%s: %d hits in the old space afterwards, want 3", name, len(hits))
		}
	}
	if got := stats(t, index).Space; got != space {
		t.Errorf("space: %+v", got)
	}
}

// whileWriting rewrites a guide over and over, all its passages saying the
// same, while others search: no search may see two editions.
func whileWriting(t *testing.T, index retrieval.Index) {
	const editions, passages, readers = 15, 20, 4
	write := func(edition int) error {
		all := make([]retrieval.Embedded, passages)
		for i := range all {
			all[i] = passage("g", fmt.Sprint(i), "H", fmt.Sprintf("common edition%d", edition), 1, 0, 0, 0)
		}
		return index.Replace(t.Context(), space, guide("g"), all)
	}
	if err := write(0); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var group sync.WaitGroup
	for range readers {
		group.Go(func() {
			for finished := false; !finished; {
				select {
				case <-done:
					finished = true // one more search, after the last write
				default:
				}
				hits, err := index.Search(t.Context(), retrieval.Request{
					Text: "common", Vector: []float32{1, 0, 0, 0}, Space: space, K: 2 * passages,
				})
				if err != nil {
					t.Errorf("search: %v", err)
					return
				}
				if len(hits) != passages {
					t.Errorf("%d hits, want %d", len(hits), passages)
					return
				}
				for _, h := range hits {
					if h.Text != hits[0].Text {
						t.Errorf("%q beside %q", h.Text, hits[0].Text)
						return
					}
				}
			}
		})
	}
	for edition := 1; edition < editions; edition++ {
		if err := write(edition); err != nil {
			t.Errorf("edition %d: %v", edition, err)
			break
		}
	}
	close(done)
	group.Wait()
	if hits := find(t, index, retrieval.Request{Text: fmt.Sprintf("edition%d", editions-1), K: 2 * passages}); len(hits) != passages {
		t.Errorf("last edition: %d hits, want %d", len(hits), passages)
	}
}

// writers lets several write guides of their own, and one that they share, at
// once.
func writers(t *testing.T, index retrieval.Index) {
	const count, each = 4, 5
	var group sync.WaitGroup
	for w := range count {
		group.Go(func() {
			for i := range each {
				own := fmt.Sprintf("g%d-%d", w, i)
				for _, id := range []string{own, "shared"} {
					p := passage(id, "x", "H", "written at once", 1, 0, 0, 0)
					if err := index.Replace(t.Context(), space, guide(id), []retrieval.Embedded{p}); err != nil {
						t.Errorf("replace %s: %v", id, err)
						return
					}
				}
			}
		})
	}
	group.Wait()
	if got := stats(t, index); got.Guides != count*each+1 || got.Passages != count*each+1 {
		t.Errorf("stats: %+v", got)
	}
	if hits := find(t, index, retrieval.Request{Text: "written", K: 100}); len(hits) != count*each+1 {
		t.Errorf("%d hits, want %d", len(hits), count*each+1)
	}
}
