package coach

import (
	"errors"
	"fmt"
)

// Code names a kind of failure that a caller can act on. What has no code is internal: it is logged with its chain and
// shown to people as one calm sentence.
type Code string

// The vocabulary of failures. Each edge (HTTP, websocket, exit status) has one table from these to its own signs.
const (
	CodeInvalid     Code = "invalid"     // the input is wrong; the message says where and what to do
	CodeNotFound    Code = "not_found"   // there is no such thing, or it isn't yours
	CodeConflict    Code = "conflict"    // somebody else appended first; read again and decide again
	CodeNotReady    Code = "not_ready"   // right request, wrong moment: a report of a running interview
	CodeBusy        Code = "busy"        // too much of yours is under way; wait for some of it
	CodeUnavailable Code = "unavailable" // a model, an embedder or a database does not answer; try again
)

// Error is a failure with a code for programs and a message for people that says what to do next.
type Error struct {
	Code    Code
	Message string
	Err     error // the cause, if any; never shown to people
}

// Error gives the message and, for logs, the cause.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, &Error{Code: c}) a question about the code alone.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Message == ""
}

// Invalid returns an error for wrong input.
func Invalid(message string) error { return &Error{Code: CodeInvalid, Message: message} }

// NotFound returns an error for a thing that does not exist.
func NotFound(kind, id string) error {
	return &Error{Code: CodeNotFound, Message: fmt.Sprintf("there is no %s %q", kind, id)}
}

// NotReady returns an error for a request that comes too early or too late.
func NotReady(message string) error { return &Error{Code: CodeNotReady, Message: message} }

// Busy returns an error for a request that would be one too many at a time.
func Busy(message string) error { return &Error{Code: CodeBusy, Message: message} }

// Unavailable returns an error for something that should answer and doesn't; cause may be nil.
func Unavailable(message string, cause error) error {
	return &Error{Code: CodeUnavailable, Message: message, Err: cause}
}

// ErrConflict is what a log answers to an append at a sequence number that is taken.
var ErrConflict = &Error{Code: CodeConflict, Message: "another writer appended to this log first: read it again"}

// CodeOf returns the code of the outermost coded error in err's chain, or "" where there is none.
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}
