package bench

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/interviewcoach/interviewcoach/retrieval/pgvector"
)

// schemaOfItsOwn gives a configuration for an empty schema, dropped when the benchmark ends.
func schemaOfItsOwn(b *testing.B) *pgxpool.Config {
	b.Helper()
	url := os.Getenv("COACH_TEST_DATABASE_URL")
	if url == "" {
		b.Fatal("COACH_TEST_DATABASE_URL is not set: make bench-compare sets it")
	}
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, url)
	if err != nil {
		b.Fatal(err)
	}
	name := "bench_" + strings.ToLower(rand.Text()[:12])
	if _, err := admin.Exec(ctx, "CREATE SCHEMA "+name); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if _, err := admin.Exec(ctx, "DROP SCHEMA "+name+" CASCADE"); err != nil {
			b.Error(err)
		}
		_ = admin.Close(ctx)
	})
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		b.Fatal(err)
	}
	config.ConnConfig.RuntimeParams["search_path"] = name + ",public"
	if err := pgvector.Prepare(ctx, config); err != nil {
		b.Fatal(err)
	}
	return config
}

func connect(b *testing.B, config *pgxpool.Config) *pgxpool.Pool {
	b.Helper()
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(pool.Close)
	return pool
}

func openIndex(b *testing.B, config *pgxpool.Config) *pgvector.Index {
	b.Helper()
	index, err := pgvector.New(context.Background(), connect(b, config))
	if err != nil {
		b.Fatal(err)
	}
	return index
}
