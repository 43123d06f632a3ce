package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const (
	pollEvery  = 250 * time.Millisecond // how soon another process's events are seen
	retryAfter = time.Second            // how soon a poll that failed is tried again
)

// Watch is [store.Log.Watch].
func (s *Store) Watch(id string) (grew <-chan struct{}, stop func()) { return s.watchers.Watch(id) }

// poll brings what other processes append to whoever watches, until ctx ends. It sleeps while nobody does.
func (s *Store) poll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.watchers.Begun():
		}
		for failed := 0; ctx.Err() == nil; failed++ {
			err := s.look(ctx)
			if err == nil || ctx.Err() != nil {
				break
			}
			if failed == 0 {
				s.logger.WarnContext(ctx, "cannot see whether another process wrote; it is tried again", "err", err)
			}
			sleep(ctx, retryAfter)
			s.watchers.TellAll() // what was written meanwhile is not known
		}
	}
}

// look asks again and again whether anybody wrote, until nobody watches any more. SQLite counts that for each connection,
// so it is asked on one and the same. The question is a look into shared memory, which takes microseconds; only when
// somebody wrote is a table read.
func (s *Store) look(ctx context.Context) error {
	conn, err := s.db.Read.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open a connection: %w", err)
	}
	defer func() { _ = conn.Close() }() // it goes back to its pool
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for last := int64(-1); ; {
		ids := s.watchers.Logs()
		if len(ids) == 0 {
			return nil
		}
		var version int64
		if err := conn.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
			return fmt.Errorf("read the data version: %w", err)
		}
		if version != last {
			if err := s.tell(ctx, conn, ids); err != nil {
				return fmt.Errorf("read where the watched logs end: %w", err)
			}
			last = version
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// tell tells the watchers of these logs where the logs end.
func (s *Store) tell(ctx context.Context, conn *sql.Conn, ids []string) (err error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx,
		`SELECT w.value, coalesce(l.last_seq, 0) FROM json_each(?) w LEFT JOIN logs l ON l.id = w.value`, string(list))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id string
		var last int64
		if err := rows.Scan(&id, &last); err != nil {
			return err
		}
		s.watchers.Tell(id, last)
	}
	return rows.Err()
}
