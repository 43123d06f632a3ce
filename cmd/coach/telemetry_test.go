package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	metrics "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	traces "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
)

// collector takes OTLP over HTTP, as any does.
type collector struct {
	mu      sync.Mutex
	bodies  strings.Builder // all that came, for what must not be in it
	service string
	spans   map[string]int // by name
	metrics map[string]bool
}

func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bodies.Write(body)
	w.Header().Set("Content-Type", "application/x-protobuf")
	switch r.URL.Path {
	case "/v1/traces":
		var request traces.ExportTraceServiceRequest
		if err := proto.Unmarshal(body, &request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for _, resource := range request.ResourceSpans {
			for _, a := range resource.Resource.Attributes {
				if a.Key == "service.name" {
					c.service = a.Value.GetStringValue()
				}
			}
			for _, scope := range resource.ScopeSpans {
				for _, span := range scope.Spans {
					c.spans[span.Name]++
				}
			}
		}
	case "/v1/metrics":
		var request metrics.ExportMetricsServiceRequest
		if err := proto.Unmarshal(body, &request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for _, resource := range request.ResourceMetrics {
			for _, scope := range resource.ScopeMetrics {
				for _, m := range scope.Metrics {
					c.metrics[m.Name] = true
				}
			}
		}
	default:
		http.NotFound(w, r)
	}
}

func collect(t *testing.T) *collector {
	t.Helper()
	c := &collector{spans: map[string]int{}, metrics: map[string]bool{}}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	return c
}

const design = "# Plan\n\nHot links are kept in memory, because 90% of 40,000 reads/s are for them. If a node dies, its clients retry after 2 s.\n"

// TestTelemetryReachesACollector sends what grading a design takes over the wire, and nothing of what was written in it.
func TestTelemetryReachesACollector(t *testing.T) { //nolint:paralleltest // it sets the environment
	c := collect(t)
	s := &shell{t, []string{"--data", t.TempDir()}}
	if s.run(exitDone, design, "feedback", "-", "--problem", "l6-url-shortener"); len(c.spans)+len(c.metrics) > 0 {
		t.Errorf("without being asked to, %v was sent", c.spans)
	}
	s.run(exitDone, design, "feedback", "-", "--problem", "l6-url-shortener", "--telemetry", "otlp")
	if c.spans["chat local"] == 0 || !c.metrics["gen_ai.client.operation.duration"] || c.service != "interview-coach" {
		t.Errorf("%q sent the spans %v and the metrics %v", c.service, c.spans, c.metrics)
	}
	if sent := c.bodies.String(); strings.Contains(sent, "Hot links") || strings.Contains(sent, "rubric") {
		t.Error("texts were sent")
	}
	s.run(exitDone, design, "feedback", "-", "--problem", "l6-url-shortener", "--telemetry", "otlp", "--telemetry-content")
	if !strings.Contains(c.bodies.String(), "Hot links are kept in memory") {
		t.Error("texts were not sent, though they were asked for")
	}
}

// TestTelemetryTellsOfFailures has a provider turn calls away: each try is a span, and the program's work goes on.
func TestTelemetryTellsOfFailures(t *testing.T) { //nolint:paralleltest // it sets the environment
	stand(t, modeltest.OpenAI(), modeltest.Denied)
	c := collect(t)
	s := &shell{t, []string{"--data", t.TempDir(), "--telemetry", "otlp", "--model", "openai:gpt-x", "--fallback-model", "local"}}
	s.run(exitDone, design, "feedback", "-", "--problem", "l6-url-shortener")
	if c.spans["chat gpt-x"] == 0 || c.spans["chat local"] == 0 {
		t.Errorf("the spans are %v", c.spans)
	}
	if !strings.Contains(c.bodies.String(), "denied") {
		t.Error("the failure has no type")
	}
}

// TestACollectorThatIsGoneCostsNothing: the work is done, and the log says once that telemetry is lost.
func TestACollectorThatIsGoneCostsNothing(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	server.Close()
	s := &shell{t, []string{"--data", t.TempDir(), "--telemetry", "otlp"}}
	out, errs := s.run(exitDone, design, "feedback", "-", "--problem", "l6-url-shortener")
	if !strings.Contains(out, "URL Shortener") || strings.Count(errs, "telemetry") != 1 {
		t.Errorf("on stderr: %s", errs)
	}
	wrong := &shell{t, []string{"--data", t.TempDir()}}
	if _, errs := wrong.run(exitUsage, design, "feedback", "-", "--problem", "l6-url-shortener", "--telemetry", "statsd"); !strings.Contains(errs, "choose off or otlp") {
		t.Errorf("on stderr: %s", errs)
	}
}
