package postgres_test

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

// line carries connections to Postgres, and can be cut.
type line struct {
	listener net.Listener
	dial     func(ctx context.Context) (net.Conn, error)

	mu    sync.Mutex
	down  bool
	conns map[net.Conn]struct{}
}

// through makes a pool's connections go through a line.
func through(t *testing.T, config *pgxpool.Config) *line {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	network, address := "tcp", net.JoinHostPort(config.ConnConfig.Host, portOf(config))
	l := &line{listener: listener, conns: map[net.Conn]struct{}{}, dial: func(ctx context.Context) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}
	config.ConnConfig.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", listener.Addr().String())
	}
	var carried sync.WaitGroup
	carried.Go(func() { l.accept(&carried) })
	t.Cleanup(func() {
		l.cut()
		_ = listener.Close() // it ends accept
		carried.Wait()
	})
	return l
}

func (l *line) accept(carried *sync.WaitGroup) {
	for {
		near, err := l.listener.Accept()
		if err != nil {
			return
		}
		far, err := l.dial(context.Background())
		if err != nil || !l.add(near, far) {
			_ = near.Close() // what a cut line does
			continue
		}
		for _, pair := range [][2]net.Conn{{near, far}, {far, near}} {
			carried.Go(func() {
				_, _ = io.Copy(pair[0], pair[1]) // ends with either
				_, _ = pair[0].Close(), pair[1].Close()
			})
		}
	}
}

func (l *line) add(conns ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range conns {
		if l.down {
			_ = c.Close() // what a cut line does
			continue
		}
		l.conns[c] = struct{}{}
	}
	return !l.down
}

// cut ends all connections and lets none through.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	for c := range l.conns {
		_ = c.Close() // what a cut line does
	}
	clear(l.conns)
}

// mend lets connections through again.
func (l *line) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = false
}
