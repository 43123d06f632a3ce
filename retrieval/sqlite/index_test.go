package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/indextest"
	"github.com/interviewcoach/interviewcoach/retrieval/sqlite"
)

// handles opens a file as the product does: many readers, one writer whose
// transactions begin immediate.
func handles(t testing.TB, path string) (read, write *sql.DB) {
	t.Helper()
	dsn := "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(1)"
	read, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	write, err = sql.Open("sqlite", dsn+"&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	write.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := errors.Join(read.Close(), write.Close()); err != nil {
			t.Errorf("close database: %v", err)
		}
	})
	return read, write
}

func open(t testing.TB, path string) *sqlite.Index {
	t.Helper()
	read, write := handles(t, path)
	index, err := sqlite.New(context.Background(), read, write)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func TestIndex(t *testing.T) {
	t.Parallel()
	indextest.Run(t, func(t *testing.T) retrieval.Index {
		return open(t, filepath.Join(t.TempDir(), "coach.db"))
	})
}
