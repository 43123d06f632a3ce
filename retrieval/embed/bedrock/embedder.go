// Package bedrock embeds texts with Amazon Titan and Cohere Embed on Bedrock.
//
// Its invariant is the port's: one vector for each text, in their order, each
// of the same length, or an error. The client, with its credentials and its
// retries, is the caller's.
package bedrock

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"golang.org/x/sync/errgroup"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

const (
	parallel = 8 // requests at once
	patience = time.Minute
)

// Embedder implements retrieval.Embedder.
type Embedder struct {
	id     string
	family family
	client *bedrockruntime.Client
}

var (
	_ retrieval.Embedder      = (*Embedder)(nil)
	_ retrieval.QueryEmbedder = (*Embedder)(nil)
)

// Open makes the embedder of a model id or inference profile. It connects to
// nothing.
func Open(id string, client *bedrockruntime.Client) (*Embedder, error) {
	for _, f := range families {
		if strings.Contains(id, f.name) {
			return &Embedder{id: id, family: f, client: client}, nil
		}
	}
	return nil, fmt.Errorf("the embedder bedrock:%s is not one that is known: use amazon.titan-embed-text-v2:0 or a cohere.embed model", id)
}

// Name implements retrieval.Embedder.
func (e *Embedder) Name() string { return "bedrock:" + e.id }

// Dimensions implements retrieval.Embedder.
func (e *Embedder) Dimensions() int { return e.family.dimensions }

// Embed implements retrieval.Embedder. Texts longer than a model reads count
// by their beginning.
func (e *Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	return e.embed(ctx, texts, false)
}

// EmbedQuery implements retrieval.QueryEmbedder.
func (e *Embedder) EmbedQuery(ctx context.Context, text string) ([]float32, error) {
	vectors, err := e.embed(ctx, []string{text}, true)
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}

// embed asks for vectors in batches, several at once.
func (e *Embedder) embed(ctx context.Context, texts []string, query bool) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(parallel)
	for from := 0; from < len(texts); from += e.family.batch {
		batch := make([]string, 0, e.family.batch)
		for _, text := range texts[from:min(from+e.family.batch, len(texts))] {
			batch = append(batch, readable(text, e.family.signs))
		}
		group.Go(func() error {
			got, err := e.request(within, batch, query)
			if err != nil {
				return err
			}
			copy(vectors[from:], got)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("embed with %s: %w", e.Name(), err)
	}
	return vectors, nil
}

// request embeds one batch.
func (e *Embedder) request(ctx context.Context, batch []string, query bool) ([][]float32, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no answer within %s", patience))
	defer cancel()
	body, err := json.Marshal(e.family.ask(batch, query))
	if err != nil {
		return nil, fmt.Errorf("write the request: %w", err)
	}
	out, err := e.client.InvokeModel(ctx, &bedrockruntime.InvokeModelInput{
		ModelId: aws.String(e.id), Body: body, ContentType: aws.String("application/json"), Accept: aws.String("application/json")})
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, err
	}
	vectors, err := e.family.read(out.Body)
	if err != nil {
		return nil, fmt.Errorf("read the vectors: %w", err)
	}
	if err := retrieval.CheckVectors(retrieval.SpaceOf(e), len(batch), vectors); err != nil {
		return nil, err
	}
	return vectors, nil
}

// readable is as much of the beginning of text as a model reads; a blank one
// is a sign, because models refuse to embed nothing.
func readable(text string, signs int) string {
	if strings.TrimSpace(text) == "" {
		return "."
	}
	if len(text) <= signs || utf8.RuneCountInString(text) <= signs {
		return text
	}
	return string([]rune(text)[:signs])
}
