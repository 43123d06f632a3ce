package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/assess"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
	"github.com/interviewcoach/interviewcoach/coach/review"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
	"github.com/interviewcoach/interviewcoach/prompts"
	"github.com/interviewcoach/interviewcoach/web"
)

var problem = coach.Problem{
	ID: "l6-counter", Title: "Counter", Level: coach.L6, Kind: "component", Prompt: "Design a counter of clicks.",
	Facts: []coach.Fact{{ID: "load", Asks: []string{"how many clicks per second"}, Answer: "Forty thousand a second at peak."}},
	KeyPoints: []coach.KeyPoint{{ID: "ask", Step: coach.Requirements, Dimension: coach.Scale, Point: "Asks for the load.",
		Signs: []coach.Sign{{{"click*"}, {"per second"}}}, Probe: "What do you design for?", Hint: "Think of the worst minute."}},
}

type bank struct{}

func (bank) All() []coach.Problem { return []coach.Problem{problem} }

func (bank) Problem(id string) (coach.Problem, error) {
	if id == problem.ID {
		return problem, nil
	}
	return coach.Problem{}, coach.NotFound("problem", id)
}

var passage = coach.Passage{ID: "counting#exactness", Guide: "counting", Heading: []string{"Counting", "Exactness"}, Text: "Who reads it decides."}

type shelf struct{}

func (shelf) Search(context.Context, string, int) ([]coach.Passage, error) {
	return []coach.Passage{passage}, nil
}
func (shelf) Digest(context.Context) (string, error) { return "digest", nil }

type library struct{}

func (library) Guides(context.Context) ([]web.Guide, error) {
	return []web.Guide{{ID: "counting", Title: "Counting", Passages: 1}}, nil
}
func (library) Guide(_ context.Context, id string) ([]coach.Passage, error) {
	if id == "counting" {
		return []coach.Passage{passage}, nil
	}
	return nil, coach.NotFound("guide", id)
}
func (library) Search(_ context.Context, _ string, _ int) ([]web.Hit, error) {
	return []web.Hit{{Passage: passage, Score: 1}}, nil
}
func (library) Passage(_ context.Context, id string) (coach.Passage, error) {
	if id == passage.ID {
		return passage, nil
	}
	return coach.Passage{}, coach.NotFound("passage", id)
}

// site is a running server on a database of its own.
type site struct {
	*httptest.Server
	t   testing.TB
	log store.Log
	app *web.Server
}

func open(t testing.TB, pace time.Duration, change ...func(*web.Config)) *site {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "coach.db"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.New(t.Context(), db, logger)
	if err != nil {
		t.Fatal(err)
	}
	lib, err := prompts.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	m := local.New(pace)
	assessor := &assess.Assessor{Model: m, Prompts: lib, Library: shelf{}, Logger: logger, Now: time.Now}
	runner := interviewer.New(interviewer.Config{Log: s, Problems: bank{}, Library: shelf{}, Model: m, Prompts: lib, Logger: logger, Assessor: assessor})
	desk := desk{review.Desk{Log: s, Problems: bank{}, Assessor: assessor}}
	config := web.Config{
		Owner: store.LocalOwner, Interviews: runner, Logs: s, Designs: desk, Problems: bank{}, Library: library{}, Logger: logger,
		Rubric: func() (string, string) { return "1", "# Rubric" },
		Sample: func(context.Context) (web.Sample, error) { return web.Sample{Events: []coach.Recorded{}}, nil },
		Ready:  map[string]func(context.Context) error{"database": s.Ping},
	}
	for _, c := range change {
		c(&config)
	}
	app := web.New(config)
	out := &site{Server: httptest.NewServer(app), t: t, log: s, app: app}
	t.Cleanup(func() {
		app.Stop()
		out.Close()
		runner.Stop()
		if err := errors.Join(s.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return out
}

// desk grades at once what the queue would grade later.
type desk struct{ review.Desk }

func (d desk) Submit(ctx context.Context, owner string, s coach.DesignSubmitted) (string, error) {
	id, err := d.File(ctx, owner, s)
	if err != nil {
		return "", err
	}
	_, err = d.Grade(ctx, owner, id)
	return id, err
}

func (d desk) Retry(context.Context, string, string) error { return coach.NotReady("nothing failed") }

// ask sends a request and returns the status, the media type and the body.
func (s *site) ask(method, path, body string, headers ...string) (status int, kind string, answer []byte) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := s.Client().Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err = io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, response.Header.Get("Content-Type"), answer
}

// begin starts an interview and returns its id.
func (s *site) begin() string {
	s.t.Helper()
	status, _, body := s.ask("POST", "/api/interviews", `{"problem":"l6-counter"}`)
	var out struct{ ID string }
	if err := json.Unmarshal(body, &out); err != nil || status != http.StatusCreated || out.ID == "" {
		s.t.Fatalf("%d %s", status, body)
	}
	return out.ID
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	id := s.begin()
	for _, c := range []struct {
		method, path, body string
		status             int
		has, hasNot        string
	}{
		{"GET", "/healthz", "", 200, `"ok"`, ""},
		{"GET", "/readyz", "", 200, `"database":"ok"`, ""},
		{"GET", "/metrics", "", 200, "coach_http_request_seconds", ""},
		{"GET", "/api/problems", "", 200, `[{"id":"l6-counter","title":"Counter","level":"L6","kind":"component"}]`, "Forty"},
		{"GET", "/api/problems/l6-counter", "", 200, "Design a counter of clicks.", "Forty"},
		{"GET", "/api/problems/l6-nothing", "", 404, `"code":"not_found"`, ""},
		{"GET", "/api/rubric", "", 200, "# Rubric", ""},
		{"GET", "/api/sample", "", 200, `"events":[]`, ""},
		{"GET", "/api/guides", "", 200, "counting", ""},
		{"GET", "/api/guides/counting", "", 200, `"passages":[{"passage":"counting#exactness"`, ""},
		{"GET", "/api/guides/nothing", "", 404, `there is no guide \"nothing\"`, ""},
		{"GET", "/api/search?q=exact", "", 200, `"hits":[{"passage":"counting#exactness"`, ""},
		{"GET", "/api/search", "", 400, "q is missing", ""},
		{"GET", "/api/search?q=x&k=0", "", 400, "1 to 50", ""},
		{"GET", "/api/search?q=x&k=99999999999999999999", "", 400, "1 to 50", ""},
		{"GET", "/api/passages?id=counting%23exactness", "", 200, "Who reads it decides.", ""},
		{"GET", "/api/passages?id=no%23where", "", 404, "no#where", ""},
		{"GET", "/api/passages", "", 400, "id is missing", ""},
		{"POST", "/api/interviews", `{`, 400, "not a JSON object", ""},
		{"POST", "/api/interviews", `{}`, 400, "problem", ""},
		{"POST", "/api/interviews", `{"problem":"l6-nothing"}`, 404, "l6-nothing", ""},
		{"POST", "/api/interviews", `{"problem":"l6-counter","level":"L9"}`, 400, "L9", ""},
		{"POST", "/api/interviews", `{"problem":"l6-counter","minutes":0}`, 400, "minutes", ""},
		{"POST", "/api/interviews", `{"problem":"l6-counter","minutes":"many"}`, 400, "minutes", ""},
		{"POST", "/api/interviews", `{"problem":"l6-counter","minutes":1e99}`, 400, "minutes", ""},
		{"POST", "/api/interviews", `{"problem":"l6-counter","mode":"x"}`, 400, "mode", ""},
		{"POST", "/api/interviews", `{"problem":"l6-counter","level":"L7","minutes":90,"mode":"coaching"}`, 201, `"step":"requirements"`, ""},
		{"GET", "/api/interviews", "", 200, id, ""},
		{"GET", "/api/interviews/" + id, "", 200, `"status":"running"`, ""},
		{"GET", "/api/interviews/nowhere", "", 404, "nowhere", ""},
		{"GET", "/api/interviews/" + id + "/events?after=1", "", 200, `"kind":"step_entered"`, `"kind":"started"`},
		{"GET", "/api/interviews/" + id + "/events?after=99", "", 200, `{"events":[]}`, ""},
		{"GET", "/api/interviews/" + id + "/events?after=-1", "", 400, "after", ""},
		{"GET", "/api/interviews/" + id + "/report", "", 409, "still running", ""},
		{"GET", "/api/interviews/nowhere/report", "", 404, "nowhere", ""},
		{"GET", "/api/interviews/" + id + "/ws", "", 426, "coach.v1", ""},
		{"GET", "/api/designs/" + id, "", 404, "design", ""},
		{"DELETE", "/api/designs/" + id, "", 404, "design", ""},
		{"DELETE", "/api/interviews/nowhere", "", 404, "nowhere", ""},
		{"PUT", "/api/interviews", "", 405, "send GET or POST", ""},
		{"POST", "/api/problems", "", 405, "send GET", ""},
		{"POST", "/api/nowhere", "", 404, "POST /api/nowhere", ""},
		{"POST", "/api/designs", `{"problem":"l6-counter","text":" "}`, 400, "empty", ""},
		{"POST", "/api/designs", `{"text":"x"}`, 400, "problem", ""},
		{"POST", "/api/designs", `{"problem":"l6-counter","text":"x\u0000"}`, 400, "UTF-8", ""},
		{"GET", "/api/nothing", "", 404, "route", ""},
		{"GET", "/", "", 200, "make run", ""},
		{"GET", "/interviews/" + id, "", 200, "make run", ""},
		{"POST", "/", "{}", 405, "GET", ""},
	} {
		status, kind, body := s.ask(c.method, c.path, c.body)
		if status != c.status || !strings.Contains(string(body), c.has) || (c.hasNot != "" && strings.Contains(string(body), c.hasNot)) {
			t.Errorf("%s %s %s: %d %s", c.method, c.path, c.body, status, body)
		}
		if status >= 400 && kind != "application/problem+json" {
			t.Errorf("%s %s: an error of type %q", c.method, c.path, kind)
		}
	}
}

func TestDeletionLeavesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	id := s.begin()
	if status, _, body := s.ask("DELETE", "/api/interviews/"+id, ""); status != http.StatusNoContent {
		t.Fatalf("%d %s", status, body)
	}
	for _, path := range []string{"", "/events", "/report", "/ws"} {
		if status, _, _ := s.ask("GET", "/api/interviews/"+id+path, "", "Connection", "Upgrade", "Upgrade", "websocket"); status != http.StatusNotFound {
			t.Errorf("GET %s after deletion: %d", path, status)
		}
	}
}

func TestDesigns(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	status, _, body := s.ask("POST", "/api/designs", `{"problem":"l6-counter","level":"L6","title":"Mine","text":"Clicks are counted per second in memory, because a lost minute hurts nobody."}`)
	var made struct{ ID, Status string }
	if err := json.Unmarshal(body, &made); err != nil || status != http.StatusAccepted || made.Status != "queued" {
		t.Fatalf("%d %s", status, body)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if err := errors.Join(w.WriteField("problem", "l6-counter"), w.WriteField("level", "L7")); err != nil {
		t.Fatal(err)
	}
	file, err := w.CreateFormFile("file", "../../a design.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(file, "Clicks per second, in a file."); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if status, _, body := s.ask("POST", "/api/designs", form.String(), "Content-Type", w.FormDataContentType()); status != http.StatusAccepted {
		t.Fatalf("%d %s", status, body)
	}
	_, _, body = s.ask("GET", "/api/designs", "")
	if !strings.Contains(string(body), `"title":"a design"`) || !strings.Contains(string(body), `"title":"Mine"`) {
		t.Errorf("the list is %s", body)
	}
	status, _, body = s.ask("GET", "/api/designs/"+made.ID, "")
	var shown struct {
		Status string
		Report coach.Report
	}
	if err := json.Unmarshal(body, &shown); err != nil || status != 200 || shown.Status != "done" || len(shown.Report.Scores) != 11 || shown.Report.Kind != "design" {
		t.Errorf("%d %s", status, body)
	}
	if status, _, _ := s.ask("POST", "/api/designs", `{"problem":"l6-counter","text":"`+strings.Repeat("x", 3<<20)+`"}`); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a design of 3 MB: %d", status)
	}
	if status, _, _ := s.ask("DELETE", "/api/designs/"+made.ID, ""); status != http.StatusNoContent {
		t.Errorf("deletion: %d", status)
	}
}

func TestForeignPagesAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t, 0, func(c *web.Config) { c.Origins = []string{"https://coach.example.org"} })
	for origin, want := range map[string]int{
		"https://evil.example": http.StatusForbidden, s.URL: http.StatusCreated, "https://coach.example.org": http.StatusCreated, "null": http.StatusForbidden,
	} {
		if status, _, _ := s.ask("POST", "/api/interviews", `{"problem":"l6-counter"}`, "Origin", origin, "Sec-Fetch-Site", map[bool]string{true: "same-origin", false: "cross-site"}[origin == s.URL]); status != want {
			t.Errorf("from %s: %d, want %d", origin, status, want)
		}
	}
}

func TestReadyzNamesWhatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	s := open(t, 0, func(c *web.Config) {
		c.Ready["model"] = func(context.Context) error { return errors.New("secret address refused") }
	})
	status, _, body := s.ask("GET", "/readyz", "")
	if status != http.StatusServiceUnavailable || !strings.Contains(string(body), `"model":"does not answer`) || strings.Contains(string(body), "secret") {
		t.Errorf("%d %s", status, body)
	}
}

func TestTheAppIsServedWithItsPolicy(t *testing.T) {
	t.Parallel()
	s := open(t, 0, func(c *web.Config) {
		c.UI = fstest.MapFS{"index.html": {Data: []byte("the page")}, "assets/a-1.js": {Data: []byte("code")}}
	})
	for path, want := range map[string]string{"/": "the page", "/interviews/x/report": "the page", "/assets/a-1.js": "code"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || string(body) != want || !strings.Contains(response.Header.Get("Content-Security-Policy"), "script-src 'self'") {
			t.Errorf("%s: %d %q %v", path, response.StatusCode, body, err)
		}
	}
	for _, path := range []string{"/assets/gone.js", "/..%2f..%2fetc/passwd"} {
		if status, _, _ := s.ask("GET", path, ""); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func FuzzRequests(f *testing.F) {
	f.Add("POST", "/api/interviews", `{"problem":"l6-counter"}`)
	f.Add("GET", "/api/search?q=%zz", "")
	f.Add("GET", "/api/interviews/%00/events?after=9223372036854775808", "")
	f.Add("POST", "/api/designs", `{"problem":"l6-counter","text":"x","level":7}`)
	f.Fuzz(func(t *testing.T, method, path, body string) {
		s := open(t, 0)
		r, err := http.NewRequestWithContext(t.Context(), method, "http://coach/"+strings.TrimPrefix(path, "/"), strings.NewReader(body))
		if err != nil {
			t.Skip("not a request")
		}
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.app.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%s %q %q: %d %s", method, path, body, w.Code, w.Body)
		}
	})
}

func ExampleMetrics() {
	m := web.NewMetrics()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/metrics", nil))
	fmt.Println(strings.Contains(w.Body.String(), "coach_interviews_started_total 0"))
	// Output: true
}
