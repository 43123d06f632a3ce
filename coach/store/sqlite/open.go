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
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// busyFor is how long a statement waits for another process that writes.
const busyFor = 5 * time.Second

// DB is one SQLite file through two handles. They are handed to every room that keeps something in it.
type DB struct {
	Read  *sql.DB // any number of readers, beside the writer; they cannot write
	Write *sql.DB // one connection, whose transactions take the lock when they begin
}

// Open opens a file, and makes it and its folder where they are missing, for the user alone. The file has to be on a disk
// of this machine: network file systems don't keep the locks that SQLite relies on.
//
// With deferred transactions two writers lose most of their work to SQLITE_BUSY however long they would wait, hence one
// writer with immediate ones: waiting for the one connection is a fair queue.
func Open(ctx context.Context, path string) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the database file: %w", err)
	}
	if err := create(path); err != nil {
		return nil, fmt.Errorf("make the database file: %w", err)
	}
	write, err := sql.Open("sqlite", dsn(path, url.Values{"_txlock": {"immediate"}}))
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	write.SetMaxOpenConns(1)
	if err := connect(ctx, write); err != nil {
		_ = write.Close() // the first error says what matters
		return nil, fmt.Errorf("open the database: %w", err)
	}
	read, err := sql.Open("sqlite", dsn(path, url.Values{"_query_only": {"1"}}))
	if err != nil {
		_ = write.Close() // the first error says what matters
		return nil, fmt.Errorf("open the database: %w", err)
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{Read: read, Write: write}, nil
}

// Close closes both handles.
func (db *DB) Close() error {
	// The writer last: closing the file's last connection takes what is in the write-ahead log into the file.
	if err := errors.Join(db.Read.Close(), db.Write.Close()); err != nil {
		return fmt.Errorf("close the database: %w", err)
	}
	return nil
}

// create makes an empty file for the user alone; SQLite gives what it puts beside a file the file's own mode. A file that
// exists is not opened: POSIX takes all of a process's locks on a file from it when it closes the file anywhere, so those of
// a database that is open in this process already would go.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the path is the user's own setting
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// dsn names a file for the driver, which sets the busy timeout before all else, so that setting the rest waits as well.
func dsn(path string, query url.Values) string {
	query["_pragma"] = []string{
		fmt.Sprintf("busy_timeout(%d)", busyFor.Milliseconds()),
		"journal_mode(WAL)",
		// An acknowledged message has to survive a power cut, not only a crash: NORMAL would sync only at checkpoints. The
		// sync is most of what an append takes.
		"synchronous(FULL)",
		"fullfsync(1)", // on macOS a sync ends in the disk's own cache without it; elsewhere it does nothing
		"checkpoint_fullfsync(1)",
		"foreign_keys(1)",
		"secure_delete(1)", // what somebody deletes is overwritten, not only unlinked
		"journal_size_limit(67108864)",
	}
	name := filepath.ToSlash(path)
	if name[0] != '/' {
		name = "/" + name // C:/…
	}
	return (&url.URL{Scheme: "file", Path: name, RawQuery: query.Encode()}).String()
}

// connect opens the writer's connection, which sets the journal's mode. Some of the processes that do so together on a new
// file are told at once that it is busy, whatever their timeout, because they would wait for each other.
func connect(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeoutCause(ctx, busyFor, errors.New("another process keeps the file locked"))
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if code(err)&0xff != sqlite3.SQLITE_BUSY {
			return err
		}
		if !sleep(ctx, 10*time.Millisecond) {
			return errors.Join(context.Cause(ctx), err)
		}
	}
}

// code returns SQLite's extended result code of an error, 0 where the error is not SQLite's.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

// sleep waits, and reports whether ctx did not end meanwhile.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
