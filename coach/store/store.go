// Package store is the port to the event logs: what a database has to do so that an interview can be its log.
//
// The invariant: a log's events are numbered from 1 without gaps, appended in one transaction at an expected number, and
// never changed. What Append has returned is on disk. Two packages below keep it, sqlite and postgres, and both pass the
// one suite in storetest. Owners never see each other's logs.
//
// What the two have in common stands here, so that they cannot come to differ in it: [Record] and [Decode] say what is
// kept of an event, [Watchers] how those who watch are told. What events mean, and which may follow which, is left to
// package coach.
package store

import (
	"context"
	"errors"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

// LocalOwner owns every log while there are no accounts.
const LocalOwner = "local"

// ErrNewer is returned when a database was made by a newer version of the program. Nothing in it was changed.
var ErrNewer = errors.New("the database was made by a newer version of coach: upgrade coach, or use another --data or --database-url")

// Log keeps event logs. It is safe for concurrent use, by several processes on one database too.
//
// "Not found" is an error with [coach.CodeNotFound]; it is also the answer to whoever asks for another owner's log, or
// under a name that no log can have. A database that does not answer gives [coach.CodeUnavailable]; a context that ends
// gives its own error.
type Log interface {
	// Append adds events behind the log's event number after, all at the given time, in one transaction. It returns them as
	// a Read would: times in UTC and cut to microseconds, text as JSON carries it.
	//
	// With after 0 it creates the log, whose first event has to be Started or DesignSubmitted. It returns coach.ErrConflict
	// when the log's last event is another one, or the id is taken: read again and decide again. It returns a not-found
	// error when after is above 0 and the owner has no such log. Text with a NUL character, which not every database keeps,
	// is invalid. After any other error the events may have been appended all the same: the next Append at the same number
	// tells, by a conflict.
	Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) ([]coach.Recorded, error)
	// Read returns the events with a number above after, in order; none is no error. It returns a not-found error when the
	// owner has no such log.
	Read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error)
	// Summary returns a log in one line, as of its last event, or a not-found error.
	Summary(ctx context.Context, owner, id string) (coach.Summary, error)
	// List returns the owner's logs of a subject, the newest first.
	List(ctx context.Context, owner string, subject coach.Subject) ([]coach.Summary, error)
	// Delete removes a log with all its data, or returns a not-found error.
	Delete(ctx context.Context, owner, id string) error

	// Watch returns a channel that gets a value some time after the log grew or was deleted, by whatever process. Values
	// are coalesced and may come for nothing: watch first, then read, then wait, and whoever gets one reads on. One comes
	// too whenever news may have been lost, such as with the connection to the database. The log need not exist. It never
	// holds up a writer. stop frees it and may be called twice; the channel is never closed.
	Watch(id string) (grew <-chan struct{}, stop func())

	// Claim takes, or renews, a lane of an interview's work for a holder, so that two servers do not both ask the model. It
	// reports false while another holder's claim lasts, and where there is no such log. Time is the database's. A claim is
	// advice: appends don't look at it.
	Claim(ctx context.Context, id string, lane coach.Lane, holder string, ttl time.Duration) (bool, error)
	// Release gives a claim back before its time. Releasing what one does not hold is no error.
	Release(ctx context.Context, id string, lane coach.Lane, holder string) error

	// Ping reports whether the database answers.
	Ping(ctx context.Context) error
	// Close ends background work and waits for it; it may be called twice. The database's handles stay open: they belong to
	// whoever opened them.
	Close() error
}
