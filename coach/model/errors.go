package model

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Reason says why a model did not answer.
type Reason string

// The reasons, as far as providers tell them apart.
const (
	ReasonThrottled  Reason = "throttled"  // too many requests; RetryAfter says when, if known
	ReasonOverloaded Reason = "overloaded" // 5xx
	ReasonDenied     Reason = "denied"     // credentials missing, wrong or not entitled
	ReasonUnknown    Reason = "unknown"    // no such model
	ReasonIncomplete Reason = "incomplete" // the stream ended without the provider's end mark
	ReasonTimeout    Reason = "timeout"    // no first token, or no end, in time
	ReasonRefused    Reason = "refused"    // the model declined to answer
	ReasonUnreached  Reason = "unreachable"
	ReasonInvalid    Reason = "invalid"    // the service does not take the request as it is
	ReasonUnusable   Reason = "unusable"   // the answer is empty, garbled or not the JSON that was asked for
	ReasonBudget     Reason = "budget"     // what may be spent on the interview does not reach for another call
	ReasonUnrecorded Reason = "unrecorded" // a replay holds no answer to this prompt
)

// Error is a model's failure with its reason.
type Error struct {
	Reason     Reason
	Model      string
	RetryAfter time.Duration // 0 where the provider didn't say
	Attempts   int           // how often the adapter's own client tried; above 1, nobody needs to try again at once
	Err        error
}

// Error says what failed, for logs.
func (e *Error) Error() string {
	text := "model " + e.Model + ": " + string(e.Reason)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ReasonOf returns the reason in err's chain, or "" where there is none.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return ""
}

// Interrupted returns why a call to the named model ended with its context, or nil while the context lives: the cause
// itself where it is an [*Error], a timeout where a deadline passed, and the plain cause where the caller gave up.
func Interrupted(ctx context.Context, name string) error {
	if ctx.Err() == nil {
		return nil
	}
	cause := context.Cause(ctx)
	if e, ok := errors.AsType[*Error](cause); ok {
		return e
	}
	if errors.Is(cause, context.DeadlineExceeded) {
		return &Error{Reason: ReasonTimeout, Model: name, Err: cause}
	}
	return fmt.Errorf("ask %s: %w", name, cause)
}

// Retryable reports whether the same call may succeed a moment later.
func Retryable(err error) bool {
	switch ReasonOf(err) {
	case ReasonThrottled, ReasonOverloaded, ReasonIncomplete, ReasonTimeout, ReasonUnreached, ReasonUnusable:
		return true
	default:
		return false
	}
}

// Advice tells a candidate or a host what happened and what to do, without any secret or internals.
func Advice(err error) string {
	switch ReasonOf(err) {
	case ReasonThrottled:
		return "The model is being asked too often right now. Your words are kept: wait a moment and retry."
	case ReasonOverloaded:
		return "The model's service is having trouble. Your words are kept: retry in a moment."
	case ReasonDenied:
		return "The model's service refused our credentials. Your words are kept; whoever hosts this has to check them (coach doctor), then retry."
	case ReasonUnknown:
		return "The model's service does not know this model. Your words are kept; whoever hosts this has to check --model (coach doctor), then retry."
	case ReasonIncomplete:
		return "The model's answer broke off. Your words are kept: retry."
	case ReasonTimeout:
		return "The model took too long to answer. Your words are kept: retry."
	case ReasonRefused:
		return "The model declined to answer this. Your words are kept: put it another way, or retry."
	case ReasonUnreached:
		return "The model's service cannot be reached. Your words are kept: retry, or ask whoever hosts this to check it (coach doctor)."
	case ReasonInvalid:
		return "The model's service did not take the question as it was put. Your words are kept; whoever hosts this finds the cause in the log. Retry, or go on to the next step."
	case ReasonUnusable:
		return "The model's answer could not be used. Your words are kept: retry."
	case ReasonBudget:
		return "What may be spent on this has been used up. Your words are kept; whoever hosts this can raise --budget-per-interview or set --fallback-model local, then retry."
	case ReasonUnrecorded:
		return "The recording holds no answer to this. Your words are kept; a replay answers only what was asked when it was recorded."
	default:
		return "The model could not answer. Your words are kept: retry."
	}
}
