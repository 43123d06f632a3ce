package evaluate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// DefaultK is the usual cutoff.
const DefaultK = 10

// batch is how many documents are embedded and written at once. They have no
// guides; a batch of them makes one.
const batch = 1000

// A Report is what was measured: means over the questions, and how long a
// search took, its embedding included.
type Report struct {
	K         int
	Queries   int
	Documents int
	NDCG      float64
	Recall    float64
	MRR       float64
	P50, P99  time.Duration
}

// MarshalJSON names each figure by its cutoff: ndcg@10.
func (r Report) MarshalJSON() ([]byte, error) {
	ms := func(d time.Duration) string { return number(float64(d)/float64(time.Millisecond), 3) }
	return fmt.Appendf(nil, `{"queries":%d,"docs":%d,"ndcg@%d":%s,"recall@%d":%s,"mrr@%d":%s,"p50_ms":%s,"p99_ms":%s}`,
		r.Queries, r.Documents, r.K, number(r.NDCG, 4), r.K, number(r.Recall, 4), r.K, number(r.MRR, 4), ms(r.P50), ms(r.P99)), nil
}

func number(x float64, digits int) string { return strconv.FormatFloat(x, 'f', digits, 64) }

// Run fills an empty index with a set's documents and asks its questions, k
// hits each. With a nil embedder it measures words alone; vectors are then
// stored as zeros.
func Run(ctx context.Context, set *Set, index retrieval.Index, embedder retrieval.Embedder, k int) (Report, error) {
	if k < 1 || k > retrieval.MaxK {
		return Report{}, fmt.Errorf("cutoff %d: from 1 to %d", k, retrieval.MaxK)
	}
	if err := Fill(ctx, set, index, embedder); err != nil {
		return Report{}, err
	}
	return Ask(ctx, set, retrieval.NewSearcher(index, embedder), k)
}

// Fill puts a set's documents into an empty index.
func Fill(ctx context.Context, set *Set, index retrieval.Index, embedder retrieval.Embedder) error {
	stats, err := index.Stats(ctx)
	if err != nil {
		return fmt.Errorf("look at the index to fill: %w", err)
	}
	if stats.Guides > 0 {
		return errors.New("the index to measure with is not empty: it would mix the judged set with guides")
	}
	number := 0
	for documents := range slices.Chunk(set.Documents, batch) {
		number++
		if err := fillBatch(ctx, index, embedder, fmt.Sprintf("batch-%05d", number), documents); err != nil {
			return fmt.Errorf("index judged set: %w", err)
		}
	}
	if s, ok := index.(retrieval.Settler); ok {
		if err := s.Settle(ctx); err != nil {
			return fmt.Errorf("settle index: %w", err)
		}
	}
	return nil
}

func fillBatch(ctx context.Context, index retrieval.Index, embedder retrieval.Embedder, guide string, documents []Document) error {
	passages := make([]retrieval.Embedded, len(documents))
	texts := make([]string, len(documents))
	for i, d := range documents {
		p := retrieval.Passage{ID: d.ID, Guide: guide, Text: d.Text, Position: i, Hash: d.ID}
		if d.Title != "" {
			p.Heading = []string{d.Title}
		}
		passages[i].Passage, texts[i] = p, retrieval.EmbedText(p)
	}
	space := retrieval.Space{Embedder: "none", Dimensions: 1}
	vectors := make([][]float32, len(texts))
	if embedder != nil {
		var err error
		space = retrieval.SpaceOf(embedder)
		if vectors, err = embedder.Embed(ctx, texts); err != nil {
			return err
		}
		if err := retrieval.CheckVectors(space, len(texts), vectors); err != nil {
			return err
		}
	} else {
		for i := range vectors {
			vectors[i] = make([]float32, 1)
		}
	}
	for i := range passages {
		passages[i].Vector = vectors[i]
	}
	return index.Replace(ctx, space, retrieval.Guide{ID: guide, Title: guide, Hash: guide}, passages)
}

// Ask measures a filled index.
func Ask(ctx context.Context, set *Set, searcher *retrieval.Searcher, k int) (Report, error) {
	return measure(ctx, set, k, asking(searcher, k))
}

// measure asks all questions and averages.
func measure(ctx context.Context, set *Set, k int, ask func(context.Context, string) ([]string, error)) (Report, error) {
	report := Report{K: k, Queries: len(set.Questions), Documents: len(set.Documents)}
	// What an index does once, such as load itself into memory, is no search's.
	if _, err := ask(ctx, set.Questions[0].Text); err != nil {
		return Report{}, fmt.Errorf("first search: %w", err)
	}
	times := make([]time.Duration, 0, len(set.Questions))
	for _, q := range set.Questions {
		start := time.Now()
		ranked, err := ask(ctx, q.Text)
		times = append(times, time.Since(start))
		if err != nil {
			return Report{}, fmt.Errorf("query %s: %w", q.ID, err)
		}
		report.NDCG += NDCG(ranked, q.Judgments, k)
		report.Recall += Recall(ranked, q.Judgments, k)
		report.MRR += ReciprocalRank(ranked, q.Judgments, k)
	}
	n := float64(len(set.Questions))
	report.NDCG, report.Recall, report.MRR = report.NDCG/n, report.Recall/n, report.MRR/n
	slices.Sort(times)
	report.P50, report.P99 = quantile(times, 0.50), quantile(times, 0.99)
	return report, nil
}

// quantile is the smallest time that a share q of them does not exceed.
func quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)]
}
