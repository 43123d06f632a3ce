package telemetry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/embed/telemetry"
)

// plain embeds, or fails with an error that quotes the texts.
type plain struct {
	fails error
	short bool // it gives no vector
}

func (plain) Name() string    { return "openai:small/2" }
func (plain) Dimensions() int { return 2 }

func (p plain) Embed(_ context.Context, texts []string) ([][]float32, error) {
	if p.fails != nil {
		return nil, fmt.Errorf("embed %q: %w", texts, p.fails)
	}
	if p.short {
		return nil, nil
	}
	return slices.Repeat([][]float32{{1, 0}}, len(texts)), nil
}

// asking embeds a query otherwise than a passage.
type asking struct{ plain }

func (asking) EmbedQuery(context.Context, string) ([]float32, error) { return []float32{0, 1}, nil }

// weighing knows what its vectors should count.
type weighing struct{ plain }

func (weighing) Weights() retrieval.Weights { return retrieval.Weights{Words: 3, Vector: 1} }

// watched returns a traced embedder, and what tells all that it told.
func watched(t *testing.T, e retrieval.Embedder) (traced retrieval.Embedder, told func() ([]sdktrace.ReadOnlySpan, metricdata.ResourceMetrics)) {
	t.Helper()
	spans, reader := tracetest.NewSpanRecorder(), sdkmetric.NewManualReader()
	traced, err := telemetry.Traced(e, "openai", "small", sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)),
		sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader)))
	if err != nil {
		t.Fatal(err)
	}
	return traced, func() ([]sdktrace.ReadOnlySpan, metricdata.ResourceMetrics) {
		var data metricdata.ResourceMetrics
		if err := reader.Collect(t.Context(), &data); err != nil {
			t.Fatal(err)
		}
		return spans.Ended(), data
	}
}

func TestACallIsTold(t *testing.T) {
	t.Parallel()
	e, told := watched(t, plain{})
	if vectors, err := e.Embed(t.Context(), []string{"secret one", "secret two"}); err != nil || len(vectors) != 2 {
		t.Fatalf("%v, %v", vectors, err)
	}
	spans, data := told()
	if len(spans) != 1 || spans[0].Name() != "embeddings small" || spans[0].SpanKind() != trace.SpanKindClient {
		t.Fatalf("the spans are %v", spans)
	}
	want := attribute.NewSet(attribute.String("gen_ai.operation.name", "embeddings"), attribute.String("gen_ai.provider.name", "openai"),
		attribute.String("gen_ai.request.model", "small"), attribute.Int("gen_ai.embeddings.dimension.count", 2), attribute.Int("coach.texts", 2))
	if got := attribute.NewSet(spans[0].Attributes()...); !got.Equals(&want) {
		t.Errorf("the span tells %v", spans[0].Attributes())
	}
	duration := data.ScopeMetrics[0].Metrics[0]
	h, ok := duration.Data.(metricdata.Histogram[float64])
	if duration.Name != "gen_ai.client.operation.duration" || duration.Unit != "s" || !ok || h.DataPoints[0].Count != 1 {
		t.Errorf("the duration is told as %+v", duration)
	}
	if all := fmt.Sprint(spans[0].Attributes(), spans[0].Status(), spans[0].Events(), data); strings.Contains(all, "secret") {
		t.Errorf("the texts are told: %s", all)
	}
}

func TestAFailureIsToldWithoutItsWords(t *testing.T) {
	t.Parallel()
	for want, fails := range map[string]error{
		"cancelled": context.Canceled, "timeout": context.DeadlineExceeded, "_OTHER": errors.New("the secret cause"),
	} {
		e, told := watched(t, plain{fails: fails})
		if _, err := e.Embed(t.Context(), []string{"secret words"}); err == nil {
			t.Fatal("the failure was lost")
		}
		spans, data := told()
		if spans[0].Status() != (sdktrace.Status{Code: codes.Error, Description: want}) {
			t.Errorf("the status is %v, want %s", spans[0].Status(), want)
		}
		h, ok := data.ScopeMetrics[0].Metrics[0].Data.(metricdata.Histogram[float64])
		if kind, has := h.DataPoints[0].Attributes.Value("error.type"); !ok || !has || kind.AsString() != want {
			t.Errorf("the duration is told with %v, want %s", kind, want)
		}
		if all := fmt.Sprint(spans[0].Attributes(), spans[0].Status(), spans[0].Events(), data); strings.Contains(all, "secret") {
			t.Errorf("the texts are told: %s", all)
		}
	}
}

// TestWhatAnEmbedderCanDoItStillCan asks through the wrapper for what an embedder may leave out.
func TestWhatAnEmbedderCanDoItStillCan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		embedder retrieval.Embedder
		first    float32 // of the query's vector
		weighs   bool
	}{
		"plain": {plain{}, 1, false}, "asking": {asking{}, 0, false}, "weighing": {weighing{}, 1, true},
	} {
		e, told := watched(t, test.embedder)
		q, ok := e.(retrieval.QueryEmbedder)
		if !ok {
			t.Fatalf("%s: no query can be embedded", name)
		}
		if vector, err := q.EmbedQuery(t.Context(), "secret"); err != nil || vector[0] != test.first {
			t.Errorf("%s: the query's vector is %v, %v", name, vector, err)
		}
		if spans, _ := told(); len(spans) != 1 {
			t.Errorf("%s: %d spans of one call", name, len(spans))
		}
		w, weighs := e.(retrieval.Weigher)
		if weighs != test.weighs || weighs && w.Weights() != (retrieval.Weights{Words: 3, Vector: 1}) {
			t.Errorf("%s: weighs is %t", name, weighs)
		}
		if retrieval.SpaceOf(e) != retrieval.SpaceOf(test.embedder) {
			t.Errorf("%s: the space is %v", name, retrieval.SpaceOf(e))
		}
	}
	e, _ := watched(t, plain{short: true})
	if _, err := e.(retrieval.QueryEmbedder).EmbedQuery(t.Context(), "secret"); err == nil { //nolint:forcetypeassert // checked above
		t.Error("a vector that is missing is no error")
	}
}
