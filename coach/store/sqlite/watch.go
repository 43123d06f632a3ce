package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

// pollEvery is how soon another process's events are seen.
const pollEvery = 250 * time.Millisecond

// Watch is [store.Log.Watch].
func (s *Store) Watch(id string) (grew <-chan struct{}, stop func()) { return s.watchers.Watch(id) }

// poll signals all watchers when another process has written. SQLite counts that for each connection, so it is asked on one
// and the same.
func (s *Store) poll(ctx context.Context) {
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	var conn *sql.Conn
	defer func() {
		if conn != nil {
			_ = conn.Close() // it only read
		}
	}()
	last := int64(-1)
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if !s.watchers.Any() {
			continue
		}
		version, err := dataVersion(ctx, s.db.Read, &conn)
		if err != nil {
			if ctx.Err() == nil {
				s.logger.Warn("cannot see whether another process wrote", "err", err)
			}
			continue
		}
		if version != last {
			s.watchers.All()
		}
		last = version
	}
}

func dataVersion(ctx context.Context, db *sql.DB, conn **sql.Conn) (int64, error) {
	if *conn == nil {
		c, err := db.Conn(ctx)
		if err != nil {
			return 0, fmt.Errorf("open a connection: %w", err)
		}
		*conn = c
	}
	var version int64
	if err := (*conn).QueryRowContext(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
		err = errors.Join(fmt.Errorf("read the data version: %w", err), (*conn).Close())
		*conn = nil
		return 0, err
	}
	return version, nil
}

// Claim is [store.Log.Claim].
func (s *Store) Claim(ctx context.Context, id string, lane coach.Lane, holder string, ttl time.Duration) (bool, error) {
	// All processes on the file share this machine's clock, so it is as good as the database's own and finer.
	now := time.Now()
	result, err := s.db.Write.ExecContext(ctx, `
		INSERT INTO claims (log, lane, holder, expires) SELECT id, ?, ?, ? FROM logs WHERE id = ?
		ON CONFLICT (log, lane) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
		WHERE claims.holder = excluded.holder OR claims.expires <= ?`,
		lane, holder, now.Add(ttl).UnixMicro(), id, now.UnixMicro())
	if err != nil {
		return false, fmt.Errorf("claim %s of %s: %w", lane, id, err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("claim %s of %s: %w", lane, id, err)
	}
	return n > 0, nil
}

// Release is [store.Log.Release].
func (s *Store) Release(ctx context.Context, id string, lane coach.Lane, holder string) error {
	if _, err := s.db.Write.ExecContext(ctx, `DELETE FROM claims WHERE log = ? AND lane = ? AND holder = ?`, id, lane, holder); err != nil {
		return fmt.Errorf("release %s of %s: %w", lane, id, err)
	}
	return nil
}
