package bedrock_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/interviewcoach/interviewcoach/coach/model/bedrock"
	embed "github.com/interviewcoach/interviewcoach/retrieval/embed/bedrock"
)

// request is what a server was asked, of all families.
type request struct {
	Model           string
	InputText       string
	Dimensions      int
	Normalize       bool
	Texts           []string
	InputType       string   `json:"input_type"`
	EmbeddingTypes  []string `json:"embedding_types"`
	OutputDimension int      `json:"output_dimension"`
	Truncate        string
}

// server gives each text a vector that begins with the number of its signs.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []request
	fault    func(n int, w http.ResponseWriter) bool // of the request number n
	length   int
}

func serve(t *testing.T, length int, fault func(n int, w http.ResponseWriter) bool) *server {
	s := &server{fault: fault, length: length}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in request
	err := json.NewDecoder(r.Body).Decode(&in)
	id, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.EscapedPath(), "/model/"), "/invoke")
	if in.Model, _ = url.PathUnescape(id); err != nil || !ok || slices.Contains(append(in.Texts, in.InputText+"x"), "") {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.requests = append(s.requests, in)
	n := len(s.requests)
	s.mu.Unlock()
	if s.fault != nil && s.fault(n, w) {
		return
	}
	vector := func(text string) []float32 {
		v := make([]float32, s.length)
		v[0] = float32(utf8.RuneCountInString(text))
		return v
	}
	if in.Texts == nil {
		_ = json.NewEncoder(w).Encode(map[string]any{"embedding": vector(in.InputText), "inputTextTokenCount": 3})
		return
	}
	var vectors [][]float32
	for _, text := range in.Texts {
		vectors = append(vectors, vector(text))
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"embeddings": map[string]any{"float": vectors}})
}

func (s *server) seen() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

func open(t *testing.T, s *server, id string) *embed.Embedder {
	t.Helper()
	service := bedrock.New(bedrock.Options{MaxBackoff: time.Millisecond, Load: []func(*config.LoadOptions) error{
		config.WithRegion("eu-central-1"), config.WithBaseEndpoint(s.URL),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test-id", "test-key", "")),
	}})
	client, err := service.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	e, err := embed.Open(id, client)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		id         string
		dimensions int
		requests   int // for 201 texts
		longest    int // signs
		right      func(r request, query bool) bool
	}{
		{"amazon.titan-embed-text-v2:0", 1024, 201, 50_000, func(r request, _ bool) bool {
			return r.InputText != "" && r.Dimensions == 1024 && r.Normalize
		}},
		{"amazon.titan-embed-text-v1", 1536, 201, 25_000, func(r request, _ bool) bool { return r.InputText != "" && r.Dimensions == 0 }},
		{"cohere.embed-multilingual-v3", 1024, 3, 2048, func(r request, query bool) bool {
			use := map[bool]string{false: "search_document", true: "search_query"}[query]
			return r.InputType == use && len(r.Texts) <= 96 && r.Truncate == "END" && slices.Equal(r.EmbeddingTypes, []string{"float"})
		}},
		{"eu.cohere.embed-v4:0", 1024, 3, 60_000, func(r request, _ bool) bool { return r.OutputDimension == 1024 && r.Truncate == "RIGHT" }},
	}
	for _, test := range tests {
		t.Run(test.id, func(t *testing.T) {
			t.Parallel()
			s := serve(t, test.dimensions, nil)
			e := open(t, s, test.id)
			if e.Name() != "bedrock:"+test.id || e.Dimensions() != test.dimensions {
				t.Errorf("it is %s with %d dimensions", e.Name(), e.Dimensions())
			}
			texts := []string{strings.Repeat("語", 60_000), " "}
			for i := range 199 {
				texts = append(texts, strings.Repeat("é", i+1))
			}
			before := slices.Clone(texts)
			vectors, err := e.Embed(t.Context(), texts)
			if err != nil || len(vectors) != len(texts) || !slices.Equal(texts, before) {
				t.Fatalf("%d vectors (%v), texts kept: %v", len(vectors), err, slices.Equal(texts, before))
			}
			for i := range 199 {
				if got := vectors[i+2][0]; got != float32(i+1) {
					t.Errorf("vector %d is that of a text of %v signs", i+2, got)
				}
			}
			if vectors[0][0] != float32(test.longest) || vectors[1][0] != 1 {
				t.Errorf("the long text has %v signs, the blank one %v", vectors[0][0], vectors[1][0])
			}
			seen := s.seen()
			if _, err := e.EmbedQuery(t.Context(), "asked"); err != nil || len(seen) != test.requests {
				t.Errorf("%d requests, want %d; the query: %v", len(seen), test.requests, err)
			}
			for i, r := range s.seen() {
				if !test.right(r, i == test.requests) || r.Model != test.id {
					t.Fatalf("request %d is of %s: %+v", i, r.Model, r.InputType)
				}
			}
		})
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	exception := func(code string, status int) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			w.Header().Set("X-Amzn-ErrorType", code)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"message":"no luck"}`)
		}
	}
	write := func(text string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { _, _ = io.WriteString(w, text) }
	}
	cut := func(w http.ResponseWriter) {
		_, _ = io.WriteString(w, `{"embeddings":{"flo`)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	tests := []struct {
		name  string
		fault func(http.ResponseWriter)
		once  bool
		says  string // "" where the vectors come
	}{
		{"throttled once", exception("ThrottlingException", 429), true, ""},
		{"throttled", exception("ThrottlingException", 429), false, "no luck"},
		{"denied", exception("AccessDeniedException", 403), false, "no luck"},
		{"cut", cut, false, "EOF"},
		{"garbage", write("<html>"), false, "read the vectors"},
		{"too few", write(`{"embeddings":{"float":[]}}`), false, "0 vectors for 2 texts"},
		{"wrong length", write(`{"embeddings":{"float":[[1],[2]]}}`), false, "vector of 1 numbers"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, 1024, func(n int, w http.ResponseWriter) bool {
				bad := n == 1 || !test.once
				if bad {
					test.fault(w)
				}
				return bad
			})
			vectors, err := open(t, s, "cohere.embed-english-v3").Embed(t.Context(), []string{"a", "bb"})
			switch {
			case test.says == "" && (err != nil || vectors[1][0] != 2):
				t.Errorf("got %v", err)
			case test.says != "" && (err == nil || vectors != nil || !strings.Contains(err.Error(), test.says)):
				t.Errorf("got %v, want an error that says %q", err, test.says)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	s := serve(t, 1024, func(int, http.ResponseWriter) bool {
		close(arrived)
		<-release
		return false
	})
	t.Cleanup(func() { close(release) }) // before the server is closed, which waits for its handlers
	why := errors.New("the server stops")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		<-arrived
		cancel(why)
	}()
	if _, err := open(t, s, "cohere.embed-english-v3").Embed(ctx, []string{"x"}); !errors.Is(err, why) {
		t.Errorf("got %v, want %v", err, why)
	}
}

func TestOpenRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	if _, err := embed.Open("anthropic.claude", nil); err == nil || !strings.Contains(err.Error(), "titan") {
		t.Errorf("got %v, want to be told what to use", err)
	}
}
