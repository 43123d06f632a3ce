package evaluate_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/embed/local"
	"github.com/interviewcoach/interviewcoach/retrieval/evaluate"
	"github.com/interviewcoach/interviewcoach/retrieval/sqlite"
)

// TestMeasures computes by hand what trec_eval's definitions give.
func TestMeasures(t *testing.T) {
	t.Parallel()
	judgments := map[string]int{"a": 2, "b": 1, "c": 0, "d": 1, "e": -1}
	best := 2 + 1/math.Log2(3) + 1/math.Log2(4)
	for name, c := range map[string]struct {
		ranked            []string
		k                 int
		ndcg, recall, mrr float64
	}{
		"perfect":      {[]string{"a", "b", "d"}, 10, 1, 1, 1},
		"nothing":      {nil, 10, 0, 0, 0},
		"irrelevant":   {[]string{"c", "x", "e"}, 10, 0, 0, 0},
		"second place": {[]string{"c", "b"}, 10, (1 / math.Log2(3)) / best, 1.0 / 3, 0.5},
		"cut off":      {[]string{"c", "x", "a"}, 2, 0, 0, 0},
		"k of one":     {[]string{"b", "a"}, 1, 0.5, 1.0 / 3, 1},
	} {
		near := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-12 {
				t.Errorf("%s: %s %v, want %v", name, what, got, want)
			}
		}
		near("ndcg", evaluate.NDCG(c.ranked, judgments, c.k), c.ndcg)
		near("recall", evaluate.Recall(c.ranked, judgments, c.k), c.recall)
		near("mrr", evaluate.ReciprocalRank(c.ranked, judgments, c.k), c.mrr)
	}
	if evaluate.NDCG([]string{"a"}, nil, 10) != 0 || evaluate.Recall([]string{"a"}, nil, 10) != 0 {
		t.Error("without judgments there is nothing to gain")
	}
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

const (
	corpus  = `{"_id": "d1", "title": "Sharding", "text": "splits data over machines"}` + "\n\n" + `{"_id": 2, "text": "caches keep answers"}` + "\n" + `{"_id":"d\"3","title":"","text":"queues wait"}`
	queries = `{"_id": "q1", "text": "how are data split?"}` + "\n" + `{"_id": "q2", "text": "caching"}` + "\n" + `{"_id": "q3", "text": "unjudged"}` + "\n"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"qrels.tsv":      {"qrels.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\t2\t2\nq3\td1\t0\n"},
		"qrels/test.tsv": {"qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\t2\t2\n"},
		"no heading":     {"qrels.tsv": "q1\td1\t1\r\nq2\t2\t2\r\n"},
		"TREC":           {"qrels.tsv": "q1 0 d1 1\nq2 0 2 2\n"},
	} {
		dir := t.TempDir()
		write(t, dir, files)
		write(t, dir, map[string]string{"corpus.jsonl": corpus, "queries.jsonl": queries})
		set, err := evaluate.Load(dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := []evaluate.Document{{ID: "d1", Title: "Sharding", Text: "splits data over machines"}, {ID: "2", Text: "caches keep answers"}, {ID: `d"3`, Text: "queues wait"}}
		if !reflect.DeepEqual(set.Documents, want) {
			t.Errorf("%s: documents %+v", name, set.Documents)
		}
		if len(set.Questions) != 2 || set.Questions[0].Text != "how are data split?" || set.Questions[1].Judgments["2"] != 2 {
			t.Errorf("%s: questions %+v", name, set.Questions)
		}
	}
}

func TestLoadFails(t *testing.T) {
	t.Parallel()
	good := map[string]string{"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": "q1\td1\t1\n"}
	for name, c := range map[string]struct{ file, text, want string }{
		"no corpus":        {"corpus.jsonl", "", "nothing to measure"},
		"broken JSON":      {"corpus.jsonl", corpus + "\n{", "line 5"},
		"no id":            {"queries.jsonl", `{"text":"x"}`, "line 1"},
		"a grade of words": {"qrels.tsv", "q1\td1\t1\nq1\td1\tgood\n", "line 2"},
		"two columns":      {"qrels.tsv", "q1\td1\n", "line 1"},
		"nothing judged":   {"qrels.tsv", "other\td1\t1\n", "nothing to measure"},
	} {
		dir := t.TempDir()
		write(t, dir, good)
		write(t, dir, map[string]string{c.file: c.text})
		if _, err := evaluate.Load(dir); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want something on %q", name, err, c.want)
		}
	}
	if _, err := evaluate.Load(filepath.Join(t.TempDir(), "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing folder: %v", err)
	}
}

func newIndex(t testing.TB) retrieval.Index {
	t.Helper()
	dsn := "file:" + filepath.Join(t.TempDir(), "coach.db") + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(NORMAL)"
	read, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	write, err := sql.Open("sqlite", dsn+"&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	write.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := errors.Join(read.Close(), write.Close()); err != nil {
			t.Error(err)
		}
	})
	index, err := sqlite.New(context.Background(), read, write)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func TestRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{"corpus.jsonl": corpus, "queries.jsonl": queries, "qrels.tsv": "q1\td1\t1\nq2\t2\t2\n"})
	set, err := evaluate.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, embedder := range map[string]retrieval.Embedder{"fused": local.New(), "words": nil} {
		index := newIndex(t)
		report, err := evaluate.Run(t.Context(), set, index, embedder, evaluate.DefaultK)
		if err != nil {
			t.Fatal(err)
		}
		if report.NDCG != 1 || report.Recall != 1 || report.MRR != 1 || report.Queries != 2 || report.Documents != 3 || report.P50 <= 0 || report.P99 < report.P50 {
			t.Errorf("%s: %+v", name, report)
		}
		if _, err := evaluate.Run(t.Context(), set, index, embedder, evaluate.DefaultK); err == nil || !strings.Contains(err.Error(), "not empty") {
			t.Errorf("%s: into a filled index: %v", name, err)
		}
	}
	if _, err := evaluate.Run(t.Context(), set, newIndex(t), nil, 0); err == nil {
		t.Error("a cutoff of 0: no error")
	}
}

func TestReportJSON(t *testing.T) {
	t.Parallel()
	report := evaluate.Report{K: 10, Queries: 300, Documents: 5183, NDCG: 0.69844, Recall: 0.8, MRR: 2.0 / 3, P50: 1234 * time.Microsecond, P99: 2 * time.Millisecond}
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"queries":300,"docs":5183,"ndcg@10":0.6984,"recall@10":0.8000,"mrr@10":0.6667,"p50_ms":1.234,"p99_ms":2.000}`
	if string(data) != want {
		t.Errorf("%s, want %s", data, want)
	}
}

// TestCompare holds each way to search to what it can and cannot know.
func TestCompare(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"corpus.jsonl": `{"_id":"queue","title":"Failed messages","text":"A dead-letter queue keeps what could not be processed."}
{"_id":"cake","title":"Cake","text":"Flour, eggs and sugar."}
{"_id":"cache","title":"Caches","text":"A cache keeps answers near."}`,
		"queries.jsonl": `{"_id":"1","text":"flour and eggs"}
{"_id":"2","text":"DLQ"}`,
		"qrels.tsv": "1\tcake\t1\n2\tqueue\t1\n",
	})
	set, err := evaluate.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	index, embedder := newIndex(t), local.New()
	if err := evaluate.Fill(t.Context(), set, index, embedder); err != nil {
		t.Fatal(err)
	}
	variants, err := evaluate.Compare(t.Context(), set, index, embedder, 10)
	if err != nil {
		t.Fatal(err)
	}
	reached := make(map[string]float64)
	for _, v := range variants {
		reached[v.Name] = v.NDCG
	}
	// A plain full-text search does not know what a DLQ is; the others do.
	want := map[string]float64{evaluate.PlainBM25: 0.5, evaluate.WordsOnly: 1, evaluate.VectorsOnly: 1, evaluate.Fused: 1}
	if !reflect.DeepEqual(reached, want) {
		t.Errorf("reached %v, want %v", reached, want)
	}
	data, err := json.Marshal(evaluate.Comparison{Report: variants[3].Report, Variants: variants})
	if err != nil {
		t.Fatal(err)
	}
	var fields struct {
		NDCG     float64 `json:"ndcg@10"`
		Variants []struct {
			Name string
			NDCG float64 `json:"ndcg@10"`
		}
	}
	if err := json.Unmarshal(data, &fields); err != nil || fields.NDCG != 1 || len(fields.Variants) != 4 || fields.Variants[0].NDCG != 0.5 {
		t.Errorf("%s: %+v, %v", data, fields, err)
	}
}

func TestProbeIndex(t *testing.T) {
	t.Parallel()
	index := newIndex(t)
	prober, ok := index.(retrieval.Prober)
	if !ok {
		t.Fatal("the index cannot be probed")
	}
	if _, err := evaluate.ProbeIndex(t.Context(), prober, 10, 5); err == nil || !strings.Contains(err.Error(), "ingest guides first") {
		t.Errorf("of an empty index: %v", err)
	}
	var documents []evaluate.Document
	for i := range 120 {
		documents = append(documents, evaluate.Document{ID: fmt.Sprint("d", i), Text: fmt.Sprintf("document number %d speaks of subject %d", i, i%7)})
	}
	if err := evaluate.Fill(t.Context(), &evaluate.Set{Documents: documents}, index, local.New()); err != nil {
		t.Fatal(err)
	}
	found, err := evaluate.ProbeIndex(t.Context(), prober, 10, 5)
	if err != nil {
		t.Fatal(err)
	}
	// So few are compared exactly either way.
	if found.Passages != 120 || found.Probes != 10 || found.K != 5 || found.Recall < 0.999 || found.Worst != 1 || found.P50 <= 0 {
		t.Errorf("found %+v", found)
	}
}
