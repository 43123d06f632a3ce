package pgvector

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/embed/local"
)

// BenchmarkSearchByHand sets a search of 20,000 passages beside the same SQL sent through pgx by hand, on a connection that
// has its settings already and with a query that was embedded and analysed before. The two take turns, so that whatever else
// the machine does is shared.
func BenchmarkSearchByHand(b *testing.B) {
	url := os.Getenv("COACH_TEST_DATABASE_URL")
	if url == "" {
		b.Skip("COACH_TEST_DATABASE_URL is not set")
	}
	index, pool := filled(b, url)
	searcher := retrieval.NewSearcher(index, local.New())
	questions := []string{
		"How does the leader of a partition retry a write after a timeout? term77", "which cache evicts the oldest key",
		"token bucket limit for a region", "replicate the log to a quorum of zones term1200 term8", "stream batch index",
	}
	var ours, hand []time.Duration
	for i := 0; b.Loop(); i++ {
		question := questions[i%len(questions)]
		start := time.Now()
		result, err := searcher.Search(b.Context(), retrieval.Query{Text: question, K: 10})
		ours = append(ours, time.Since(start))
		if err != nil || len(result.Hits) == 0 {
			b.Fatalf("%d hits, %v", len(result.Hits), err)
		}
		vectors, err := local.New().Embed(b.Context(), []string{question})
		if err != nil {
			b.Fatal(err)
		}
		statement, args, err := index.known().statement(retrieval.Request{
			Text: question, Vector: vectors[0], Space: retrieval.SpaceOf(local.New()), K: 20, Weights: local.New().Weights(),
		})
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		rows, err := pool.Query(b.Context(), statement, args...)
		if err != nil {
			b.Fatal(err)
		}
		hits, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (retrieval.Hit, error) {
			var h retrieval.Hit
			err := row.Scan(append(passageInto(&h.Passage), &h.Score)...)
			return h, err
		})
		hand = append(hand, time.Since(start))
		if err != nil || len(hits) == 0 {
			b.Fatalf("by hand: %d hits, %v", len(hits), err)
		}
	}
	slices.Sort(ours)
	slices.Sort(hand)
	at := func(sorted []time.Duration, share float64) float64 {
		return float64(sorted[int(share*float64(len(sorted)-1))]) / float64(time.Millisecond)
	}
	b.ReportMetric(at(ours, 0.5), "ms/p50")
	b.ReportMetric(at(ours, 0.99), "ms/p99")
	b.ReportMetric(at(hand, 0.5), "ms/p50-by-hand")
	b.ReportMetric(at(hand, 0.99), "ms/p99-by-hand")
	b.ReportMetric(at(ours, 0.99)/at(hand, 0.99), "p99-ratio")
}

// filled gives an index of 20,000 passages in a schema of its own, and a pool on it whose connections have a search's settings.
func filled(b *testing.B, url string) (*Index, *pgxpool.Pool) {
	b.Helper()
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, url)
	if err != nil {
		b.Fatal(err)
	}
	schema := fmt.Sprintf("by_hand_%d", time.Now().UnixNano())
	if _, err := admin.Exec(ctx, "CREATE SCHEMA "+schema); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if _, err := admin.Exec(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			b.Error(err)
		}
		_ = admin.Close(ctx)
	})
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		b.Fatal(err)
	}
	config.ConnConfig.RuntimeParams["search_path"] = schema + ",public"
	if err := Prepare(ctx, config); err != nil {
		b.Fatal(err)
	}
	open := func(c *pgxpool.Config) *pgxpool.Pool {
		pool, err := pgxpool.NewWithConfig(ctx, c)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(pool.Close)
		return pool
	}
	index, err := New(ctx, open(config.Copy()))
	if err != nil {
		b.Fatal(err)
	}
	fill(b, index)
	set := config.Copy()
	set.ConnConfig.RuntimeParams["hnsw.ef_search"] = fmt.Sprint(efSearch)
	set.ConnConfig.RuntimeParams["hnsw.iterative_scan"] = "strict_order"
	set.ConnConfig.RuntimeParams["jit"] = "off"
	return index, open(set)
}

func fill(b *testing.B, index *Index) {
	b.Helper()
	words := strings.Fields("cache shard queue replica latency throughput consistency partition key token bucket leader election quorum write read index log stream batch retry backoff timeout limit region zone")
	random := uint64(1)
	word := func() string {
		random = random*6364136223846793005 + 1442695040888963407
		if random>>33%4 != 0 {
			return fmt.Sprint("term", random>>40%20_000)
		}
		return words[random>>40%uint64(len(words))]
	}
	for g := range 100 {
		guide := fmt.Sprint("guide", g)
		texts := make([]string, 200)
		for i := range texts {
			for range 120 {
				texts[i] += word() + " "
			}
		}
		vectors, err := local.New().Embed(b.Context(), texts)
		if err != nil {
			b.Fatal(err)
		}
		passages := make([]retrieval.Embedded, len(texts))
		for i, text := range texts {
			passages[i] = retrieval.Embedded{Passage: retrieval.Passage{ID: fmt.Sprintf("%s#%d", guide, i), Guide: guide, Text: text, Position: i}, Vector: vectors[i]}
		}
		if err := index.Replace(b.Context(), retrieval.SpaceOf(local.New()), retrieval.Guide{ID: guide, Hash: guide}, passages); err != nil {
			b.Fatal(err)
		}
	}
	if err := index.Settle(b.Context()); err != nil {
		b.Fatal(err)
	}
	if _, err := retrieval.NewSearcher(index, local.New()).Search(b.Context(), retrieval.Query{Text: "warm", K: 1}); err != nil {
		b.Fatal(err)
	}
}
