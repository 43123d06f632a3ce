package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Record numbers and encodes events for an append, for the packages that implement [Log]. What it returns as recorded is
// what [Decode] makes of the bodies, so that whoever appends sees what later readers see. It refuses an append of nothing,
// a log that does not begin as a log must, and text that not every database keeps.
func Record(after int64, at time.Time, events []coach.Event) (recorded []coach.Recorded, bodies [][]byte, err error) {
	if len(events) == 0 {
		return nil, nil, errors.New("there is nothing to append")
	}
	if after < 0 {
		return nil, nil, fmt.Errorf("there is no event number %d", after)
	}
	for i, e := range events {
		seq := after + int64(i) + 1
		if opens(e) != (seq == 1) {
			return nil, nil, fmt.Errorf("event %d of a log cannot be %s", seq, e.Kind())
		}
		body, err := coach.EncodeEvent(e)
		if err != nil {
			return nil, nil, err
		}
		if holdsNUL(body) {
			return nil, nil, coach.Invalid("the text holds a NUL character, which cannot be kept: take it out and send it again")
		}
		r, err := Decode(seq, at, body)
		if err != nil {
			return nil, nil, err
		}
		recorded = append(recorded, r)
		bodies = append(bodies, body)
	}
	return recorded, bodies, nil
}

func opens(e coach.Event) bool {
	return e.Kind() == coach.KindStarted || e.Kind() == coach.KindDesignSubmitted
}

// holdsNUL reports whether a JSON text holds the escape of the character zero. SQLite would keep it and Postgres too as
// json, but there it could never be made jsonb, nor the words be searched.
func holdsNUL(body []byte) bool {
	for {
		i := bytes.IndexByte(body, '\\')
		if i < 0 {
			return false
		}
		if bytes.HasPrefix(body[i:], []byte(`\u0000`)) {
			return true
		}
		body = body[i+2:] // in valid JSON a backslash has something behind it, maybe another one
	}
}

// Decode makes an event of what is kept of it.
func Decode(seq int64, at time.Time, body []byte) (coach.Recorded, error) {
	e, err := coach.DecodeEvent(body)
	if err != nil {
		return coach.Recorded{}, fmt.Errorf("event %d: %w", seq, err)
	}
	return coach.Recorded{Seq: seq, At: time.UnixMicro(at.UnixMicro()).UTC(), Event: e}, nil
}

// Summarize returns the summary after more events, and its JSON.
func Summarize(s coach.Summary, more []coach.Recorded) (coach.Summary, []byte, error) {
	for _, r := range more {
		s = s.Apply(r)
	}
	body, err := json.Marshal(s)
	if err != nil {
		return s, nil, fmt.Errorf("encode the summary: %w", err)
	}
	return s, body, nil
}

// DecodeSummary reads what [Summarize] encoded.
func DecodeSummary(body []byte) (coach.Summary, error) {
	var s coach.Summary
	if err := json.Unmarshal(body, &s); err != nil {
		return s, fmt.Errorf("decode the summary: %w", err)
	}
	return s, nil
}

// NotFound is the error for a log that does not exist, or not for who asks.
func NotFound(id string) error { return coach.NotFound("interview or design", id) }

// maxName is the most bytes of an id or an owner: both are parts of keys, and ids of notifications.
const maxName = 200

// Storable reports whether all of the names, ids or owners, are such as a log can have. Names come out of addresses that
// anybody can type: those that no log can have are asked for too, and not found.
func Storable(names ...string) bool {
	for _, n := range names {
		if n == "" || len(n) > maxName || !utf8.ValidString(n) || strings.ContainsRune(n, 0) {
			return false
		}
	}
	return true
}

// CheckNames returns the error of an append to a log that cannot have these names, or nil where it can.
func CheckNames(owner, id string, after int64) error {
	switch {
	case Storable(owner, id):
		return nil
	case after == 0:
		return coach.Invalid(fmt.Sprintf("an id has 1 to %d bytes of UTF-8 without NUL characters", maxName))
	default:
		return NotFound(id)
	}
}
