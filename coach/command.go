package coach

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of what a candidate may send at once, in bytes.
const (
	MaxMessage = 32 << 10
	MaxBoard   = 512 << 10
	MaxDesign  = 1 << 20
	maxID      = 128
)

// Do names what a candidate asks for. The names are part of the wire contract.
type Do string

// What a candidate can do in an interview.
const (
	DoSay      Do = "say"
	DoBoard    Do = "board"
	DoHint     Do = "hint"
	DoNextStep Do = "next_step"
	DoPause    Do = "pause"
	DoResume   Do = "resume"
	DoRetry    Do = "retry"
	DoEnd      Do = "end"
)

// Command is what a candidate asks for, with an id of their making: the same id twice is the same command.
type Command struct {
	Do     Do
	ID     string
	Text   string // of a say
	Format string // of a board: mermaid or excalidraw
	Source string // of a board
}

// Decide judges a command against the state and returns the events that it gives; nothing is changed. The event that
// acknowledges the command carries its id. A command whose id was seen before gives no events. Errors are of
// [CodeInvalid] where the command is wrong in itself and [CodeNotReady] where it comes at the wrong moment.
func Decide(iv Interview, c Command) ([]Event, error) {
	if c.ID == "" || len(c.ID) > maxID || !utf8.ValidString(c.ID) {
		return nil, Invalid(fmt.Sprintf("a %s needs an \"id\" of 1 to %d bytes, a new one for each message", c.Do, maxID))
	}
	if _, seen := iv.acks[c.ID]; seen {
		return nil, nil
	}
	if c.Do == DoRetry {
		return decideRetry(iv, c)
	}
	if iv.Status == StatusEnded || iv.Status == StatusReported {
		return nil, NotReady("the interview has ended: read its report, or start another")
	}
	switch c.Do {
	case DoSay:
		return decideSay(iv, c)
	case DoBoard:
		return decideBoard(c)
	case DoHint:
		return awake(iv, HintGiven{ID: c.ID, Step: iv.Step}), nil
	case DoNextStep:
		return awake(iv, advance(iv, c.ID, ReasonAsked)), nil
	case DoPause:
		if iv.Status == StatusPaused {
			return nil, NotReady("the interview is paused already")
		}
		return []Event{Paused{ID: c.ID}}, nil
	case DoResume:
		if iv.Status != StatusPaused {
			return nil, NotReady("the interview is not paused")
		}
		return []Event{Resumed{ID: c.ID}}, nil
	case DoEnd:
		return []Event{Ended{ID: c.ID, Reason: EndAsked}}, nil
	default:
		return nil, Invalid(fmt.Sprintf("%q is not a command: send say, board, hint, next_step, pause, resume, retry or end", c.Do))
	}
}

// awake puts a resumption before an event where the interview is paused: who speaks is back.
func awake(iv Interview, e Event) []Event {
	if iv.Status == StatusPaused {
		return []Event{Resumed{}, e}
	}
	return []Event{e}
}

// advance enters the next step, or ends the interview after the last.
func advance(iv Interview, id string, why StepReason) Event {
	next, ok := iv.Step.Next()
	if !ok {
		return Ended{ID: id, Reason: EndCompleted}
	}
	return StepEntered{ID: id, Step: next, Reason: why}
}

func decideSay(iv Interview, c Command) ([]Event, error) {
	text := strings.TrimSpace(c.Text)
	switch {
	case text == "":
		return nil, Invalid("the message is empty: write something, or ask for a hint")
	case len(text) > MaxMessage:
		return nil, Invalid(fmt.Sprintf("the message has %d bytes and %d are the most: send it in parts", len(text), MaxMessage))
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return nil, Invalid("the message is not valid UTF-8 text: send it again as text")
	}
	return awake(iv, CandidateSaid{ID: c.ID, Text: text}), nil
}

func decideBoard(c Command) ([]Event, error) {
	switch {
	case c.Format != "mermaid" && c.Format != "excalidraw":
		return nil, Invalid(fmt.Sprintf("the board's format is %q: send mermaid or excalidraw", c.Format))
	case len(c.Source) > MaxBoard:
		return nil, Invalid(fmt.Sprintf("the board has %d bytes and %d are the most: draw less on it", len(c.Source), MaxBoard))
	case !utf8.ValidString(c.Source) || strings.ContainsRune(c.Source, 0):
		return nil, Invalid("the board is not valid UTF-8 text: send it again as text")
	}
	return []Event{BoardChanged{ID: c.ID, Format: c.Format, Source: c.Source}}, nil
}

func decideRetry(iv Interview, c Command) ([]Event, error) {
	if len(iv.failed) == 0 {
		return nil, NotReady("nothing failed: there is nothing to try again")
	}
	return []Event{RetryAsked{ID: c.ID}}, nil
}

// Begin returns the events that open an interview.
func Begin(problem string, level Level, minutes int, mode Mode) []Event {
	return []Event{
		Started{Problem: problem, Level: level, Minutes: minutes, Mode: mode},
		StepEntered{Step: Requirements, Reason: ReasonStart},
	}
}

// Left returns what the clock needs when nobody is connected any more: a pause, where the interview was running.
func Left(iv Interview) []Event {
	if iv.Status == StatusRunning {
		return []Event{Paused{Left: true}}
	}
	return nil
}

// Back returns what the clock needs when somebody connects again: the end of a pause that [Left] began.
func Back(iv Interview) []Event {
	if iv.Status == StatusPaused && iv.PausedByGap {
		return []Event{Resumed{}}
	}
	return nil
}

// nudgeBefore is how long before a step's end the interviewer says so.
func nudgeBefore(budget time.Duration) time.Duration {
	return min(2*time.Minute, budget/4)
}
