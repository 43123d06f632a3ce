package local

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// Name is the URI of the model.
const Name = "local"

// Model is the local model. It has no state and is safe for concurrent use.
type Model struct {
	pace time.Duration
}

var _ model.Model = Model{}

// New returns the local model. A pace above zero makes it wait that long before each word of a reply, as a distant model
// would: for demonstrations, and for tests of what happens in the middle of a reply.
func New(pace time.Duration) Model { return Model{pace: pace} }

// Open is the [model.Opener] of "local"; "local:pace=50ms" sets a pace.
func Open(_ context.Context, name string) (model.Model, error) {
	if name == "" {
		return New(0), nil
	}
	value, ok := strings.CutPrefix(name, "pace=")
	pace, err := time.ParseDuration(value)
	if !ok || err != nil || pace < 0 {
		return nil, coach.Invalid(fmt.Sprintf("local:%s is not a model: write local, or local:pace=50ms", name))
	}
	return New(pace), nil
}

// Name returns "local".
func (Model) Name() string { return Name }

// Generate answers a prompt from its typed input.
func (m Model) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	var text string
	switch in := p.Input.(type) {
	case prompts.Turn:
		text = speak(in)
	case prompts.Step:
		text = encode(notes(in))
	case prompts.Report:
		text = encode(judge(in))
	default:
		return model.Reply{}, &model.Error{Reason: model.ReasonInvalid, Model: Name, Err: fmt.Errorf("there is no task %q", p.Task)}
	}
	if err := m.stream(ctx, text, onDelta); err != nil {
		return model.Reply{}, err
	}
	return model.Reply{Text: text, Model: Name}, nil
}

// stream hands a reply out word by word.
func (m Model) stream(ctx context.Context, text string, onDelta func(string)) error {
	for _, word := range strings.SplitAfter(text, " ") {
		if m.pace > 0 && onDelta != nil {
			select {
			case <-ctx.Done():
			case <-time.After(m.pace):
			}
		}
		if ctx.Err() != nil {
			return fmt.Errorf("speak: %w", context.Cause(ctx))
		}
		if onDelta != nil {
			onDelta(word)
		}
	}
	return nil
}

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // structs of strings and numbers always encode
	}
	return string(text)
}
