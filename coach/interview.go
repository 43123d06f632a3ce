package coach

import (
	"fmt"
	"time"
)

// Status says what an interview is waiting for.
type Status string

// An interview runs or is paused, then has ended, and at last is reported.
const (
	StatusRunning  Status = "running"
	StatusPaused   Status = "paused"
	StatusEnded    Status = "ended"
	StatusReported Status = "reported"
)

// Speaker is who said something.
type Speaker string

// The two speakers.
const (
	Candidate   Speaker = "candidate"
	Interviewer Speaker = "interviewer"
)

// Utterance is something said, and where.
type Utterance struct {
	Seq     int64
	At      time.Time
	Who     Speaker
	Step    Step
	Text    string
	Purpose Purpose // of an interviewer's turn
	Focus   string  // key point that an interviewer's turn probed
}

// Board is the whiteboard as it stands.
type Board struct {
	Seq    int64
	Step   Step
	Format string
	Source string
}

// Interview is the state of an interview: a fold over its events. Treat it as a value; only [Fold] and
// [Interview.Apply] make new ones.
type Interview struct {
	ID      string
	LastSeq int64
	Problem string
	Level   Level
	Minutes int
	Mode    Mode
	Status  Status
	Step    Step
	Begun   time.Time
	EndedBy EndReason

	Said        []Utterance
	Board       Board
	Hints       map[Step]int
	Nudged      map[Step]bool
	Assessed    map[Step]StepAssessed
	Entered     []Step // in order; the current one last
	EnteredBy   StepReason
	Changed     string // the change of requirements, once brought
	ChangedAt   int64  // the event that brought it
	PausedByGap bool   // paused because nobody was connected
	Report      *Report
	Parts       Parts // of the models
	Usage       Usage // of all that the log holds, the report's own left out

	elapsed map[Step]time.Duration // running time up to lastAt
	lastAt  time.Time
	asks    []ask
	failed  map[Lane]string
	acks    map[string]int64
}

// ask is a turn of the interviewer that is owed.
type ask struct {
	seq     int64
	purpose Purpose
}

// Fold reads a log from its beginning and returns the state after its last event. It refuses a log with a gap or one
// that does not begin with [Started]: a state must never rest on half a history.
func Fold(id string, log []Recorded) (Interview, error) {
	return NewInterview(id).Extend(log)
}

// NewInterview returns the state before any event.
func NewInterview(id string) Interview {
	return Interview{
		ID:       id,
		Hints:    map[Step]int{},
		Nudged:   map[Step]bool{},
		Assessed: map[Step]StepAssessed{},
		elapsed:  map[Step]time.Duration{},
		failed:   map[Lane]string{},
		acks:     map[string]int64{},
	}
}

// Extend applies the events that follow the state's last one. The receiver's maps are shared with the result: keep
// only the result.
func (iv Interview) Extend(log []Recorded) (Interview, error) {
	for _, r := range log {
		if r.Seq != iv.LastSeq+1 {
			return iv, fmt.Errorf("fold interview %s: event %d follows event %d", iv.ID, r.Seq, iv.LastSeq)
		}
		if _, first := r.Event.(Started); first != (r.Seq == 1) {
			return iv, fmt.Errorf("fold interview %s: event %d is %s", iv.ID, r.Seq, r.Event.Kind())
		}
		iv.apply(r)
	}
	return iv, nil
}

func (iv *Interview) apply(r Recorded) {
	if iv.Status == StatusRunning && iv.Step != "" && r.At.After(iv.lastAt) {
		iv.elapsed[iv.Step] += r.At.Sub(iv.lastAt)
	}
	iv.lastAt, iv.LastSeq = r.At, r.Seq

	switch e := r.Event.(type) {
	case Started:
		iv.Problem, iv.Level, iv.Minutes, iv.Mode = e.Problem, e.Level, e.Minutes, e.Mode
		iv.Status, iv.Begun = StatusRunning, r.At
	case StepEntered:
		iv.enter(r.Seq, e)
	case CandidateSaid:
		iv.ack(e.ID, r.Seq)
		iv.Said = append(iv.Said, Utterance{Seq: r.Seq, At: r.At, Who: Candidate, Step: iv.Step, Text: e.Text})
		iv.owe(r.Seq, PurposeReply)
	case BoardChanged:
		iv.ack(e.ID, r.Seq)
		iv.Board = Board{Seq: r.Seq, Step: iv.Step, Format: e.Format, Source: e.Source}
	case InterviewerSaid:
		iv.heard(r, e)
	case RequirementChanged:
		iv.Changed, iv.ChangedAt = e.Text, r.Seq
		iv.Said = append(iv.Said, Utterance{
			Seq: r.Seq, At: r.At, Who: Interviewer, Step: iv.Step, Text: e.Text, Purpose: PurposeChange,
		})
		iv.owe(r.Seq, PurposeChange)
	case HintGiven:
		iv.ack(e.ID, r.Seq)
		iv.Hints[iv.Step]++
		iv.owe(r.Seq, PurposeHint)
	case ModelFailed:
		iv.failed[e.Lane] = e.Message
		iv.Usage = iv.Usage.Add(e.Use...)
	case RetryAsked:
		iv.ack(e.ID, r.Seq)
		clear(iv.failed)
	case Paused:
		iv.ack(e.ID, r.Seq)
		iv.Status, iv.PausedByGap = StatusPaused, e.Left
	case Resumed:
		iv.ack(e.ID, r.Seq)
		iv.Status, iv.PausedByGap = StatusRunning, false
	case StepAssessed:
		iv.Assessed[e.Step] = e
		iv.Usage = iv.Usage.Add(e.Use...)
		if e.Model != "" {
			iv.Parts.Of(e.Model).Steps++
		}
	case Ended:
		iv.ack(e.ID, r.Seq)
		iv.Status, iv.EndedBy = StatusEnded, e.Reason
		iv.asks = []ask{{r.Seq, PurposeClosing}}
	case Reported:
		report := e.Report
		iv.Status, iv.Report = StatusReported, &report
	}
}

func (iv *Interview) enter(seq int64, e StepEntered) {
	iv.ack(e.ID, seq)
	iv.Step, iv.EnteredBy = e.Step, e.Reason
	iv.Entered = append(iv.Entered, e.Step)
	purpose := PurposeTransition
	if e.Reason == ReasonStart {
		purpose = PurposeOpening
	}
	// What was still unanswered belongs to the step before; the words that open this one take it up.
	iv.asks = []ask{{seq, purpose}}
}

func (iv *Interview) heard(r Recorded, e InterviewerSaid) {
	iv.Said = append(iv.Said, Utterance{
		Seq: r.Seq, At: r.At, Who: Interviewer, Step: e.Step, Text: e.Text, Purpose: e.Purpose, Focus: e.Focus,
	})
	iv.Usage = iv.Usage.Add(e.Use...)
	if e.Model != "" {
		iv.Parts.Of(e.Model).Turns++
	}
	if e.Purpose == PurposeNudge {
		iv.Nudged[e.Step] = true
		return
	}
	rest := iv.asks[:0:0]
	for _, a := range iv.asks {
		if a.seq > e.Re {
			rest = append(rest, a)
		}
	}
	iv.asks = rest
}

func (iv *Interview) ack(id string, seq int64) {
	if id != "" {
		iv.acks[id] = seq
	}
}

func (iv *Interview) owe(seq int64, p Purpose) {
	iv.asks = append(iv.asks, ask{seq, p})
	// Words of the candidate are a new occasion: a model that failed before is asked again.
	delete(iv.failed, LaneSpeak)
}

// Acked returns the sequence number of the event that the command with this id gave, if it was seen.
func (iv *Interview) Acked(id string) (int64, bool) {
	seq, ok := iv.acks[id]
	return seq, ok
}

// Failure returns the message of a lane's last model failure, or "" while it works.
func (iv *Interview) Failure(lane Lane) string { return iv.failed[lane] }

// Length is the interview's whole time.
func (iv *Interview) Length() time.Duration { return time.Duration(iv.Minutes) * time.Minute }

// Budget is the time that a step has in this interview.
func (iv *Interview) Budget(s Step) time.Duration { return s.Budget(iv.Length()) }

// Spent is the running time of a step up to now, pauses left out.
func (iv *Interview) Spent(s Step, now time.Time) time.Duration {
	spent := iv.elapsed[s]
	if iv.Status == StatusRunning && s == iv.Step && now.After(iv.lastAt) {
		spent += now.Sub(iv.lastAt)
	}
	return spent
}

// CandidateWords returns what the candidate said, in one step or, with "", in all.
func (iv *Interview) CandidateWords(s Step) []Utterance {
	var words []Utterance
	for _, u := range iv.Said {
		if u.Who == Candidate && (s == "" || u.Step == s) {
			words = append(words, u)
		}
	}
	return words
}

// LastAt is when the last event was appended.
func (iv *Interview) LastAt() time.Time { return iv.lastAt }
