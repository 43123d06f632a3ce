package sqlite_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
)

func TestTheFilesAreTheUsersAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "coach.db")
	connect(t, path)
	for name, want := range map[string]os.FileMode{path: 0o600, path + "-wal": 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", name, info.Mode(), want)
		}
	}
}

func TestPathsOfAllKinds(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b", "a?mode=memory", "a#b", "50%20", "日本語", "a&b=c", "it's"} {
		path := filepath.Join(t.TempDir(), name, name+".db")
		connect(t, path)
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%q: the database is elsewhere: %v", name, err)
		}
	}
}

// It changes the working directory, so it does not run beside others.
func TestARelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	connect(t, "coach.db")
	if _, err := os.Stat("coach.db-wal"); err != nil {
		t.Error(err)
	}
}

func TestAFileThatIsNoDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	words := []byte(strings.Repeat("not a database. ", 1000))
	if err := os.WriteFile(path, words, 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := sqlite.Open(t.Context(), path); err == nil {
		t.Error("it was opened", db.Close())
	}
	if kept, err := os.ReadFile(path); err != nil || !bytes.Equal(kept, words) {
		t.Errorf("the file was changed: %v", err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	db, _ := database(t, filepath.Join(t.TempDir(), "coach.db"))
	if _, err := db.Read.ExecContext(t.Context(), `DELETE FROM logs`); err == nil {
		t.Error("a reader wrote")
	}
}

// TestAcknowledgedMeansSynced reads back the settings that a promise rests on; a test cannot cut the power.
func TestAcknowledgedMeansSynced(t *testing.T) {
	t.Parallel()
	db, _ := database(t, filepath.Join(t.TempDir(), "coach.db"))
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "fullfsync": "1", "foreign_keys": "1", "secure_delete": "1", "busy_timeout": "5000",
	} {
		var got string
		if err := db.Write.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, want %q, %v", pragma, got, want, err)
		}
	}
}

// TestDeletedWordsAreGone looks for them in the tables and in the files' bytes.
func TestDeletedWordsAreGone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	db, s := database(t, path)
	const words = "a secret that somebody told"
	for after, e := range []coach.Event{coach.Started{Problem: "p", Level: coach.L6}, coach.CandidateSaid{Text: strings.Repeat(words, 1000)}} {
		if _, err := s.Append(t.Context(), store.LocalOwner, "a", int64(after), time.Now(), e); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Claim(t.Context(), "a", coach.LaneSpeak, "me", time.Hour); err != nil {
		t.Fatal(err)
	}
	if !inFiles(t, path, words) {
		t.Fatal("the words are not in the files although nobody deleted them")
	}
	if err := s.Delete(t.Context(), store.LocalOwner, "a"); err != nil {
		t.Fatal(err)
	}
	if inFiles(t, path, words) {
		t.Error("the words are still in the files")
	}
	for _, table := range []string{"logs", "events", "claims"} {
		var n int
		if err := db.Read.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows are left in %s, %v", n, table, err)
		}
	}
}

// inFiles reports whether words stand in the database's file or in one beside it.
func inFiles(t *testing.T, path, words string) bool {
	t.Helper()
	names, err := filepath.Glob(path + "*")
	if err != nil || len(names) < 2 {
		t.Fatalf("files %q, %v", names, err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(words)) {
			return true
		}
	}
	return false
}

// TestAFullDiskSaysSo lets the file grow no further. What is in it stays, and once there is room it goes on.
func TestAFullDiskSaysSo(t *testing.T) {
	t.Parallel()
	db, s := database(t, filepath.Join(t.TempDir(), "coach.db"))
	if _, err := s.Append(t.Context(), store.LocalOwner, "a", 0, time.Now(), coach.Started{Problem: "p", Level: coach.L6}); err != nil {
		t.Fatal(err)
	}
	limit := func(pages string) {
		t.Helper()
		if _, err := db.Write.ExecContext(t.Context(), "PRAGMA max_page_count = "+pages); err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // it cannot go below what is there
	long := coach.CandidateSaid{Text: strings.Repeat("long ", 100_000)}
	if _, err := s.Append(t.Context(), store.LocalOwner, "a", 1, time.Now(), long); coach.CodeOf(err) != coach.CodeUnavailable {
		t.Fatalf("append to a full disk: %v", err)
	}
	limit("1000000")
	if _, err := s.Append(t.Context(), store.LocalOwner, "a", 1, time.Now(), long); err != nil {
		t.Error(err)
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	db, _ := database(t, filepath.Join(t.TempDir(), "coach.db"))
	schema := func() (all string) {
		t.Helper()
		const query = `SELECT group_concat(sql) || (SELECT group_concat(version_id) FROM store_versions) FROM sqlite_schema`
		if err := db.Read.QueryRowContext(t.Context(), query).Scan(&all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	if _, err := db.Write.ExecContext(t.Context(), `INSERT INTO store_versions (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	before := schema()
	_, err := sqlite.New(t.Context(), db, slog.New(slog.DiscardHandler))
	if !errors.Is(err, store.ErrNewer) {
		t.Fatalf("a database of version 9999: %v", err)
	}
	if after := schema(); after != before {
		t.Errorf("it was changed from %s to %s", before, after)
	}
}
