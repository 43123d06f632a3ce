// Package telemetry makes OpenTelemetry spans and metrics of calls of embedders, by the GenAI semantic conventions. No text
// that is embedded is in them.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	span     string
	tracer   trace.Tracer
	duration metric.Float64Histogram
	common   []attribute.KeyValue
}

// weighing is traced around an embedder that knows what its vectors should count.
type weighing struct {
	*traced
	retrieval.Weigher
}

var (
	_ retrieval.QueryEmbedder = (*traced)(nil)
	_ retrieval.QueryEmbedder = weighing{}
)

// Traced returns e with a span and the duration of each call. provider is the conventions' name of whoever runs it, model the
// provider's name of what embeds. What else e can do (see [retrieval.QueryEmbedder] and [retrieval.Weigher]) it still can.
func Traced(e retrieval.Embedder, provider, model string, traces trace.TracerProvider, metrics metric.MeterProvider) (retrieval.Embedder, error) {
	duration, err := metrics.Meter(scope).Float64Histogram("gen_ai.client.operation.duration", metric.WithUnit("s"),
		metric.WithDescription("How long a call of an embedder took."),
		metric.WithExplicitBucketBoundaries(.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92))
	if err != nil {
		return nil, fmt.Errorf("make the instrument: %w", err)
	}
	t := &traced{Embedder: e, span: "embeddings " + model, tracer: traces.Tracer(scope), duration: duration, common: []attribute.KeyValue{
		attribute.String("gen_ai.operation.name", "embeddings"), attribute.String("gen_ai.provider.name", provider),
		attribute.String("gen_ai.request.model", model),
	}}
	if w, ok := e.(retrieval.Weigher); ok {
		return weighing{t, w}, nil
	}
	return t, nil
}

// Embed implements [retrieval.Embedder].
func (t *traced) Embed(ctx context.Context, texts []string) (vectors [][]float32, err error) {
	err = t.watch(ctx, len(texts), func(ctx context.Context) error {
		vectors, err = t.Embedder.Embed(ctx, texts)
		return err
	})
	return vectors, err
}

// EmbedQuery implements [retrieval.QueryEmbedder].
func (t *traced) EmbedQuery(ctx context.Context, text string) (vector []float32, err error) {
	q, ok := t.Embedder.(retrieval.QueryEmbedder)
	if !ok { // it makes no difference between a query and a passage
		vectors, err := t.Embed(ctx, []string{text})
		if err != nil {
			return nil, err
		}
		if len(vectors) != 1 {
			return nil, fmt.Errorf("%d vectors for one text", len(vectors))
		}
		return vectors[0], nil
	}
	err = t.watch(ctx, 1, func(ctx context.Context) error {
		vector, err = q.EmbedQuery(ctx, text)
		return err
	})
	return vector, err
}

// watch tells of one call.
func (t *traced) watch(ctx context.Context, texts int, call func(context.Context) error) error {
	ctx, span := t.tracer.Start(ctx, t.span, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(t.common...),
		trace.WithAttributes(attribute.Int("gen_ai.embeddings.dimension.count", t.Dimensions()), attribute.Int("coach.texts", texts)))
	defer span.End()
	began := time.Now()
	err := call(ctx)
	attributes := t.common
	if err != nil {
		kind := kindOf(err)
		span.SetStatus(codes.Error, kind) // an error's own text may quote what was to be embedded
		span.SetAttributes(attribute.String("error.type", kind))
		attributes = append(slices.Clip(attributes), attribute.String("error.type", kind))
	}
	t.duration.Record(ctx, time.Since(began).Seconds(), metric.WithAttributes(attributes...))
	return err
}

// kindOf names an error without quoting it.
func kindOf(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	default:
		return "_OTHER"
	}
}
