package langchain

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// statusError is an HTTP error with what its body says about it.
type statusError struct {
	Status  int
	Message string
}

// Error gives the status and the provider's words.
func (e *statusError) Error() string {
	if e.Message == "" {
		return fmt.Sprintf("HTTP %d", e.Status)
	}
	return fmt.Sprintf("HTTP %d: %s", e.Status, e.Message)
}

// problem is what providers put into the body of an error, each in its own way.
type problem struct {
	Message string
	Kind    string // type and code
	Wait    time.Duration
}

// refusal makes the typed error of an HTTP error.
func refusal(name string, resp *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxProblem))
	if err != nil {
		body = nil // the status alone says what is needed
	}
	p := readProblem(body)
	wait := retryAfter(resp.Header)
	if wait == 0 {
		wait = p.Wait
	}
	return &model.Error{Reason: reasonOf(resp.StatusCode, p.Kind+" "+p.Message), Model: name, RetryAfter: wait,
		Err: &statusError{Status: resp.StatusCode, Message: p.Message}}
}

// reasonOf tells the reason of an HTTP error from its status and, where the status alone misleads, its words.
func reasonOf(status int, words string) model.Reason {
	words = strings.ToLower(words)
	switch {
	case strings.Contains(words, "insufficient_quota"), strings.Contains(words, "credit balance"), strings.Contains(words, "billing"):
		return model.ReasonDenied // comes as 429 or 400, and waiting doesn't help
	case status == http.StatusTooManyRequests:
		return model.ReasonThrottled
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusPaymentRequired:
		return model.ReasonDenied
	case status == http.StatusBadRequest && strings.Contains(words, "api key"):
		return model.ReasonDenied // Google
	case status == http.StatusNotFound:
		return model.ReasonUnknown
	case status == http.StatusRequestTimeout:
		return model.ReasonTimeout
	case status >= 500:
		return model.ReasonOverloaded
	default:
		return model.ReasonInvalid
	}
}

// faultReason tells the reason of an error that came in a stream, from its type and code.
func faultReason(kind string) model.Reason {
	kind = strings.ToLower(kind)
	for _, sign := range []struct {
		word   string
		reason model.Reason
	}{
		{"rate_limit", model.ReasonThrottled}, {"429", model.ReasonThrottled}, {"exhausted", model.ReasonThrottled},
		{"authentication", model.ReasonDenied}, {"permission", model.ReasonDenied}, {"quota", model.ReasonDenied}, {"billing", model.ReasonDenied},
		{"timeout", model.ReasonTimeout}, {"invalid_request", model.ReasonInvalid}, {"content_filter", model.ReasonRefused},
	} {
		if strings.Contains(kind, sign.word) {
			return sign.reason
		}
	}
	return model.ReasonOverloaded
}

// readProblem finds the provider's words in an error's body: {"error":{"message","type","code"}}, {"error":"…"},
// {"message":"…"}, {"detail":…}, any of them in a list, or plain text.
func readProblem(body []byte) problem {
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && len(list) > 0 {
		body = list[0]
	}
	var outer struct {
		Error   json.RawMessage
		Message string
		Detail  json.RawMessage
	}
	if json.Unmarshal(body, &outer) != nil {
		return problem{Message: clean(string(body))}
	}
	var inner struct {
		Message string
		Type    string
		Status  string
		Code    any
		Details []struct{ RetryDelay string }
	}
	if json.Unmarshal(outer.Error, &inner) != nil {
		var text string
		if json.Unmarshal(outer.Error, &text) != nil {
			text = outer.Message
			if text == "" {
				text = string(outer.Detail)
			}
		}
		return problem{Message: clean(text)}
	}
	p := problem{Message: clean(inner.Message), Kind: strings.TrimSpace(fmt.Sprint(inner.Type, " ", inner.Status, " ", inner.Code))}
	for _, detail := range inner.Details {
		if d, err := time.ParseDuration(detail.RetryDelay); err == nil && d > 0 {
			p.Wait = d
		}
	}
	return p
}

// clean makes one short line of a provider's words.
func clean(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if signs := []rune(text); len(signs) > 300 {
		text = string(signs[:300]) + "…"
	}
	return strings.ToValidUTF8(text, "�")
}

// retryAfter reads how long a server wants to be left alone: seconds, a date, or OpenAI's milliseconds.
func retryAfter(h http.Header) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return time.Duration(ms * float64(time.Millisecond))
	}
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}

// asStatus is the HTTP error in err's chain.
func asStatus(err error) (*statusError, bool) { return errors.AsType[*statusError](err) }

// mentionsModel tells a model that is missing from a path that is.
var mentionsModel = regexp.MustCompile(`(?i)model`)
