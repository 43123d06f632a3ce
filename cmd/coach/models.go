package main

import (
	"context"
	"fmt"
	"log/slog"
	"math"
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

// openModel opens the model that the flags name, with what makes a distant one dependable, and around each adapter what
// watches its calls. closing ends a recording.
func openModel(ctx context.Context, flags *common, around func(model.Model) model.Model, logger *slog.Logger) (m model.Model, closing func(), err error) {
	closing = func() {}
	prices, err := loadPrices(flags)
	if err != nil {
		return nil, nil, err
	}
	open := func(uri string) (model.Model, error) {
		if _, known := prices.Cost(uri, model.Usage{}); flags.Budget > 0 && !known {
			return nil, coach.Invalid(fmt.Sprintf("--budget-per-interview needs the price of %s, which is not in the built-in list: give it with --prices", uri))
		}
		return dependable(ctx, uri, prices, around, logger)
	}
	if m, err = open(flags.Model); err != nil {
		return nil, nil, err
	}
	fallback := flags.FallbackModel
	if fallback == "" && flags.Budget > 0 && flags.Model != local.Name {
		fallback = local.Name // an interview whose budget is used up goes on
	}
	if fallback != "" {
		second, err := open(fallback)
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

// dependable opens a model. A distant one gets a meter, timeouts, retries and a check of its JSON; the local one and a
// recording need none of that.
func dependable(ctx context.Context, uri string, prices model.Prices, around func(model.Model) model.Model, logger *slog.Logger) (model.Model, error) {
	m, err := registry().Open(ctx, uri)
	if err != nil {
		return nil, err
	}
	m = around(m)
	if scheme, _, _ := strings.Cut(uri, ":"); scheme == "local" || scheme == "replay" {
		return m, nil
	}
	return model.Repaired(model.Resilient(model.Metered(m, prices), model.Limits{Logger: logger})), nil
}

// loadPrices reads the price list that the flags name.
func loadPrices(flags *common) (model.Prices, error) {
	if flags.Budget < 0 || math.IsNaN(flags.Budget) || math.IsInf(flags.Budget, 0) {
		return nil, coach.Invalid(fmt.Sprintf("--budget-per-interview is %g: give US dollars, or 0 for no bound", flags.Budget))
	}
	if flags.Prices == "" {
		return model.BuiltinPrices(), nil
	}
	file, err := os.Open(flags.Prices)
	if err != nil {
		return nil, coach.Invalid(fmt.Sprintf("the prices cannot be read: %v", err))
	}
	defer func() { _ = file.Close() }() // it was only read
	prices, err := model.LoadPrices(file)
	if err != nil {
		return nil, coach.Invalid(fmt.Sprintf("the prices in %s cannot be used: %v", flags.Prices, err))
	}
	return prices, nil
}
