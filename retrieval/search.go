package retrieval

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// DefaultK is how many hits a query gets that doesn't say.
	DefaultK = 5
	// maxQuery is how much of a query is read, in bytes: far more than a
	// question, and enough for a pasted section.
	maxQuery = 8 << 10
	// embedTimeout bounds the wait for a query's vector. Words answer at once,
	// and a person is waiting.
	embedTimeout = 5 * time.Second
)

// A Query is what somebody wants to know.
type Query struct {
	Text string
	// K is how many hits are wanted; 0 means DefaultK, and MaxK is the most.
	K      int
	Filter Filter
}

// A Result is what a search found.
type Result struct {
	Hits []Hit
	// Degraded says why the vectors had no part in it; nil when they had.
	Degraded error
}

// A Searcher answers queries: it has the query embedded and asks the index. It
// is safe for concurrent use.
type Searcher struct {
	index    Index
	embedder Embedder
	weights  Weights
}

// NewSearcher searches index with vectors by embedder, weighted as the
// embedder suggests if it is a Weigher. With a nil embedder only words count.
func NewSearcher(index Index, embedder Embedder) *Searcher {
	s := &Searcher{index: index, embedder: embedder, weights: DefaultWeights}
	if w, ok := embedder.(Weigher); ok {
		s.weights = w.Weights()
	}
	return s
}

// Search finds the passages that bear on a query, best first; of those that are nearly alike, the best. A blank query
// finds nothing. If the query can't be embedded, or the index was written by
// another embedder, words alone answer and Result.Degraded says why.
func (s *Searcher) Search(ctx context.Context, query Query) (Result, error) {
	text := clip(strings.ToValidUTF8(query.Text, " "), maxQuery)
	if strings.TrimSpace(text) == "" {
		return Result{}, nil
	}
	request := Request{Text: text, K: query.K, Filter: query.Filter, Weights: s.weights}
	if request.K <= 0 {
		request.K = DefaultK
	}
	k := min(request.K, MaxK)
	request.K = min(2*k, MaxK) // some may repeat others

	var degraded error
	if s.embedder != nil {
		request.Space = SpaceOf(s.embedder)
		request.Vector, degraded = s.embed(ctx, text)
		if ctx.Err() != nil {
			return Result{}, fmt.Errorf("embed query: %w", context.Cause(ctx))
		}
	}
	hits, err := s.index.Search(ctx, request)
	if errors.Is(err, ErrSpace) {
		degraded, request.Vector = err, nil
		hits, err = s.index.Search(ctx, request)
	}
	if err != nil {
		return Result{}, fmt.Errorf("search index: %w", err)
	}
	return Result{Hits: foldAlike(hits, k), Degraded: degraded}, nil
}

// Passage gives one passage of the index, or ErrNotFound.
func (s *Searcher) Passage(ctx context.Context, id string) (Passage, error) {
	return s.index.Passage(ctx, id)
}

func (s *Searcher) embed(ctx context.Context, text string) ([]float32, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, embedTimeout,
		fmt.Errorf("embedder %s did not answer within %s", s.embedder.Name(), embedTimeout))
	defer cancel()
	if q, ok := s.embedder.(QueryEmbedder); ok {
		vector, err := q.EmbedQuery(ctx, text)
		if err != nil {
			return nil, fmt.Errorf("embed query with %s: %w", s.embedder.Name(), err)
		}
		return vector, nil
	}
	vectors, err := s.embedder.Embed(ctx, []string{text})
	if err != nil {
		return nil, fmt.Errorf("embed query with %s: %w", s.embedder.Name(), err)
	}
	if len(vectors) != 1 {
		return nil, fmt.Errorf("embed query with %s: %d vectors for one text", s.embedder.Name(), len(vectors))
	}
	return vectors[0], nil
}

// clip cuts s to at most n bytes, between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
