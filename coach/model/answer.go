package model

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// Stop says how a provider ended an answer.
type Stop int

// The ways in which an answer ends.
const (
	StopNone    Stop = iota // no end mark was seen: the answer is not whole
	StopEnd                 // the model was done
	StopLength              // the limit of tokens was reached
	StopRefused             // the model, or a filter before it, declined
)

// Answer gathers what a provider streams into a whole reply or an error. It is the half of the guard that all adapters
// share: it takes thinking out, passes prose on piece by piece, holds JSON back until it is whole, and lets nothing
// through that the provider did not end itself. One goroutine at a time may use it.
type Answer struct {
	ctx     context.Context
	name    string
	prompt  prompts.Prompt
	onDelta func(string)
	filter  thinkingFilter
	primed  bool
	leaked  bool // thinking was shown before it could be told from an answer
	text    strings.Builder
	space   string // trailing white space, held until something follows it
}

// NewAnswer begins the answer of the named model to p. Primed says that its answers were seen to begin inside their
// thinking (see [Answer.Primed]).
func NewAnswer(ctx context.Context, name string, p prompts.Prompt, onDelta func(string), primed bool) *Answer {
	a := &Answer{ctx: ctx, name: name, prompt: p, onDelta: onDelta, primed: primed}
	if primed {
		a.filter = primedFilter()
	}
	return a
}

// Write takes the next piece of text, no sign cut.
func (a *Answer) Write(piece string) {
	Alive(a.ctx)
	text, restart := a.filter.write(piece)
	if restart {
		a.leaked = a.leaked || a.Shown()
		a.text.Reset()
		a.space = ""
	}
	a.pass(text)
}

// Think notes that thinking arrived, which is a sign of life and no part of the reply.
func (a *Answer) Think() {
	a.filter.seen = true
	Alive(a.ctx)
}

// Shown reports whether any of the answer was passed on.
func (a *Answer) Shown() bool { return a.prompt.Schema == nil && (a.text.Len() > 0 || a.leaked) }

// Empty reports whether there is no text of an answer yet.
func (a *Answer) Empty() bool { return a.text.Len() == 0 && strings.TrimSpace(a.filter.held) == "" }

// Thought reports whether the model thought before it answered, which its limit of tokens has to allow for.
func (a *Answer) Thought() bool { return a.filter.seen }

// Primed reports, after Finish, whether the model's answers begin inside their thinking without a mark that says so. An
// adapter keeps it for the model's next answer.
func (a *Answer) Primed() bool {
	return a.filter.orphan || a.primed && !a.filter.primed
}

// pass adds text to the answer and shows it where it is prose.
func (a *Answer) pass(text string) {
	text = strings.ReplaceAll(text, "\x00", "") // no database takes it
	if a.text.Len() == 0 {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	text = a.space + text
	end := strings.TrimRightFunc(text, unicode.IsSpace)
	a.space = text[len(end):]
	if end == "" {
		return
	}
	a.text.WriteString(end)
	if a.onDelta != nil && a.prompt.Schema == nil {
		a.onDelta(end)
	}
}

// Finish returns the whole reply, or why there is none. Stop is how the provider ended the answer.
func (a *Answer) Finish(stop Stop, usage Usage) (Reply, error) {
	a.pass(a.filter.flush())
	if err := a.whole(stop); err != nil {
		return Reply{}, err
	}
	text := a.text.String()
	if a.prompt.Schema != nil {
		object, err := extractJSON(text)
		if err != nil {
			return Reply{}, a.fail(ReasonUnusable, err)
		}
		text = object
		if a.onDelta != nil {
			a.onDelta(text)
		}
	}
	return Reply{Text: text, Model: a.name, Usage: usage}, nil
}

// whole reports why what was gathered is not a whole answer.
func (a *Answer) whole(stop Stop) error {
	switch {
	case stop == StopNone:
		return a.fail(ReasonIncomplete, errors.New("the stream ended without the provider's end mark"))
	case stop == StopRefused:
		return a.fail(ReasonRefused, errors.New("the provider ended the answer as refused or filtered"))
	case stop == StopLength && a.text.Len() == 0:
		return a.fail(ReasonUnusable, fmt.Errorf("the limit of %d tokens was used up before the answer began", a.prompt.MaxTokens))
	case stop == StopLength:
		return a.fail(ReasonIncomplete, fmt.Errorf("the answer was cut at its limit of %d tokens", a.prompt.MaxTokens))
	case a.text.Len() == 0:
		return a.fail(ReasonUnusable, errors.New("the answer is empty"))
	case a.leaked:
		return a.fail(ReasonUnusable, errors.New("the model's thinking came in its answer, without a mark where it begins"))
	default:
		return nil
	}
}

func (a *Answer) fail(reason Reason, err error) error {
	return &Error{Reason: reason, Model: a.name, Err: err}
}
