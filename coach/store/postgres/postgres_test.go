package postgres_test

import (
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
	return func() store.Log { return connect(t, postgrestest.Connect(t, url)) }
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, open)
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

func TestServersThatStartTogether(t *testing.T) {
	t.Parallel()
	url := postgrestest.URL(t)
	var wg sync.WaitGroup
	for range 4 {
		pool := postgrestest.Connect(t, url)
		wg.Go(func() {
			s, err := postgres.New(t.Context(), pool, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Error(err)
				return
			}
			if err := errors.Join(s.Ping(t.Context()), s.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestWatchersAreSignalledAfterALostConnection(t *testing.T) {
	t.Parallel()
	pool := postgrestest.Pool(t)
	s := connect(t, pool)
	grew, stop := s.Watch("a")
	defer stop()
	listens(t, pool)
	drain(grew)
	tag, err := pool.Exec(t.Context(), `
		SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE query ILIKE 'LISTEN %' AND strpos(query, current_schema()) > 0 AND pid <> pg_backend_pid()`)
	if err != nil || tag.RowsAffected() != 1 {
		t.Fatalf("%d connections ended: %v", tag.RowsAffected(), err)
	}
	signalled(t, grew) // what was notified meanwhile is not known
}
