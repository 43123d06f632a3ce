package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
)

// snapshot is an interview as HTTP shows it.
type snapshot struct {
	ID        string        `json:"id"`
	Problem   string        `json:"problem"`
	Title     string        `json:"title"`
	Level     coach.Level   `json:"level"`
	Minutes   int           `json:"minutes"`
	Mode      coach.Mode    `json:"mode"`
	Step      coach.Step    `json:"step"`
	Status    coach.Status  `json:"status"`
	LastSeq   int64         `json:"last_seq"`
	CreatedAt time.Time     `json:"created_at"`
	Steps     []stepClock   `json:"steps,omitempty"`
	Overall   coach.Overall `json:"overall,omitempty"`
}

// stepClock is how much of its time a step has used.
type stepClock struct {
	Step          coach.Step `json:"step"`
	Seconds       int        `json:"seconds"`
	BudgetSeconds int        `json:"budget_seconds"`
}

func (s *Server) snapshot(iv coach.Interview) snapshot {
	out := snapshot{
		ID: iv.ID, Problem: iv.Problem, Title: s.title(iv.Problem), Level: iv.Level, Minutes: iv.Minutes, Mode: iv.Mode,
		Step: iv.Step, Status: iv.Status, LastSeq: iv.LastSeq, CreatedAt: iv.Begun.UTC(),
	}
	now := time.Now()
	for _, step := range coach.Steps() {
		out.Steps = append(out.Steps, stepClock{step, int(iv.Spent(step, now).Seconds()), int(iv.Budget(step).Seconds())})
	}
	if iv.Report != nil {
		out.Overall = iv.Report.Overall
	}
	return out
}

// title is a problem's title, or its id where the bank no longer has it.
func (s *Server) title(id string) string {
	if p, err := s.Problems.Problem(id); err == nil {
		return p.Title
	}
	return id
}

func (s *Server) startInterview(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Problem string      `json:"problem"`
		Level   coach.Level `json:"level"`
		Minutes *int        `json:"minutes"`
		Mode    coach.Mode  `json:"mode"`
	}
	if err := read(w, r, maxBody, &body); err != nil {
		return err
	}
	if body.Problem == "" {
		return coach.Invalid(`"problem" is missing: send the id of a problem, as GET /api/problems lists them`)
	}
	request := interviewer.Request{Problem: body.Problem, Level: body.Level, Mode: body.Mode}
	if body.Minutes != nil {
		if err := coach.CheckMinutes(*body.Minutes); err != nil {
			return err
		}
		request.Minutes = *body.Minutes
	}
	iv, err := s.Interviews.Start(r.Context(), s.Owner, request)
	if err != nil {
		return err
	}
	s.Metrics.started.Inc()
	w.Header().Set("Location", "/api/interviews/"+iv.ID)
	return reply(w, http.StatusCreated, s.snapshot(iv))
}

func (s *Server) listInterviews(w http.ResponseWriter, r *http.Request) error {
	list, err := s.Logs.List(r.Context(), s.Owner, coach.SubjectInterview)
	if err != nil {
		return fmt.Errorf("list interviews: %w", err)
	}
	out := make([]snapshot, 0, len(list))
	for _, sum := range list {
		out = append(out, snapshot{
			ID: sum.ID, Problem: sum.Problem, Title: s.title(sum.Problem), Level: sum.Level, Minutes: sum.Minutes, Mode: sum.Mode,
			Step: sum.Step, Status: coach.Status(sum.Status), LastSeq: sum.LastSeq, CreatedAt: sum.CreatedAt.UTC(), Overall: sum.Overall,
		})
	}
	return reply(w, http.StatusOK, out)
}

func (s *Server) showInterview(w http.ResponseWriter, r *http.Request) error {
	iv, err := s.Interviews.State(r.Context(), s.Owner, r.PathValue("id"))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, s.snapshot(iv))
}

func (s *Server) deleteInterview(w http.ResponseWriter, r *http.Request) error {
	return s.deleteLog(w, r, coach.SubjectInterview)
}

// deleteLog removes a log if it is of the given subject.
func (s *Server) deleteLog(w http.ResponseWriter, r *http.Request, subject coach.Subject) error {
	id := r.PathValue("id")
	sum, err := s.Logs.Summary(r.Context(), s.Owner, id)
	if err != nil {
		return err
	}
	if sum.Subject != subject {
		return coach.NotFound(string(subject), id)
	}
	if err := s.Logs.Delete(r.Context(), s.Owner, id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// after reads the query's sequence number.
func after(r *http.Request) (int64, error) {
	text := r.URL.Query().Get("after")
	if text == "" {
		return 0, nil
	}
	seq, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seq < 0 {
		return 0, coach.Invalid(fmt.Sprintf("after is %q: send the last sequence number that you saw, or 0", text))
	}
	return seq, nil
}

func (s *Server) listEvents(w http.ResponseWriter, r *http.Request) error {
	seq, err := after(r)
	if err != nil {
		return err
	}
	events, err := s.Logs.Read(r.Context(), s.Owner, r.PathValue("id"), seq)
	if err != nil {
		return err
	}
	if events == nil {
		events = []coach.Recorded{}
	}
	return reply(w, http.StatusOK, map[string]any{"events": events})
}

func (s *Server) showReport(w http.ResponseWriter, r *http.Request) error {
	iv, err := s.Interviews.State(r.Context(), s.Owner, r.PathValue("id"))
	if err != nil {
		return err
	}
	if iv.Report == nil {
		if iv.Status == coach.StatusEnded {
			return coach.NotReady("the report is being drawn: ask again in a moment")
		}
		return coach.NotReady("the interview is still running: end it to get its report")
	}
	return s.sendReport(w, r, iv.Report)
}
