package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/interviewcoach/interviewcoach/coach"
)

// httpError is a failure that only HTTP knows.
type httpError struct {
	status        int
	title, detail string
}

func (e *httpError) Error() string { return e.detail }

// statuses is the one table from the codes of package coach to HTTP.
var statuses = map[coach.Code]struct {
	status int
	title  string
}{
	coach.CodeInvalid:     {http.StatusBadRequest, "Invalid input"},
	coach.CodeNotFound:    {http.StatusNotFound, "Not found"},
	coach.CodeConflict:    {http.StatusConflict, "Changed meanwhile"},
	coach.CodeNotReady:    {http.StatusConflict, "Not now"},
	coach.CodeBusy:        {http.StatusTooManyRequests, "Too many at a time"},
	coach.CodeUnavailable: {http.StatusServiceUnavailable, "Not available"},
}

// document is an RFC 9457 problem document.
type document struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code,omitempty"`
}

// orProblem turns a handler's error into a problem document.
func (s *Server) orProblem(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	d := document{Type: "about:blank", Status: http.StatusInternalServerError, Title: "Internal error",
		Detail: "Something went wrong on our side; nothing that was acknowledged is lost. Try again, and if it stays, look into the server's log."}
	if known, ok := errors.AsType[*httpError](err); ok {
		d.Status, d.Title, d.Detail = known.status, known.title, known.detail
	} else if coded, ok := errors.AsType[*coach.Error](err); ok {
		d.Status, d.Title, d.Detail, d.Code = statuses[coded.Code].status, statuses[coded.Code].title, coded.Message, string(coded.Code)
	}
	if r.Context().Err() != nil {
		return // nobody is listening any more
	}
	if d.Status >= http.StatusInternalServerError {
		s.Logger.Error("request failed", "method", r.Method, "path", r.URL.Path, "err", err)
	}
	body, _ := json.Marshal(d) // strings and a number always encode
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(d.Status)
	_, _ = w.Write(body) // nobody is left to tell
}

// reply answers with a JSON document.
func reply(w http.ResponseWriter, status int, v any) error {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // a client that went away is its own affair
	return nil
}

// maxBody bounds the JSON of small requests; designs have a bound of their own.
const maxBody = 64 << 10

// read decodes a request's JSON body of at most limit bytes into v.
func read(w http.ResponseWriter, r *http.Request, limit int64, v any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return &httpError{http.StatusUnsupportedMediaType, "Unsupported media type", "Send JSON with Content-Type: application/json."}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &httpError{http.StatusRequestEntityTooLarge, "Too large", fmt.Sprintf("The body is larger than %d bytes: send less.", tooLarge.Limit)}
	}
	if err != nil {
		return coach.Invalid("the body broke off: send it again")
	}
	if err := json.Unmarshal(body, v); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return coach.Invalid(fmt.Sprintf("%q has to be a %s, not a %s", wrong.Field, wrong.Type, wrong.Value))
		}
		return coach.Invalid("the body is not a JSON object: " + err.Error())
	}
	return nil
}
