// Package langchain embeds texts through langchaingo: with Ollama, OpenAI and
// what is compatible with it, and Google, all by way of OpenAI's protocol.
//
// Its invariant is the port's: one vector for each text, in their order, each
// of the same length, or an error. langchaingo itself believes that vectors
// come in the order of the texts, has no retries, and flattens errors; a
// transport of ours puts the order right, tries again what passes by itself,
// and keeps the reason of what doesn't.
//
// Where addresses and keys come from is the caller's business.
package langchain

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tmc/langchaingo/llms/openai"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// Config says which embedder to use and where.
type Config struct {
	Scheme  string       // ollama, openai or google
	Model   string       // the provider's name of it
	BaseURL string       // of the provider's OpenAI-compatible API
	Key     string       // anything but "" where the server asks for none
	Client  *http.Client // whose transport is used; nil for the default one
	// Backoff is the first wait before a request is tried again; it doubles
	// with each. 0 is half a second.
	Backoff time.Duration
}

const (
	maxBatch      = 64       // texts in a request; Google takes 100
	maxBatchBytes = 96 << 10 // of text in a request
	maxTextBytes  = 24 << 10 // of one text: OpenAI refuses above 8191 tokens
	patience      = time.Minute
)

// known are the lengths of the vectors of models that need not be asked for
// them. Others are, when they are opened.
var known = map[string]int{
	"openai:text-embedding-3-small": 1536,
	"openai:text-embedding-3-large": 3072,
	"openai:text-embedding-ada-002": 1536,
	"google:gemini-embedding-001":   3072,
}

// Embedder implements retrieval.Embedder.
type Embedder struct {
	name       string
	dimensions int
	style      style
	client     *openai.LLM
}

var (
	_ retrieval.Embedder      = (*Embedder)(nil)
	_ retrieval.QueryEmbedder = (*Embedder)(nil)
)

// Open makes an embedder. Of a model that is not known it embeds one word, to
// learn how long its vectors are.
func Open(ctx context.Context, c Config) (*Embedder, error) {
	uri := c.Scheme + ":" + c.Model
	switch c.Scheme {
	case "ollama", "openai", "google":
	default:
		return nil, fmt.Errorf("%s has no embedders: use local, or one of bedrock, google, ollama, openai", c.Scheme)
	}
	if c.Model == "" {
		return nil, fmt.Errorf("the embedder %q has no name: write %s:NAME", uri, c.Scheme)
	}
	client, err := openai.New(openai.WithEmbeddingModel(c.Model), openai.WithModel(c.Model), openai.WithBaseURL(c.BaseURL),
		openai.WithToken(c.Key), openai.WithOrganization(""), openai.WithHTTPClient(&http.Client{Transport: newTransport(c)}))
	if err != nil {
		return nil, fmt.Errorf("open the embedder %s: %w", uri, err)
	}
	e := &Embedder{name: uri, style: styleOf(c.Model), client: client, dimensions: known[uri]}
	if e.style.version != "" {
		e.name += "/" + e.style.version
	}
	if e.dimensions == 0 {
		vectors, err := e.request(ctx, []string{"word"})
		if err != nil {
			return nil, fmt.Errorf("ask for the length of vectors: %w", err)
		}
		e.dimensions = len(vectors[0])
	}
	return e, nil
}

// Name implements retrieval.Embedder.
func (e *Embedder) Name() string { return e.name }

// Dimensions implements retrieval.Embedder.
func (e *Embedder) Dimensions() int { return e.dimensions }

// Embed implements retrieval.Embedder. Texts longer than a model reads count
// by their beginning.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return e.embed(ctx, e.style.document, texts)
}

// EmbedQuery implements retrieval.QueryEmbedder.
func (e *Embedder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	vectors, err := e.embed(ctx, e.style.query, []string{text})
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}

// embed asks for vectors in batches.
func (e *Embedder) embed(ctx context.Context, prefix string, texts []string) ([][]float32, error) {
	vectors := make([][]float32, 0, len(texts))
	for len(texts) > 0 {
		batch := nextBatch(prefix, texts)
		got, err := e.request(ctx, batch)
		if err != nil {
			return nil, err
		}
		if err := retrieval.CheckVectors(retrieval.SpaceOf(e), len(batch), got); err != nil {
			return nil, fmt.Errorf("embed with %s: %w", e.name, err)
		}
		vectors = append(vectors, got...)
		texts = texts[len(batch):]
	}
	return vectors, nil
}

// nextBatch makes the first texts ready to be sent, as many as one request
// takes.
func nextBatch(prefix string, texts []string) []string {
	var batch []string
	size := 0
	for _, text := range texts {
		text = prefix + begin(text, maxTextBytes)
		if len(batch) == maxBatch || len(batch) > 0 && size+len(text) > maxBatchBytes {
			break
		}
		if strings.TrimSpace(text) == "" {
			text = "." // which providers refuse to embed
		}
		batch = append(batch, text)
		size += len(text)
	}
	return batch
}

// begin is as much of the beginning of text as n bytes hold, no sign cut.
func begin(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// request embeds one batch.
func (e *Embedder) request(ctx context.Context, batch []string) ([][]float32, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("%s did not answer within %s", e.name, patience))
	defer cancel()
	c := &call{}
	vectors, err := e.client.CreateEmbedding(context.WithValue(ctx, callKey{}, c), batch)
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("embed with %s: %w", e.name, context.Cause(ctx))
	case c.err != nil:
		return nil, fmt.Errorf("embed with %s: %w", e.name, c.err)
	case err != nil:
		return nil, fmt.Errorf("embed with %s: %w", e.name, err)
	case len(vectors) != len(batch) || len(vectors[0]) == 0:
		return nil, fmt.Errorf("embed with %s: it gave %d vectors for %d texts", e.name, len(vectors), len(batch))
	}
	return vectors, nil
}
