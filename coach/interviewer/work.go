package interviewer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// work claims a lane and does what is owed on it. Whatever happens, the log tells: the work's event, or that the model
// failed; only a cancelled work leaves no trace, because somebody else does it or nobody wants it any more.
func (r *room) work(ctx context.Context, w coach.Work) {
	claimed, err := r.Log.Claim(ctx, r.id, w.Lane, r.holder, r.ClaimFor)
	if err != nil && ctx.Err() == nil {
		r.logger.Warn("cannot claim work", "lane", w.Lane, "err", err)
	}
	if err != nil || !claimed {
		sleep(ctx, min(retryLater, r.ClaimFor/2)) // then the room looks again
		return
	}
	defer r.release(ctx, w.Lane)
	renewed, stop := context.WithCancel(ctx)
	defer stop()
	go r.renew(renewed, w.Lane)

	iv, err := r.State(ctx, r.owner, r.id)
	if err != nil {
		if ctx.Err() == nil {
			r.logger.Warn("cannot read the log", "err", err)
		}
		return
	}
	if !owed(iv, w) {
		return // another server did it before the claim was ours
	}
	r.meter.Spent(iv.Usage.Total().USD)
	ctx = model.WithConversation(model.WithMeter(ctx, r.meter), r.id)
	if w.Lane == coach.LaneSpeak {
		err = r.speak(ctx, iv, w)
	} else {
		err = r.grade(ctx, iv, w)
	}
	if err == nil || ctx.Err() != nil {
		return
	}
	r.logger.Error("work failed", "lane", w.Lane, "step", w.Step, "err", err)
	failed := coach.ModelFailed{Message: model.Advice(err), Lane: w.Lane}
	if err := r.finish(ctx, w, func(u coach.Usage) coach.Event { failed.Use = u; return failed }); err != nil {
		r.logger.Error("cannot append", "err", err)
		sleep(ctx, retryLater) // the model is not asked over and over while the store is down
	}
}

func (r *room) release(ctx context.Context, lane coach.Lane) {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), 5*time.Second, errors.New("release of a claim took over 5 s"))
	defer cancel()
	if err := r.Log.Release(ctx, r.id, lane, r.holder); err != nil {
		r.logger.Warn("cannot release a claim", "lane", lane, "err", err)
	}
}

// renew keeps the claim while the work lasts.
func (r *room) renew(ctx context.Context, lane coach.Lane) {
	for sleep(ctx, r.ClaimFor/3) {
		if _, err := r.Log.Claim(ctx, r.id, lane, r.holder, r.ClaimFor); err != nil && ctx.Err() == nil {
			r.logger.Warn("cannot renew a claim", "lane", lane, "err", err)
		}
	}
}

// sleep waits, and reports whether it was not cancelled.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// finish appends the outcome of work, if the log still asks for it. A finished outcome is appended even when the server
// is stopping: it was paid for. The outcome carries what was used since the one before it, cancelled work included.
func (r *room) finish(ctx context.Context, w coach.Work, outcome func(coach.Usage) coach.Event) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), 10*time.Second, errors.New("append of finished work took over 10 s"))
	defer cancel()
	used, wanted := r.meter.Take(), false
	err := r.settle(ctx, r.owner, r.id, func(iv coach.Interview) ([]coach.Event, error) {
		if wanted = owed(iv, w); wanted {
			return []coach.Event{outcome(used)}, nil
		}
		return nil, nil
	})
	if err != nil || !wanted {
		r.meter.Put(used)
	}
	return err
}

// owed reports whether the log still asks for a work.
func owed(iv coach.Interview, w coach.Work) bool {
	speak, grade, speaks, grades := iv.Owed()
	return (speaks && speak == w) || (grades && grade == w)
}

// speak asks the model for the interviewer's next words and streams them.
func (r *room) speak(ctx context.Context, iv coach.Interview, w coach.Work) error {
	turn, err := r.compose(ctx, iv, w)
	if err != nil {
		return fmt.Errorf("compose a turn: %w", err)
	}
	prompt, err := r.Prompts.Render(turn)
	if err != nil {
		return err
	}
	defer r.say(Delta{})
	reply, err := r.ask(ctx, turn, prompt, w.Seq)
	if err != nil {
		return fmt.Errorf("ask the model for a turn: %w", err)
	}
	text, citations := takeCitations(reply.Text, turn.Passages)
	if text == "" {
		return fmt.Errorf("ask the model for a turn: %w", &model.Error{
			Reason: model.ReasonIncomplete, Model: reply.Model, Err: errors.New("the reply is empty"),
		})
	}
	said := coach.InterviewerSaid{
		Text: text, Step: w.Step, Purpose: w.Purpose, Re: iv.LastSeq, Citations: citations, Model: reply.Model,
	}
	if w.Purpose == coach.PurposeOpening || w.Purpose == coach.PurposeTransition {
		said.Re = w.Seq // they open something: words that came meanwhile are owed a reply of their own
	}
	if turn.Focus != nil && w.Purpose == coach.PurposeReply && strings.Contains(text, "?") {
		said.Focus = turn.Focus.ID // it was asked for; a mere answer to a clarifying question asks for nothing
	}
	return r.finish(ctx, w, func(u coach.Usage) coach.Event { said.Use = u; return said })
}

// ask has the model speak, under guard.
func (r *room) ask(ctx context.Context, turn prompts.Turn, prompt prompts.Prompt, re int64) (model.Reply, error) {
	guarded, end := context.WithCancelCause(ctx)
	defer end(nil)
	g := newGuard(turn, prompt, func(text string) { r.say(Delta{Re: re, Text: text}) })
	reply, err := r.Model.Generate(guarded, prompt, func(text string) {
		if !g.write(text) {
			end(errGaveAway)
		}
	})
	if g.gave || err == nil && !g.end() {
		r.logger.Warn("the model was about to give away what the interviewer keeps, and was ended", "model", r.Model.Name(), "purpose", turn.Purpose)
		return model.Reply{Text: g.instead(turn), Model: r.Model.Name()}, nil
	}
	return reply, err
}

// say passes a piece of a reply on to whoever attends; an empty delta ends the reply.
func (r *room) say(d Delta) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if d.Text == "" {
		r.speaking = Delta{}
		return
	}
	r.speaking = Delta{Re: d.Re, Text: r.speaking.Text + d.Text}
	for a := range r.present {
		a.send(d)
	}
}

// grade has a step assessed, or the report drawn.
func (r *room) grade(ctx context.Context, iv coach.Interview, w coach.Work) error {
	p, err := r.Problems.Problem(iv.Problem)
	if err != nil {
		return err
	}
	if w.Report() {
		report, err := r.Assessor.Interview(ctx, iv, p)
		if err != nil {
			return fmt.Errorf("draw the report: %w", err)
		}
		return r.finish(ctx, w, func(u coach.Usage) coach.Event {
			report.Usage = iv.Usage.Add(u...)
			return coach.Reported{Overall: report.Overall, Report: report}
		})
	}
	notes, err := r.Assessor.Step(ctx, iv, p, w.Step)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		// A step without notes must not hold up the interview or its report; the report says that they are missing.
		r.logger.Error("a step could not be assessed", "step", w.Step, "err", err)
		notes = coach.StepAssessed{Step: w.Step, Covered: []string{}, Missed: []string{}, Failed: model.Advice(err)}
	}
	return r.finish(ctx, w, func(u coach.Usage) coach.Event { notes.Use = u; return notes })
}
