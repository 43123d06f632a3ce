package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/bedrock"
	"github.com/interviewcoach/interviewcoach/coach/model/langchain"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
)

// registry knows every kind of model. Nothing is contacted before one is opened.
func registry() model.Registry {
	r := langchain.Openers(nil, os.Getenv)
	r["local"] = local.Open
	r["bedrock"] = bedrock.New(bedrock.Options{}).Open
	r["replay"] = model.ReplayOpener()
	return r
}

// openModel opens the model that the flags name, with what makes a distant one dependable. close ends a recording.
func openModel(ctx context.Context, flags *common, logger *slog.Logger) (m model.Model, closing func(), err error) {
	closing = func() {}
	if m, err = dependable(ctx, flags.Model, logger); err != nil {
		return nil, nil, err
	}
	if flags.FallbackModel != "" {
		second, err := dependable(ctx, flags.FallbackModel, logger)
		if err != nil {
			return nil, nil, fmt.Errorf("the fallback: %w", err)
		}
		m = model.Fallback(m, second, logger)
	}
	if flags.Record != "" {
		file, err := os.OpenFile(flags.Record, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, nil, coach.Invalid(fmt.Sprintf("the recording %s cannot be written: %v", flags.Record, err))
		}
		m = model.Recorder(m, file, logger)
		closing = func() {
			if err := file.Close(); err != nil {
				logger.Error("the recording may not be whole", "err", err)
			}
		}
	}
	return m, closing, nil
}

// dependable opens a model. A distant one gets timeouts, retries and a check of its JSON; the local one and a recording need
// none of that.
func dependable(ctx context.Context, uri string, logger *slog.Logger) (model.Model, error) {
	m, err := registry().Open(ctx, uri)
	if err != nil {
		return nil, err
	}
	if scheme, _, _ := strings.Cut(uri, ":"); scheme == "local" || scheme == "replay" {
		return m, nil
	}
	return model.Repaired(model.Resilient(m, model.Limits{Logger: logger})), nil
}
