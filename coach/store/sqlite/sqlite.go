// Package sqlite keeps event logs in one SQLite file, in pure Go: the embedded default.
//
// One connection writes and any number read beside it (write-ahead log). Other processes on the same file are seen by
// SQLite's own data version, looked at four times a second while somebody watches a log.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is a [store.Log] in an SQLite file.
type Store struct {
	db       *DB
	logger   *slog.Logger
	watchers store.Watchers
	stop     context.CancelFunc
	polling  sync.WaitGroup
}

var _ store.Log = (*Store)(nil)

// New brings the store's tables up to date and returns the store. It refuses a database of a newer version with
// [store.ErrNewer]. The caller closes the store before the database.
func New(ctx context.Context, db *DB, logger *slog.Logger) (*Store, error) {
	if err := migrate(ctx, db.Write); err != nil {
		return nil, fmt.Errorf("bring the logs' tables up to date: %w", err)
	}
	poll, stop := context.WithCancel(context.WithoutCancel(ctx))
	s := &Store{db: db, logger: logger, stop: stop}
	s.polling.Go(func() { s.poll(poll) })
	return s, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	versions, err := database.NewStore(database.DialectSQLite3, "store_versions")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider("", db, files, goose.WithStore(versions), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if have > sources[len(sources)-1].Version {
		return store.ErrNewer
	}
	// Two processes may open an empty file together: the second finds the work done.
	if _, err = provider.Up(ctx); err != nil {
		if have, again := provider.GetDBVersion(ctx); again == nil && have == sources[len(sources)-1].Version {
			return nil
		}
		return err
	}
	return nil
}

// Append is [store.Log.Append].
func (s *Store) Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) (_ []coach.Recorded, err error) {
	recorded, bodies, err := store.Record(after, at, events)
	if err != nil {
		return nil, fmt.Errorf("append to log %s: %w", id, err)
	}
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("append to log %s: %w", id, err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	summary, err := head(ctx, tx, owner, id, after)
	if err != nil {
		return nil, err
	}
	for _, r := range recorded {
		summary = summary.Apply(r)
	}
	if err := putSummary(ctx, tx, summary); err != nil {
		return nil, fmt.Errorf("append to log %s: %w", id, err)
	}
	for i, r := range recorded {
		if _, err := tx.ExecContext(ctx, `INSERT INTO events (log, seq, at, body) VALUES (?, ?, ?, ?)`, id, r.Seq, r.At.UnixMicro(), string(bodies[i])); err != nil {
			return nil, fmt.Errorf("append event %d to log %s: %w", r.Seq, id, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("append to log %s: %w", id, err)
	}
	s.watchers.Grew(id)
	return recorded, nil
}

// head checks that a log stands at event number after, and returns its summary.
func head(ctx context.Context, tx *sql.Tx, owner, id string, after int64) (coach.Summary, error) {
	var (
		text, holder string
		last         int64
	)
	err := tx.QueryRowContext(ctx, `SELECT summary, owner, last_seq FROM logs WHERE id = ?`, id).Scan(&text, &holder, &last)
	missing := errors.Is(err, sql.ErrNoRows)
	switch {
	case err != nil && !missing:
		return coach.Summary{}, fmt.Errorf("read the head of log %s: %w", id, err)
	case missing && after == 0:
		return coach.Summary{ID: id, Owner: owner}, nil
	case missing || holder != owner:
		return coach.Summary{}, coach.NotFound("interview or design", id)
	case last != after:
		return coach.Summary{}, fmt.Errorf("log %s is at event %d, not %d: %w", id, last, after, coach.ErrConflict)
	}
	return decodeSummary(text)
}

func decodeSummary(text string) (coach.Summary, error) {
	var sum coach.Summary
	if err := json.Unmarshal([]byte(text), &sum); err != nil {
		return sum, fmt.Errorf("decode a summary: %w", err)
	}
	return sum, nil
}

func putSummary(ctx context.Context, tx *sql.Tx, sum coach.Summary) error {
	text, err := json.Marshal(sum)
	if err != nil {
		return fmt.Errorf("encode a summary: %w", err)
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO logs (id, owner, subject, last_seq, created_at, summary) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET last_seq = excluded.last_seq, summary = excluded.summary`,
		sum.ID, sum.Owner, sum.Subject, sum.LastSeq, sum.CreatedAt.UnixMicro(), string(text))
	return err
}

// Read is [store.Log.Read].
func (s *Store) Read(ctx context.Context, owner, id string, after int64) (_ []coach.Recorded, err error) {
	rows, err := s.db.Read.QueryContext(ctx, `
		SELECT e.seq, e.at, e.body FROM logs l LEFT JOIN events e ON e.log = l.id AND e.seq > ? WHERE l.id = ? AND l.owner = ? ORDER BY e.seq`,
		after, id, owner)
	if err != nil {
		return nil, fmt.Errorf("read log %s: %w", id, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var events []coach.Recorded
	found := false
	for rows.Next() {
		found = true
		var (
			seq, at sql.NullInt64
			body    sql.NullString
		)
		if err := rows.Scan(&seq, &at, &body); err != nil {
			return nil, fmt.Errorf("read log %s: %w", id, err)
		}
		if !seq.Valid {
			continue // the log is there and has nothing behind after
		}
		e, err := coach.DecodeEvent([]byte(body.String))
		if err != nil {
			return nil, fmt.Errorf("read event %d of log %s: %w", seq.Int64, id, err)
		}
		events = append(events, coach.Recorded{Seq: seq.Int64, At: time.UnixMicro(at.Int64).UTC(), Event: e})
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read log %s: %w", id, err)
	}
	if !found {
		return nil, coach.NotFound("interview or design", id)
	}
	return events, nil
}

// Summary is [store.Log.Summary].
func (s *Store) Summary(ctx context.Context, owner, id string) (coach.Summary, error) {
	var text string
	err := s.db.Read.QueryRowContext(ctx, `SELECT summary FROM logs WHERE id = ? AND owner = ?`, id, owner).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return coach.Summary{}, coach.NotFound("interview or design", id)
	}
	if err != nil {
		return coach.Summary{}, fmt.Errorf("read the summary of log %s: %w", id, err)
	}
	return decodeSummary(text)
}

// List is [store.Log.List].
func (s *Store) List(ctx context.Context, owner string, subject coach.Subject) (_ []coach.Summary, err error) {
	rows, err := s.db.Read.QueryContext(ctx,
		`SELECT summary FROM logs WHERE owner = ? AND subject = ? ORDER BY created_at DESC, id`, owner, subject)
	if err != nil {
		return nil, fmt.Errorf("list logs: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	list := []coach.Summary{}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, fmt.Errorf("list logs: %w", err)
		}
		sum, err := decodeSummary(text)
		if err != nil {
			return nil, fmt.Errorf("list logs: %w", err)
		}
		list = append(list, sum)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list logs: %w", err)
	}
	return list, nil
}

// Delete is [store.Log.Delete].
func (s *Store) Delete(ctx context.Context, owner, id string) error {
	result, err := s.db.Write.ExecContext(ctx, `DELETE FROM logs WHERE id = ? AND owner = ?`, id, owner)
	if err != nil {
		return fmt.Errorf("delete log %s: %w", id, err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, coach.NotFound("interview or design", id))
	}
	s.watchers.Grew(id)
	return nil
}

// Ping is [store.Log.Ping].
func (s *Store) Ping(ctx context.Context) error {
	var one int
	if err := s.db.Read.QueryRowContext(ctx, `SELECT 1 FROM logs LIMIT 1`).Scan(&one); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("ask the database: %w", err)
	}
	return nil
}

// Close is [store.Log.Close].
func (s *Store) Close() error {
	s.stop()
	s.polling.Wait()
	return nil
}
