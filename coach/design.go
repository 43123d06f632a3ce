package coach

import (
	"fmt"
	"time"
)

// DesignStatus says how far the review of a written design is.
type DesignStatus string

// A design is queued, then graded, then done or failed. The names are part of the wire contract.
const (
	DesignQueued  DesignStatus = "queued"
	DesignRunning DesignStatus = "running"
	DesignDone    DesignStatus = "done"
	DesignFailed  DesignStatus = "failed"
)

// Design is a written design and its review: a fold over its events, as an [Interview] is.
type Design struct {
	ID        string
	LastSeq   int64
	Problem   string
	Level     Level
	Title     string
	Text      string
	Submitted time.Time
	Status    DesignStatus
	Attempts  int
	Error     string
	Report    *Report
}

// FoldDesign reads the log of a written design. It refuses a log with a gap or one that does not begin with
// [DesignSubmitted].
func FoldDesign(id string, log []Recorded) (Design, error) {
	d := Design{ID: id}
	for _, r := range log {
		if r.Seq != d.LastSeq+1 {
			return d, fmt.Errorf("fold design %s: event %d follows event %d", id, r.Seq, d.LastSeq)
		}
		if _, first := r.Event.(DesignSubmitted); first != (r.Seq == 1) {
			return d, fmt.Errorf("fold design %s: event %d is %s", id, r.Seq, r.Event.Kind())
		}
		d.LastSeq = r.Seq
		switch e := r.Event.(type) {
		case DesignSubmitted:
			d.Problem, d.Level, d.Title, d.Text = e.Problem, e.Level, e.Title, e.Text
			d.Status, d.Submitted = DesignQueued, r.At
		case ReviewStarted:
			d.Status, d.Attempts, d.Error = DesignRunning, e.Attempt, ""
		case ReviewFailed:
			d.Status, d.Error = DesignQueued, e.Message
			if e.Final {
				d.Status = DesignFailed
			}
		case Reported:
			report := e.Report
			d.Status, d.Report, d.Error = DesignDone, &report, ""
		}
	}
	return d, nil
}
