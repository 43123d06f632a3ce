package model

import (
	"context"
	"strings"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// repaired gives a model a second chance to answer in the shape that was asked for.
type repaired struct {
	Model
}

// Repaired returns m with a repair round: an answer that is not JSON of the prompt's schema is asked for once more, with
// its faults and the schema in words. What comes then is returned as long as it is JSON at all; whoever asked still
// validates what it means. It belongs outside of [Resilient], whose limits then count for each round by itself.
func Repaired(m Model) Model { return &repaired{m} }

// Generate implements [Model].
func (r *repaired) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	if p.Schema == nil {
		return r.Model.Generate(ctx, p, onDelta)
	}
	reply, err := r.rounds(ctx, p)
	if err == nil && onDelta != nil {
		onDelta(reply.Text)
	}
	return reply, err
}

// rounds asks once or twice.
func (r *repaired) rounds(ctx context.Context, p prompts.Prompt) (Reply, error) {
	first, err := r.Model.Generate(ctx, p, nil)
	if err != nil && ReasonOf(err) != ReasonUnusable {
		return Reply{}, err
	}
	faults := []string{"It was not one whole JSON object."}
	if err == nil {
		if faults, err = shapeFaults(p.Schema, first.Text); err != nil {
			return Reply{}, &Error{Reason: ReasonInvalid, Model: r.Name(), Err: err}
		}
		if len(faults) == 0 {
			return first, nil
		}
	}
	second, err := r.Model.Generate(ctx, mended(p, faults), nil)
	if err != nil && first.Text != "" {
		return first, nil
	}
	if err != nil {
		return Reply{}, err
	}
	second.Usage.InputTokens += first.Usage.InputTokens
	second.Usage.OutputTokens += first.Usage.OutputTokens
	return second, nil
}

// mended is the prompt of the second round.
func mended(p prompts.Prompt, faults []string) prompts.Prompt {
	p.User += "\nYour last answer was refused. Answer again in full, with one JSON object that meets the schema below and nothing else, and mend this:\n- " +
		strings.Join(faults, "\n- ") + "\n\nThe schema:\n" + string(p.Schema) + "\n"
	return p
}
