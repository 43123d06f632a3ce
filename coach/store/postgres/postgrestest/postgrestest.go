// Package postgrestest gives tests a Postgres of their own: a fresh schema, dropped when the test ends.
package postgrestest

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Variable names the database that tests may make schemas in.
const Variable = "COACH_TEST_DATABASE_URL"

// URL returns the address of a database whose search path is a fresh schema, then public, where extensions live. Without
// the variable it skips the test and says so; where CI or COACH_TEST_STRICT is set, that is a failure instead.
func URL(t testing.TB) string {
	t.Helper()
	base := os.Getenv(Variable)
	if base == "" {
		if os.Getenv("CI") != "" || os.Getenv("COACH_TEST_STRICT") != "" {
			t.Fatalf("%s is not set: make test sets up a Postgres", Variable)
		}
		t.Skipf("left out: %s is not set; make test sets up a Postgres", Variable)
	}
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		t.Fatalf("connect to %s: %v", Variable, err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := conn.Exec(ctx, "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		if _, err := conn.Exec(ctx, "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Errorf("drop the test's schema: %v", err)
		}
		if err := conn.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	separator := "?"
	if strings.Contains(base, "?") {
		separator = "&"
	}
	return base + separator + "search_path=" + schema + ",public"
}

// Pool returns a pool on a fresh schema.
func Pool(t testing.TB) *pgxpool.Pool {
	t.Helper()
	return Connect(t, URL(t))
}

// Connect returns a pool on an address that [URL] gave; several of them are what several processes have.
func Connect(t testing.TB, url string) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}
