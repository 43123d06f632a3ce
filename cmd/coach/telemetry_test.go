package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	spanpb "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
)

const design = "# Plan\n\nHot links are kept in memory, because 90% of 40,000 reads/s are for them. If a node dies, its clients retry after 2 s.\n"

// TestTelemetryReachesACollector sends what grading a design takes over the wire, and nothing of what was written in it.
func TestTelemetryReachesACollector(t *testing.T) { //nolint:paralleltest // it sets the environment
	stand(t, modeltest.OpenAI())
	c := collect(t)
	s := &shell{t, []string{"--data", t.TempDir(), "--model", "openai:gpt-x", "--fallback-model", "local"}}
	if s.run(exitDone, design, "feedback", "-", "--problem", "l6-url-shortener"); c.bodies.Len() > 0 {
		t.Errorf("without being asked to, %d bytes were sent", c.bodies.Len())
	}
	s.run(exitDone, design, "feedback", "-", "--problem", "l6-url-shortener", "--telemetry", "otlp")
	calls := c.named("chat gpt-x")
	if len(calls) == 0 || calls[0].Kind != spanpb.Span_SPAN_KIND_CLIENT {
		t.Fatalf("the spans are %v", c.spans)
	}
	expect(t, c.service, map[string]string{"service.name": "interview-coach", "telemetry.sdk.language": "go"})
	if c.service["service.version"] == "" {
		t.Error("the service has no version")
	}
	expect(t, told(calls[0].Attributes), map[string]string{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-x",
		"gen_ai.output.type": "json", "coach.task": "report",
	})
	duration := c.metrics["gen_ai.client.operation.duration"]
	if duration == nil || duration.Unit != "s" || len(duration.GetHistogram().DataPoints) == 0 {
		t.Fatalf("the metrics are %v", c.metrics)
	}
	expect(t, told(duration.GetHistogram().DataPoints[0].Attributes), map[string]string{"gen_ai.operation.name": "chat"})
	tokens := c.metrics["gen_ai.client.token.usage"]
	if tokens == nil || tokens.Unit != "{token}" || len(tokens.GetHistogram().DataPoints) != 2 {
		t.Errorf("the tokens are %v", tokens)
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
	failed, answered := c.named("chat gpt-x"), c.named("chat local")
	if len(failed) == 0 || len(answered) == 0 {
		t.Fatalf("the spans are %v", c.spans)
	}
	if failed[0].Status.GetCode() != spanpb.Status_STATUS_CODE_ERROR || answered[0].Status.GetCode() == spanpb.Status_STATUS_CODE_ERROR {
		t.Errorf("the status is %v, and then %v", failed[0].Status, answered[0].Status)
	}
	expect(t, told(failed[0].Attributes), map[string]string{"error.type": "denied"})
	expect(t, told(answered[0].Attributes), map[string]string{"error.type": "", "gen_ai.provider.name": "interview_coach"})
	kinds := map[string]bool{}
	for _, point := range c.metrics["gen_ai.client.operation.duration"].GetHistogram().GetDataPoints() {
		kinds[told(point.Attributes)["error.type"]] = true
	}
	if !kinds["denied"] || !kinds[""] {
		t.Errorf("the durations are told with the errors %v", kinds)
	}
}

// TestTelemetryTellsOfEmbedding puts a guide in with a distant embedder.
func TestTelemetryTellsOfEmbedding(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Input []string `json:"input"`
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		type vector struct {
			Embedding []float32 `json:"embedding"`
			Index     int       `json:"index"`
		}
		var out struct {
			Data []vector `json:"data"`
		}
		for i := range asked.Input {
			out.Data = append(out.Data, vector{[]float32{1, 0, 0}, i})
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(out) // a client that is gone asked for nothing
	}))
	t.Cleanup(server.Close)
	t.Setenv("OPENAI_API_KEY", "key")
	t.Setenv("OPENAI_BASE_URL", server.URL)
	c := collect(t)
	path := filepath.Join(t.TempDir(), "primer.md")
	if err := os.WriteFile(path, []byte("# Hot keys\n\nPut a cache in front of what most requests ask for.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &shell{t, []string{"--data", t.TempDir(), "--embedder", "openai:tiny", "--telemetry", "otlp"}}
	s.run(exitDone, "", "ingest", path)
	calls := c.named("embeddings tiny")
	if len(calls) == 0 {
		t.Fatalf("the spans are %v", c.spans)
	}
	expect(t, told(calls[0].Attributes), map[string]string{"gen_ai.operation.name": "embeddings", "gen_ai.provider.name": "openai",
		"gen_ai.request.model": "tiny", "gen_ai.embeddings.dimension.count": "3"})
	if c.metrics["gen_ai.client.operation.duration"] == nil || strings.Contains(c.bodies.String(), "cache in front") {
		t.Error("the duration was not sent, or the text was")
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

// TestACollectorThatHangsHoldsNobodyUp takes connections and never answers.
func TestACollectorThatHangsHoldsNobodyUp(t *testing.T) {
	release := make(chan struct{})
	asked := make(chan string, 16)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		<-release
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(release) }) // before the server, which waits for its handlers
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	sending, err := openTelemetry(t.Context(), &common{Telemetry: "otlp"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	_, span := sending.traces.Tracer("test").Start(t.Context(), "a call")
	span.End()
	counter, err := sending.metrics.Meter("test").Int64Counter("calls")
	if err != nil {
		t.Fatal(err)
	}
	counter.Add(t.Context(), 1)
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { defer close(over); sending.shutdown(ctx) }()
	first, second := <-asked, <-asked // neither waits for the other
	cancel()
	<-over
	if first == second {
		t.Errorf("only %s was sent", first)
	}
}
