package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/interviewcoach/interviewcoach/coach"
)

// foreignKeyViolation is the SQLSTATE of a reference to a row that is not there.
const foreignKeyViolation = "23503"

// state returns the SQLSTATE of an error, "" where the error is not the server's.
func state(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// coded gives failures that may pass the code that says so. What the caller's own context ended keeps its error.
func coded(err error) error {
	if err == nil || coach.CodeOf(err) != "" || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if passing(err) {
		return coach.Unavailable("the database does not answer: try again", err)
	}
	return err
}

// passing reports whether the database could not be reached, was lost, or said that it can't serve now.
func passing(err error) bool {
	if code := state(err); code != "" {
		// Connection exceptions, insufficient resources (a full disk, too many connections), operator intervention (a server
		// that starts or stops); and a failover that left this connection on a server that only reads.
		return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "53") || strings.HasPrefix(code, "57P") || code == "25006"
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok || pgconn.SafeToRetry(err) { // nothing was sent
		return true
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed)
}
