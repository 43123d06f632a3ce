package coach

import (
	"encoding/json"
	"fmt"
	"time"
)

// Kind names an event. The names are part of the wire contract.
type Kind string

// The kinds of an interview's events, then those of a written design's.
const (
	KindStarted            Kind = "started"
	KindStepEntered        Kind = "step_entered"
	KindCandidateSaid      Kind = "candidate_said"
	KindBoardChanged       Kind = "board_changed"
	KindInterviewerSaid    Kind = "interviewer_said"
	KindRequirementChanged Kind = "requirement_changed"
	KindHintGiven          Kind = "hint_given"
	KindModelFailed        Kind = "model_failed"
	KindRetryAsked         Kind = "retry_asked"
	KindPaused             Kind = "paused"
	KindResumed            Kind = "resumed"
	KindStepAssessed       Kind = "step_assessed"
	KindEnded              Kind = "ended"
	KindReported           Kind = "reported"

	KindDesignSubmitted Kind = "design_submitted"
	KindReviewStarted   Kind = "review_started"
	KindReviewFailed    Kind = "review_failed"
)

// Event is something that happened. Events are values: appended to a log in order and never changed.
type Event interface {
	Kind() Kind
}

// Recorded is an event in its log: its place there, from 1 without gaps, and when it was appended.
type Recorded struct {
	Seq   int64
	At    time.Time
	Event Event
}

// StepReason says why a step was entered.
type StepReason string

// A step begins with the interview, because the candidate asked, or because the time of the one before was over.
const (
	ReasonStart StepReason = "start"
	ReasonAsked StepReason = "asked"
	ReasonTime  StepReason = "time"
)

// EndReason says why an interview ended.
type EndReason string

// An interview ends after its last step, or because the candidate ended it.
const (
	EndCompleted EndReason = "completed"
	EndAsked     EndReason = "asked"
)

// Purpose says what an interviewer's turn is for.
type Purpose string

// The purposes of a turn.
const (
	PurposeOpening    Purpose = "opening"
	PurposeReply      Purpose = "reply"
	PurposeHint       Purpose = "hint"
	PurposeTransition Purpose = "transition"
	PurposeNudge      Purpose = "nudge"
	PurposeChange     Purpose = "change" // after a change of requirements
	PurposeClosing    Purpose = "closing"
)

// Started opens an interview's log.
type Started struct {
	Problem string `json:"problem"`
	Level   Level  `json:"level"`
	Minutes int    `json:"minutes"`
	Mode    Mode   `json:"mode"`
}

// StepEntered begins a step and stops the clock of the one before.
type StepEntered struct {
	ID     string     `json:"id,omitempty"` // of the command that asked for it
	Step   Step       `json:"step"`
	Reason StepReason `json:"reason"`
}

// CandidateSaid is a message of the candidate.
type CandidateSaid struct {
	ID   string `json:"id,omitempty"`
	Text string `json:"text"`
}

// BoardChanged is the whiteboard as it now stands.
type BoardChanged struct {
	ID     string `json:"id,omitempty"`
	Format string `json:"format"` // mermaid or excalidraw
	Source string `json:"source"`
}

// InterviewerSaid is a finished turn of the interviewer.
type InterviewerSaid struct {
	Text      string     `json:"text"`
	Step      Step       `json:"step"`
	Purpose   Purpose    `json:"purpose"`
	Re        int64      `json:"re"` // answers everything up to this sequence number; 0 for a nudge
	Citations []Citation `json:"citations"`
	Focus     string     `json:"focus,omitempty"` // id of the key point that was probed, so that it isn't asked twice
	Model     string     `json:"model,omitempty"`
	Use       Usage      `json:"use,omitempty"` // what it took since the usage that was noted before
}

// RequirementChanged is the problem's change of requirements, brought in the middle of the interview.
type RequirementChanged struct {
	Text string `json:"text"`
}

// HintGiven notes that the candidate asked for a hint; the words follow as an [InterviewerSaid].
type HintGiven struct {
	ID   string `json:"id,omitempty"`
	Step Step   `json:"step"`
}

// Lane is one of the two things that an interview may wait for.
type Lane string

// The interviewer speaks and grades independently of each other.
const (
	LaneSpeak Lane = "speak"
	LaneGrade Lane = "grade"
)

// ModelFailed notes that the model did not answer; nothing is tried again until somebody asks.
type ModelFailed struct {
	Message string `json:"message"` // for the candidate: what happened and what to do
	Lane    Lane   `json:"lane"`
	Use     Usage  `json:"use,omitempty"`
}

// RetryAsked lets the model be asked again.
type RetryAsked struct {
	ID string `json:"id,omitempty"`
}

// Paused stops the clock.
type Paused struct {
	ID   string `json:"id,omitempty"`
	Left bool   `json:"left,omitempty"` // because nobody was connected any more
}

// Resumed starts the clock again.
type Resumed struct {
	ID string `json:"id,omitempty"`
}

// StepAssessed is what an interviewer noted of a step when it was over.
type StepAssessed struct {
	Step     Step     `json:"step"`
	Covered  []string `json:"covered"`
	Missed   []string `json:"missed"`
	Feedback string   `json:"feedback"`
	Model    string   `json:"model,omitempty"`
	Failed   string   `json:"failed,omitempty"` // why the step could not be assessed
	Use      Usage    `json:"use,omitempty"`
}

// Ended closes the interview to the candidate; what is still owed (assessments, the report) follows.
type Ended struct {
	ID     string    `json:"id,omitempty"`
	Reason EndReason `json:"reason"`
}

// Reported carries the finished report and is the last event of a log.
type Reported struct {
	Overall Overall `json:"overall"`
	Report  Report  `json:"report"`
}

// DesignSubmitted opens the log of a written design.
type DesignSubmitted struct {
	Problem     string `json:"problem"`               // a problem of the bank, or [OwnProblem]
	Description string `json:"description,omitempty"` // of a problem that the user brought
	Level       Level  `json:"level"`
	Title       string `json:"title"`
	Text        string `json:"text"`
	Previous    string `json:"previous,omitempty"` // id of the design that this is a new version of
}

// ReviewStarted notes that grading of a written design began.
type ReviewStarted struct {
	Attempt int `json:"attempt"` // from 1
}

// ReviewFailed notes that a written design could not be graded.
type ReviewFailed struct {
	Message string `json:"message"`
	Final   bool   `json:"final"` // whether it will not be tried again by itself

	Cancelled bool  `json:"cancelled,omitempty"` // nothing failed: somebody asked to stop
	Use       Usage `json:"use,omitempty"`
}

// Kind names the event.
func (Started) Kind() Kind { return KindStarted }

// Kind names the event.
func (StepEntered) Kind() Kind { return KindStepEntered }

// Kind names the event.
func (CandidateSaid) Kind() Kind { return KindCandidateSaid }

// Kind names the event.
func (BoardChanged) Kind() Kind { return KindBoardChanged }

// Kind names the event.
func (InterviewerSaid) Kind() Kind { return KindInterviewerSaid }

// Kind names the event.
func (RequirementChanged) Kind() Kind { return KindRequirementChanged }

// Kind names the event.
func (HintGiven) Kind() Kind { return KindHintGiven }

// Kind names the event.
func (ModelFailed) Kind() Kind { return KindModelFailed }

// Kind names the event.
func (RetryAsked) Kind() Kind { return KindRetryAsked }

// Kind names the event.
func (Paused) Kind() Kind { return KindPaused }

// Kind names the event.
func (Resumed) Kind() Kind { return KindResumed }

// Kind names the event.
func (StepAssessed) Kind() Kind { return KindStepAssessed }

// Kind names the event.
func (Ended) Kind() Kind { return KindEnded }

// Kind names the event.
func (Reported) Kind() Kind { return KindReported }

// Kind names the event.
func (DesignSubmitted) Kind() Kind { return KindDesignSubmitted }

// Kind names the event.
func (ReviewStarted) Kind() Kind { return KindReviewStarted }

// Kind names the event.
func (ReviewFailed) Kind() Kind { return KindReviewFailed }

// decoders makes an event of each kind from its JSON.
var decoders = map[Kind]func([]byte) (Event, error){
	KindStarted:            decode[Started],
	KindStepEntered:        decode[StepEntered],
	KindCandidateSaid:      decode[CandidateSaid],
	KindBoardChanged:       decode[BoardChanged],
	KindInterviewerSaid:    decode[InterviewerSaid],
	KindRequirementChanged: decode[RequirementChanged],
	KindHintGiven:          decode[HintGiven],
	KindModelFailed:        decode[ModelFailed],
	KindRetryAsked:         decode[RetryAsked],
	KindPaused:             decode[Paused],
	KindResumed:            decode[Resumed],
	KindStepAssessed:       decode[StepAssessed],
	KindEnded:              decode[Ended],
	KindReported:           decode[Reported],
	KindDesignSubmitted:    decode[DesignSubmitted],
	KindReviewStarted:      decode[ReviewStarted],
	KindReviewFailed:       decode[ReviewFailed],
}

func decode[E Event](data []byte) (Event, error) {
	var e E
	err := json.Unmarshal(data, &e)
	return e, err
}

// EncodeEvent gives an event's JSON object, its kind first.
func EncodeEvent(e Event) ([]byte, error) {
	fields, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encode %s event: %w", e.Kind(), err)
	}
	out := append([]byte(`{"kind":"`), e.Kind()...)
	out = append(out, '"')
	if len(fields) > 2 { // more than {}
		out = append(out, ',')
	}
	return append(out, fields[1:]...), nil
}

// DecodeEvent reads what [EncodeEvent] wrote. A kind that this version does not know is an error: a log is never folded
// with holes.
func DecodeEvent(data []byte) (Event, error) {
	var head struct {
		Kind Kind `json:"kind"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("decode event: %w", err)
	}
	read, ok := decoders[head.Kind]
	if !ok {
		return nil, fmt.Errorf("decode event: kind %q is unknown to this version of the program", head.Kind)
	}
	e, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("decode %s event: %w", head.Kind, err)
	}
	return e, nil
}

type recordedJSON struct {
	Seq   int64           `json:"seq"`
	At    time.Time       `json:"at"`
	Event json.RawMessage `json:"event"`
}

// MarshalJSON gives {"seq","at","event":{"kind",…}}, the shape of the wire.
func (r Recorded) MarshalJSON() ([]byte, error) {
	e, err := EncodeEvent(r.Event)
	if err != nil {
		return nil, err
	}
	return json.Marshal(recordedJSON{r.Seq, r.At.UTC(), e})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *Recorded) UnmarshalJSON(data []byte) error {
	var raw recordedJSON
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("decode recorded event: %w", err)
	}
	e, err := DecodeEvent(raw.Event)
	if err != nil {
		return err
	}
	*r = Recorded{Seq: raw.Seq, At: raw.At, Event: e}
	return nil
}
