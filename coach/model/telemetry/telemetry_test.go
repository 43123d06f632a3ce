package telemetry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	metricnoop "go.opentelemetry.io/otel/metric/noop"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/telemetry"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// scripted answers, or fails with an error that quotes the prompt.
type scripted struct{ fails error }

func (scripted) Name() string { return "anthropic:claude-x" }

func (s scripted) Generate(_ context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	if s.fails != nil {
		return model.Reply{}, &model.Error{Reason: model.ReasonRefused, Model: s.Name(), Err: fmt.Errorf("cannot answer %q: %w", p.User, s.fails)}
	}
	onDelta("A secret ")
	onDelta("reply.")
	return model.Reply{Text: "A secret reply.", Model: s.Name(), Usage: model.Usage{InputTokens: 321, OutputTokens: 12}}, nil
}

// seconds are the boundaries that the conventions recommend for all that takes time at a client.
var seconds = []float64{.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92}

var prompt = prompts.Prompt{Task: prompts.TaskTurn, System: "Secret instructions.", User: "The candidate's secret words.", MaxTokens: 600}

// collect has a model asked once, and returns all that telemetry told.
func collect(t *testing.T, m model.Model, p prompts.Prompt, content bool) (span sdktrace.ReadOnlySpan, metrics map[string]metricdata.Aggregation, all string) {
	t.Helper()
	spans := tracetest.NewSpanRecorder()
	reader := sdkmetric.NewManualReader()
	traces, values := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)), sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))
	tele, err := telemetry.New(traces, values, content)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = tele.Traced(m).Generate(model.WithConversation(t.Context(), "interview-7"), p, nil)
	var data metricdata.ResourceMetrics
	if err := reader.Collect(t.Context(), &data); err != nil {
		t.Fatal(err)
	}
	metrics = map[string]metricdata.Aggregation{}
	for _, s := range data.ScopeMetrics {
		for _, m := range s.Metrics {
			metrics[m.Name] = m.Data
		}
	}
	if len(spans.Ended()) != 1 {
		t.Fatalf("%d spans", len(spans.Ended()))
	}
	span = spans.Ended()[0]
	return span, metrics, fmt.Sprint(span.Name(), span.Attributes(), span.Status(), span.Events(), metrics)
}

func attributes(span sdktrace.ReadOnlySpan) map[attribute.Key]string {
	out := map[attribute.Key]string{}
	for _, a := range span.Attributes() {
		out[a.Key] = a.Value.String()
	}
	return out
}

func TestACallIsTold(t *testing.T) {
	t.Parallel()
	span, metrics, all := collect(t, scripted{}, prompt, false)
	want := map[attribute.Key]string{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic", "gen_ai.request.model": "claude-x", "gen_ai.response.model": "claude-x",
		"gen_ai.request.max_tokens": "600", "gen_ai.usage.input_tokens": "321", "gen_ai.usage.output_tokens": "12", "gen_ai.output.type": "text",
		"gen_ai.request.stream": "true", "gen_ai.conversation.id": "interview-7", "coach.task": "turn",
	}
	got := attributes(span)
	if seconds, err := strconv.ParseFloat(got["gen_ai.response.time_to_first_chunk"], 64); err != nil || seconds <= 0 {
		t.Errorf("the first chunk took %q", got["gen_ai.response.time_to_first_chunk"])
	}
	delete(got, "gen_ai.response.time_to_first_chunk")
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s is %q, want %q", key, got[key], value)
		}
	}
	if span.Name() != "chat claude-x" || len(got) != len(want) {
		t.Errorf("the span %q tells %v", span.Name(), got)
	}
	if strings.Contains(strings.ToLower(all), "secret") {
		t.Errorf("the candidate's words are told: %s", all)
	}
	tokens, ok := metrics["gen_ai.client.token.usage"].(metricdata.Histogram[int64])
	if !ok || len(tokens.DataPoints) != 2 || tokens.DataPoints[0].Sum+tokens.DataPoints[1].Sum != 333 {
		t.Errorf("tokens are told as %+v", metrics["gen_ai.client.token.usage"])
	}
	for _, name := range []string{"gen_ai.client.operation.duration", "gen_ai.client.operation.time_to_first_chunk"} {
		if h, ok := metrics[name].(metricdata.Histogram[float64]); !ok || len(h.DataPoints) != 1 || h.DataPoints[0].Count != 1 || !slices.Equal(h.DataPoints[0].Bounds, seconds) {
			t.Errorf("%s is told as %+v", name, metrics[name])
		}
	}
}

func TestAFailureIsToldWithoutItsWords(t *testing.T) {
	t.Parallel()
	span, metrics, all := collect(t, scripted{errors.New("secret reasons")}, prompt, false)
	if span.Status().Code != codes.Error || attributes(span)["error.type"] != "refused" || strings.Contains(strings.ToLower(all), "secret") {
		t.Errorf("told is %s", all)
	}
	h, ok := metrics["gen_ai.client.operation.duration"].(metricdata.Histogram[float64])
	if kind, has := h.DataPoints[0].Attributes.Value("error.type"); !ok || !has || kind.AsString() != "refused" {
		t.Errorf("the duration is told with %+v", h)
	}
}

func TestTextsAreToldWhenAskedFor(t *testing.T) {
	t.Parallel()
	span, _, _ := collect(t, scripted{}, prompt, true)
	got := attributes(span)
	if got["gen_ai.input.messages"] != `[{"role":"user","parts":[{"type":"text","content":"The candidate's secret words."}]}]` ||
		got["gen_ai.system_instructions"] != `[{"type":"text","content":"Secret instructions."}]` ||
		got["gen_ai.output.messages"] != `[{"role":"assistant","parts":[{"type":"text","content":"A secret reply."}],"finish_reason":"stop"}]` {
		t.Errorf("told is %v", got)
	}
}

// TestJSONHasNoFirstChunk: adapters hold JSON back until it is whole, so that its first piece tells nothing of the model.
func TestJSONHasNoFirstChunk(t *testing.T) {
	t.Parallel()
	p := prompt
	p.Schema = []byte(`{"type":"object"}`)
	span, metrics, _ := collect(t, scripted{}, p, false)
	got := attributes(span)
	if _, told := got["gen_ai.response.time_to_first_chunk"]; told || got["gen_ai.output.type"] != "json" || got["gen_ai.request.stream"] != "" {
		t.Errorf("told is %v", got)
	}
	if told, ok := metrics["gen_ai.client.operation.time_to_first_chunk"]; ok {
		t.Errorf("told is %+v", told)
	}
}

// BenchmarkTraced is what a call pays: bare, where nobody listens, and with spans and metrics made and batched.
func BenchmarkTraced(b *testing.B) {
	made := func(traces trace.TracerProvider, values metric.MeterProvider) model.Model {
		tele, err := telemetry.New(traces, values, false)
		if err != nil {
			b.Fatal(err)
		}
		return tele.Traced(scripted{})
	}
	discarded := sdktrace.NewTracerProvider(sdktrace.WithBatcher(tracetest.NewNoopExporter()))
	b.Cleanup(func() { _ = discarded.Shutdown(context.Background()) })
	for name, m := range map[string]model.Model{
		"off":  scripted{},
		"noop": made(noop.NewTracerProvider(), metricnoop.NewMeterProvider()),
		"on":   made(discarded, sdkmetric.NewMeterProvider(sdkmetric.WithReader(sdkmetric.NewManualReader()))),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Generate(b.Context(), prompt, func(string) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
