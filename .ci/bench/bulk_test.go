package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	pgv "github.com/pgvector/pgvector-go"
	"github.com/tmc/langchaingo/schema"
	langchain "github.com/tmc/langchaingo/vectorstores/pgvector"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

const (
	guides     = 100
	perGuide   = 200
	dimensions = 1024
)

// corpus is what every contestant is given: 20,000 passages of some 120 words, with their vectors.
type corpus struct {
	texts   []string
	vectors [][]float32
}

func newCorpus() corpus {
	random := rand.New(rand.NewPCG(1, 2))
	var c corpus
	for range guides * perGuide {
		var text strings.Builder
		for range 120 {
			fmt.Fprintf(&text, "term%d ", min(random.IntN(20_000), random.IntN(20_000)))
		}
		vector := make([]float32, dimensions)
		for i := range vector {
			vector[i] = float32(random.NormFloat64())
		}
		c.texts, c.vectors = append(c.texts, text.String()), append(c.vectors, vector)
	}
	return c
}

// BenchmarkBulk brings 20,000 passages with ready vectors of 1,024 numbers into empty tables.
//
// copy is one binary COPY of the same texts and vectors into one table without a primary key: no store can be faster. coach
// writes each guide in a transaction of its own, with the words that its search by text needs; coach+indexes builds the
// indexes of words and vectors as well, and copy+index that of the vectors. langchaingo has its index from the start, as it makes it.
func BenchmarkBulk(b *testing.B) {
	c := newCorpus()
	for name, load := range map[string]func(*testing.B, corpus){
		"copy":          func(b *testing.B, c corpus) { plainCopy(b, c, false) },
		"copy+index":    func(b *testing.B, c corpus) { plainCopy(b, c, true) },
		"coach":         func(b *testing.B, c corpus) { coach(b, c, false) },
		"coach+indexes": func(b *testing.B, c corpus) { coach(b, c, true) },
		"langchaingo":   langchaingo,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				load(b, c)
			}
			b.ReportMetric(float64(len(c.texts))*float64(b.N)/b.Elapsed().Seconds(), "passages/s")
		})
	}
}

func plainCopy(b *testing.B, c corpus, index bool) {
	b.StopTimer()
	config := schemaOfItsOwn(b)
	pool := connect(b, config)
	ctx := context.Background()
	if _, err := pool.Exec(ctx, `CREATE TABLE passages (id text, guide text, body text, vector halfvec(1024))`); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
	n, err := pool.CopyFrom(ctx, pgx.Identifier{"passages"}, []string{"id", "guide", "body", "vector"},
		pgx.CopyFromSlice(len(c.texts), func(i int) ([]any, error) {
			return []any{fmt.Sprint("p", i), fmt.Sprint("g", i/perGuide), c.texts[i], pgv.NewHalfVector(c.vectors[i])}, nil
		}))
	if err != nil || n != int64(len(c.texts)) {
		b.Fatalf("%d rows, %v", n, err)
	}
	if index {
		if _, err := pool.Exec(ctx, `SET maintenance_work_mem = '512MB'; CREATE INDEX ON passages USING hnsw (vector halfvec_cosine_ops) WITH (m = 16, ef_construction = 128)`); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	pool.Close()
	b.StartTimer()
}

func coach(b *testing.B, c corpus, indexes bool) {
	b.StopTimer()
	index := openIndex(b, schemaOfItsOwn(b))
	b.StartTimer()
	ctx := context.Background()
	space := retrieval.Space{Embedder: "ready", Dimensions: dimensions}
	for g := range guides {
		id := fmt.Sprint("g", g)
		passages := make([]retrieval.Embedded, perGuide)
		for i := range passages {
			at := g*perGuide + i
			passages[i] = retrieval.Embedded{Vector: c.vectors[at], Passage: retrieval.Passage{
				ID: fmt.Sprintf("%s#p%d", id, at), Guide: id, Text: c.texts[at], Position: i, Hash: fmt.Sprint(at),
			}}
		}
		if err := index.Replace(ctx, space, retrieval.Guide{ID: id, Title: id, Hash: id}, passages); err != nil {
			b.Fatal(err)
		}
	}
	if indexes {
		if err := index.Settle(ctx); err != nil {
			b.Fatal(err)
		}
	}
}

// ready gives back vectors that were made before.
type ready map[string][]float32

func (r ready) EmbedDocuments(_ context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, t := range texts {
		vectors[i] = r[t]
	}
	return vectors, nil
}

func (r ready) EmbedQuery(_ context.Context, text string) ([]float32, error) { return r[text], nil }

func langchaingo(b *testing.B, c corpus) {
	b.StopTimer()
	config := schemaOfItsOwn(b)
	ctx := context.Background()
	made := make(ready, len(c.texts))
	documents := make([]schema.Document, len(c.texts))
	for i, t := range c.texts {
		made[t], documents[i] = c.vectors[i], schema.Document{PageContent: t, Metadata: map[string]any{"guide": fmt.Sprint("g", i/perGuide)}}
	}
	pool := connect(b, config)
	store, err := langchain.New(ctx, langchain.WithConn(pool), langchain.WithEmbedder(made), langchain.WithVectorDimensions(dimensions),
		langchain.WithHNSWIndex(16, 128, "vector_cosine_ops"))
	if err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
	for from := 0; from < len(documents); from += perGuide {
		if _, err := store.AddDocuments(ctx, documents[from:from+perGuide]); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	pool.Close()
	b.StartTimer()
}
