package sqlite_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
	"github.com/interviewcoach/interviewcoach/coach/store/storetest"
)

func open(t testing.TB) func() store.Log {
	path := filepath.Join(t.TempDir(), "folder with a space", "coach.db")
	return func() store.Log { return connect(t, path) }
}

func connect(t testing.TB, path string) store.Log {
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
	return s
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, open)
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

func TestTheFileIsTheUsersAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "coach.db")
	connect(t, path)
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", name, info.Mode(), want)
		}
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	connect(t, path)
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := db.Write.ExecContext(t.Context(), `INSERT INTO store_versions (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.New(t.Context(), db, slog.New(slog.DiscardHandler)); !errors.Is(err, store.ErrNewer) {
		t.Fatalf("a database of version 9999: %v", err)
	}
}

func TestProcessesThatOpenAnEmptyFileTogether(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			db, err := sqlite.Open(context.Background(), path)
			if err != nil {
				t.Error(err)
				return
			}
			s, err := sqlite.New(context.Background(), db, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Error(errors.Join(err, db.Close()))
				return
			}
			if err := errors.Join(s.Ping(context.Background()), s.Close(), db.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
