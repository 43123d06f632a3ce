package evaluate

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// A Variant is one way to search and what it reached.
type Variant struct {
	Name string
	Report
}

// MarshalJSON puts the name before the report's figures.
func (v Variant) MarshalJSON() ([]byte, error) {
	name, err := json.Marshal(v.Name)
	if err != nil {
		return nil, fmt.Errorf("encode %q: %w", v.Name, err)
	}
	figures, err := v.Report.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, `{"name":%s,%s`, name, figures[1:]), nil
}

// A Comparison is a report with the variants beside it.
type Comparison struct {
	Report
	Variants []Variant
}

// MarshalJSON adds the variants to the report's figures.
func (c Comparison) MarshalJSON() ([]byte, error) {
	figures, err := c.Report.MarshalJSON()
	if err != nil {
		return nil, err
	}
	variants, err := json.Marshal(c.Variants)
	if err != nil {
		return nil, fmt.Errorf("encode the variants: %w", err)
	}
	return fmt.Appendf(nil, `%s,"variants":%s}`, figures[:len(figures)-1], variants), nil
}

// The variants, by name. The first one is no part of the product but what it has to beat.
const (
	PlainBM25   = "plain BM25"
	WordsOnly   = "words only"
	VectorsOnly = "vectors only"
	Fused       = "fused"
)

// Compare asks a filled index a set's questions in each way: by plain BM25 (k1 0.9, b 0.4) over the same documents, by words
// alone, by vectors alone, and fused, as the product does.
func Compare(ctx context.Context, set *Set, index retrieval.Index, embedder retrieval.Embedder, k int) ([]Variant, error) {
	yardstick := newBM25(set.Documents)
	searcher, words := retrieval.NewSearcher(index, embedder), retrieval.NewSearcher(index, nil)
	searchers := []struct {
		name string
		ask  func(ctx context.Context, question string) ([]string, error)
	}{
		{PlainBM25, func(_ context.Context, question string) ([]string, error) { return yardstick.search(question, k), nil }},
		{WordsOnly, asking(words, k)},
		{VectorsOnly, func(ctx context.Context, question string) ([]string, error) {
			return byVector(ctx, index, embedder, question, k)
		}},
		{Fused, asking(searcher, k)},
	}
	variants := make([]Variant, len(searchers))
	for i, s := range searchers {
		report, err := measure(ctx, set, k, s.ask)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		variants[i] = Variant{s.name, report}
	}
	return variants, nil
}

// byVector ranks by the vectors' likeness alone.
func byVector(ctx context.Context, index retrieval.Index, embedder retrieval.Embedder, question string, k int) ([]string, error) {
	request := retrieval.Request{K: k, Space: retrieval.SpaceOf(embedder)}
	if q, ok := embedder.(retrieval.QueryEmbedder); ok {
		vector, err := q.EmbedQuery(ctx, question)
		if err != nil {
			return nil, fmt.Errorf("embed: %w", err)
		}
		request.Vector = vector
	} else {
		vectors, err := embedder.Embed(ctx, []string{question})
		if err != nil || len(vectors) != 1 {
			return nil, fmt.Errorf("embed: %d vectors: %w", len(vectors), err)
		}
		request.Vector = vectors[0]
	}
	hits, err := index.Search(ctx, request)
	return ids(hits), err
}

// asking asks a searcher, and refuses an answer that the vectors had no part in though they should.
func asking(searcher *retrieval.Searcher, k int) func(context.Context, string) ([]string, error) {
	return func(ctx context.Context, question string) ([]string, error) {
		result, err := searcher.Search(ctx, retrieval.Query{Text: question, K: k})
		if err == nil && result.Degraded != nil {
			err = fmt.Errorf("only words answered: %w", result.Degraded)
		}
		return ids(result.Hits), err
	}
}

func ids(hits []retrieval.Hit) []string {
	ranked := make([]string, len(hits))
	for i, h := range hits {
		ranked[i] = h.ID
	}
	return ranked
}
