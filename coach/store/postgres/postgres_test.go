package postgres_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres/postgrestest"
	"github.com/interviewcoach/interviewcoach/coach/store/storetest"
)

func open(t testing.TB) func() store.Log {
	url := postgrestest.URL(t)
	return func() store.Log {
		s, err := postgres.New(context.Background(), postgrestest.Connect(t, url), slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	}
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, open)
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

func TestANewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	pool := postgrestest.Pool(t)
	s, err := postgres.New(t.Context(), pool, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), `INSERT INTO store_versions (version_id, is_applied) VALUES (9999, true)`); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.New(t.Context(), pool, slog.New(slog.DiscardHandler)); !errors.Is(err, store.ErrNewer) {
		t.Fatalf("a database of version 9999: %v", err)
	}
}

func TestServersThatStartTogether(t *testing.T) {
	t.Parallel()
	url := postgrestest.URL(t)
	var wg sync.WaitGroup
	for range 4 {
		pool := postgrestest.Connect(t, url)
		wg.Go(func() {
			s, err := postgres.New(context.Background(), pool, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Error(err)
				return
			}
			if err := errors.Join(s.Ping(context.Background()), s.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestWatchersAreSignalledAfterALostConnection(t *testing.T) {
	t.Parallel()
	pool := postgrestest.Pool(t)
	s, err := postgres.New(t.Context(), pool, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	grew, stop := s.Watch("a")
	defer stop()
	<-grew // it listens
	tag, err := pool.Exec(t.Context(), `
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE query ILIKE 'LISTEN %' AND strpos(query, current_schema()) > 0 AND pid <> pg_backend_pid()`)
	if err != nil || tag.RowsAffected() != 1 {
		t.Fatalf("%d connections ended: %v", tag.RowsAffected(), err)
	}
	<-grew // it listens again; the test's own time limit is the limit
}
