package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres/postgrestest"
)

func TestChannels(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("s", 63)
	seen := map[string]string{}
	for _, schema := range []string{"public", "a", `odd "name"`, strings.Repeat("s", 53), long, long[:62] + "t"} {
		channel := channelOf(schema)
		if len(channel) > maxChannel {
			t.Errorf("the channel of %q has %d bytes", schema, len(channel))
		}
		if other, taken := seen[channel]; taken {
			t.Errorf("%q and %q have one channel", schema, other)
		}
		seen[channel] = schema
	}
	if lockID("a") == lockID("b") {
		t.Error("two schemas have one lock")
	}
}

// FuzzNotice holds that a notice of any id reads back, and that no payload is read as what nobody wrote.
func FuzzNotice(f *testing.F) {
	f.Add("a", int64(1), "")
	f.Add("with a space", int64(0), "12")
	f.Add("", int64(-1), "12 a b")
	f.Fuzz(func(t *testing.T, id string, last int64, payload string) {
		if gotID, gotLast, ok := parseNotice(notice(id, last)); !ok || gotID != id || gotLast != last {
			t.Errorf("%q at %d came back as %q at %d, %v", id, last, gotID, gotLast, ok)
		}
		if id, last, ok := parseNotice(payload); ok {
			if id2, last2, ok := parseNotice(notice(id, last)); !ok || id2 != id || last2 != last {
				t.Errorf("%q was read as %q at %d", payload, id, last)
			}
		}
	})
}

func TestFailuresThatPass(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want coach.Code
	}{
		{&pgconn.PgError{Code: "57P01"}, coach.CodeUnavailable}, // the server stops
		{&pgconn.PgError{Code: "53300"}, coach.CodeUnavailable}, // too many connections
		{&pgconn.PgError{Code: "53100"}, coach.CodeUnavailable}, // the disk is full
		{&pgconn.PgError{Code: "25006"}, coach.CodeUnavailable}, // it only reads
		{&pgconn.PgError{Code: "08006"}, coach.CodeUnavailable},
		{&pgconn.PgError{Code: "42P01"}, ""}, // a table is missing
		{&pgconn.PgError{Code: "57014"}, ""}, // a statement was cancelled
		{&net.OpError{Op: "read", Err: errors.New("connection reset")}, coach.CodeUnavailable},
		{io.ErrUnexpectedEOF, coach.CodeUnavailable},
		{context.Canceled, ""},
		{context.DeadlineExceeded, ""},
		{coach.ErrConflict, coach.CodeConflict},
		{errors.New("anything else"), ""},
	} {
		if err := coded(fmt.Errorf("doing: %w", test.err)); coach.CodeOf(err) != test.want || !errors.Is(err, test.err) {
			t.Errorf("%v: %q, want %q", test.err, coach.CodeOf(err), test.want)
		}
	}
	if coded(nil) != nil {
		t.Error("nothing became an error")
	}
}

// TestASilentConnectionIsAsked waits on a connection on which nothing comes: first one that is well, and hears afterwards
// as before, then one whose server never answers.
func TestASilentConnectionIsAsked(t *testing.T) {
	t.Parallel()
	config, err := pgx.ParseConfig(postgrestest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	silent := &silentConn{}
	config.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		silent.Conn = c
		return silent, err
	}
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }() // lost by then
	channel := pgx.Identifier{channelOf(t.Name())}.Sanitize()
	for range 3 {
		if n, err := next(t.Context(), conn, time.Millisecond, soonEnough); n != nil || err != nil {
			t.Fatalf("a silent connection that is well: %v, %v", n, err)
		}
	}
	if _, err := conn.Exec(t.Context(), "LISTEN "+channel); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "NOTIFY "+channel+", '7 a'"); err != nil {
		t.Fatal(err)
	}
	if n, err := next(t.Context(), conn, soonEnough, soonEnough); err != nil || n == nil || n.Payload != "7 a" {
		t.Fatalf("after a silence: %v, %v", n, err)
	}

	silent.mute = true
	if n, err := next(t.Context(), conn, time.Millisecond, 50*time.Millisecond); err == nil {
		t.Errorf("a server that does not answer: %v", n)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := next(over, conn, soonEnough, soonEnough); err == nil {
		t.Error("a store that is closed still waits")
	}
}

const soonEnough = 20 * time.Second

// silentConn is a connection whose other end can fall silent: what is written to it is lost.
type silentConn struct {
	net.Conn
	mute bool
}

func (c *silentConn) Write(b []byte) (int, error) {
	if c.mute {
		return len(b), nil
	}
	return c.Conn.Write(b)
}
