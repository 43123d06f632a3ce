// Package postgres keeps event logs in Postgres, for any number of servers on one database.
//
// An append locks its log's row, so that of many writers one wins and the others are told. Servers hear of each other's
// appends by LISTEN and NOTIFY, on a connection of their own, which a pooler that shares connections between transactions
// cannot give.
//
// The invariant: a notification is part of the transaction that it tells of, so none is lost while the connection holds;
// and after one that did not hold every watcher is signalled. The price is that Postgres commits such transactions one
// after the other, in the whole database: as many appends a second as its disk syncs.
//
// What Append has returned is on disk as far as the server's synchronous_commit goes, which is on unless somebody turned it
// off. The pool is the caller's; what other rooms keep in the database is theirs.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

// Store is a [store.Log] in Postgres.
type Store struct {
	pool     *pgxpool.Pool
	channel  string
	logger   *slog.Logger
	watchers *store.Watchers
	stop     context.CancelFunc
	hearing  sync.WaitGroup
}

var _ store.Log = (*Store)(nil)

// New brings the store's tables up to date, under a lock that servers starting together wait for, and returns the store. It
// refuses a database of a newer version with [store.ErrNewer]. The caller closes the store before the pool.
func New(ctx context.Context, pool *pgxpool.Pool, logger *slog.Logger) (*Store, error) {
	var schema *string
	if err := pool.QueryRow(ctx, `SELECT current_schema()`).Scan(&schema); err != nil {
		return nil, fmt.Errorf("read the name of the schema: %w", coded(err))
	}
	if schema == nil {
		return nil, coach.Invalid("the database has none of the schemas on its search_path: create one of them, or set another search_path")
	}
	if err := migrate(ctx, pool, *schema, logger); err != nil {
		return nil, fmt.Errorf("bring the logs' tables up to date: %w", coded(err))
	}
	listen, stop := context.WithCancel(context.WithoutCancel(ctx))
	s := &Store{pool: pool, channel: channelOf(*schema), logger: logger, watchers: store.NewWatchers(), stop: stop}
	s.hearing.Go(func() { s.listen(listen) })
	return s, nil
}

// Append is [store.Log.Append].
func (s *Store) Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) ([]coach.Recorded, error) {
	recorded, err := s.append(ctx, owner, id, after, at, events)
	if err != nil {
		return nil, fmt.Errorf("append to log %s behind event %d: %w", id, after, coded(err))
	}
	s.watchers.Tell(id, recorded[len(recorded)-1].Seq) // this server need not wait for the notification
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
	// Whatever the database's default is: at a higher level a lost race would be a serialization failure.
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error {
		summary := coach.Summary{ID: id, Owner: owner}
		if after > 0 {
			if summary, err = head(ctx, tx, owner, id, after); err != nil {
				return err
			}
		}
		summary, text, err := store.Summarize(summary, recorded)
		if err != nil {
			return err
		}
		if err := putSummary(ctx, tx, summary, text, after); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for i, r := range recorded {
			batch.Queue(`INSERT INTO events (log, seq, at, body) VALUES ($1, $2, $3, $4)`, id, r.Seq, r.At, string(bodies[i]))
		}
		batch.Queue(`SELECT pg_notify($1, $2)`, s.channel, notice(id, summary.LastSeq))
		return tx.SendBatch(ctx, batch).Close()
	})
	return recorded, err
}

// head locks a log, checks that it stands at event number after, and returns its summary. The lock keeps other writers
// out, but not claims.
func head(ctx context.Context, tx pgx.Tx, owner, id string, after int64) (coach.Summary, error) {
	var text []byte
	var last int64
	err := tx.QueryRow(ctx, `SELECT summary, last_seq FROM logs WHERE id = $1 AND owner = $2 FOR NO KEY UPDATE`, id, owner).
		Scan(&text, &last)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return coach.Summary{}, store.NotFound(id)
	case err != nil:
		return coach.Summary{}, err
	case last != after:
		return coach.Summary{}, coach.ErrConflict
	}
	return store.DecodeSummary(text)
}

func putSummary(ctx context.Context, tx pgx.Tx, sum coach.Summary, text []byte, after int64) error {
	if after > 0 {
		_, err := tx.Exec(ctx, `UPDATE logs SET last_seq = $2, summary = $3 WHERE id = $1`, sum.ID, sum.LastSeq, string(text))
		return err
	}
	tag, err := tx.Exec(ctx, `
		INSERT INTO logs (id, owner, subject, last_seq, created_at, summary) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (id) DO NOTHING`,
		sum.ID, sum.Owner, sum.Subject, sum.LastSeq, sum.CreatedAt, string(text))
	if err == nil && tag.RowsAffected() == 0 {
		return coach.ErrConflict
	}
	return err
}

// Read is [store.Log.Read].
func (s *Store) Read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error) {
	events, err := s.read(ctx, owner, id, after)
	if err != nil {
		return nil, fmt.Errorf("read log %s: %w", id, coded(err))
	}
	return events, nil
}

func (s *Store) read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error) {
	if !store.Storable(owner, id) {
		return nil, store.NotFound(id)
	}
	// One statement sees one state: the log cannot go between a look for it and a look for its events.
	rows, err := s.pool.Query(ctx, `
		SELECT e.seq, e.at, e.body FROM logs l LEFT JOIN events e ON e.log = l.id AND e.seq > $1
		WHERE l.id = $2 AND l.owner = $3 ORDER BY e.seq`, after, id, owner)
	if err != nil {
		return nil, err
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
			return nil, err
		}
		if seq == nil {
			continue // the log is there and has nothing behind after
		}
		r, err := store.Decode(*seq, *at, body)
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
		err = s.pool.QueryRow(ctx, `SELECT summary FROM logs WHERE id = $1 AND owner = $2`, id, owner).Scan(&text)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		err = store.NotFound(id)
	}
	if err != nil {
		return coach.Summary{}, fmt.Errorf("read the summary of log %s: %w", id, coded(err))
	}
	return store.DecodeSummary(text)
}

// List is [store.Log.List].
func (s *Store) List(ctx context.Context, owner string, subject coach.Subject) ([]coach.Summary, error) {
	if !store.Storable(owner) {
		return []coach.Summary{}, nil
	}
	// In the order of bytes, as SQLite has it, whatever the database's language.
	rows, err := s.pool.Query(ctx,
		`SELECT summary FROM logs WHERE owner = $1 AND subject = $2 ORDER BY created_at DESC, id COLLATE "C"`, owner, subject)
	if err != nil {
		return nil, fmt.Errorf("list logs: %w", coded(err))
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (coach.Summary, error) {
		var text []byte
		if err := row.Scan(&text); err != nil {
			return coach.Summary{}, err
		}
		return store.DecodeSummary(text)
	})
	if err != nil {
		return nil, fmt.Errorf("list logs: %w", coded(err))
	}
	return list, nil
}

// Delete is [store.Log.Delete].
func (s *Store) Delete(ctx context.Context, owner, id string) error {
	err := store.NotFound(id)
	if store.Storable(owner, id) {
		err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error {
			tag, err := tx.Exec(ctx, `DELETE FROM logs WHERE id = $1 AND owner = $2`, id, owner)
			if err != nil {
				return err
			}
			if tag.RowsAffected() == 0 {
				return store.NotFound(id)
			}
			_, err = tx.Exec(ctx, `SELECT pg_notify($1, $2)`, s.channel, notice(id, 0))
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("delete log %s: %w", id, coded(err))
	}
	s.watchers.Tell(id, 0)
	return nil
}

// Ping is [store.Log.Ping].
func (s *Store) Ping(ctx context.Context) error {
	if _, err := s.pool.Exec(ctx, `SELECT 1 FROM logs LIMIT 1`); err != nil {
		return fmt.Errorf("ask the database: %w", coded(err))
	}
	return nil
}

// Close is [store.Log.Close].
func (s *Store) Close() error {
	s.stop()
	s.hearing.Wait()
	return nil
}
