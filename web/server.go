package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
)

// Interviews runs interviews; it is an [interviewer.Interviewer].
type Interviews interface {
	Start(ctx context.Context, owner string, r interviewer.Request) (coach.Interview, error)
	State(ctx context.Context, owner, id string) (coach.Interview, error)
	Do(ctx context.Context, owner, id string, c coach.Command) (int64, error)
	Attend(ctx context.Context, owner, id string) (*interviewer.Attendance, error)
}

// Logs is what is read of the event logs; coach/store describes each method.
type Logs interface {
	Read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error)
	Summary(ctx context.Context, owner, id string) (coach.Summary, error)
	List(ctx context.Context, owner string, subject coach.Subject) ([]coach.Summary, error)
	Delete(ctx context.Context, owner, id string) error
	Watch(id string) (grew <-chan struct{}, stop func())
}

// Designs takes in written designs for review.
type Designs interface {
	// Submit stores a design and queues its review. It returns the design's id; errors are of the caller's input or the
	// store's.
	Submit(ctx context.Context, owner string, d coach.DesignSubmitted) (string, error)
	// Cancel ends a review that is queued or running; it returns a not-ready error where there is none.
	Cancel(ctx context.Context, owner, id string) error
	// Retry queues a review once more that failed, was cancelled, or could not assess a part.
	Retry(ctx context.Context, owner, id string) error
}

// Problems is the bank.
type Problems interface {
	All() []coach.Problem
	Problem(id string) (coach.Problem, error)
}

// Library is the study guides.
type Library interface {
	Guides(ctx context.Context) ([]Guide, error)
	// Guide returns a guide's passages in the order of its text, or a not-found error.
	Guide(ctx context.Context, id string) ([]coach.Passage, error)
	Search(ctx context.Context, query string, k int) ([]Hit, error)
	Passage(ctx context.Context, id string) (coach.Passage, error) // a not-found error where it does not exist
}

// Guide is a guide in a list.
type Guide struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Passages int    `json:"passages"`
}

// Hit is a found passage.
type Hit struct {
	coach.Passage
	Score float64 `json:"score"`
}

// Config is what a [Server] is made of.
type Config struct {
	Owner      string // whose interviews these are
	Interviews Interviews
	Logs       Logs
	Designs    Designs
	Problems   Problems
	Library    Library
	Documents  func(name string, data []byte) (string, error) // the text of an uploaded file; nil: only plain text is taken
	Rubric     func() (version, markdown string)
	Sample     func(ctx context.Context) (Sample, error)
	Render     func(w io.Writer, format string, r coach.Report) error // a report as html, markdown or text; nil: JSON alone
	UI         fs.FS                                                  // the built browser app; nil where it was not built
	Ready      map[string]func(context.Context) error                 // what has to answer before /readyz does
	Origins    []string                                               // further origins whose pages may connect, such as https://coach.example.org
	Logger     *slog.Logger
	Metrics    *Metrics

	// Websocket timing; the defaults suit people and proxies.
	PingEvery    time.Duration // default 25 s
	WriteTimeout time.Duration // default 10 s
}

// Sample is a recorded interview and the report drawn from it.
type Sample struct {
	Report coach.Report     `json:"report"`
	Events []coach.Recorded `json:"events"`
}

// Server answers requests. Stop closes its websockets.
type Server struct {
	Config
	handler  http.Handler
	stopping context.Context
	stop     context.CancelCauseFunc
	sockets  sync.WaitGroup
}

// New returns a server.
func New(cfg Config) *Server {
	if cfg.PingEvery == 0 {
		cfg.PingEvery = 25 * time.Second
	}
	if cfg.WriteTimeout == 0 {
		cfg.WriteTimeout = 10 * time.Second
	}
	if cfg.Metrics == nil {
		cfg.Metrics = NewMetrics()
	}
	s := &Server{Config: cfg}
	s.stopping, s.stop = context.WithCancelCause(context.Background())
	s.handler = s.routes()
	return s
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// errStopping is why sessions end when the server does.
var errStopping = errors.New("the server is stopping")

// Stop ends all websocket sessions, telling the clients to come back, and waits for them. It may be called twice.
func (s *Server) Stop() {
	s.stop(errStopping)
	s.sockets.Wait()
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, h func(http.ResponseWriter, *http.Request) error) {
		mux.Handle(pattern, s.Metrics.measure(pattern, s.orProblem(h)))
	}
	handle("GET /healthz", s.health)
	handle("GET /readyz", s.ready)
	mux.Handle("GET /metrics", s.Metrics.Handler())

	handle("GET /api/problems", s.listProblems)
	handle("GET /api/problems/{id}", s.showProblem)
	handle("GET /api/rubric", s.showRubric)
	handle("GET /api/sample", s.showSample)
	handle("GET /api/guides", s.listGuides)
	handle("GET /api/guides/{id}", s.showGuide)
	handle("GET /api/search", s.search)
	handle("GET /api/passages", s.showPassage)

	handle("POST /api/interviews", s.startInterview)
	handle("GET /api/interviews", s.listInterviews)
	handle("GET /api/interviews/{id}", s.showInterview)
	handle("DELETE /api/interviews/{id}", s.deleteInterview)
	handle("GET /api/interviews/{id}/events", s.listEvents)
	handle("GET /api/interviews/{id}/report", s.showReport)
	handle("GET /api/interviews/{id}/ws", s.connect)

	handle("POST /api/designs", s.submitDesign)
	handle("GET /api/designs", s.listDesigns)
	handle("GET /api/designs/{id}", s.showDesign)
	handle("GET /api/designs/{id}/report", s.showDesignReport)
	handle("DELETE /api/designs/{id}", s.deleteDesign)
	handle("GET /api/designs/{id}/events", s.followDesign)
	handle("POST /api/designs/{id}/cancel", s.cancelDesign)
	handle("POST /api/designs/{id}/retry", s.retryDesign)

	handle("/api/", func(w http.ResponseWriter, r *http.Request) error {
		if allowed := methods(mux, r); len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			return &httpError{status: http.StatusMethodNotAllowed, title: "Method not allowed",
				detail: fmt.Sprintf("%s does not take %s: send %s.", r.URL.Path, r.Method, strings.Join(allowed, " or "))}
		}
		return coach.NotFound("route", r.Method+" "+r.URL.Path)
	})
	handle("/", s.app)
	return s.guard(mux)
}

// methods returns the methods by which a path of the API can be asked. The catch-all route hides from the mux that it is
// the method that does not fit.
func methods(mux *http.ServeMux, r *http.Request) []string {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		if _, pattern := mux.Handler(&http.Request{Method: method, URL: r.URL, Host: r.Host}); pattern != "/api/" {
			allowed = append(allowed, method)
		}
	}
	return allowed
}

// guard refuses what browsers send from foreign pages, and answers a panic with a calm sentence.
func (s *Server) guard(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	for _, origin := range s.Origins {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			s.Logger.Error("an allowed origin is not one", "origin", origin, "err", err)
		}
	}
	protection.SetDenyHandler(s.orProblem(func(http.ResponseWriter, *http.Request) error {
		return &httpError{status: http.StatusForbidden, title: "Request from another site",
			detail: "This request comes from a page of another site. Open the coach's own address, or allow that origin with --origin."}
	}))
	safe := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if err, ok := p.(error); p != nil && (!ok || !errors.Is(err, http.ErrAbortHandler)) {
				s.Logger.Error("a handler panicked", "path", r.URL.Path, "panic", p)
				s.fail(w, r, errors.New("panic"))
			}
		}()
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		safe.ServeHTTP(w, r)
	})
}
