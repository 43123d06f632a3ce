package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

// Claim is [store.Log.Claim].
func (s *Store) Claim(ctx context.Context, id string, lane coach.Lane, holder string, ttl time.Duration) (bool, error) {
	if !store.Storable(id) {
		return false, nil
	}
	// All processes on the file share this machine's clock, so it is as good as the database's own and finer.
	now := time.Now()
	result, err := s.db.Write.ExecContext(ctx, `
		INSERT INTO claims (log, lane, holder, expires) SELECT id, ?, ?, ? FROM logs WHERE id = ?
		ON CONFLICT (log, lane) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
		WHERE claims.holder = excluded.holder OR claims.expires <= ?`,
		lane, holder, now.Add(ttl).UnixMicro(), id, now.UnixMicro())
	if err != nil {
		return false, fmt.Errorf("claim %s of %s: %w", lane, id, coded(err))
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("claim %s of %s: %w", lane, id, err)
	}
	return n > 0, nil
}

// Release is [store.Log.Release].
func (s *Store) Release(ctx context.Context, id string, lane coach.Lane, holder string) error {
	_, err := s.db.Write.ExecContext(ctx, `DELETE FROM claims WHERE log = ? AND lane = ? AND holder = ?`, id, lane, holder)
	if err != nil {
		return fmt.Errorf("release %s of %s: %w", lane, id, coded(err))
	}
	return nil
}
