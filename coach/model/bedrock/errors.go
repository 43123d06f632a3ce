package bedrock

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/eventstream"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// brokenStream is an error in the middle of a stream.
type brokenStream struct{ err error }

func (e *brokenStream) Error() string { return "read the stream: " + e.err.Error() }
func (e *brokenStream) Unwrap() error { return e.err }

// malformed is an answer that the service itself calls malformed.
type malformed struct{ reason types.StopReason }

func (e *malformed) Error() string {
	return fmt.Sprintf("the service ended the answer as %s", e.reason)
}

// codes are the reasons of the service's own errors.
var codes = map[string]model.Reason{
	"ThrottlingException":           model.ReasonThrottled,
	"TooManyRequestsException":      model.ReasonThrottled,
	"ServiceQuotaExceededException": model.ReasonThrottled,
	"ModelNotReadyException":        model.ReasonOverloaded,
	"ModelErrorException":           model.ReasonOverloaded,
	"ModelStreamErrorException":     model.ReasonOverloaded,
	"InternalServerException":       model.ReasonOverloaded,
	"ServiceUnavailableException":   model.ReasonOverloaded,
	"ModelTimeoutException":         model.ReasonTimeout,
	"AccessDeniedException":         model.ReasonDenied,
	"UnrecognizedClientException":   model.ReasonDenied,
	"InvalidSignatureException":     model.ReasonDenied,
	"ExpiredTokenException":         model.ReasonDenied,
	"ResourceNotFoundException":     model.ReasonUnknown,
	"ValidationException":           model.ReasonInvalid,
}

// reasonOf tells the reason of the SDK's error.
func reasonOf(err error) model.Reason {
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		reason, ok := codes[e.ErrorCode()]
		switch {
		case ok && reason == model.ReasonInvalid && strings.Contains(e.ErrorMessage(), "model identifier"):
			return model.ReasonUnknown // "The provided model identifier is invalid."
		case ok:
			return reason
		}
	}
	if _, ok := errors.AsType[*malformed](err); ok {
		return model.ReasonUnusable
	}
	if _, ok := errors.AsType[*brokenStream](err); ok {
		return brokenReason(err)
	}
	if _, ok := errors.AsType[*smithyhttp.RequestSendError](err); ok {
		return model.ReasonUnreached
	}
	if e, ok := errors.AsType[*smithyhttp.ResponseError](err); ok {
		return statusReason(e.HTTPStatusCode())
	}
	return model.ReasonInvalid
}

// brokenReason tells a stream that cannot be read from one that broke off.
func brokenReason(err error) model.Reason {
	if _, ok := errors.AsType[eventstream.ChecksumError](err); ok {
		return model.ReasonUnusable
	}
	if _, ok := errors.AsType[eventstream.LengthError](err); ok {
		return model.ReasonUnusable
	}
	return model.ReasonIncomplete
}

// statusReason is for errors that carry no code of the service, as those of proxies do.
func statusReason(status int) model.Reason {
	switch {
	case status == http.StatusTooManyRequests:
		return model.ReasonThrottled
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return model.ReasonDenied
	case status == http.StatusNotFound:
		return model.ReasonUnknown
	case status >= 500:
		return model.ReasonOverloaded
	case status < 300:
		return model.ReasonUnusable // an answer that cannot be read
	default:
		return model.ReasonInvalid
	}
}

// retryAfter is how long the service wants to be left alone.
func retryAfter(err error) time.Duration {
	e, ok := errors.AsType[*smithyhttp.ResponseError](err)
	if !ok || e.Response == nil {
		return 0
	}
	seconds, err := strconv.ParseFloat(e.Response.Header.Get("Retry-After"), 64)
	if err != nil || seconds <= 0 {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}

// attempts is how often the SDK tried.
func attempts(err error) int {
	if e, ok := errors.AsType[*retry.MaxAttemptsError](err); ok {
		return e.Attempt
	}
	return 1
}

// messageOf is what the service said.
func messageOf(err error) string {
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		return e.ErrorMessage()
	}
	return ""
}

// short leaves the SDK's wrapping out of the service's own errors, which say all that is needed.
func short(err error) error {
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		return e
	}
	return err
}
