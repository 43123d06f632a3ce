package web_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/ingest"
	"github.com/interviewcoach/interviewcoach/web"
)

// upload sends a form with a file and returns the status and the answer.
func (s *site) upload(name string, data []byte, fields map[string]string) (int, string) {
	s.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			s.t.Fatal(err)
		}
	}
	file, err := w.CreateFormFile("file", name)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := file.Write(data); err != nil {
		s.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		s.t.Fatal(err)
	}
	status, _, body := s.ask("POST", "/api/designs", form.String(), "Content-Type", w.FormDataContentType())
	return status, string(body)
}

func documents(c *web.Config) { c.Documents = ingest.Text }

func TestFilesOfDesigns(t *testing.T) {
	t.Parallel()
	s := open(t, 0, documents)
	sixteen := []byte{0xff, 0xfe}
	for _, r := range "Clicks are counted in memory." {
		sixteen = append(sixteen, byte(r), 0)
	}
	german := strings.Repeat("Wir zählen die Klicks im Speicher und schreiben sie einmal in der Minute, denn das ist nicht schlimm. ", 5)
	for _, c := range []struct {
		name   string
		data   string
		status int
		says   string
	}{
		{"a.md", "Clicks are counted per second in memory.", 202, "queued"},
		{"a.txt", string(sixteen), 202, "queued"},
		{"a.html", "<html><body><h1>Counter</h1><p>Clicks are counted in memory.</p><script>alert(1)</script></body></html>", 202, "queued"},
		{"empty.md", "", 400, "empty"},
		{"blank.md", " \n\t\n", 400, "empty"},
		{"a.exe", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\xff\xff\x00\x00\xb8\x01\x02\x03\x04\x05", 400, "send Markdown, text, HTML or a PDF"},
		{"broken.pdf", "%PDF-1.7\nnothing of the kind", 400, "send Markdown, text, HTML or a PDF"},
		{"german.md", german, 400, "English"},
		{"five.md", strings.Repeat("Clicks are counted. ", 5<<20/20), 413, "shorten it"},
		{"twenty.pdf", strings.Repeat("x", 20<<20), 413, "larger than"},
	} {
		status, body := s.upload(c.name, []byte(c.data), map[string]string{"problem": "l6-counter"})
		if status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d %.300s", c.name, status, body)
		}
	}
	status, body := s.upload("a.html", []byte("<html><body><h1>Counter</h1><p>Clicks in memory.</p><script>alert(1)</script></body></html>"), map[string]string{"problem": "l6-counter"})
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || status != http.StatusAccepted {
		t.Fatalf("%d %s", status, body)
	}
	if _, _, shown := s.ask("GET", "/api/designs/"+made.ID, ""); !bytes.Contains(shown, []byte("# Counter")) || bytes.Contains(shown, []byte("alert(1)")) {
		t.Errorf("the text of the page is %s", shown)
	}
}

func TestADesignOfOnesOwnProblemAndItsNextVersionOverHTTP(t *testing.T) {
	t.Parallel()
	s := open(t, 0, documents)
	post := func(body string) (id string, answer []byte) {
		status, _, answer := s.ask("POST", "/api/designs", body)
		var made struct{ ID string }
		if err := json.Unmarshal(answer, &made); err != nil || status != http.StatusAccepted {
			t.Fatalf("%d %s", status, answer)
		}
		_, _, answer = s.ask("GET", "/api/designs/"+made.ID, "")
		return made.ID, answer
	}
	first, answer := post(`{"description":"Count the ships that pass a lighthouse.","text":"Ships are counted by a sensor. 2 ships × 24 h = 40 ships a day."}`)
	if !bytes.Contains(answer, []byte(`"problem":"own"`)) || !bytes.Contains(answer, []byte("that pass a lighthouse")) {
		t.Errorf("a problem of one's own: %.500s", answer)
	}
	_, answer = post(`{"previous":"` + first + `","text":"Ships are counted by a sensor. 2 ships × 24 h = 48 ships a day. If the sensor fails, the keeper counts by hand until it is replaced."}`)
	var next struct {
		Previous string
		Report   coach.Report
		Progress struct {
			Text    string
			Attempt int
		}
	}
	if err := json.Unmarshal(answer, &next); err != nil || next.Previous != first || next.Report.Changes == nil || next.Report.Comments == nil {
		t.Errorf("the next version: %v %.500s", err, answer)
	}
	if next.Progress.Text != "Reviewed." || next.Progress.Attempt != 1 {
		t.Errorf("progress %+v", next.Progress)
	}
	if status, _, body := s.ask("POST", "/api/designs", `{"text":"x"}`); status != http.StatusBadRequest || !bytes.Contains(body, []byte("description")) {
		t.Errorf("no problem at all: %d %s", status, body)
	}
	for _, turn := range []string{"cancel", "retry"} {
		if status, _, body := s.ask("POST", "/api/designs/"+first+"/"+turn, ""); status != http.StatusConflict {
			t.Errorf("%s of a design that is done: %d %s", turn, status, body)
		}
		if status, _, body := s.ask("POST", "/api/designs/nowhere/"+turn, ""); turn == "cancel" && status != http.StatusNotFound {
			t.Errorf("%s of no design: %d %s", turn, status, body)
		}
	}
}

func TestAReviewIsFollowedLive(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	at := func(after int64, e coach.Event) {
		if _, err := s.log.Append(t.Context(), store.LocalOwner, "followed", after, time.Now(), e); err != nil {
			t.Fatal(err)
		}
	}
	at(0, coach.DesignSubmitted{Problem: "l6-counter", Level: coach.L6, Title: "x", Text: "x"})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/designs/followed/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("the stream is %s", kind)
	}
	lines := bufio.NewReader(answer.Body)
	next := func() string {
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return err.Error()
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				return data
			}
		}
	}
	for i, step := range []struct {
		event coach.Event
		says  string
	}{
		{nil, "Waiting for its turn."},
		{coach.ReviewStarted{Attempt: 1}, "Being read and graded, attempt 1."},
		{coach.ReviewFailed{Message: "The model is busy."}, "It will be tried again by itself: The model is busy."},
		{coach.ReviewStarted{Attempt: 2}, "attempt 2"},
		{coach.ReviewFailed{Message: "Enough.", Final: true}, "The review failed: Enough."},
	} {
		if step.event != nil {
			at(int64(i), step.event)
		}
		if got := next(); !strings.Contains(got, step.says) {
			t.Fatalf("step %d: %s", i, got)
		}
	}
	if got := next(); got != io.EOF.Error() {
		t.Errorf("after the end: %s", got)
	}
	if status, _, _ := s.ask("GET", "/api/designs/nowhere/events", ""); status != http.StatusNotFound {
		t.Errorf("no such design: %d", status)
	}
}

func TestAReportIsTakenAwayAsAFile(t *testing.T) {
	t.Parallel()
	s := open(t, 0, documents, func(c *web.Config) {
		c.Render = func(w io.Writer, format string, r coach.Report) error {
			_, err := fmt.Fprintf(w, "%s of %s", format, r.Problem)
			return err
		}
	})
	_, _, answer := s.ask("POST", "/api/designs", `{"problem":"l6-counter","text":"Clicks are gathered in memory and written each second."}`)
	var made struct{ ID string }
	if err := json.Unmarshal(answer, &made); err != nil {
		t.Fatal(err)
	}
	path := "/api/designs/" + made.ID + "/report"
	for format, want := range map[string]struct {
		status     int
		kind, says string
	}{
		"":          {200, "application/json", `"schema":"coach.report/1"`},
		"json":      {200, "application/json", `"schema":"coach.report/1"`},
		"html":      {200, "text/html; charset=utf-8", "html of l6-counter"},
		"markdown":  {200, "text/markdown; charset=utf-8", "markdown of l6-counter"},
		"text":      {200, "text/plain; charset=utf-8", "text of l6-counter"},
		"../secret": {400, "application/problem+json", "choose json, html, markdown or text"},
	} {
		status, kind, body := s.ask("GET", path+"?format="+url.QueryEscape(format), "")
		if status != want.status || kind != want.kind || !bytes.Contains(body, []byte(want.says)) {
			t.Errorf("%q: %d %s %.200s", format, status, kind, body)
		}
	}
	if status, _, body := s.ask("GET", "/api/designs/nowhere/report", ""); status != http.StatusNotFound {
		t.Errorf("of no design: %d %s", status, body)
	}
}
