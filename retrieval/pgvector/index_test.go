package pgvector_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/indextest"
	"github.com/interviewcoach/interviewcoach/retrieval/pgvector"
)

const databaseVariable = "COACH_TEST_DATABASE_URL"

// sayOnce prints why the tests on Postgres are left out, once for all of them.
var sayOnce = sync.OnceFunc(func() {
	fmt.Fprintf(os.Stderr, "retrieval/pgvector: %s is not set: the tests on Postgres are left out (make test sets it)\n", databaseVariable)
})

// config gives a configuration for a schema of the test's own, dropped when the
// test ends. Without a database the test is skipped, in CI it fails.
func config(t testing.TB) *pgxpool.Config {
	t.Helper()
	url := os.Getenv(databaseVariable)
	if url == "" {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not set, and this is CI", databaseVariable)
		}
		sayOnce()
		t.Skipf("%s is not set", databaseVariable)
	}
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatalf("connect to %s: %v", databaseVariable, err)
	}
	schema := "retrieval_" + strings.ToLower(rand.Text()[:12])
	if _, err := admin.Exec(ctx, "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Errorf("drop the test's schema: %v", err)
		}
		admin.Close(ctx)
	})
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	config.MaxConns = 6
	config.ConnConfig.RuntimeParams["search_path"] = schema + ",public"
	return config
}

// pool opens one on a configuration.
func pool(t testing.TB, config *pgxpool.Config) *pgxpool.Pool {
	t.Helper()
	ctx := context.Background()
	config = config.Copy()
	if err := pgvector.Prepare(ctx, config); err != nil {
		t.Fatal(err)
	}
	p, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func open(t testing.TB, config *pgxpool.Config) *pgvector.Index {
	t.Helper()
	index, err := pgvector.New(context.Background(), pool(t, config))
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func TestIndex(t *testing.T) {
	t.Parallel()
	indextest.Run(t, func(t *testing.T) retrieval.Index { return open(t, config(t)) })
}
