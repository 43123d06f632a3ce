package langchain

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// maxProblem bounds how much of an error's body is read.
const maxProblem = 64 << 10

// transport stands between langchaingo's client and the wire.
type transport struct {
	base http.RoundTripper
}

// RoundTrip amends the request, turns an HTTP error into a typed one, and puts a tap on the stream. Every error is noted in
// the call as well, for the client will not hand it on as it is.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	c, ok := r.Context().Value(callKey{}).(*call)
	if !ok {
		return nil, errors.New("langchain: a request without its call")
	}
	amended, err := c.amend(r)
	if err != nil {
		return nil, c.fail(&model.Error{Reason: model.ReasonInvalid, Model: c.model, Err: err})
	}
	resp, err := t.base.RoundTrip(amended)
	if err != nil {
		return nil, c.fail(&model.Error{Reason: model.ReasonUnreached, Model: c.model, Err: err})
	}
	if resp.StatusCode >= 400 {
		defer resp.Body.Close()
		return nil, c.fail(refusal(c.model, resp))
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if want := c.wire.framing().kind; resp.StatusCode == http.StatusOK && kind != want {
		defer resp.Body.Close()
		return nil, c.fail(&model.Error{Reason: model.ReasonUnusable, Model: c.model,
			Err: fmt.Errorf("the answer is %q instead of a stream of %q: is this the address of the API?", kind, want)})
	}
	resp.Body = newTap(r.Context(), resp.Body, c)
	return resp, nil
}

// amend returns the request with what the call adds to it.
func (c *call) amend(r *http.Request) (*http.Request, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("read the request to amend it: %w", err)
	}
	if err := r.Body.Close(); err != nil {
		return nil, fmt.Errorf("close the request to amend: %w", err)
	}
	var request map[string]json.RawMessage
	if err := json.Unmarshal(body, &request); err != nil {
		return nil, fmt.Errorf("parse the request to amend it: %w", err)
	}
	if err := c.wire.amend(request, c); err != nil {
		return nil, err
	}
	if body, err = json.Marshal(request); err != nil {
		return nil, fmt.Errorf("write the amended request: %w", err)
	}
	amended := r.Clone(r.Context())
	if w, ok := c.wire.(interface{ headers(http.Header) }); ok {
		w.headers(amended.Header)
	}
	amended.Body = io.NopCloser(bytes.NewReader(body))
	amended.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	amended.ContentLength = int64(len(body))
	return amended, nil
}
