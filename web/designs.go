package web

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

// design is a written design as HTTP shows it.
type design struct {
	ID        string             `json:"id"`
	Status    coach.DesignStatus `json:"status"`
	Problem   string             `json:"problem"`
	Level     coach.Level        `json:"level"`
	Title     string             `json:"title"`
	CreatedAt time.Time          `json:"created_at"`
	Overall   coach.Overall      `json:"overall,omitempty"`
	Error     string             `json:"error"`
	Text      string             `json:"text,omitempty"`
	Report    *coach.Report      `json:"report"`

	Description string    `json:"description,omitempty"` // of a problem that the user brought
	Previous    string    `json:"previous,omitempty"`
	Progress    *progress `json:"progress,omitempty"` // nil in lists
}

// progress is how far a review is.
type progress struct {
	Attempt   int       `json:"attempt"` // the one under way, or the last one; 0 while it waits for its first
	Failures  int       `json:"failures"`
	Since     time.Time `json:"since"` // when it came to its status
	Cancelled bool      `json:"cancelled"`
	CanCancel bool      `json:"can_cancel"`
	CanRetry  bool      `json:"can_retry"`
	Text      string    `json:"text"` // in a sentence
}

type designBody struct {
	Problem     string      `json:"problem"`
	Description string      `json:"description"`
	Level       coach.Level `json:"level"`
	Title       string      `json:"title"`
	Text        string      `json:"text"`
	Previous    string      `json:"previous"`
}

func (s *Server) submitDesign(w http.ResponseWriter, r *http.Request) error {
	body, err := s.readDesign(w, r)
	if err != nil {
		return err
	}
	id, err := s.Designs.Submit(r.Context(), s.Owner, coach.DesignSubmitted{
		Problem: body.Problem, Description: body.Description, Level: body.Level, Title: body.Title, Text: body.Text, Previous: body.Previous,
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/api/designs/"+id)
	return reply(w, http.StatusAccepted, map[string]any{"id": id, "status": coach.DesignQueued})
}

func (s *Server) listDesigns(w http.ResponseWriter, r *http.Request) error {
	list, err := s.Logs.List(r.Context(), s.Owner, coach.SubjectDesign)
	if err != nil {
		return fmt.Errorf("list designs: %w", err)
	}
	out := make([]design, 0, len(list))
	for _, sum := range list {
		out = append(out, design{
			ID: sum.ID, Status: coach.DesignStatus(sum.Status), Problem: sum.Problem, Level: sum.Level, Title: sum.Title,
			CreatedAt: sum.CreatedAt.UTC(), Overall: sum.Overall,
		})
	}
	return reply(w, http.StatusOK, out)
}

func (s *Server) showDesign(w http.ResponseWriter, r *http.Request) error {
	d, err := s.design(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, view(d))
}

// design reads a design; another log is not found.
func (s *Server) design(ctx context.Context, id string) (coach.Design, error) {
	log, err := s.Logs.Read(ctx, s.Owner, id, 0)
	if err != nil {
		return coach.Design{}, err
	}
	if len(log) > 0 && log[0].Event.Kind() != coach.KindDesignSubmitted {
		return coach.Design{}, coach.NotFound("design", id)
	}
	return coach.FoldDesign(id, log)
}

// view is a design as HTTP shows it.
func view(d coach.Design) design {
	out := design{
		ID: d.ID, Status: d.Status, Problem: d.Problem, Level: d.Level, Title: d.Title, CreatedAt: d.Submitted.UTC(),
		Error: d.Error, Text: d.Text, Report: d.Report, Description: d.Described, Previous: d.Previous,
		Progress: &progress{
			Attempt: d.Attempts, Failures: d.Failures, Since: d.Since.UTC(), Cancelled: d.Cancelled, CanCancel: d.Status.Open(),
			CanRetry: d.Status == coach.DesignFailed || (d.Report != nil && len(d.Report.Provenance.NotAssessed) > 0),
		},
	}
	if d.Report != nil {
		out.Overall = d.Report.Overall
	}
	out.Progress.Text = sentence(d)
	return out
}

func sentence(d coach.Design) string {
	switch {
	case d.Cancelled:
		return "Cancelled."
	case d.Status == coach.DesignFailed:
		return "The review failed: " + d.Error
	case d.Status == coach.DesignDone && len(d.Report.Provenance.NotAssessed) > 0:
		return "Reviewed, apart from what could not be assessed: " + strings.Join(d.Report.Provenance.NotAssessed, ", ") + "."
	case d.Status == coach.DesignDone:
		return "Reviewed."
	case d.Status == coach.DesignRunning:
		return fmt.Sprintf("Being read and graded, attempt %d.", d.Attempts)
	case d.Failures > 0:
		return "It will be tried again by itself: " + d.Error
	default:
		return "Waiting for its turn."
	}
}

func (s *Server) cancelDesign(w http.ResponseWriter, r *http.Request) error {
	return s.turn(w, r, s.Designs.Cancel)
}

func (s *Server) retryDesign(w http.ResponseWriter, r *http.Request) error {
	return s.turn(w, r, s.Designs.Retry)
}

// turn changes what becomes of a review and answers with the design.
func (s *Server) turn(w http.ResponseWriter, r *http.Request, change func(ctx context.Context, owner, id string) error) error {
	if err := change(r.Context(), s.Owner, r.PathValue("id")); err != nil {
		return err
	}
	d, err := s.design(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, view(d))
}

// followDesign streams a design as server-sent events, once as it stands and again at each change, until its review is over.
func (s *Server) followDesign(w http.ResponseWriter, r *http.Request) error {
	ctx, stop := context.WithCancel(r.Context())
	defer stop()
	defer context.AfterFunc(s.stopping, stop)()
	grew, unwatch := s.Logs.Watch(r.PathValue("id"))
	defer unwatch()
	d, err := s.design(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // proxies that gather answers would show it all at the end
	out := http.NewResponseController(w)
	for shown := int64(0); ; {
		if d.LastSeq > shown {
			body, err := json.Marshal(view(d))
			if err != nil {
				return fmt.Errorf("encode the design: %w", err)
			}
			if _, err := fmt.Fprintf(w, "id: %d\nevent: design\ndata: %s\n\n", d.LastSeq, body); err != nil || out.Flush() != nil {
				return nil //nolint:nilerr // the reader went away
			}
			shown = d.LastSeq
		}
		if !d.Status.Open() {
			return nil
		}
		if !s.nextChange(ctx, w, out, grew) {
			return nil
		}
		if d, err = s.design(ctx, d.ID); err != nil {
			return nil //nolint:nilerr // it was deleted, or the reader went away: the stream ends
		}
	}
}

// nextChange waits for a change, with a sign of life now and then, so that proxies keep the line. It reports false where the reader
// or the server is gone.
func (s *Server) nextChange(ctx context.Context, w io.Writer, out *http.ResponseController, grew <-chan struct{}) bool {
	beat := time.NewTicker(s.PingEvery)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-grew:
			return true
		case <-beat.C:
			if _, err := io.WriteString(w, ": still here\n\n"); err != nil || out.Flush() != nil {
				return false
			}
		}
	}
}

func (s *Server) deleteDesign(w http.ResponseWriter, r *http.Request) error {
	return s.deleteLog(w, r, coach.SubjectDesign)
}
