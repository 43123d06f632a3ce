package web_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/web"
)

// frame is whatever the server sends.
type frame struct {
	Type, ID, Text, Code, Message string
	Seq, Re                       int64
	Event                         struct {
		Kind, Text, Purpose string
		Re                  int64
	}
	Interview struct {
		ID, Status string
		LastSeq    int64 `json:"last_seq"`
	}
}

// client is a websocket client that remembers what it saw.
type client struct {
	*websocket.Conn
	t    testing.TB
	last int64 // the last event
}

func (s *site) dial(id string, after int64) *client {
	s.t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{web.Subprotocol}}
	conn, response, err := dialer.DialContext(s.t.Context(), fmt.Sprintf("ws%s/api/interviews/%s/ws?after=%d", strings.TrimPrefix(s.URL, "http"), id, after), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	_ = response.Body.Close()
	if conn.Subprotocol() != web.Subprotocol {
		s.t.Fatalf("the subprotocol is %q", conn.Subprotocol())
	}
	s.t.Cleanup(func() { _ = conn.Close() })
	c := &client{Conn: conn, t: s.t, last: after}
	if f := c.next(); f.Type != "hello" || f.Interview.ID != id {
		s.t.Fatalf("the first frame is %+v", f)
	}
	return c
}

// next reads a frame and checks that events come in order, without a gap.
func (c *client) next() frame {
	c.t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		c.t.Fatal(err)
	}
	var f frame
	if err := c.ReadJSON(&f); err != nil {
		c.t.Fatal(err)
	}
	if f.Type == "event" {
		if f.Seq != c.last+1 {
			c.t.Fatalf("event %d follows event %d", f.Seq, c.last)
		}
		c.last = f.Seq
	}
	return f
}

// until reads up to a frame that ok likes.
func (c *client) until(what string, ok func(frame) bool) frame {
	c.t.Helper()
	for range 10_000 {
		if f := c.next(); ok(f) {
			return f
		}
	}
	c.t.Fatalf("no %s in ten thousand frames", what)
	return frame{}
}

func (c *client) send(v any) {
	c.t.Helper()
	if err := c.WriteJSON(v); err != nil {
		c.t.Fatal(err)
	}
}

func kind(k string) func(frame) bool {
	return func(f frame) bool { return f.Type == "event" && f.Event.Kind == k }
}

func acked(id string) func(frame) bool {
	return func(f frame) bool { return f.Type == "ack" && f.ID == id }
}

type wire map[string]any

func TestAnInterviewOverTheWebsocket(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	id := s.begin()
	c := s.dial(id, 0)
	streamed := ""
	opening := c.until("opening", func(f frame) bool {
		if f.Type == "delta" {
			streamed += f.Text
		}
		return kind("interviewer_said")(f)
	})
	if streamed != "" && !strings.HasPrefix(opening.Event.Text, streamed) {
		t.Errorf("streamed %q, said %q", streamed, opening.Event.Text)
	}
	c.send(wire{"type": "say", "id": "a", "text": "How many clicks per second?"})
	c.until("reply", kind("interviewer_said"))
	c.send(wire{"type": "say", "id": "a", "text": "How many clicks per second?"})
	again := c.until("second ack", acked("a"))
	log, err := s.log.Read(t.Context(), store.LocalOwner, id, again.Seq-1)
	if err != nil {
		t.Fatal(err)
	}
	if said, ok := log[0].Event.(coach.CandidateSaid); !ok || said.ID != "a" {
		t.Errorf("the ack names %+v", log[0])
	}
	c.send(wire{"type": "board", "id": "b", "format": "mermaid", "source": "graph LR\n A --> B"})
	c.until("board", kind("board_changed"))
	c.send(wire{"type": "end", "id": "e"})
	c.until("report", kind("reported"))
	status, _, body := s.ask("GET", "/api/interviews/"+id+"/report", "")
	var report coach.Report
	if err := json.Unmarshal(body, &report); err != nil || status != http.StatusOK || report.Schema != coach.ReportSchema || report.ID != id {
		t.Errorf("%d %s", status, body)
	}
}

func TestAcksArePutOnDiskFirst(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	id := s.begin()
	c := s.dial(id, 0)
	for i := range 10 {
		name := fmt.Sprint("m", i)
		c.send(wire{"type": "say", "id": name, "text": "Words " + name})
		f := c.until("ack", acked(name))
		log, err := s.log.Read(t.Context(), store.LocalOwner, id, f.Seq-1)
		if err != nil || len(log) == 0 {
			t.Fatalf("event %d was acknowledged and is not there: %v", f.Seq, err)
		}
	}
}

func TestReconnectingMissesNothingAndDoublesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, 5*time.Millisecond)
	id := s.begin()
	c := s.dial(id, 0)
	c.until("opening", kind("interviewer_said"))
	for i := range 5 {
		c.send(wire{"type": "say", "id": fmt.Sprint("m", i), "text": "A statement about clicks."})
		c.until("a piece of the reply", func(f frame) bool { return f.Type == "delta" })
		_ = c.Close() // in the middle of the reply
		c = s.dial(id, c.last)
		c.until("the whole reply", kind("interviewer_said"))
	}
	log, err := s.log.Read(t.Context(), store.LocalOwner, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(log)) != c.last {
		t.Errorf("the log has %d events, the client saw %d", len(log), c.last)
	}
}

func TestTwoTabsSeeTheSame(t *testing.T) {
	t.Parallel()
	s := open(t, time.Millisecond)
	id := s.begin()
	a, b := s.dial(id, 0), s.dial(id, 0)
	a.send(wire{"type": "say", "id": "a", "text": "Said in the first tab."})
	for _, c := range []*client{a, b} {
		c.until("the words", kind("candidate_said"))
		c.until("the reply", func(f frame) bool { return kind("interviewer_said")(f) && f.Event.Purpose == "reply" })
	}
	if a.last != b.last {
		t.Errorf("one tab saw %d events, the other %d", a.last, b.last)
	}
}

func TestDeltasStandInTheirPlace(t *testing.T) {
	t.Parallel()
	s := open(t, time.Millisecond)
	id := s.begin()
	c := s.dial(id, 0)
	answered, streaming := int64(0), ""
	for n := 0; n < 4; {
		f := c.next()
		switch {
		case f.Type == "delta":
			if f.Re > c.last || f.Re <= answered {
				t.Fatalf("a piece of a reply to event %d came after event %d, replies up to %d were whole", f.Re, c.last, answered)
			}
			streaming += f.Text
		case kind("interviewer_said")(f):
			if streaming != "" && !strings.HasPrefix(f.Event.Text, streaming[:min(len(streaming), 20)]) {
				t.Fatalf("streamed %q, said %q", streaming, f.Event.Text)
			}
			answered, streaming = f.Event.Re, ""
			n++
			c.send(wire{"type": "say", "id": fmt.Sprint("m", n), "text": "A statement about clicks."})
		}
	}
}

func TestBadMessagesAreAnsweredAndTheConnectionStays(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	id := s.begin()
	c := s.dial(id, 0)
	for _, text := range []string{"not json", `[]`, `{"type":"dance","id":"a"}`, `{"type":"say","text":"no id"}`, `{"type":"say","id":"x","text":""}`, `{"type":"say","id":7}`, `{"type":"retry","id":"r"}`} {
		if err := c.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			t.Fatal(err)
		}
		f := c.until("error", func(f frame) bool { return f.Type == "error" })
		if f.Code == "" || f.Message == "" || f.Code == "internal" {
			t.Errorf("%s: %+v", text, f)
		}
	}
	if err := c.WriteMessage(websocket.BinaryMessage, []byte{1}); err != nil {
		t.Fatal(err)
	}
	c.until("error", func(f frame) bool { return f.Type == "error" })
	c.send(wire{"type": "say", "id": "a", "text": "Still here."})
	c.until("ack", acked("a"))
}

func TestFramesThatAreTooLargeEndTheConnectionAlone(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	id := s.begin()
	flood, other := s.dial(id, 0), s.dial(id, 0)
	_ = flood.WriteMessage(websocket.TextMessage, []byte(strings.Repeat("x", 2<<20))) // it may be cut off while it writes
	for {
		if _, _, err := flood.ReadMessage(); err != nil {
			break
		}
	}
	other.send(wire{"type": "say", "id": "a", "text": "Not disturbed."})
	other.until("ack", acked("a"))
}

// TestASlowClientIsDroppedAndHurtsNobody fills a connection that nobody reads.
func TestASlowClientIsDroppedAndHurtsNobody(t *testing.T) {
	t.Parallel()
	metrics := web.NewMetrics()
	s := open(t, 0, func(c *web.Config) { c.WriteTimeout, c.Metrics = 200*time.Millisecond, metrics })
	id := s.begin()
	slow, other := s.dial(id, 0), s.dial(id, 0)
	_ = slow // it never reads again
	source := strings.Repeat("x", coach.MaxBoard-1)
	dropped := false
	for i := 0; i < 60 && !dropped; i++ {
		other.send(wire{"type": "board", "id": fmt.Sprint("b", i), "format": "mermaid", "source": source})
		other.until("ack", acked(fmt.Sprint("b", i)))
		_, _, body := s.ask("GET", "/metrics", "")
		dropped = strings.Contains(string(body), "coach_websockets_dropped_total 1")
	}
	if !dropped {
		t.Error("the slow client was not dropped")
	}
}

func TestASilentClientIsDropped(t *testing.T) {
	t.Parallel()
	s := open(t, 0, func(c *web.Config) { c.PingEvery, c.WriteTimeout = 50*time.Millisecond, 100*time.Millisecond })
	c := s.dial(s.begin(), 0)
	c.SetPingHandler(func(string) error { return nil }) // no pong
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	for {
		_, _, err := c.ReadMessage()
		if err == nil {
			continue
		}
		if timeout, ok := errors.AsType[interface {
			error
			Timeout() bool
		}](err); ok && timeout.Timeout() {
			t.Fatal("the server keeps a client that answers no ping")
		}
		return
	}
}

func TestOriginsOfWebsockets(t *testing.T) {
	t.Parallel()
	s := open(t, 0, func(c *web.Config) { c.Origins = []string{"https://coach.example.org"} })
	id := s.begin()
	for origin, ok := range map[string]bool{"": true, s.URL: true, "https://coach.example.org": true, "https://evil.example": false, "null": false} {
		header := http.Header{}
		if origin != "" {
			header.Set("Origin", origin)
		}
		conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL, "http")+"/api/interviews/"+id+"/ws", header)
		if (err == nil) != ok {
			t.Errorf("from %q: %v", origin, err)
		}
		if err == nil {
			_ = conn.Close()
		}
		if response != nil {
			_ = response.Body.Close()
		}
	}
}

func TestStoppingTellsClientsToComeBack(t *testing.T) {
	t.Parallel()
	s := open(t, 0)
	c := s.dial(s.begin(), 0)
	s.app.Stop()
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			if !websocket.IsCloseError(err, websocket.CloseServiceRestart) {
				t.Errorf("the connection ended with %v", err)
			}
			return
		}
	}
}

// BenchmarkOpenConnection reports the memory that an open, idle connection takes.
func BenchmarkOpenConnection(b *testing.B) {
	benchmarkConnections(b)
}
