package modeltest

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Server is a provider on the loopback. Its calls are answered in the moods that [Server.Play] lists, then in the last of
// them for ever.
type Server struct {
	URL string

	protocol Protocol
	http     *httptest.Server
	closing  chan struct{}
	gone     chan struct{}

	mu     sync.Mutex
	moods  []Mood
	reply  func(Asked) Said
	refuse []string
	asked  []Asked
}

// retryAfter is what every 429 says, in seconds: long enough that nobody would choose it by chance.
const retryAfter = "7"

// NewServer starts a server that is stopped when the test ends. Without moods it answers well.
func NewServer(t testing.TB, protocol Protocol, moods ...Mood) *Server {
	t.Helper()
	s := &Server{protocol: protocol, closing: make(chan struct{}), gone: make(chan struct{}, 1024), reply: Reply}
	s.Play(moods...)
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL
	t.Cleanup(s.Close)
	return s
}

// Close stops the server; calls that hang are let go.
func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closing:
	default:
		close(s.closing)
		s.http.CloseClientConnections()
		s.http.Close()
	}
}

// Play sets the moods of the next calls.
func (s *Server) Play(moods ...Mood) {
	if len(moods) == 0 {
		moods = []Mood{OK}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moods = slices.Clone(moods)
}

// Answer sets what is answered to a request in a good mood.
func (s *Server) Answer(reply func(Asked) Said) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reply = reply
}

// Reject makes the server refuse requests that carry one of these top-level fields, in the way of a model or a compatible
// server that does not know them. Bedrock's operations count as fields.
func (s *Server) Reject(fields ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = fields
}

// Requests are those understood so far.
func (s *Server) Requests() []Asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// Gone gets a value for each call whose client went away before its answer was over.
func (s *Server) Gone() <-chan struct{} { return s.gone }

// next records a request and says how to answer it.
func (s *Server) next(asked Asked) (Mood, func(Asked) Said, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, asked)
	for _, field := range s.refuse {
		if slices.Contains(asked.Fields, field) {
			return "", nil, field
		}
	}
	mood := s.moods[0]
	if len(s.moods) > 1 {
		s.moods = s.moods[1:]
	}
	return mood, s.reply, ""
}

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	call := Call{Path: r.URL.EscapedPath(), Headers: map[string]string{}, Body: body}
	for name := range r.Header {
		call.Headers[strings.ToLower(name)] = r.Header.Get(name)
	}
	asked, err := s.protocol.Parse(call)
	if errors.Is(err, errPath) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		s.problem(w, "", err.Error())
		return
	}
	mood, reply, unknown := s.next(asked)
	if unknown != "" {
		s.problem(w, "", "Unsupported parameter: '"+unknown+"' is not supported with this model.")
		return
	}
	switch mood {
	case Throttled, Failing, Overloaded, Denied, Unknown:
		s.problem(w, mood, messages[mood])
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html><body>Sign in to the Wi-Fi</body></html>")
	case Hang:
		s.hang(r)
	default:
		said := moody(mood, asked, reply(asked))
		if !asked.Stream {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(s.protocol.Whole(asked, said))
			return
		}
		s.stream(w, r, mood, s.protocol.Frames(asked, said))
	}
}

var messages = map[Mood]string{
	Throttled:  "Too many requests, please wait before trying again.",
	Failing:    "The server had an error while processing your request.",
	Overloaded: "Overloaded",
	Denied:     "Credentials are wrong.",
	Unknown:    "The model does not exist.",
}

func (s *Server) problem(w http.ResponseWriter, mood Mood, message string) {
	status, headers, body := s.protocol.Refuse(mood, message)
	for name, value := range headers {
		w.Header().Set(name, value)
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// hang waits until the client or the test gives up.
func (s *Server) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
		s.gone <- struct{}{}
	case <-s.closing:
	}
	panic(http.ErrAbortHandler)
}

// stream sends frames as the mood wants them.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, mood Mood, frames []Frame) {
	w.Header().Set("Content-Type", s.protocol.ContentType())
	flush := w.(http.Flusher).Flush
	send := func(b []byte) {
		_, _ = w.Write(b)
		flush()
	}
	half := halfway(frames)
	for i, frame := range frames {
		if i == half {
			switch mood {
			case CutBetween:
				panic(http.ErrAbortHandler)
			case CutInside:
				send(frame.Bytes[:len(frame.Bytes)/2])
				panic(http.ErrAbortHandler)
			case EarlyEOF:
				return
			case Garbage:
				send(s.protocol.Broken())
			case Fault:
				send(s.protocol.Failed())
				return
			case Stall:
				s.hang(r)
			}
		}
		if mood == Drip {
			for _, b := range frame.Bytes {
				send([]byte{b})
			}
			continue
		}
		send(frame.Bytes)
	}
}

// halfway is the frame in the middle of the text.
func halfway(frames []Frame) int {
	var text []int
	for i, frame := range frames {
		if frame.Text {
			text = append(text, i)
		}
	}
	if len(text) == 0 {
		return 0
	}
	return text[len(text)/2]
}

// Protocol is the one that the server speaks.
func (s *Server) Protocol() Protocol { return s.protocol }

// Point names a server that somebody else runs, for what opens models of a [Server].
func Point(url string, protocol Protocol) *Server { return &Server{URL: url, protocol: protocol} }

// errPath is the error of a request to where a protocol has nothing.
var errPath = errors.New("404 page not found")

// Settings are the names of all variables of [Environment].
func Settings() []string {
	return []string{
		"OPENAI_API_KEY", "OPENAI_BASE_URL", "OLLAMA_HOST", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL",
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT_URL",
	}
}

// Environment returns what os.Getenv would where a server stands in for its provider, as that provider's users set it.
func Environment(s *Server) func(name string) string {
	return func(name string) string {
		switch name {
		case "OPENAI_BASE_URL":
			return s.URL + "/v1"
		case "OLLAMA_HOST", "ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL", "AWS_ENDPOINT_URL":
			return s.URL
		case "AWS_REGION":
			return "eu-central-1"
		case "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "AWS_SECRET_ACCESS_KEY":
			return "test-key"
		case "AWS_ACCESS_KEY_ID":
			return "test-id"
		}
		return ""
	}
}
