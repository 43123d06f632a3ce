package coach

import "time"

// Subject says whether a log is an interview's or a written design's.
type Subject string

// The two subjects.
const (
	SubjectInterview Subject = "interview"
	SubjectDesign    Subject = "design"
)

// Summary is a log in one line, for lists. A store keeps it beside the log by applying each event as it is appended.
type Summary struct {
	ID        string    `json:"id"`
	Subject   Subject   `json:"subject"`
	Owner     string    `json:"owner"`
	Problem   string    `json:"problem"`
	Title     string    `json:"title,omitempty"`
	Level     Level     `json:"level"`
	Minutes   int       `json:"minutes,omitempty"`
	Mode      Mode      `json:"mode,omitempty"`
	Step      Step      `json:"step,omitempty"`
	Status    string    `json:"status"` // a Status, or a DesignStatus
	Overall   Overall   `json:"overall,omitempty"`
	LastSeq   int64     `json:"last_seq"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Apply returns the summary after one more event.
func (s Summary) Apply(r Recorded) Summary {
	s.LastSeq, s.UpdatedAt = r.Seq, r.At
	switch e := r.Event.(type) {
	case Started:
		s.Subject, s.CreatedAt = SubjectInterview, r.At
		s.Problem, s.Level, s.Minutes, s.Mode = e.Problem, e.Level, e.Minutes, e.Mode
		s.Status = string(StatusRunning)
	case StepEntered:
		s.Step = e.Step
	case Paused:
		s.Status = string(StatusPaused)
	case Resumed:
		s.Status = string(StatusRunning)
	case Ended:
		s.Status = string(StatusEnded)
	case DesignSubmitted:
		s.Subject, s.CreatedAt = SubjectDesign, r.At
		s.Problem, s.Level, s.Title = e.Problem, e.Level, e.Title
		s.Status = string(DesignQueued)
	case RetryAsked:
		if s.Subject == SubjectDesign {
			s.Status, s.Overall = string(DesignQueued), ""
		}
	case ReviewStarted:
		s.Status = string(DesignRunning)
	case ReviewFailed:
		s.Status = string(DesignQueued)
		if e.Final {
			s.Status = string(DesignFailed)
		}
	case Reported:
		s.Overall = e.Overall
		s.Status = string(StatusReported)
		if s.Subject == SubjectDesign {
			s.Status = string(DesignDone)
		}
	}
	return s
}
