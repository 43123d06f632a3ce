// Package sqlite keeps event logs in one SQLite file, in pure Go: the embedded default.
//
// One connection writes and any number read beside it (write-ahead log). Other processes on the same file are seen by
// SQLite's own data version, looked at four times a second while somebody watches a log.
//
// The invariant: what Append has returned was synced to the disk. [Open] is for every room that keeps something in the
// file; what the others keep there, and how they migrate it, is their own.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

// Store is a [store.Log] in an SQLite file.
type Store struct {
	db       *DB
	logger   *slog.Logger
	watchers *store.Watchers
	stop     context.CancelFunc
	polling  sync.WaitGroup
}

var _ store.Log = (*Store)(nil)

// New brings the store's tables up to date and returns the store. It refuses a database of a newer version with
// [store.ErrNewer]. The caller closes the store before the database.
func New(ctx context.Context, db *DB, logger *slog.Logger) (*Store, error) {
	if err := migrate(ctx, db.Write, logger); err != nil {
		return nil, fmt.Errorf("bring the logs' tables up to date: %w", err)
	}
	poll, stop := context.WithCancel(context.WithoutCancel(ctx))
	s := &Store{db: db, logger: logger, watchers: store.NewWatchers(), stop: stop}
	s.polling.Go(func() { s.poll(poll) })
	return s, nil
}

// Append is [store.Log.Append].
func (s *Store) Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) ([]coach.Recorded, error) {
	recorded, err := s.append(ctx, owner, id, after, at, events)
	if err != nil {
		return nil, fmt.Errorf("append to log %s behind event %d: %w", id, after, coded(err))
	}
	s.watchers.Tell(id, recorded[len(recorded)-1].Seq)
	return recorded, nil
}

func (s *Store) append(ctx context.Context, owner, id string, after int64, at time.Time, events []coach.Event) ([]coach.Recorded, error) {
	if err := store.CheckNames(owner, id, after); err != nil {
		return nil, err
	}
	recorded, bodies, err := store.Record(after, at, events)
	if err != nil {
		return nil, err
	}
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	summary, err := head(ctx, tx, owner, id, after)
	if err != nil {
		return nil, err
	}
	summary, text, err := store.Summarize(summary, recorded)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO logs (id, owner, subject, last_seq, created_at, summary) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET last_seq = excluded.last_seq, summary = excluded.summary`,
		id, owner, summary.Subject, summary.LastSeq, summary.CreatedAt.UnixMicro(), string(text))
	if err != nil {
		return nil, err
	}
	for i, r := range recorded {
		_, err := tx.ExecContext(ctx, `INSERT INTO events (log, seq, at, body) VALUES (?, ?, ?, ?)`,
			id, r.Seq, r.At.UnixMicro(), string(bodies[i]))
		if err != nil {
			return nil, err
		}
	}
	return recorded, tx.Commit()
}

// head checks that a log stands at event number after, and returns its summary.
func head(ctx context.Context, tx *sql.Tx, owner, id string, after int64) (coach.Summary, error) {
	var (
		text   []byte
		holder string
		last   int64
	)
	err := tx.QueryRowContext(ctx, `SELECT summary, owner, last_seq FROM logs WHERE id = ?`, id).Scan(&text, &holder, &last)
	missing := errors.Is(err, sql.ErrNoRows)
	switch {
	case err != nil && !missing:
		return coach.Summary{}, err
	case missing && after == 0:
		return coach.Summary{ID: id, Owner: owner}, nil
	case missing, holder != owner && after != 0:
		return coach.Summary{}, store.NotFound(id)
	case last != after:
		return coach.Summary{}, coach.ErrConflict
	}
	return store.DecodeSummary(text)
}

// Read is [store.Log.Read].
func (s *Store) Read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error) {
	events, err := s.read(ctx, owner, id, after)
	if err != nil {
		return nil, fmt.Errorf("read log %s: %w", id, coded(err))
	}
	return events, nil
}

func (s *Store) read(ctx context.Context, owner, id string, after int64) (_ []coach.Recorded, err error) {
	if !store.Storable(owner, id) {
		return nil, store.NotFound(id)
	}
	// One statement sees one state: the log cannot go between a look for it and a look for its events.
	rows, err := s.db.Read.QueryContext(ctx, `
		SELECT e.seq, e.at, e.body FROM logs l LEFT JOIN events e ON e.log = l.id AND e.seq > ?
		WHERE l.id = ? AND l.owner = ? ORDER BY e.seq`, after, id, owner)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var events []coach.Recorded
	found := false
	for rows.Next() {
		found = true
		var seq, at sql.NullInt64
		var body sql.RawBytes
		if err := rows.Scan(&seq, &at, &body); err != nil {
			return nil, err
		}
		if !seq.Valid {
			continue // the log is there and has nothing behind after
		}
		r, err := store.Decode(seq.Int64, time.UnixMicro(at.Int64), body)
		if err != nil {
			return nil, err
		}
		events = append(events, r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if !found {
		return nil, store.NotFound(id)
	}
	return events, nil
}

// Summary is [store.Log.Summary].
func (s *Store) Summary(ctx context.Context, owner, id string) (coach.Summary, error) {
	err := store.NotFound(id)
	var text []byte
	if store.Storable(owner, id) {
		err = s.db.Read.QueryRowContext(ctx, `SELECT summary FROM logs WHERE id = ? AND owner = ?`, id, owner).Scan(&text)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = store.NotFound(id)
	}
	if err != nil {
		return coach.Summary{}, fmt.Errorf("read the summary of log %s: %w", id, coded(err))
	}
	return store.DecodeSummary(text)
}

// List is [store.Log.List].
func (s *Store) List(ctx context.Context, owner string, subject coach.Subject) ([]coach.Summary, error) {
	list, err := s.list(ctx, owner, subject)
	if err != nil {
		return nil, fmt.Errorf("list logs: %w", coded(err))
	}
	return list, nil
}

func (s *Store) list(ctx context.Context, owner string, subject coach.Subject) (_ []coach.Summary, err error) {
	list := []coach.Summary{}
	if !store.Storable(owner) {
		return list, nil
	}
	rows, err := s.db.Read.QueryContext(ctx,
		`SELECT summary FROM logs WHERE owner = ? AND subject = ? ORDER BY created_at DESC, id`, owner, subject)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var text sql.RawBytes
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		sum, err := store.DecodeSummary(text)
		if err != nil {
			return nil, err
		}
		list = append(list, sum)
	}
	return list, rows.Err()
}

// Delete is [store.Log.Delete].
func (s *Store) Delete(ctx context.Context, owner, id string) error {
	if err := s.delete(ctx, owner, id); err != nil {
		return fmt.Errorf("delete log %s: %w", id, coded(err))
	}
	s.watchers.Tell(id, 0)
	// The words may still stand in the write-ahead log. A reader can keep it from being emptied now: then a later
	// checkpoint does it.
	if _, err := s.db.Write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		s.logger.WarnContext(ctx, "cannot empty the write-ahead log behind a deletion", "log", id, "err", err)
	}
	return nil
}

func (s *Store) delete(ctx context.Context, owner, id string) error {
	if !store.Storable(owner, id) {
		return store.NotFound(id)
	}
	result, err := s.db.Write.ExecContext(ctx, `DELETE FROM logs WHERE id = ? AND owner = ?`, id, owner)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		err = store.NotFound(id)
	}
	return err
}

// Ping is [store.Log.Ping].
func (s *Store) Ping(ctx context.Context) error {
	var one int
	if err := s.db.Read.QueryRowContext(ctx, `SELECT 1 FROM logs LIMIT 1`).Scan(&one); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("ask the database: %w", coded(err))
	}
	return nil
}

// Close is [store.Log.Close].
func (s *Store) Close() error {
	s.stop()
	s.polling.Wait()
	return nil
}

// coded gives failures that may pass the code that says so.
func coded(err error) error {
	switch code(err) & 0xff {
	case sqlite3.SQLITE_BUSY:
		return coach.Unavailable("the database is busy: try again", err)
	case sqlite3.SQLITE_FULL:
		return coach.Unavailable("the disk is full: make room on it and try again", err)
	case sqlite3.SQLITE_IOERR:
		return coach.Unavailable("the disk does not answer: try again", err)
	}
	return err
}
