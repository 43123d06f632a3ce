package model

import (
	"errors"
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
	ReasonInvalid    Reason = "invalid" // the request or the answer has a wrong shape
)

// Error is a model's failure with its reason.
type Error struct {
	Reason     Reason
	Model      string
	RetryAfter time.Duration // 0 where the provider didn't say
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

// Retryable reports whether the same call may succeed a moment later.
func Retryable(err error) bool {
	switch ReasonOf(err) {
	case ReasonThrottled, ReasonOverloaded, ReasonIncomplete, ReasonTimeout, ReasonUnreached:
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
	default:
		return "The model could not answer. Your words are kept: retry."
	}
}
