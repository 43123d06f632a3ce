package prompts

import (
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Task names what a model is asked to do; it is also the name of its template.
type Task string

// The tasks.
const (
	TaskTurn   Task = "turn"   // speak as the interviewer
	TaskStep   Task = "step"   // note what a step covered and missed
	TaskReport Task = "report" // judge a whole interview or a written design
)

// Input is the typed value that a prompt is rendered from.
type Input interface {
	Task() Task
}

// Turn asks for the interviewer's next words.
type Turn struct {
	Purpose  coach.Purpose
	Problem  coach.Problem
	Level    coach.Level
	Mode     coach.Mode
	Step     coach.Step
	TimedOut bool  // the step before ended because its time was over
	Clock    Clock // of the step

	Said    []coach.Utterance // the conversation, oldest first
	Notes   []Notes           // on earlier steps of which Said holds nothing any more, because of its length
	Omitted int               // messages before Said, beside those of Notes
	Board   string            // source of the whiteboard; empty while nothing is drawn

	Covered  []coach.KeyPoint // of this step
	Missing  []coach.KeyPoint // of this step, the one most worth asking for first
	Focus    *coach.KeyPoint  // the gap to probe now, or nil where nothing is missing
	Probe    *coach.Probe     // a follow-up for where no key point is missing
	Hints    int              // given in this step, this one included
	Sums     []coach.Sum      // arithmetic in what was said last, recomputed
	Picture  []string         // what the whiteboard shows that is worth asking about
	Passages []coach.Passage  // retrieved for the focus, best first
}

// Notes stand for a step's conversation.
type Notes struct {
	Step     coach.Step
	Messages int // that they stand for
	Covered  []string
	Missed   []string
	Feedback string
}

// Clock is how much of a step's time is gone.
type Clock struct {
	Spent  time.Duration
	Budget time.Duration
}

// Left is the time that remains, never below zero.
func (c Clock) Left() time.Duration { return max(0, c.Budget-c.Spent) }

// Task names the template.
func (Turn) Task() Task { return TaskTurn }

// Last returns the candidate's last words, or an empty utterance before any.
func (t Turn) Last() coach.Utterance {
	for i := len(t.Said) - 1; i >= 0; i-- {
		if t.Said[i].Who == coach.Candidate {
			return t.Said[i]
		}
	}
	return coach.Utterance{}
}

// Point is a key point and whether the candidate's words were found to make it.
type Point struct {
	coach.KeyPoint
	Covered bool
	Quote   string // the words that cover it, verbatim
	Seq     int64
}

// Step asks for notes on a step that is over.
type Step struct {
	Problem coach.Problem
	Level   coach.Level
	Step    coach.Step
	Clock   Clock
	Said    []coach.Utterance // in this step, both speakers
	Points  []Point           // of this step
	Sums    []coach.Sum
	Picture []string
	Again   []string // why an earlier answer was refused
}

// Task names the template.
func (Step) Task() Task { return TaskStep }

// StepNotes is the answer to a [Step].
type StepNotes struct {
	Covered  []string `json:"covered"`  // ids of key points
	Missed   []string `json:"missed"`   // ids of key points
	Feedback string   `json:"feedback"` // two or three sentences to the candidate
}

// Report asks for the judgement of an interview or a written design.
type Report struct {
	Subject  coach.Subject
	Problem  coach.Problem
	Level    coach.Level
	Said     []coach.Utterance // the candidate's words alone; a design is one utterance with Seq 0
	Boards   []coach.Utterance // whiteboard sources, quotable as the candidate's words
	Points   []Point           // of all steps at this level
	Sums     []coach.Sum
	Picture  []string
	Passages map[coach.Dimension][]coach.Passage
	Rubric   string
	Asked    []coach.Dimension // which dimensions to judge; all where empty
	Again    []string          // why parts of an earlier answer were refused
}

// Task names the template.
func (Report) Task() Task { return TaskReport }

// Judgement is the answer to a [Report]: claims, each with the words that it rests on. Nothing in it is believed before
// it is verified.
type Judgement struct {
	Scores    []Claim               `json:"scores"`
	Summary   string                `json:"summary"`
	Checklist []coach.ChecklistMark `json:"checklist"`
	RedFlags  []coach.RedFlag       `json:"red_flags"`
	Moments   []coach.Moment        `json:"moments"`
}

// Claim is a proposed score.
type Claim struct {
	Dimension coach.Dimension  `json:"dimension"`
	Evidence  []coach.Evidence `json:"evidence"`
	Score     int              `json:"score"`
	Citations []string         `json:"citations"` // passage ids
	Missing   []string         `json:"missing"`
	Advice    string           `json:"advice"`
}
