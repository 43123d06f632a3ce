package main

import (
	"context"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// modelMetrics counts calls of models for GET /metrics: how many and how they ended, tokens, dollars by the price list,
// and how long the first words and the whole answer took.
type modelMetrics struct {
	prices model.Prices
	calls  *prometheus.CounterVec
	tokens *prometheus.CounterVec
	usd    *prometheus.CounterVec
	first  *prometheus.HistogramVec
	took   *prometheus.HistogramVec
}

// newModelMetrics counts in dollars by the price list that the flags name.
func newModelMetrics(flags *common) (*modelMetrics, error) {
	prices, err := loadPrices(flags)
	if err != nil {
		return nil, err
	}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	histogram := func(name, help string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: name, Help: help, Buckets: []float64{.001, .01, .1, .25, .5, 1, 2, 5, 10, 30, 60, 120},
		}, []string{"model", "task"})
	}
	return &modelMetrics{
		prices: prices,
		calls:  counter("coach_model_calls_total", "Calls of models, each try by itself, by task and outcome (ok, or the reason of the failure).", "model", "task", "outcome"),
		tokens: counter("coach_model_tokens_total", "Tokens that models counted, by direction (input, output).", "model", "task", "direction"),
		usd:    counter("coach_model_usd_total", "What calls cost in US dollars, by the price list.", "model", "task"),
		first:  histogram("coach_model_first_token_seconds", "Time from a call to the first words shown."),
		took:   histogram("coach_model_seconds", "Time of a whole call."),
	}, nil
}

// observe counts a call.
func (m *modelMetrics) observe(_ context.Context, c model.Call) {
	task := string(c.Task)
	outcome := "ok"
	if c.Err != nil {
		if outcome = string(model.ReasonOf(c.Err)); outcome == "" {
			outcome = "stopped"
		}
	}
	m.calls.WithLabelValues(c.Model, task, outcome).Inc()
	m.tokens.WithLabelValues(c.Model, task, "input").Add(float64(c.Usage.InputTokens))
	m.tokens.WithLabelValues(c.Model, task, "output").Add(float64(c.Usage.OutputTokens))
	cost, _ := m.prices.Cost(c.Model, c.Usage)
	m.usd.WithLabelValues(c.Model, task).Add(cost)
	if c.FirstToken > 0 {
		m.first.WithLabelValues(c.Model, task).Observe(c.FirstToken.Seconds())
	}
	m.took.WithLabelValues(c.Model, task).Observe(c.Took.Seconds())
}

// Describe implements [prometheus.Collector].
func (m *modelMetrics) Describe(out chan<- *prometheus.Desc) {
	m.each(func(c prometheus.Collector) { c.Describe(out) })
}

// Collect implements [prometheus.Collector].
func (m *modelMetrics) Collect(out chan<- prometheus.Metric) {
	m.each(func(c prometheus.Collector) { c.Collect(out) })
}

func (m *modelMetrics) each(do func(prometheus.Collector)) {
	for _, c := range []prometheus.Collector{m.calls, m.tokens, m.usd, m.first, m.took} {
		do(c)
	}
}
