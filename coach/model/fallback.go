package model

import (
	"context"
	"errors"
	"log/slog"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// fallback is a model with another one behind it.
type fallback struct {
	Model
	second Model
	logger *slog.Logger
}

// Fallback returns primary with second behind it: where primary fails before any of its text was shown, second answers.
// Which of them wrote a reply stands in its Model. Logger may be nil; it gets a line for each takeover.
func Fallback(primary, second Model, logger *slog.Logger) Model {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &fallback{Model: primary, second: second, logger: logger}
}

// Generate implements [Model].
func (f *fallback) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	shown := false
	reply, err := f.Model.Generate(ctx, p, func(text string) {
		shown = shown || text != ""
		if onDelta != nil {
			onDelta(text)
		}
	})
	if err == nil || shown || ctx.Err() != nil {
		return reply, err
	}
	f.logger.Warn("another model takes over", "model", f.Name(), "fallback", f.second.Name(), "err", err)
	reply, again := f.second.Generate(ctx, p, onDelta)
	if again != nil {
		return Reply{}, errors.Join(err, again)
	}
	return reply, nil
}
