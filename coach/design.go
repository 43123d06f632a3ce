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
	Described string // the problem in the user's own words, where it is [OwnProblem]
	Level     Level
	Title     string
	Text      string
	Previous  string // id of the version before this one, if any
	Submitted time.Time
	Status    DesignStatus
	Since     time.Time // when it came to its status
	Attempts  int       // begun, those that a dead server left included
	Failures  int       // of this round: attempts that came to an error
	Cancelled bool
	Error     string
	Report    *Report
	Usage     Usage // of attempts that failed
}

// OwnProblem is the id of a problem that is not of the bank but described by the user.
const OwnProblem = "own"

// Own makes a problem of a user's description. It has no answer key, so a design is judged by the rubric alone.
func Own(description string, level Level) Problem {
	if level == "" {
		level = L6
	}
	return Problem{ID: OwnProblem, Title: "A problem of your own", Level: level, Kind: "own", Prompt: description}
}

// Open says whether a review is still to come or under way.
func (s DesignStatus) Open() bool { return s == DesignQueued || s == DesignRunning }

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
		before := d.Status
		switch e := r.Event.(type) {
		case DesignSubmitted:
			d.Problem, d.Level, d.Title, d.Text = e.Problem, e.Level, e.Title, e.Text
			d.Described, d.Previous = e.Description, e.Previous
			d.Status, d.Submitted = DesignQueued, r.At
		case RetryAsked:
			d.Status, d.Error, d.Failures, d.Report, d.Cancelled = DesignQueued, "", 0, nil, false
		case ReviewStarted:
			d.Status, d.Attempts, d.Error = DesignRunning, e.Attempt, ""
		case ReviewFailed:
			d.Status, d.Error, d.Cancelled = DesignQueued, e.Message, e.Cancelled
			d.Usage = d.Usage.Add(e.Use...)
			if d.Failures++; e.Final {
				d.Status = DesignFailed
			}
		case Reported:
			report := e.Report
			d.Status, d.Report, d.Error = DesignDone, &report, ""
		}
		if d.Status != before {
			d.Since = r.At
		}
	}
	return d, nil
}
