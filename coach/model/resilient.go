package model

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// Limits bound what asking a model may take. A zero field takes its default.
type Limits struct {
	// FirstToken is how long a model may take to its first sign of life. The default, 2 minutes, lets Ollama load a model
	// from a slow disk.
	FirstToken time.Duration
	// Idle is how long it may then be silent, 1 minute by default.
	Idle time.Duration
	// Total is how long all of it may take, waits between tries included and waiting for a turn not, 10 minutes by default.
	Total time.Duration
	// Attempts is how often a call is tried, 4 by default.
	Attempts int
	// Backoff is the longest first wait between tries; it doubles with each of them up to MaxBackoff. 1 second and 15
	// seconds by default.
	Backoff, MaxBackoff time.Duration
	// MaxRetryAfter is the longest that a service's own Retry-After is waited for, 30 seconds by default. Beyond it the
	// error comes at once, so that somebody else may answer.
	MaxRetryAfter time.Duration
	// Concurrent is how many calls are made at once, 8 by default. Others wait in turn.
	Concurrent int
	// Jitter returns numbers from 0 to below 1 that spread the waits; random ones by default.
	Jitter func() float64
	// Logger gets a line for each try that failed and is made again; none by default.
	Logger *slog.Logger
}

// withDefaults fills in what is zero.
func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&l.FirstToken, 2 * time.Minute}, {&l.Idle, time.Minute}, {&l.Total, 10 * time.Minute},
		{&l.Backoff, time.Second}, {&l.MaxBackoff, 15 * time.Second}, {&l.MaxRetryAfter, 30 * time.Second},
	} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	if l.Attempts <= 0 {
		l.Attempts = 4
	}
	if l.Concurrent <= 0 {
		l.Concurrent = 8
	}
	if l.Jitter == nil {
		l.Jitter = rand.Float64
	}
	if l.Logger == nil {
		l.Logger = slog.New(slog.DiscardHandler)
	}
	return l
}

// resilient asks a model within limits.
type resilient struct {
	Model
	limits Limits
	turns  chan struct{}
}

// Resilient returns m with limits around it: calls wait in turn, a silent model is given up, and a call that failed for a
// reason that may pass is tried again. Text that was shown is never repeated: a reply that broke off is gone on with, and
// the whole of it is returned. Answers that are not the JSON that was asked for are not tried again here; see [Repaired].
func Resilient(m Model, limits Limits) Model {
	limits = limits.withDefaults()
	return &resilient{Model: m, limits: limits, turns: make(chan struct{}, limits.Concurrent)}
}

// Generate implements [Model].
func (r *resilient) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	select {
	case r.turns <- struct{}{}: // a channel lets its senders in by the order of their coming
		defer func() { <-r.turns }()
	case <-ctx.Done():
		return Reply{}, Interrupted(ctx, r.Name())
	}
	within, cancel := context.WithTimeoutCause(ctx, r.limits.Total, r.late("no whole answer within %s", r.limits.Total))
	defer cancel()
	var heard strings.Builder
	for attempt := 1; ; attempt++ {
		asked := p
		if heard.Len() > 0 {
			asked = resumed(p, heard.String())
		}
		joined := seam{heard: heard.String(), pass: func(text string) {
			heard.WriteString(text)
			if onDelta != nil {
				onDelta(text)
			}
		}}
		reply, err := r.try(within, asked, joined.write)
		joined.close()
		if err == nil && p.Schema == nil && joined.heard != "" {
			reply.Text = heard.String()
		}
		wait, again := r.again(attempt, heard.Len() > 0, p, err)
		if err == nil || !again || within.Err() != nil {
			return reply, err
		}
		r.limits.Logger.Info("the model failed and is asked again", "model", r.Name(), "attempt", attempt, "wait", wait, "err", err)
		if !pause(within, wait) {
			if gaveUp := Interrupted(ctx, r.Name()); gaveUp != nil {
				return Reply{}, gaveUp
			}
			return Reply{}, err // which says more than that the time is up
		}
	}
}

// try asks once, and gives up when nothing more comes.
func (r *resilient) try(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var alive atomic.Bool
	watch := time.AfterFunc(r.limits.FirstToken, func() {
		if alive.Load() {
			cancel(r.late("nothing more came for %s", r.limits.Idle))
		} else {
			cancel(r.late("nothing came within %s", r.limits.FirstToken))
		}
	})
	defer watch.Stop()
	beat := func() {
		alive.Store(true)
		watch.Reset(r.limits.Idle)
	}
	reply, err := r.Model.Generate(WatchLife(ctx, beat), p, func(text string) {
		beat()
		onDelta(text)
	})
	if err != nil && ctx.Err() != nil {
		return Reply{}, Interrupted(ctx, r.Name())
	}
	return reply, err
}

// again says whether to try again after err, and how long to wait first.
func (r *resilient) again(attempt int, shown bool, p prompts.Prompt, err error) (time.Duration, bool) {
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok || !Retryable(err) || attempt >= r.limits.Attempts:
		return 0, false
	case shown && e.Reason == ReasonUnusable: // what was shown was no answer: it can't be gone on with
		return 0, false
	case e.Attempts > 1: // the adapter's own client has waited and tried
		return 0, false
	case e.Reason == ReasonUnusable && p.Schema != nil:
		return 0, false
	case e.Reason == ReasonTimeout && attempt > 1: // the candidate has waited long enough, twice
		return 0, false
	case e.RetryAfter > r.limits.MaxRetryAfter:
		return 0, false
	}
	backoff := min(r.limits.Backoff<<min(attempt-1, 10), r.limits.MaxBackoff)
	if e.RetryAfter > 0 { // never earlier, and not all at once
		return e.RetryAfter + time.Duration(r.limits.Jitter()*float64(r.limits.Backoff)), true
	}
	return time.Duration((1 + r.limits.Jitter()) / 2 * float64(backoff)), true
}

// late is the error of a model that took too long.
func (r *resilient) late(format string, limit time.Duration) error {
	return &Error{Reason: ReasonTimeout, Model: r.Name(), Err: fmt.Errorf(format, limit)}
}

// pause waits, and reports whether ctx still lives.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
