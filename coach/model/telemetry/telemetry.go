package telemetry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// scope names what the spans and metrics are made by.
const scope = "github.com/interviewcoach/interviewcoach/coach/model"

// Telemetry makes spans and metrics of calls. It is safe for concurrent use.
type Telemetry struct {
	tracer     trace.Tracer
	duration   metric.Float64Histogram
	firstChunk metric.Float64Histogram
	tokens     metric.Int64Histogram
	content    bool
}

// New returns telemetry that goes to these providers. With content, the texts of prompts and replies go along.
func New(traces trace.TracerProvider, metrics metric.MeterProvider, content bool) (*Telemetry, error) {
	meter := metrics.Meter(scope)
	t := &Telemetry{tracer: traces.Tracer(scope), content: content}
	var faults [3]error
	t.duration, faults[0] = meter.Float64Histogram(durationName, metric.WithUnit("s"),
		metric.WithDescription("How long a call of a model took."), metric.WithExplicitBucketBoundaries(secondsBounds...))
	t.firstChunk, faults[1] = meter.Float64Histogram(firstChunkName, metric.WithUnit("s"),
		metric.WithDescription("Time from a call to the first text of its answer."), metric.WithExplicitBucketBoundaries(secondsBounds...))
	t.tokens, faults[2] = meter.Int64Histogram(tokensName, metric.WithUnit("{token}"),
		metric.WithDescription("Tokens of a call, as its service counts them."), metric.WithExplicitBucketBoundaries(tokensBounds...))
	if err := errors.Join(faults[:]...); err != nil {
		return nil, fmt.Errorf("make the instruments: %w", err)
	}
	return t, nil
}

// traced makes a span of each call.
type traced struct {
	model.Model
	*Telemetry
	provider, name string
}

// Traced returns m with a span and metrics of each call. Directly around an adapter it sees each try.
func (t *Telemetry) Traced(m model.Model) model.Model {
	w := &traced{Model: m, Telemetry: t}
	w.provider, w.name = split(m.Name())
	return w
}

// Generate implements [model.Model].
func (w *traced) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	common := []attribute.KeyValue{operation.String("chat"), provider.String(w.provider), requestModel.String(w.name)}
	ctx, span := w.tracer.Start(ctx, "chat "+w.name, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(common...))
	defer span.End()
	began := time.Now()
	first := time.Duration(0)
	reply, err := w.Model.Generate(ctx, p, func(text string) {
		if first == 0 && text != "" && p.Schema == nil { // JSON is held back until it is whole
			first = max(1, time.Since(began))
		}
		if onDelta != nil {
			onDelta(text)
		}
	})
	if span.IsRecording() {
		span.SetAttributes(w.describe(ctx, p, reply, first)...)
	}
	if reply.Model != "" {
		_, name := split(reply.Model)
		common = append(common, responseModel.String(name))
	}
	if reply.Usage.InputTokens > 0 {
		w.tokens.Record(ctx, int64(reply.Usage.InputTokens), metric.WithAttributes(append(common, tokenType.String("input"))...))
	}
	if reply.Usage.OutputTokens > 0 {
		w.tokens.Record(ctx, int64(reply.Usage.OutputTokens), metric.WithAttributes(append(common, tokenType.String("output"))...))
	}
	if first > 0 {
		w.firstChunk.Record(ctx, first.Seconds(), metric.WithAttributes(common...))
	}
	if err != nil {
		kind := kindOf(err)
		span.SetStatus(codes.Error, kind) // an error's own text may quote the prompt
		span.SetAttributes(errorType.String(kind))
		common = append(common, errorType.String(kind))
	}
	w.duration.Record(ctx, time.Since(began).Seconds(), metric.WithAttributes(common...))
	return reply, err //nolint:wrapcheck // a wrapper of a model adds nothing to its errors
}

// describe says what a span tells beyond what metrics do.
func (w *traced) describe(ctx context.Context, p prompts.Prompt, reply model.Reply, first time.Duration) []attribute.KeyValue {
	out := []attribute.KeyValue{task.String(string(p.Task)), maxTokens.Int(p.MaxTokens)}
	if p.Schema != nil {
		out = append(out, outputType.String("json"))
	} else {
		out = append(out, outputType.String("text"), streamed.Bool(true))
	}
	if first > 0 {
		out = append(out, firstChunk.Float64(first.Seconds()))
	}
	if id := model.Conversation(ctx); id != "" {
		out = append(out, conversation.String(id))
	}
	if reply.Model != "" {
		_, name := split(reply.Model)
		out = append(out, responseModel.String(name))
	}
	if u := reply.Usage; u.InputTokens+u.OutputTokens > 0 {
		out = append(out, inputTokens.Int(u.InputTokens), outputTokens.Int(u.OutputTokens))
	}
	if w.content {
		out = append(out, instructions.String(encode(parts(p.System))), inputMessages.String(encode([]message{{Role: "user", Parts: parts(p.User)}})))
		if reply.Text != "" { // a reply that is returned is whole
			said := message{Role: "assistant", Parts: parts(reply.Text), FinishReason: "stop"}
			out = append(out, outputMessage.String(encode([]message{said})))
		}
	}
	return out
}

// kindOf names an error without quoting it.
func kindOf(err error) string {
	switch reason := model.ReasonOf(err); {
	case reason != "":
		return string(reason)
	case errors.Is(err, context.Canceled):
		return "cancelled"
	default:
		return "_OTHER"
	}
}

// part and message are texts as the conventions' JSON schemas have them. Only what a model said has a FinishReason.
type part struct {
	Type    string `json:"type"`
	Content string `json:"content"`
}

type message struct {
	Role         string `json:"role"`
	Parts        []part `json:"parts"`
	FinishReason string `json:"finish_reason,omitempty"`
}

func parts(text string) []part { return []part{{"text", text}} }

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "" // strings always have a JSON
	}
	return string(text)
}
