// Package telemetry makes OpenTelemetry spans and metrics of calls of embedders, by the GenAI semantic conventions. No text
// that is embedded is in them.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

const scope = "github.com/interviewcoach/interviewcoach/retrieval/embed"

// traced makes a span of each call. It embeds queries as its embedder does.
type traced struct {
	retrieval.Embedder
	tracer   trace.Tracer
	duration metric.Float64Histogram
	common   []attribute.KeyValue
}

var _ retrieval.QueryEmbedder = (*traced)(nil)

// Traced returns e with a span and the duration of each call. provider is the conventions' name of whoever runs it.
func Traced(e retrieval.Embedder, provider string, traces trace.TracerProvider, metrics metric.MeterProvider) (retrieval.Embedder, error) {
	duration, err := metrics.Meter(scope).Float64Histogram("gen_ai.client.operation.duration", metric.WithUnit("s"),
		metric.WithDescription("How long a call of an embedder took."),
		metric.WithExplicitBucketBoundaries(.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92))
	if err != nil {
		return nil, fmt.Errorf("make the instrument: %w", err)
	}
	return &traced{Embedder: e, tracer: traces.Tracer(scope), duration: duration, common: []attribute.KeyValue{
		attribute.String("gen_ai.operation.name", "embeddings"), attribute.String("gen_ai.provider.name", provider),
		attribute.String("gen_ai.request.model", e.Name()),
	}}, nil
}

// Embed implements [retrieval.Embedder].
func (t *traced) Embed(ctx context.Context, texts []string) (vectors [][]float32, err error) {
	err = t.span(ctx, len(texts), func(ctx context.Context) error {
		vectors, err = t.Embedder.Embed(ctx, texts)
		return err
	})
	return vectors, err
}

// EmbedQuery implements [retrieval.QueryEmbedder].
func (t *traced) EmbedQuery(ctx context.Context, text string) (vector []float32, err error) {
	err = t.span(ctx, 1, func(ctx context.Context) error {
		if q, ok := t.Embedder.(retrieval.QueryEmbedder); ok {
			vector, err = q.EmbedQuery(ctx, text)
			return err
		}
		vectors, err := t.Embedder.Embed(ctx, []string{text})
		if err == nil {
			vector = vectors[0]
		}
		return err
	})
	return vector, err
}

func (t *traced) span(ctx context.Context, texts int, call func(context.Context) error) error {
	ctx, span := t.tracer.Start(ctx, "embeddings "+t.Name(), trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(t.common...),
		trace.WithAttributes(attribute.Int("gen_ai.embeddings.dimension.count", t.Dimensions()), attribute.Int("coach.texts", texts)))
	defer span.End()
	began := time.Now()
	err := call(ctx)
	attributes := t.common
	if err != nil {
		kind := "_OTHER"
		if errors.Is(err, context.Canceled) {
			kind = "cancelled"
		}
		span.SetStatus(codes.Error, kind)
		span.SetAttributes(attribute.String("error.type", kind))
		attributes = append(attributes[:len(attributes):len(attributes)], attribute.String("error.type", kind))
	}
	t.duration.Record(ctx, time.Since(began).Seconds(), metric.WithAttributes(attributes...))
	return err
}
