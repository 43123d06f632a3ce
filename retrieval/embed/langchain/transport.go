package langchain

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	attempts      = 4
	maxBackoff    = 10 * time.Second
	maxRetryAfter = 30 * time.Second
	maxAnswer     = 64 << 20 // 64 texts of 3072 numbers are 4 MB
	maxProblem    = 64 << 10
)

type callKey struct{}

// call keeps the reason of a failure past langchaingo, whose client replaces
// it by a sentence. The client makes one request at a time.
type call struct{ err error }

// statusError is an HTTP error with the provider's words.
type statusError struct {
	status  int
	message string
	wait    time.Duration
}

func (e *statusError) Error() string { return fmt.Sprintf("HTTP %d: %s", e.status, e.message) }

// transport tries requests again, and hands answers on whole and in order.
type transport struct {
	base    http.RoundTripper
	backoff time.Duration

	ollama bool        // the server may know Ollama's own protocol alone
	native atomic.Bool // it does
}

func newTransport(c Config) *transport {
	t := &transport{base: http.DefaultTransport, backoff: c.Backoff, ollama: c.Scheme == "ollama"}
	if c.Client != nil && c.Client.Transport != nil {
		t.base = c.Client.Transport
	}
	if t.backoff <= 0 {
		t.backoff = 500 * time.Millisecond
	}
	return t
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	c, ok := r.Context().Value(callKey{}).(*call)
	if !ok {
		return nil, errors.New("a request for vectors without its call")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	if err := r.Body.Close(); err != nil {
		return nil, fmt.Errorf("close the request: %w", err)
	}
	for attempt := 1; ; attempt++ {
		resp, err := t.try(r, body)
		if err == nil {
			return resp, nil
		}
		wait, again := t.again(attempt, err)
		if !again || !pause(r.Context(), wait) {
			c.err = err
			return nil, err
		}
	}
}

// try sends the request once and reads its answer whole. A server that knows Ollama's own protocol alone is asked in that:
// the requests are the same.
func (t *transport) try(r *http.Request, body []byte) (*http.Response, error) {
	native := t.native.Load()
	resp, err := t.send(r, body, native)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // it was read to its end, or is of no use
	if resp.StatusCode != http.StatusOK {
		err := refusal(resp)
		if refused, ok := errors.AsType[*statusError](err); ok && t.ollama && !native && refused.status == http.StatusNotFound &&
			!strings.Contains(strings.ToLower(refused.message), "model") {
			t.native.Store(true)
			return t.try(r, body)
		}
		return nil, err
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("read the vectors: %w", err)
	}
	if native {
		answer, err = translated(answer)
	} else {
		answer, err = inOrder(answer)
	}
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	return resp, nil
}

func (t *transport) send(r *http.Request, body []byte, native bool) (*http.Response, error) {
	once := r.Clone(r.Context())
	once.Body = io.NopCloser(bytes.NewReader(body))
	if native {
		once.URL.Path = strings.TrimSuffix(once.URL.Path, "/v1/embeddings") + "/api/embed"
	}
	return t.base.RoundTrip(once)
}

// translated puts the vectors of Ollama's own protocol into the shape that langchaingo's client reads.
func translated(answer []byte) ([]byte, error) {
	var list struct {
		Embeddings []json.RawMessage `json:"embeddings"`
	}
	if err := json.Unmarshal(answer, &list); err != nil || len(list.Embeddings) == 0 {
		return nil, errGarbled
	}
	data := make([]map[string]any, len(list.Embeddings))
	for i, vector := range list.Embeddings {
		data[i] = map[string]any{"index": i, "embedding": vector}
	}
	out, err := json.Marshal(map[string]any{"data": data})
	if err != nil {
		return nil, fmt.Errorf("translate the vectors: %w", err)
	}
	return out, nil
}

// errGarbled is an answer that is not the protocol's.
var errGarbled = errors.New("the answer is not a list of vectors: is this the address of the API?")

// inOrder puts vectors into the order of their texts, which their indexes
// tell.
func inOrder(answer []byte) ([]byte, error) {
	type vector struct {
		Index     int             `json:"index"`
		Embedding json.RawMessage `json:"embedding"`
	}
	var list struct {
		Data []vector `json:"data"`
	}
	if err := json.Unmarshal(answer, &list); err != nil || len(list.Data) == 0 {
		return nil, errGarbled
	}
	byIndex := func(a, b vector) int { return cmp.Compare(a.Index, b.Index) }
	if slices.IsSortedFunc(list.Data, byIndex) {
		return answer, nil
	}
	slices.SortStableFunc(list.Data, byIndex)
	sorted, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("put the vectors in order: %w", err)
	}
	return sorted, nil
}

// refusal is the error of an answer that is one.
func refusal(resp *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxProblem))
	if err != nil {
		body = nil // the status alone says what is needed
	}
	var problem struct{ Error struct{ Message string } }
	var plain struct{ Error string } // Ollama's
	message := string(body)
	if json.Unmarshal(body, &problem) == nil && problem.Error.Message != "" {
		message = problem.Error.Message
	} else if json.Unmarshal(body, &plain) == nil && plain.Error != "" {
		message = plain.Error
	}
	message = strings.ToValidUTF8(strings.Join(strings.Fields(message), " "), "�")
	e := &statusError{status: resp.StatusCode, message: begin(message, 300)}
	if seconds, err := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64); err == nil && seconds > 0 {
		e.wait = time.Duration(seconds * float64(time.Second))
	}
	return e
}

// again says whether to try again after err, and how long to wait first.
func (t *transport) again(attempt int, err error) (time.Duration, bool) {
	if attempt >= attempts || errors.Is(err, errGarbled) {
		return 0, false
	}
	backoff := min(t.backoff<<(attempt-1), maxBackoff)
	wait := time.Duration((1 + rand.Float64()) / 2 * float64(backoff))
	if refused, ok := errors.AsType[*statusError](err); ok {
		passes := refused.status == http.StatusTooManyRequests || refused.status == http.StatusRequestTimeout || refused.status >= 500
		return max(wait, refused.wait), passes && refused.wait <= maxRetryAfter
	}
	return wait, true
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
