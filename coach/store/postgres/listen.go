package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	firstRetry = 100 * time.Millisecond // how soon a lost connection is opened again
	lastRetry  = 5 * time.Second        // how long the pauses grow while the database is away
	checkEvery = 30 * time.Second       // how long a silent connection is trusted
	checkFor   = 5 * time.Second        // how long it may take to answer
)

// maxChannel is the most bytes of a channel's name: it is an identifier.
const maxChannel = 63

// channelOf names the channel of a schema's logs. It carries the schema, because channels belong to the whole database.
func channelOf(schema string) string {
	const prefix = "coach_log_"
	if name := prefix + schema; len(name) <= maxChannel {
		return name
	}
	sum := sha256.Sum256([]byte(schema))
	return prefix + hex.EncodeToString(sum[:16])
}

// notice is what is notified: where a log now ends, and which log.
func notice(id string, last int64) string { return strconv.FormatInt(last, 10) + " " + id }

func parseNotice(payload string) (id string, last int64, ok bool) {
	number, id, ok := strings.Cut(payload, " ")
	last, err := strconv.ParseInt(number, 10, 64)
	return id, last, ok && err == nil
}

// Watch is [store.Log.Watch].
func (s *Store) Watch(id string) (grew <-chan struct{}, stop func()) { return s.watchers.Watch(id) }

// listen hears of appends by other servers until the store is closed.
func (s *Store) listen(ctx context.Context) {
	for retry := firstRetry; ctx.Err() == nil; {
		heard, err := s.hear(ctx)
		if ctx.Err() != nil {
			return
		}
		if heard {
			retry = firstRetry
		}
		s.logger.WarnContext(ctx, "cannot hear of other servers' events; the connection is opened again", "err", err, "in", retry)
		timer := time.NewTimer(retry)
		select {
		case <-ctx.Done():
			timer.Stop()
		case <-timer.C:
		}
		retry = min(2*retry, lastRetry)
	}
}

// hear listens on a connection of its own until it is lost. It reports whether it ever listened. Every watcher is signalled
// as it begins to: what was notified before is not known.
func (s *Store) hear(ctx context.Context) (heard bool, err error) {
	pooled, err := s.pool.Acquire(ctx) // so that it is made as the pool's are: with its passwords, TLS and settings
	if err != nil {
		return false, fmt.Errorf("open a connection: %w", err)
	}
	conn := pooled.Hijack() // a connection that listens must not go back, nor count among the pool's
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = conn.Close(closing) // it is of no use either way
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{s.channel}.Sanitize()); err != nil {
		return false, fmt.Errorf("listen: %w", err)
	}
	s.watchers.TellAll()
	for {
		n, err := next(ctx, conn, checkEvery, checkFor)
		if err != nil {
			return true, err
		}
		if n == nil {
			continue
		}
		id, last, ok := parseNotice(n.Payload)
		if !ok { // of a version that writes them otherwise
			s.watchers.TellAll()
			continue
		}
		s.watchers.Tell(id, last)
	}
}

// next waits for a notification. After a long silence it asks whether the server is still there, and returns nil where it
// answers in time: a connection can be lost without a sign, with the machine or the network behind it.
func next(ctx context.Context, conn *pgx.Conn, silence, answer time.Duration) (*pgconn.Notification, error) {
	waiting, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	n, err := conn.WaitForNotification(waiting)
	if err == nil {
		return n, nil
	}
	if ctx.Err() != nil || waiting.Err() == nil || conn.IsClosed() {
		return nil, fmt.Errorf("wait for a notification: %w", err)
	}
	asking, cancelAsking := context.WithTimeout(ctx, answer)
	defer cancelAsking()
	if err := conn.Ping(asking); err != nil {
		return nil, fmt.Errorf("ask whether the server is still there after %v of silence: %w", silence, err)
	}
	return nil, nil
}
