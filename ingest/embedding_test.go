package ingest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// moody fails so often before it answers.
type moody struct {
	failures atomic.Int64
	calls    atomic.Int64
	now      atomic.Int64
	most     atomic.Int64
	short    bool
	gate     *sync.WaitGroup // if set, calls wait for each other
}

var errMood = errors.New("not in the mood")

func (m *moody) Embed(_ context.Context, texts []string) ([][]float32, error) {
	m.calls.Add(1)
	now := m.now.Add(1)
	defer m.now.Add(-1)
	for most := m.most.Load(); now > most && !m.most.CompareAndSwap(most, now); most = m.most.Load() {
	}
	if m.gate != nil {
		m.gate.Done()
		m.gate.Wait()
	}
	if m.failures.Add(-1) >= 0 {
		return nil, errMood
	}
	vectors := make([][]float32, len(texts))
	for i, t := range texts {
		vectors[i] = []float32{float32(len(t)), 1}
	}
	if m.short {
		return vectors[1:], nil
	}
	return vectors, nil
}
func (*moody) Name() string    { return "moody" }
func (*moody) Dimensions() int { return 2 }

func passagesOfLength(n int) []retrieval.Passage {
	out := make([]retrieval.Passage, n)
	for i := range out {
		out[i].Text = fmt.Sprintf("%0*d", i+1, 0)
	}
	return out
}

func TestEmbedding(t *testing.T) {
	t.Parallel()
	at := func(m *moody, concurrency int) *embedding {
		e := newEmbedding(m, concurrency)
		e.wait = func(int) time.Duration { return 0 }
		return e
	}
	m := &moody{}
	vectors, err := at(m, 3).passages(t.Context(), passagesOfLength(200))
	if err != nil || len(vectors) != 200 {
		t.Fatalf("%d vectors, %v", len(vectors), err)
	}
	for i, v := range vectors {
		if v[0] != float32(i+1) {
			t.Fatalf("vector %d is of another text: %v", i, v)
		}
	}
	if m.calls.Load() != 4 {
		t.Errorf("%d requests for 200 passages, want 4", m.calls.Load())
	}

	m = &moody{}
	m.failures.Store(attempts - 1)
	if _, err := at(m, 1).passages(t.Context(), passagesOfLength(3)); err != nil || m.calls.Load() != attempts {
		t.Errorf("patience: %v after %d attempts", err, m.calls.Load())
	}
	m = &moody{}
	m.failures.Store(1000)
	if _, err := at(m, 1).passages(t.Context(), passagesOfLength(3)); !errors.Is(err, errMood) || m.calls.Load() != attempts {
		t.Errorf("patience without end: %v after %d attempts", err, m.calls.Load())
	}
	m = &moody{short: true}
	if _, err := at(m, 1).passages(t.Context(), passagesOfLength(3)); err == nil || m.calls.Load() != 1 {
		t.Errorf("too few vectors: %v after %d attempts", err, m.calls.Load())
	}
}

// TestEmbeddingConcurrency: three requests are under way at once, and no more.
func TestEmbeddingConcurrency(t *testing.T) {
	t.Parallel()
	gate := &sync.WaitGroup{}
	gate.Add(3)
	m := &moody{gate: gate}
	if _, err := newEmbedding(m, 3).passages(t.Context(), passagesOfLength(3*batchSize)); err != nil {
		t.Fatal(err)
	}
	if m.most.Load() != 3 {
		t.Errorf("%d at once, want 3", m.most.Load())
	}
}

func TestEmbeddingCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	left := errors.New("the user left")
	m := &moody{}
	m.failures.Store(1000)
	e := newEmbedding(m, 1)
	e.wait = func(int) time.Duration { cancel(left); return time.Hour }
	if _, err := e.passages(ctx, passagesOfLength(1)); !errors.Is(err, left) {
		t.Errorf("%v, want the cause", err)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for attempt := range attempts {
		most := 500 * time.Millisecond << attempt
		for range 20 {
			if d := backoff(attempt); d < most/2 || d > most {
				t.Errorf("after attempt %d: %s, want %s to %s", attempt, d, most/2, most)
			}
		}
	}
}
