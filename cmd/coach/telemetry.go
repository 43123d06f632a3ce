package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/telemetry"
	"github.com/interviewcoach/interviewcoach/retrieval"
	embedtelemetry "github.com/interviewcoach/interviewcoach/retrieval/embed/telemetry"
)

// observability sends spans and metrics to a collector. A nil one sends nothing.
type observability struct {
	models  *telemetry.Telemetry
	traces  *sdktrace.TracerProvider
	metrics *sdkmetric.MeterProvider
	logger  *slog.Logger
}

// openTelemetry makes what the flags ask for. Where to send is read from OTEL_EXPORTER_OTLP_ENDPOINT and its kin.
func openTelemetry(ctx context.Context, flags *common, logger *slog.Logger) (*observability, error) {
	switch flags.Telemetry {
	case "", "off":
		return nil, nil //nolint:nilnil // nothing to send is no error
	case "otlp":
	default:
		return nil, coach.Invalid(fmt.Sprintf("--telemetry is %q: choose off or otlp", flags.Telemetry))
	}
	release, _ := buildVersion()
	described, err := resource.New(ctx, resource.WithAttributes(
		attribute.String("service.name", "interview-coach"), attribute.String("service.version", release)),
		resource.WithTelemetrySDK(), resource.WithFromEnv())
	if err != nil {
		return nil, coach.Invalid(fmt.Sprintf("OTEL_RESOURCE_ATTRIBUTES cannot be read: %v", err))
	}
	spans, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the exporter of traces: %w", err)
	}
	values, err := otlpmetrichttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the exporter of metrics: %w", err)
	}
	complaints := &complaint{logger: logger}
	o := &observability{
		traces:  sdktrace.NewTracerProvider(sdktrace.WithResource(described), sdktrace.WithBatcher(quietSpans{spans, complaints})),
		metrics: sdkmetric.NewMeterProvider(sdkmetric.WithResource(described), sdkmetric.WithReader(sdkmetric.NewPeriodicReader(quietValues{values, complaints}))),
		logger:  logger,
	}
	if o.models, err = telemetry.New(o.traces, o.metrics, flags.TelemetryContent); err != nil {
		return nil, fmt.Errorf("open telemetry: %w", err)
	}
	return o, nil
}

// around makes spans of a model's calls.
func (o *observability) around(m model.Model) model.Model {
	if o == nil {
		return m
	}
	return o.models.Traced(m)
}

// openEmbedder opens the embedder that a URI names, with spans of its calls where it is a distant one. The local one is asked
// too often and is too quick to tell of.
func (o *observability) openEmbedder(ctx context.Context, uri string) (retrieval.Embedder, error) {
	e, err := openEmbedder(ctx, uri)
	scheme, name, distant := strings.Cut(uri, ":")
	if err != nil || o == nil || !distant {
		return e, err
	}
	traced, err := embedtelemetry.Traced(e, telemetry.Provider(scheme), name, o.traces, o.metrics)
	if err != nil {
		return nil, fmt.Errorf("open telemetry of the embedder: %w", err)
	}
	return traced, nil
}

// close sends what is left, within five seconds.
func (o *observability) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	o.shutdown(ctx)
}

// shutdown sends what is left while ctx lives: traces and metrics side by side, because a collector that takes the ones may
// leave the others waiting. One that is gone fails nothing.
func (o *observability) shutdown(ctx context.Context) {
	if o == nil {
		return
	}
	traces := make(chan error, 1)
	go func() { traces <- o.traces.Shutdown(ctx) }()
	if err := errors.Join(o.metrics.Shutdown(ctx), <-traces); err != nil {
		o.logger.Warn("the last telemetry may be lost", "err", err)
	}
}

// complaint tells that a collector does not answer, once a minute.
type complaint struct {
	logger *slog.Logger
	mu     sync.Mutex
	last   time.Time
}

func (c *complaint) about(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil && time.Since(c.last) > time.Minute {
		c.last = time.Now()
		c.logger.Warn("telemetry cannot be sent", "err", err)
	}
}

// quietSpans and quietValues keep errors from OpenTelemetry's global handler, which prints every one.
type quietSpans struct {
	sdktrace.SpanExporter
	complaints *complaint
}

// ExportSpans implements [sdktrace.SpanExporter].
func (q quietSpans) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	q.complaints.about(q.SpanExporter.ExportSpans(ctx, spans))
	return nil
}

type quietValues struct {
	sdkmetric.Exporter
	complaints *complaint
}

// Export implements [sdkmetric.Exporter].
func (q quietValues) Export(ctx context.Context, values *metricdata.ResourceMetrics) error {
	q.complaints.about(q.Exporter.Export(ctx, values))
	return nil
}
