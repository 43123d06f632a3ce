package model

import (
	"context"
	"time"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// Call is what asking a model once took, for counting. It holds no text.
type Call struct {
	Model      string // that answered, or that was asked where nobody did
	Task       prompts.Task
	Usage      Usage
	FirstToken time.Duration // to the first piece shown; 0 where none was
	Took       time.Duration
	Err        error
}

// observed counts calls.
type observed struct {
	Model
	hook func(context.Context, Call)
}

// Observed returns m with a hook that is told of every call when it is over. Directly around an adapter it sees each try;
// outside of [Resilient] and [Fallback] it sees each question.
func Observed(m Model, hook func(context.Context, Call)) Model { return &observed{m, hook} }

// Generate implements [Model].
func (o *observed) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	began := time.Now()
	call := Call{Model: o.Name(), Task: p.Task}
	reply, err := o.Model.Generate(ctx, p, func(text string) {
		if call.FirstToken == 0 {
			call.FirstToken = max(1, time.Since(began))
		}
		if onDelta != nil {
			onDelta(text)
		}
	})
	call.Took, call.Usage, call.Err = time.Since(began), reply.Usage, err
	if reply.Model != "" {
		call.Model = reply.Model
	}
	o.hook(ctx, call)
	return reply, err
}
