package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	_ "modernc.org/sqlite" // registers the driver "sqlite"
)

// DB is one SQLite file through two handles. They are handed to every room that keeps something in it.
type DB struct {
	Read  *sql.DB // any number of readers, beside the writer
	Write *sql.DB // one connection, whose transactions take the lock when they begin
}

// Open opens a file, and makes it and its folder where they are missing, for the user alone.
//
// With deferred transactions two writers lose most of their work to SQLITE_BUSY however long they would wait, hence one
// writer with immediate ones. synchronous=FULL because an acknowledged message has to survive a power cut, not only a crash.
func Open(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the path is the user's own setting
	if err != nil {
		return nil, fmt.Errorf("make the database file: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("make the database file: %w", err)
	}
	// busy_timeout comes first, so that setting the others waits for a lock as well.
	pragmas := []string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "journal_size_limit(67108864)"}
	dsn := func(lock string) string {
		return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: url.Values{"_pragma": pragmas, "_txlock": {lock}}.Encode()}).String()
	}
	write, err := sql.Open("sqlite", dsn("immediate"))
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", dsn("deferred"))
	if err != nil {
		_ = write.Close() // the first error says what matters
		return nil, fmt.Errorf("open the database: %w", err)
	}
	read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	read.SetMaxIdleConns(max(4, runtime.NumCPU()))
	db := &DB{Read: read, Write: write}
	for _, handle := range []*sql.DB{write, read} { // the writer first: it sets the journal's mode
		if err := handle.PingContext(ctx); err != nil {
			_ = db.Close() // the first error says what matters
			return nil, fmt.Errorf("open the database: %w", err)
		}
	}
	return db, nil
}

// Close closes both handles.
func (db *DB) Close() error {
	if err := errors.Join(db.Read.Close(), db.Write.Close()); err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	return nil
}
