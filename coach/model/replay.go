package model

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// replay answers from a recording.
type replay struct {
	name string

	mu   sync.Mutex
	left map[string][]exchange // by digest, in the order of the recording
}

var _ Model = (*replay)(nil)

// Replay returns a model called name that answers from a recording of [Recorder]: each prompt with what was answered to
// the same prompt then, first things first, and errors as well. What was not asked then, or not as often, is refused.
func Replay(name string, recording io.Reader) (Model, error) {
	r := &replay{name: name, left: map[string][]exchange{}}
	lines := bufio.NewReader(recording)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if fault := r.add(line); fault != nil {
				return nil, coach.Invalid(fmt.Sprintf("line %d of the recording: %s", number, fault))
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return r, nil
		case err != nil:
			return nil, fmt.Errorf("read the recording: %w", err)
		}
	}
}

// add takes a line of the recording.
func (r *replay) add(line []byte) error {
	var e exchange
	if err := json.Unmarshal(line, &e); err != nil {
		return fmt.Errorf("it is not JSON of a recorded exchange: %w", err)
	}
	switch {
	case e.Digest == "":
		return errors.New("it has no digest of a prompt")
	case e.Fault == nil && e.Text == "":
		return errors.New("it holds neither an answer nor an error")
	case e.Fault == nil && len(e.Deltas) > 0 && strings.Join(e.Deltas, "") != e.Text:
		return errors.New("its pieces do not make its text")
	}
	r.left[e.Digest] = append(r.left[e.Digest], e)
	return nil
}

// ReplayOpener opens recordings by the path of their file, for the URI replay:FILE.
func ReplayOpener() Opener {
	return func(_ context.Context, path string) (Model, error) {
		file, err := os.Open(path)
		if err != nil {
			return nil, coach.Invalid(fmt.Sprintf("the recording cannot be read: %s", err))
		}
		defer func() { _ = file.Close() }() // it was only read
		return Replay("replay:"+path, file)
	}
}

// Name implements [Model].
func (r *replay) Name() string { return r.name }

// Generate implements [Model].
func (r *replay) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	if err := Interrupted(ctx, r.name); err != nil {
		return Reply{}, err
	}
	e, ok := r.next(digest(p))
	if !ok {
		return Reply{}, &Error{Reason: ReasonUnrecorded, Model: r.name,
			Err: fmt.Errorf("the recording holds no further answer to this %s prompt (%s)", p.Task, digest(p))}
	}
	for _, delta := range e.Deltas {
		if onDelta != nil {
			onDelta(delta)
		}
	}
	if e.Fault != nil {
		return Reply{}, &Error{Reason: e.Fault.Reason, Model: r.name, RetryAfter: e.Fault.RetryAfter, Err: errors.New(e.Fault.Message)}
	}
	return Reply{Text: e.Text, Model: e.Model, Usage: e.Usage}, nil
}

// next takes the next exchange of a prompt.
func (r *replay) next(digest string) (exchange, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	left := r.left[digest]
	if len(left) == 0 {
		return exchange{}, false
	}
	r.left[digest] = left[1:]
	return left[0], true
}
