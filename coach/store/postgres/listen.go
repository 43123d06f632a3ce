package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Watch is [store.Log.Watch].
func (s *Store) Watch(id string) (grew <-chan struct{}, stop func()) { return s.watchers.Watch(id) }

// reconnectAfter is how long to wait before listening again on a new connection.
const reconnectAfter = time.Second

// listen hears of appends by other servers until the store is closed. After a lost connection every watcher is signalled:
// something may have been missed.
func (s *Store) listen(ctx context.Context) {
	for ctx.Err() == nil {
		err := s.hear(ctx)
		if ctx.Err() != nil {
			return
		}
		s.logger.Warn("the connection that hears of other servers is lost; it is opened again", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(reconnectAfter):
		}
	}
}

func (s *Store) hear(ctx context.Context) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("open a connection: %w", err)
	}
	// A connection that listens must not go back to the pool.
	raw := conn.Hijack()
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = raw.Close(closing) // it is of no use either way
	}()
	if _, err := raw.Exec(ctx, "LISTEN "+pgx.Identifier{s.channel}.Sanitize()); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	s.watchers.All()
	for {
		n, err := raw.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("wait for a notification: %w", err)
		}
		s.watchers.Grew(n.Payload)
	}
}
