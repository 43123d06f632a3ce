// Package model is the port to whatever writes the interviewer's words and the grader's claims, and the registry that
// opens one from a URI such as "local", "bedrock:MODEL-ID" or "ollama:NAME".
//
// The invariant of the port: a reply that is returned without an error is whole. Providers' clients that report a
// broken stream as success are guarded in their adapters; nothing above has to ask.
//
// Adapters live in the packages below: local (deterministic, no network), bedrock and langchain.
package model

import (
	"context"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// Model answers prompts. Implementations are safe for concurrent use.
type Model interface {
	// Generate answers a prompt. Where onDelta is not nil it gets the text piece by piece, in order, from one goroutine,
	// before Generate returns; the pieces concatenated are the reply's Text. Prompts with a Schema get JSON, which the
	// caller validates. Cancelling ctx stops the call upstream. An error is an [*Error] where its cause is known.
	Generate(ctx context.Context, p prompts.Prompt, onDelta func(text string)) (Reply, error)
	// Name is the URI that the model was opened by, as reports show it. It holds no secret.
	Name() string
}

// Reply is a whole answer.
type Reply struct {
	Text  string
	Model string // URI of the model that wrote it
	Usage Usage
}

// Usage counts what a call took. Zero means that the provider didn't say.
type Usage struct {
	InputTokens  int
	OutputTokens int
}
