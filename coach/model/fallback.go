package model

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// brokenOff follows what a model had said before another one took over.
const brokenOff = " …\n\n"

// fallback is a model with another one behind it.
type fallback struct {
	Model
	second Model
	logger *slog.Logger
}

// Fallback returns primary with second behind it: where primary fails, second answers. What primary had already shown
// stays, marked as broken off, with the whole of second's answer after it. Which of them wrote a reply, or the end of it,
// stands in its Model. Logger may be nil; it gets a line for each takeover.
func Fallback(primary, second Model, logger *slog.Logger) Model {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &fallback{Model: primary, second: second, logger: logger}
}

// Generate implements [Model].
func (f *fallback) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	var shown strings.Builder
	show := func(text string) {
		shown.WriteString(text)
		if onDelta != nil && text != "" {
			onDelta(text)
		}
	}
	reply, err := f.Model.Generate(ctx, p, show)
	if err == nil || ctx.Err() != nil {
		return reply, err
	}
	f.logger.Warn("another model takes over", "model", f.Name(), "fallback", f.second.Name(), "err", err)
	broken := p.Schema == nil && shown.Len() > 0
	if broken {
		show(brokenOff)
	}
	reply, again := f.second.Generate(ctx, p, show)
	if again != nil {
		return Reply{}, errors.Join(err, again)
	}
	if broken {
		reply.Text = shown.String()
	}
	return reply, nil
}
