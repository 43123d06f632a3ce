package pgvector_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/embed/local"
	"github.com/interviewcoach/interviewcoach/retrieval/pgvector"
)

func put(t testing.TB, index retrieval.Index, guide string, texts ...string) {
	t.Helper()
	vectors, err := local.New().Embed(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	passages := make([]retrieval.Embedded, len(texts))
	for i, text := range texts {
		passages[i] = retrieval.Embedded{
			Passage: retrieval.Passage{ID: fmt.Sprintf("%s#%d", guide, i), Guide: guide, Text: text}, Vector: vectors[i],
		}
	}
	err = index.Replace(context.Background(), retrieval.SpaceOf(local.New()), retrieval.Guide{ID: guide, Hash: texts[0]}, passages)
	if err != nil {
		t.Fatal(err)
	}
}

func find(t testing.TB, index retrieval.Index, text string) string {
	t.Helper()
	result, err := retrieval.NewSearcher(index, local.New()).Search(context.Background(), retrieval.Query{Text: text, K: 1})
	if err != nil || result.Degraded != nil {
		t.Fatalf("search %q: %v, %v", text, err, result.Degraded)
	}
	if len(result.Hits) == 0 {
		return ""
	}
	return result.Hits[0].ID
}

// TestTwoProcesses has two indexes, each with a pool and memory of its own, on
// one schema.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	c := config(t)
	one, two := open(t, c), open(t, c)
	put(t, one, "animals", "the wombat digs")
	if got := find(t, two, "wombats"); got != "animals#0" {
		t.Errorf("the other process finds %q", got)
	}
	put(t, two, "animals", "nothing of the sort", "a wombat")
	if got := find(t, one, "wombats"); got != "animals#1" {
		t.Errorf("after the other's write: %q", got)
	}
	if err := two.Remove(t.Context(), "animals"); err != nil {
		t.Fatal(err)
	}
	if got := find(t, one, "wombats"); got != "" {
		t.Errorf("after the other's removal: %q", got)
	}
	put(t, two, "animals", "the wombat is back")
	if got := find(t, one, "wombats"); got != "animals#0" {
		t.Errorf("after the index was empty: %q", got)
	}
}

func TestStartAtOnce(t *testing.T) {
	t.Parallel()
	c := config(t)
	var group sync.WaitGroup
	for range 4 {
		own := c.Copy()
		group.Go(func() {
			if err := pgvector.Prepare(context.Background(), own); err != nil {
				t.Errorf("prepare: %v", err)
				return
			}
			p, err := pgxpool.NewWithConfig(context.Background(), own)
			if err != nil {
				t.Error(err)
				return
			}
			defer p.Close()
			if _, err := pgvector.New(context.Background(), p); err != nil {
				t.Errorf("started at once: %v", err)
			}
		})
	}
	group.Wait()
}

func TestNewerDatabase(t *testing.T) {
	t.Parallel()
	c := config(t)
	open(t, c)
	p := pool(t, c)
	if _, err := p.Exec(t.Context(), `INSERT INTO retrieval_versions (version_id, is_applied) VALUES (999, true)`); err != nil {
		t.Fatal(err)
	}
	if _, err := pgvector.New(t.Context(), p); !errors.Is(err, retrieval.ErrNewer) {
		t.Errorf("%v, want ErrNewer", err)
	}
}

func TestPrepareKeepsAfterConnect(t *testing.T) {
	t.Parallel()
	c := config(t)
	called := false
	c.AfterConnect = func(context.Context, *pgx.Conn) error {
		called = true
		return nil
	}
	if err := pool(t, c).Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !called {
		t.Error("the AfterConnect that was there is not called any more")
	}
}

// TestReanalyse: words of another version of the analysis are written anew.
func TestReanalyse(t *testing.T) {
	t.Parallel()
	c := config(t)
	put(t, open(t, c), "animals", "the wombat digs")
	p := pool(t, c)
	for _, statement := range []string{
		`UPDATE retrieval_index SET analysis = 0`, `UPDATE retrieval_words SET terms = '{}'`, `UPDATE retrieval_guides SET documents = ''`,
	} {
		if _, err := p.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	index, err := pgvector.New(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	hits, err := index.Search(t.Context(), retrieval.Request{Text: "wombats", K: 1})
	if err != nil || len(hits) != 1 {
		t.Errorf("by words: %v, %v", hits, err)
	}
}

// TestSettle: impacts follow the mean length, and more than one Settle changes
// nothing.
func TestSettle(t *testing.T) {
	t.Parallel()
	c := config(t)
	index := open(t, c)
	put(t, index, "short", "a wombat")
	put(t, index, "long", "the wombat digs holes in gardens, meadows, forests, hills, valleys, deserts, islands")
	p := pool(t, c)
	mean := func() (mean float64) {
		if err := p.QueryRow(t.Context(), `SELECT mean_length FROM retrieval_index`).Scan(&mean); err != nil {
			t.Fatal(err)
		}
		return mean
	}
	before := mean()
	for range 2 {
		if err := index.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if after := mean(); after <= before {
		t.Errorf("mean length %v, and %v after a longer guide came", before, after)
	}
	if got := find(t, index, "wombats"); got != "short#0" {
		t.Errorf("found %q", got)
	}
}

// BenchmarkSearch searches 20,000 passages by words and vectors.
func BenchmarkSearch(b *testing.B) {
	index := open(b, config(b))
	words := []string{
		"cache", "shard", "queue", "replica", "latency", "throughput", "consistency", "partition", "key", "token", "bucket", "leader",
		"election", "quorum", "write", "read", "index", "log", "stream", "batch", "retry", "backoff", "timeout", "limit", "region", "zone",
	}
	random := uint64(1)
	word := func() string {
		random = random*6364136223846793005 + 1442695040888963407
		if random>>33%4 != 0 {
			return fmt.Sprint("term", random>>40%20_000)
		}
		return words[random>>40%uint64(len(words))]
	}
	const guides, each = 100, 200
	for g := range guides {
		texts := make([]string, each)
		for i := range texts {
			for range 120 {
				texts[i] += word() + " "
			}
		}
		put(b, index, fmt.Sprint("guide", g), texts...)
	}
	if err := index.Settle(b.Context()); err != nil {
		b.Fatal(err)
	}
	searcher := retrieval.NewSearcher(index, local.New())
	query := retrieval.Query{Text: "How does the leader of a partition retry a write after a timeout? term77", K: 5}
	if _, err := searcher.Search(b.Context(), query); err != nil {
		b.Fatal(err)
	}
	var times []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		if _, err := searcher.Search(b.Context(), query); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100])/float64(time.Millisecond), "ms/p99")
}
