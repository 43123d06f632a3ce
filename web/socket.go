package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
)

// Subprotocol names the version of the websocket's messages.
const Subprotocol = "coach.v1"

// maxFrame bounds a client's message: a whiteboard and its wrapping.
const maxFrame = coach.MaxBoard + 64<<10

// inbox is how many answers to a client's own messages may wait to be written before reading from it pauses.
const inbox = 16

// message is what a client sends.
type message struct {
	Type   string `json:"type"`
	ID     string `json:"id"`
	Text   string `json:"text"`
	Format string `json:"format"`
	Source string `json:"source"`
}

// What the server sends.
type (
	helloFrame struct {
		Type      string         `json:"type"`
		Interview helloInterview `json:"interview"`
		Now       time.Time      `json:"now"` // for clients whose clock is off
	}
	helloInterview struct {
		ID      string       `json:"id"`
		Problem string       `json:"problem"`
		Level   coach.Level  `json:"level"`
		Minutes int          `json:"minutes"`
		Mode    coach.Mode   `json:"mode"`
		Step    coach.Step   `json:"step"`
		Status  coach.Status `json:"status"`
		LastSeq int64        `json:"last_seq"`
	}
	ackFrame struct {
		Type string `json:"type"`
		ID   string `json:"id"`
		Seq  int64  `json:"seq"`
	}
	deltaFrame struct {
		Type string `json:"type"`
		Re   int64  `json:"re"` // tells replies apart
		Text string `json:"text"`
	}
	errorFrame struct {
		Type    string `json:"type"`
		ID      string `json:"id,omitempty"`
		Code    string `json:"code"`
		Message string `json:"message"`
	}
)

// session is one websocket connection. Its reader runs commands; its writer alone writes.
type session struct {
	*Server
	id         string
	conn       *websocket.Conn
	attendance *interviewer.Attendance
	answers    chan any // acks and errors, from the reader to the writer
	cursor     int64    // the last event sent
	answered   int64    // the last event that a sent reply answers; pieces of that reply are stale
}

func (s *Server) connect(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	seq, err := after(r)
	if err != nil {
		return err
	}
	if !websocket.IsWebSocketUpgrade(r) {
		return &httpError{http.StatusUpgradeRequired, "Websocket needed", "This address is a websocket: connect with the subprotocol " + Subprotocol + "."}
	}
	if !s.sameSite(r) {
		return &httpError{http.StatusForbidden, "Request from another site",
			"This connection comes from a page of another site. Open the coach's own address, or allow that origin with --origin."}
	}
	iv, err := s.Interviews.State(r.Context(), s.Owner, id)
	if err != nil {
		return err
	}
	attendance, err := s.Interviews.Attend(r.Context(), s.Owner, id)
	if err != nil {
		return err
	}
	defer attendance.Leave()
	upgrader := websocket.Upgrader{
		Subprotocols: []string{Subprotocol},
		CheckOrigin:  func(*http.Request) bool { return true }, // sameSite checked it
		Error:        func(http.ResponseWriter, *http.Request, int, error) {},
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return &httpError{http.StatusBadRequest, "Bad websocket request", "The connection could not be made a websocket: " + err.Error()}
	}
	ss := &session{Server: s, id: id, conn: conn, attendance: attendance, answers: make(chan any, inbox), cursor: min(seq, iv.LastSeq)}
	ss.run(iv)
	return nil
}

// sameSite reports whether a browser's connection comes from one of our own pages. Programs send no origin and may
// connect; browsers always send one.
func (s *Server) sameSite(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || slices.Contains(s.Origins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}

// run serves the connection until it ends.
func (ss *session) run(iv coach.Interview) {
	ss.sockets.Add(1)
	defer ss.sockets.Done()
	ss.Metrics.sockets.Inc()
	defer ss.Metrics.sockets.Dec()
	ctx, cancel := context.WithCancelCause(ss.stopping)
	defer func() { _ = ss.conn.Close() }() // it is over either way
	read := make(chan struct{})
	go func() {
		defer close(read)
		cancel(ss.read(ctx))
	}()
	err := ss.write(ctx, iv)
	cancel(err)
	ss.farewell(context.Cause(ctx))
	_ = ss.conn.Close() // ends the reader
	<-read
}

// farewell tells the client why, where it is still there.
func (ss *session) farewell(cause error) {
	code, text := websocket.CloseNormalClosure, ""
	switch {
	case errors.Is(cause, errStopping):
		code, text = websocket.CloseServiceRestart, "the server is stopping: connect again"
	case coach.CodeOf(cause) == coach.CodeNotFound:
		text = "the interview was deleted"
	case errors.Is(cause, errSlow):
		ss.Metrics.dropped.Inc()
		return
	}
	deadline := time.Now().Add(time.Second)
	_ = ss.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), deadline) // it may be gone already
}

// errSlow is why a client is dropped that does not take what it is sent.
var errSlow = errors.New("the client is too slow")

// read runs the client's commands one by one until the connection ends, and returns why it did.
func (ss *session) read(ctx context.Context) error {
	silence := ss.PingEvery*2 + ss.WriteTimeout
	ss.conn.SetReadLimit(maxFrame)
	alive := func(string) error { return ss.conn.SetReadDeadline(time.Now().Add(silence)) }
	ss.conn.SetPongHandler(alive)
	for {
		if err := alive(""); err != nil {
			return err
		}
		kind, data, err := ss.conn.ReadMessage()
		if err != nil {
			return fmt.Errorf("read from the client: %w", err)
		}
		select {
		case ss.answers <- ss.answer(ctx, kind, data):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// answer runs one message and returns the frame that answers it.
func (ss *session) answer(ctx context.Context, kind int, data []byte) any {
	if kind != websocket.TextMessage {
		return errorFrame{"error", "", string(coach.CodeInvalid), "send JSON in text frames"}
	}
	var m message
	if err := json.Unmarshal(data, &m); err != nil {
		return errorFrame{"error", m.ID, string(coach.CodeInvalid), "the message is not a JSON object of the protocol: " + err.Error()}
	}
	ss.Metrics.frames.WithLabelValues(label(m.Type)).Inc()
	c := coach.Command{Do: coach.Do(m.Type), ID: m.ID, Text: m.Text, Format: m.Format, Source: m.Source}
	seq, err := ss.Interviews.Do(ctx, ss.Owner, ss.id, c)
	if err == nil {
		return ackFrame{"ack", m.ID, seq}
	}
	if coded, ok := errors.AsType[*coach.Error](err); ok {
		return errorFrame{"error", m.ID, string(coded.Code), coded.Message}
	}
	ss.Logger.Error("a command failed", "interview", ss.id, "command", label(m.Type), "err", err)
	return errorFrame{"error", m.ID, "internal", "That did not work, and it was not saved. Send it again in a moment."}
}

// label keeps a client from inventing names for metrics and logs.
func label(kind string) string {
	switch coach.Do(kind) {
	case coach.DoSay, coach.DoBoard, coach.DoHint, coach.DoNextStep, coach.DoPause, coach.DoResume, coach.DoRetry, coach.DoEnd:
		return kind
	}
	return "unknown"
}

// write sends hello, then everything that happens, until the connection ends or the client is too slow.
func (ss *session) write(ctx context.Context, iv coach.Interview) error {
	grew, stop := ss.Logs.Watch(ss.id)
	defer stop()
	hello := helloFrame{"hello", helloInterview{
		iv.ID, iv.Problem, iv.Level, iv.Minutes, iv.Mode, iv.Step, iv.Status, iv.LastSeq}, time.Now().UTC()}
	if err := ss.send(hello); err != nil {
		return err
	}
	if err := ss.catchUp(ctx); err != nil {
		return err
	}
	ping := time.NewTicker(ss.PingEvery)
	defer ping.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-grew:
			err = ss.catchUp(ctx)
		case a := <-ss.answers:
			err = ss.send(a)
		case d := <-ss.attendance.Deltas():
			err = ss.delta(ctx, d)
		case <-ping.C:
			if err = ss.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(ss.WriteTimeout)); err != nil {
				err = fmt.Errorf("ping the client: %w", err)
			}
		}
		if err != nil {
			return err
		}
	}
}

// catchUp sends the events behind the cursor.
func (ss *session) catchUp(ctx context.Context) error {
	events, err := ss.Logs.Read(ctx, ss.Owner, ss.id, ss.cursor)
	if err != nil {
		if ctx.Err() == nil && coach.CodeOf(err) != coach.CodeNotFound {
			ss.Logger.Error("cannot read the log for a client", "interview", ss.id, "err", err)
		}
		return err
	}
	for _, e := range events {
		body, err := json.Marshal(e)
		if err != nil {
			return fmt.Errorf("encode event %d: %w", e.Seq, err)
		}
		frame := append([]byte(`{"type":"event",`), body[1:]...)
		if err := ss.sendRaw(frame); err != nil {
			return err
		}
		ss.cursor = e.Seq
		if said, ok := e.Event.(coach.InterviewerSaid); ok {
			ss.answered = max(ss.answered, said.Re)
		}
	}
	return nil
}

// delta sends a piece of a reply in its place: after the event that it answers, and never after the finished reply.
func (ss *session) delta(ctx context.Context, d interviewer.Delta) error {
	if d.Re > ss.cursor {
		if err := ss.catchUp(ctx); err != nil {
			return err
		}
	}
	if d.Re <= ss.answered {
		return nil
	}
	return ss.send(deltaFrame{"delta", d.Re, d.Text})
}

func (ss *session) send(frame any) error {
	body, err := json.Marshal(frame)
	if err != nil {
		return fmt.Errorf("encode a frame: %w", err)
	}
	return ss.sendRaw(body)
}

func (ss *session) sendRaw(body []byte) error {
	if err := ss.conn.SetWriteDeadline(time.Now().Add(ss.WriteTimeout)); err != nil {
		return fmt.Errorf("write to the client: %w", err)
	}
	if err := ss.conn.WriteMessage(websocket.TextMessage, body); err != nil {
		if timeout, ok := errors.AsType[interface {
			error
			Timeout() bool
		}](err); ok && timeout.Timeout() {
			return fmt.Errorf("%w: %w", errSlow, err)
		}
		return fmt.Errorf("write to the client: %w", err)
	}
	return nil
}
