package sqlite_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
	"github.com/interviewcoach/interviewcoach/coach/store/storetest"
)

func open(t testing.TB) func() store.Log {
	path := filepath.Join(t.TempDir(), "data", "coach.db")
	return func() store.Log { return connect(t, path) }
}

func connect(t testing.TB, path string) store.Log {
	t.Helper()
	_, s := database(t, path)
	return s
}

// database opens a file and the store in it, and closes both at the test's end.
func database(t testing.TB, path string) (*sqlite.DB, *sqlite.Store) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.New(t.Context(), db, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(errors.Join(err, db.Close()))
	}
	t.Cleanup(func() {
		if err := errors.Join(s.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return db, s
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, open)
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }
