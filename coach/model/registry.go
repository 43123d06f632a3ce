package model

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Opener makes a model from what follows its scheme in a URI: "NAME" of "ollama:NAME", "" of "local".
type Opener func(ctx context.Context, name string) (Model, error)

// Registry opens models by URI scheme.
type Registry map[string]Opener

// Open returns the model of a URI such as "local" or "bedrock:MODEL-ID".
func (r Registry) Open(ctx context.Context, uri string) (Model, error) {
	scheme, name, _ := strings.Cut(uri, ":")
	open, ok := r[scheme]
	if !ok {
		known := slices.Sorted(maps.Keys(r))
		return nil, coach.Invalid(fmt.Sprintf("%q is not a model: use local, or one of %s with a name, as in ollama:llama3.1",
			uri, strings.Join(known, ", ")))
	}
	if scheme != "local" && name == "" {
		return nil, coach.Invalid(fmt.Sprintf("the model %q has no name: write %s:NAME", uri, scheme))
	}
	m, err := open(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("open model %s: %w", uri, err)
	}
	return m, nil
}
