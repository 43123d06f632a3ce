package postgres

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
	tag, err := s.pool.Exec(ctx, `
		INSERT INTO claims AS c (log, lane, holder, expires) SELECT id, $2, $3, clock_timestamp() + $4 FROM logs WHERE id = $1
		ON CONFLICT (log, lane) DO UPDATE SET holder = excluded.holder, expires = excluded.expires
		WHERE c.holder = excluded.holder OR c.expires <= clock_timestamp()`, id, lane, holder, ttl)
	if state(err) == foreignKeyViolation { // the log was deleted since the statement saw it
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("claim %s of %s: %w", lane, id, coded(err))
	}
	return tag.RowsAffected() > 0, nil
}

// Release is [store.Log.Release].
func (s *Store) Release(ctx context.Context, id string, lane coach.Lane, holder string) error {
	if !store.Storable(id) {
		return nil
	}
	_, err := s.pool.Exec(ctx, `DELETE FROM claims WHERE log = $1 AND lane = $2 AND holder = $3`, id, lane, holder)
	if err != nil {
		return fmt.Errorf("release %s of %s: %w", lane, id, coded(err))
	}
	return nil
}
