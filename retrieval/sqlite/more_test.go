package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/embed/local"
	"github.com/interviewcoach/interviewcoach/retrieval/sqlite"
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

// TestTwoProcesses has two indexes, each with memory and handles of its own, on
// one file.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	one, two := open(t, path), open(t, path)
	put(t, one, "caching", "evict the oldest entry")
	if got := find(t, two, "eviction"); got != "caching#0" {
		t.Errorf("the other process finds %q", got)
	}
	put(t, two, "caching", "nothing of the sort", "evict it")
	if got := find(t, one, "eviction"); got != "caching#1" {
		t.Errorf("after the other's write: %q", got)
	}
	if err := two.Remove(t.Context(), "caching"); err != nil {
		t.Fatal(err)
	}
	if got := find(t, one, "eviction"); got != "" {
		t.Errorf("after the other's removal: %q", got)
	}
	if got := find(t, open(t, path), "eviction"); got != "" {
		t.Errorf("opened again: %q", got)
	}
}

func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	failed := make(chan error)
	const processes = 4
	for range processes {
		read, write := handles(t, path)
		go func() {
			_, err := sqlite.New(context.Background(), read, write)
			failed <- err
		}()
	}
	for range processes {
		if err := <-failed; err != nil {
			t.Errorf("opened at once: %v", err)
		}
	}
}

func TestNewerDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	open(t, path)
	read, write := handles(t, path)
	if _, err := write.ExecContext(t.Context(), `INSERT INTO retrieval_versions (version_id, is_applied) VALUES (999, 1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.New(t.Context(), read, write); !errors.Is(err, retrieval.ErrNewer) {
		t.Errorf("%v, want ErrNewer", err)
	}
}

// TestReanalyse: terms of another version of the analysis are written anew.
func TestReanalyse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	put(t, open(t, path), "caching", "evict the oldest entry")
	read, write := handles(t, path)
	for _, statement := range []string{`UPDATE retrieval_index SET analysis = 0`, `UPDATE retrieval_passages SET terms = x''`} {
		if _, err := write.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	index, err := sqlite.New(t.Context(), read, write)
	if err != nil {
		t.Fatal(err)
	}
	hits, err := index.Search(t.Context(), retrieval.Request{Text: "eviction", K: 1})
	if err != nil || len(hits) != 1 {
		t.Errorf("by words: %v, %v", hits, err)
	}
}

// BenchmarkSearch searches 20,000 passages by words and vectors.
func BenchmarkSearch(b *testing.B) {
	index := open(b, filepath.Join(b.TempDir(), "coach.db"))
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
	searcher := retrieval.NewSearcher(index, local.New())
	query := retrieval.Query{Text: "How does the leader of a partition retry a write after a timeout? term77", K: 5}
	if _, err := searcher.Search(b.Context(), query); err != nil { // loads the index
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
