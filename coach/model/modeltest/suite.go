package modeltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// Open makes the model called name that speaks to server. It retries nothing that takes time: waits between tries are to
// be a millisecond.
type Open func(t testing.TB, server *Server, name string) model.Model

// patience is how long anything on the loopback may take before the suite calls it hung.
const patience = 20 * time.Second

// moment is a deadline that a server in a bad mood lets pass.
const moment = 30 * time.Millisecond

// Abilities says what the suite saw a provider's adapter do, row by row of the README's table.
type Abilities map[string]string

// Rows are the abilities in the order of the table.
var Rows = []string{"streams", "whole reply or error", "JSON", "repairs fenced JSON", "thinking kept out", "throttling, Retry-After",
	"typed errors", "refusals", "timeouts", "cancel stops the call", "token counts"}

// Run is the suite that every adapter passes.
func Run(t *testing.T, protocol Protocol, open Open) Abilities {
	seen := Abilities{}
	note := func(row string, ok bool) {
		if !ok {
			seen[row] = "**no**"
		} else if seen[row] == "" {
			seen[row] = "yes"
		}
	}
	for _, c := range cases {
		for _, shape := range c.shapes() {
			ok := t.Run(string(c.mood)+"/"+shape.name, func(t *testing.T) { c.run(t, protocol, open, shape) })
			note(c.row, ok)
		}
	}
	for _, c := range checks {
		note(c.row, t.Run(c.name, func(t *testing.T) { c.run(t, protocol, open) }))
	}
	t.Run("no goroutine is left", noLeak)
	if seen["JSON"] == "yes" {
		seen["JSON"] = structured(t, protocol, open)
	}
	return seen
}

// shape is one of the two kinds of answer.
type shape struct {
	name   string
	prompt func() prompts.Prompt
}

var (
	prose = shape{"prose", Turn}
	jsons = shape{"json", Notes}
)

// moodCase is a mood and what a call comes to in it: a whole reply, or an error for one of the reasons.
type moodCase struct {
	mood    Mood
	row     string
	reasons []model.Reason
	only    *shape
	text    string // the reply, where it is not the server's usual answer
}

func (c moodCase) shapes() []shape {
	if c.only != nil {
		return []shape{*c.only}
	}
	return []shape{prose, jsons}
}

// broken are the reasons of an answer that broke off. Which of them it is depends on where a protocol's parser notices.
var broken = []model.Reason{model.ReasonIncomplete, model.ReasonUnusable}

var cases = []moodCase{
	{mood: OK, row: "streams", only: &prose},
	{mood: OK, row: "JSON", only: &jsons},
	{mood: OnePiece, row: "streams"},
	{mood: Drip, row: "streams"},
	{mood: Thinking, row: "thinking kept out"},
	{mood: Tagged, row: "thinking kept out"},
	{mood: Fenced, row: "repairs fenced JSON", only: &jsons},
	{mood: Prose, row: "JSON", only: &jsons, reasons: []model.Reason{model.ReasonUnusable}},
	{mood: Shape, row: "JSON", only: &jsons, text: `{"verdict":"hire","covered":3}`},
	{mood: Refusal, row: "refusals", reasons: []model.Reason{model.ReasonRefused}},
	{mood: Empty, row: "whole reply or error", reasons: broken},
	{mood: Length, row: "whole reply or error", reasons: broken},
	{mood: Starved, row: "whole reply or error", reasons: broken},
	{mood: HTML, row: "whole reply or error", reasons: broken},
	{mood: Throttled, row: "throttling, Retry-After", reasons: []model.Reason{model.ReasonThrottled}},
	{mood: Failing, row: "typed errors", reasons: []model.Reason{model.ReasonOverloaded}},
	{mood: Overloaded, row: "typed errors", reasons: []model.Reason{model.ReasonOverloaded}},
	{mood: Denied, row: "typed errors", reasons: []model.Reason{model.ReasonDenied}},
	{mood: Unknown, row: "typed errors", reasons: []model.Reason{model.ReasonUnknown}},
	{mood: CutBetween, row: "whole reply or error", reasons: broken},
	{mood: CutInside, row: "whole reply or error", reasons: broken},
	{mood: EarlyEOF, row: "whole reply or error", reasons: broken},
	{mood: Garbage, row: "whole reply or error", reasons: broken},
	{mood: Fault, row: "typed errors", reasons: []model.Reason{model.ReasonOverloaded}},
	{mood: Stall, row: "timeouts", reasons: []model.Reason{model.ReasonTimeout}},
	{mood: Hang, row: "timeouts", reasons: []model.Reason{model.ReasonTimeout}},
}

// run asks twice with and without a listener, and again where an answer is a race between the wire and the deadline.
func (c moodCase) run(t *testing.T, protocol Protocol, open Open, s shape) {
	server := NewServer(t, protocol, c.mood)
	m := open(t, server, "a-model")
	times := 2
	if c.mood == Stall {
		times = 20
	}
	for i := range times {
		wait := patience
		if c.mood == Stall || c.mood == Hang {
			wait = moment
		}
		ctx, cancel := context.WithTimeout(t.Context(), wait)
		got := ask(ctx, m, s.prompt(), i > 0 && times == 2)
		cancel()
		if err := c.judge(got, m, s); err != nil {
			t.Fatal(err)
		}
	}
}

// heard is what came of a call.
type heard struct {
	reply  model.Reply
	deltas []string
	deaf   bool
	err    error
}

// ask calls a model; deaf means without a listener.
func ask(ctx context.Context, m model.Model, p prompts.Prompt, deaf bool) heard {
	h := heard{deaf: deaf}
	var onDelta func(string)
	if !deaf {
		onDelta = func(text string) { h.deltas = append(h.deltas, text) }
	}
	h.reply, h.err = m.Generate(ctx, p, onDelta)
	return h
}

// judge holds what was heard against the port's contract.
func (c moodCase) judge(h heard, m model.Model, s shape) error {
	shown := strings.Join(h.deltas, "")
	if strings.Contains(shown+h.reply.Text, "SECRET-THOUGHT") {
		return fmt.Errorf("thinking was let through: %q", shown+h.reply.Text)
	}
	if c.reasons != nil {
		return c.judgeError(h, m)
	}
	if h.err != nil {
		return fmt.Errorf("want a reply, got the error %w", h.err)
	}
	want := c.text
	if want == "" {
		want = c.said(s)
	}
	switch {
	case h.reply.Text != want:
		return fmt.Errorf("the reply is %q, want %q", clip(h.reply.Text), clip(want))
	case !h.deaf && shown != h.reply.Text:
		return fmt.Errorf("the deltas make %q, the reply is %q", clip(shown), clip(h.reply.Text))
	case h.reply.Model != m.Name():
		return fmt.Errorf("the reply is by %q, the model is %q", h.reply.Model, m.Name())
	case h.reply.Usage != model.Usage{InputTokens: 123, OutputTokens: 45}:
		return fmt.Errorf("usage is %+v", h.reply.Usage)
	}
	return nil
}

// said is what the server says in the case's mood.
func (c moodCase) said(s shape) string {
	asked := Asked{Schema: string(s.prompt().Schema)}
	said := Reply(asked)
	if c.mood == OnePiece {
		said = moody(OnePiece, asked, said)
	}
	return strings.TrimSpace(strings.Join(said.Pieces, ""))
}

func (c moodCase) judgeError(h heard, m model.Model) error {
	e, ok := errors.AsType[*model.Error](h.err)
	switch {
	case h.err == nil:
		return fmt.Errorf("want an error for %v, got the reply %q", c.reasons, clip(h.reply.Text))
	case h.reply.Text != "":
		return fmt.Errorf("an error came with the text %q", clip(h.reply.Text))
	case !ok:
		return fmt.Errorf("the error %q has no reason", h.err)
	case !slices.Contains(c.reasons, e.Reason):
		return fmt.Errorf("the error %q has the reason %q, want one of %q", h.err, e.Reason, c.reasons)
	case e.Model != m.Name():
		return fmt.Errorf("the error is of %q, the model is %q", e.Model, m.Name())
	case c.mood == Throttled && e.RetryAfter != 7*time.Second:
		return fmt.Errorf("Retry-After is %s, want 7s", e.RetryAfter)
	case strings.Contains(h.err.Error(), "test-key"):
		return fmt.Errorf("the error %q tells the key", h.err)
	}
	return nil
}

func clip(s string) string {
	if len(s) > 400 {
		return s[:200] + " … " + s[len(s)-200:]
	}
	return s
}

// once waits for one value.
func once[T any](t testing.TB, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("waited %s for %s", patience, what)
		panic("unreachable")
	}
}

// parallel runs f n times at once and waits for all.
func parallel(n int, f func(i int)) {
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { f(i) })
	}
	group.Wait()
}
