// Package postgres keeps event logs in Postgres, for any number of servers on one database.
//
// An append locks its log's row, so that of many writers one wins and the others are told. Servers hear of each other's
// appends by LISTEN and NOTIFY, on a channel that carries the schema's name, because channels belong to the whole database.
package postgres

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is a [store.Log] in Postgres.
type Store struct {
	pool     *pgxpool.Pool
	channel  string
	logger   *slog.Logger
	watchers store.Watchers
	stop     context.CancelFunc
	hearing  sync.WaitGroup
}

var _ store.Log = (*Store)(nil)

// New brings the store's tables up to date, under a lock that servers starting together wait for, and returns the store. It
// refuses a database of a newer version with [store.ErrNewer]. The caller closes the store before the pool.
func New(ctx context.Context, pool *pgxpool.Pool, logger *slog.Logger) (*Store, error) {
	if err := migrate(ctx, pool); err != nil {
		return nil, fmt.Errorf("bring the logs' tables up to date: %w", err)
	}
	var schema string
	if err := pool.QueryRow(ctx, `SELECT current_schema()`).Scan(&schema); err != nil {
		return nil, fmt.Errorf("read the name of the schema: %w", err)
	}
	channel := "coach_" + schema
	if len(channel) > 63 {
		return nil, fmt.Errorf("the schema's name %q is too long: 57 bytes are the most", schema)
	}
	listen, stop := context.WithCancel(context.WithoutCancel(ctx))
	s := &Store{pool: pool, channel: channel, logger: logger, stop: stop}
	s.hearing.Go(func() { s.listen(listen) })
	return s, nil
}

func migrate(ctx context.Context, pool *pgxpool.Pool) (err error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	versions, err := database.NewStore(database.DialectPostgres, "store_versions")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(pool)
	defer func() { err = errors.Join(err, db.Close()) }() // the pool itself stays open
	provider, err := goose.NewProvider("", db, files,
		goose.WithStore(versions), goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err = provider.Up(ctx); err != nil {
		return err
	}
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	if sources := provider.ListSources(); have > sources[len(sources)-1].Version {
		return store.ErrNewer
	}
	return nil
}

// Append is [store.Log.Append].
func (s *Store) Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) ([]coach.Recorded, error) {
	recorded, bodies, err := store.Record(after, at, events)
	if err != nil {
		return nil, fmt.Errorf("append to log %s: %w", id, err)
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		summary, err := head(ctx, tx, owner, id, after)
		if err != nil {
			return err
		}
		for _, r := range recorded {
			summary = summary.Apply(r)
		}
		if err := putSummary(ctx, tx, summary, after == 0); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for i, r := range recorded {
			batch.Queue(`INSERT INTO events (log, seq, at, body) VALUES ($1, $2, $3, $4)`, id, r.Seq, r.At, string(bodies[i]))
		}
		batch.Queue(`SELECT pg_notify($1, $2)`, s.channel, id)
		return tx.SendBatch(ctx, batch).Close()
	})
	if err != nil {
		return nil, fmt.Errorf("append to log %s: %w", id, err)
	}
	s.watchers.Grew(id) // this server need not wait for the notification
	return recorded, nil
}

// head locks a log, checks that it stands at event number after, and returns its summary.
func head(ctx context.Context, tx pgx.Tx, owner, id string, after int64) (coach.Summary, error) {
	var (
		text   []byte
		holder string
		last   int64
	)
	err := tx.QueryRow(ctx, `SELECT summary, owner, last_seq FROM logs WHERE id = $1 FOR UPDATE`, id).Scan(&text, &holder, &last)
	missing := errors.Is(err, pgx.ErrNoRows)
	switch {
	case err != nil && !missing:
		return coach.Summary{}, fmt.Errorf("read its head: %w", err)
	case missing && after == 0:
		return coach.Summary{ID: id, Owner: owner}, nil
	case missing || holder != owner:
		return coach.Summary{}, coach.NotFound("interview or design", id)
	case last != after:
		return coach.Summary{}, fmt.Errorf("it is at event %d, not %d: %w", last, after, coach.ErrConflict)
	}
	return decodeSummary(text)
}

func decodeSummary(text []byte) (coach.Summary, error) {
	var sum coach.Summary
	if err := json.Unmarshal(text, &sum); err != nil {
		return sum, fmt.Errorf("decode a summary: %w", err)
	}
	return sum, nil
}

func putSummary(ctx context.Context, tx pgx.Tx, sum coach.Summary, fresh bool) error {
	text, err := json.Marshal(sum)
	if err != nil {
		return fmt.Errorf("encode a summary: %w", err)
	}
	if !fresh {
		_, err := tx.Exec(ctx, `UPDATE logs SET last_seq = $2, summary = $3 WHERE id = $1`, sum.ID, sum.LastSeq, string(text))
		return err
	}
	tag, err := tx.Exec(ctx, `
		INSERT INTO logs (id, owner, subject, last_seq, created_at, summary) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
		sum.ID, sum.Owner, sum.Subject, sum.LastSeq, sum.CreatedAt, string(text))
	if err == nil && tag.RowsAffected() == 0 { // somebody created it since head looked
		return fmt.Errorf("it was created meanwhile: %w", coach.ErrConflict)
	}
	return err
}

// Read is [store.Log.Read].
func (s *Store) Read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT e.seq, e.at, e.body FROM logs l LEFT JOIN events e ON e.log = l.id AND e.seq > $1 WHERE l.id = $2 AND l.owner = $3 ORDER BY e.seq`,
		after, id, owner)
	if err != nil {
		return nil, fmt.Errorf("read log %s: %w", id, err)
	}
	defer rows.Close()
	var events []coach.Recorded
	found := false
	for rows.Next() {
		found = true
		var (
			seq  *int64
			at   *time.Time
			body []byte
		)
		if err := rows.Scan(&seq, &at, &body); err != nil {
			return nil, fmt.Errorf("read log %s: %w", id, err)
		}
		if seq == nil {
			continue // the log is there and has nothing behind after
		}
		e, err := coach.DecodeEvent(body)
		if err != nil {
			return nil, fmt.Errorf("read event %d of log %s: %w", *seq, id, err)
		}
		events = append(events, coach.Recorded{Seq: *seq, At: at.UTC(), Event: e})
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
	var text []byte
	err := s.pool.QueryRow(ctx, `SELECT summary FROM logs WHERE id = $1 AND owner = $2`, id, owner).Scan(&text)
	if errors.Is(err, pgx.ErrNoRows) {
		return coach.Summary{}, coach.NotFound("interview or design", id)
	}
	if err != nil {
		return coach.Summary{}, fmt.Errorf("read the summary of log %s: %w", id, err)
	}
	return decodeSummary(text)
}

// List is [store.Log.List].
func (s *Store) List(ctx context.Context, owner string, subject coach.Subject) ([]coach.Summary, error) {
	rows, err := s.pool.Query(ctx,
		`SELECT summary FROM logs WHERE owner = $1 AND subject = $2 ORDER BY created_at DESC, id`, owner, subject)
	if err != nil {
		return nil, fmt.Errorf("list logs: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (coach.Summary, error) {
		var text []byte
		if err := row.Scan(&text); err != nil {
			return coach.Summary{}, err
		}
		return decodeSummary(text)
	})
	if err != nil {
		return nil, fmt.Errorf("list logs: %w", err)
	}
	return list, nil
}

// Delete is [store.Log.Delete].
func (s *Store) Delete(ctx context.Context, owner, id string) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM logs WHERE id = $1 AND owner = $2`, id, owner)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return coach.NotFound("interview or design", id)
		}
		_, err = tx.Exec(ctx, `SELECT pg_notify($1, $2)`, s.channel, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete log %s: %w", id, err)
	}
	s.watchers.Grew(id)
	return nil
}

// Claim is [store.Log.Claim].
func (s *Store) Claim(ctx context.Context, id string, lane coach.Lane, holder string, ttl time.Duration) (bool, error) {
	tag, err := s.pool.Exec(ctx, `
		INSERT INTO claims AS c (log, lane, holder, expires) SELECT id, $2, $3, clock_timestamp() + $4 FROM logs WHERE id = $1
		ON CONFLICT (log, lane) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
		WHERE c.holder = excluded.holder OR c.expires <= clock_timestamp()`, id, lane, holder, ttl)
	if err != nil {
		return false, fmt.Errorf("claim %s of %s: %w", lane, id, err)
	}
	return tag.RowsAffected() > 0, nil
}

// Release is [store.Log.Release].
func (s *Store) Release(ctx context.Context, id string, lane coach.Lane, holder string) error {
	if _, err := s.pool.Exec(ctx, `DELETE FROM claims WHERE log = $1 AND lane = $2 AND holder = $3`, id, lane, holder); err != nil {
		return fmt.Errorf("release %s of %s: %w", lane, id, err)
	}
	return nil
}

// Ping is [store.Log.Ping].
func (s *Store) Ping(ctx context.Context) error {
	if _, err := s.pool.Exec(ctx, `SELECT 1 FROM logs LIMIT 1`); err != nil {
		return fmt.Errorf("ask the database: %w", err)
	}
	return nil
}

// Close is [store.Log.Close].
func (s *Store) Close() error {
	s.stop()
	s.hearing.Wait()
	return nil
}
