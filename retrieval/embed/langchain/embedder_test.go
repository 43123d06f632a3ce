package langchain_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/retrieval/embed/langchain"
)

// server is a provider that gives each text the vector of its length and its
// first sign, in the wrong order.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests [][]string
	fault    func(n int, w http.ResponseWriter) bool // of the request number n
}

func serve(t *testing.T, fault func(n int, w http.ResponseWriter) bool) *server {
	s := &server{fault: fault}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Model string
		Input []string
	}
	err := json.NewDecoder(r.Body).Decode(&body)
	s.mu.Lock()
	s.requests = append(s.requests, body.Input)
	n := len(s.requests)
	s.mu.Unlock()
	if err != nil || r.URL.Path != "/v1/embeddings" || r.Header.Get("Authorization") != "Bearer test-key" || slices.Contains(body.Input, "") {
		http.Error(w, `{"error":{"message":"bad request"}}`, http.StatusBadRequest)
		return
	}
	if s.fault != nil && s.fault(n, w) {
		return
	}
	type vector struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	data := make([]vector, len(body.Input))
	for i, text := range body.Input {
		data[i] = vector{i, []float32{float32(len(text)), float32(text[0]), 1}}
	}
	slices.Reverse(data)
	_ = json.NewEncoder(w).Encode(map[string]any{"data": data})
}

func (s *server) seen() [][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

func open(t *testing.T, s *server, scheme, model string) (*langchain.Embedder, error) {
	t.Helper()
	return langchain.Open(t.Context(), langchain.Config{Scheme: scheme, Model: model, BaseURL: s.URL + "/v1", Key: "test-key", Backoff: time.Millisecond})
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	e, err := open(t, s, "ollama", "all-minilm")
	if err != nil {
		t.Fatal(err)
	}
	if e.Name() != "ollama:all-minilm" || e.Dimensions() != 3 {
		t.Errorf("it is %s with %d dimensions", e.Name(), e.Dimensions())
	}
	var texts []string
	for i := range 150 {
		texts = append(texts, strings.Repeat("é", i+1)+"\nline")
	}
	texts = append(texts, "", strings.Repeat("語", 20_000))
	before := slices.Clone(texts)
	vectors, err := e.Embed(t.Context(), texts)
	if err != nil || len(vectors) != len(texts) {
		t.Fatalf("%d vectors (%v)", len(vectors), err)
	}
	for i, text := range texts[:150] {
		if want := float32(len(text)); vectors[i][0] != want {
			t.Errorf("vector %d is that of a text of %v bytes, want %v", i, vectors[i][0], want)
		}
	}
	if vectors[150][1] != '.' || vectors[151][0] > 24<<10 || vectors[151][0] < 24<<10-3 {
		t.Errorf("the empty text has %v, the long one %v", vectors[150], vectors[151])
	}
	if !slices.Equal(texts, before) {
		t.Error("the caller's texts were changed")
	}
	for _, request := range s.seen() {
		if n := len(strings.Join(request, "")); len(request) > 64 || n > 100<<10 {
			t.Errorf("a request of %d texts, %d bytes", len(request), n)
		}
	}
	if none, err := e.Embed(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("no texts gave %v (%v)", none, err)
	}
}

// TestOllamasOwnProtocol meets a server that has no /v1: it is found out, and batches stay batches.
func TestOllamasOwnProtocol(t *testing.T) {
	t.Parallel()
	var batches []int
	var known atomic.Bool
	known.Store(true)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Model string
			Input []string
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.URL.Path != "/api/embed" {
			http.NotFound(w, r)
			return
		}
		if !known.Load() {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"error":"model \"x\" not found, try pulling it first"}`)
			return
		}
		batches = append(batches, len(body.Input))
		vectors := make([][]float32, len(body.Input))
		for i, text := range body.Input {
			vectors[i] = []float32{float32(len(text)), 1}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"model": body.Model, "embeddings": vectors, "total_duration": 1})
	}))
	t.Cleanup(s.Close)
	e, err := langchain.Open(t.Context(), langchain.Config{Scheme: "ollama", Model: "all-minilm", BaseURL: s.URL + "/v1", Key: "test-key", Backoff: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := e.Embed(t.Context(), []string{"a", "bb", "ccc"})
	if err != nil || len(vectors) != 3 || vectors[2][0] != 3 || e.Dimensions() != 2 || !slices.Equal(batches, []int{1, 3}) {
		t.Errorf("%v in batches of %v (%v)", vectors, batches, err)
	}
	known.Store(false)
	if _, err := e.Embed(t.Context(), []string{"a"}); err == nil || !strings.Contains(err.Error(), "try pulling") {
		t.Errorf("a model that is missing gave %v", err)
	}
}

// TestStyles gives families of models what they want before a text, and says
// so in the embedder's name.
func TestStyles(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	e, err := open(t, s, "ollama", "nomic-embed-text:v1.5")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Embed(t.Context(), []string{"found"}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.EmbedQuery(t.Context(), "asked"); err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"word"}, {"search_document: found"}, {"search_query: asked"}}
	if got := s.seen(); fmt.Sprint(got) != fmt.Sprint(want) || e.Name() != "ollama:nomic-embed-text:v1.5/nomic-1" {
		t.Errorf("%s asked for %q, want %q", e.Name(), got, want)
	}
}

func TestKnownModelsAreNotAsked(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	e, err := open(t, s, "openai", "text-embedding-3-small")
	if err != nil || e.Dimensions() != 1536 || len(s.seen()) != 0 {
		t.Fatalf("%v dimensions after %d requests (%v)", e.Dimensions(), len(s.seen()), err)
	}
	if _, err := e.Embed(t.Context(), []string{"x"}); err == nil || !strings.Contains(err.Error(), "3 numbers") {
		t.Errorf("vectors of another length gave %v", err)
	}
}

// TestFaults meets bad moods: what passes is tried again, what doesn't is an
// error that says why, and half an answer is none.
func TestFaults(t *testing.T) {
	t.Parallel()
	status := func(code int, wait string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", wait)
			w.WriteHeader(code)
			_, _ = io.WriteString(w, `{"error":{"message":"no luck"}}`)
		}
	}
	write := func(text string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { _, _ = io.WriteString(w, text) }
	}
	cut := func(w http.ResponseWriter) {
		_, _ = io.WriteString(w, `{"data":[{"index":0,"embe`)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	tests := []struct {
		name     string
		fault    func(http.ResponseWriter)
		once     bool
		requests int
		says     string // "" where the vectors come
	}{
		{"429 once", status(429, "0.01"), true, 2, ""},
		{"429 for long", status(429, "3600"), false, 1, "HTTP 429: no luck"},
		{"500 once", status(500, ""), true, 2, ""},
		{"500", status(500, ""), false, 4, "HTTP 500: no luck"},
		{"401", status(401, ""), false, 1, "HTTP 401: no luck"},
		{"404", status(404, ""), false, 1, "HTTP 404: no luck"},
		{"cut once", cut, true, 2, ""},
		{"cut", cut, false, 4, "read the vectors"},
		{"garbage", write("<html>"), false, 1, "not a list of vectors"},
		{"empty", write(`{"data":[]}`), false, 1, "not a list of vectors"},
		{"too few", write(`{"data":[{"index":0,"embedding":[1,2,3]}]}`), false, 1, "unexpected length"},
		{"wrong length", write(`{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}`), false, 1, "numbers"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, func(n int, w http.ResponseWriter) bool {
				bad := n > 1 && (n == 2 || !test.once)
				if bad {
					test.fault(w)
				}
				return bad
			})
			e, err := open(t, s, "google", "a-model")
			if err != nil {
				t.Fatal(err)
			}
			vectors, err := e.Embed(t.Context(), []string{"a", "bb"})
			if n := len(s.seen()) - 1; n != test.requests {
				t.Errorf("%d requests, want %d", n, test.requests)
			}
			switch {
			case test.says == "" && (err != nil || vectors[1][0] != 2):
				t.Errorf("got %v (%v)", vectors, err)
			case test.says != "" && (err == nil || vectors != nil || !strings.Contains(err.Error(), test.says)):
				t.Errorf("got %v, want an error that says %q", err, test.says)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	s := serve(t, func(n int, w http.ResponseWriter) bool {
		if n > 1 {
			close(arrived)
			<-release
		}
		return false
	})
	t.Cleanup(func() { close(release) }) // before the server is closed, which waits for its handlers
	e, err := open(t, s, "ollama", "a-model")
	if err != nil {
		t.Fatal(err)
	}
	why := errors.New("the server stops")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		<-arrived
		cancel(why)
	}()
	if _, err := e.Embed(ctx, []string{"x"}); !errors.Is(err, why) {
		t.Errorf("got %v, want %v", err, why)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []langchain.Config{{Scheme: "anthropic", Model: "claude"}, {Scheme: "openai"}, {Scheme: "openai", Model: "x"}} {
		if e, err := langchain.Open(t.Context(), c); err == nil {
			t.Errorf("%+v opened %v", c, e)
		}
	}
}
