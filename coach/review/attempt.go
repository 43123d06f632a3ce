package review

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
)

// Grade grades a filed design now and stores the report. A design that has its report is not graded again.
func (d Desk) Grade(ctx context.Context, owner, id string) (coach.Report, error) {
	return d.attempt(ctx, owner, id, 1)
}

// lease is how long a claim on a review lasts that nobody renews: a server that died loses its reviews after it.
func (d Desk) lease() time.Duration {
	if d.Lease > 0 {
		return d.Lease
	}
	return 20 * time.Second
}

// errHeld says that another server is at work on the review.
var errHeld = errors.New("another server reviews this design")

// errChanged is why a review ends whose design was cancelled, deleted or taken over meanwhile.
var errChanged = errors.New("the design changed while it was reviewed")

// errClosed says that a review is not to be done: it was cancelled, or it has failed for good.
var errClosed = errors.New("the review of this design is closed")

// attempt grades once. It gives up for good after so many failures as most says; an attempt that was broken off with its server is
// no failure.
func (d Desk) attempt(ctx context.Context, owner, id string, most int) (coach.Report, error) {
	design, err := d.Design(ctx, owner, id)
	if err != nil {
		return coach.Report{}, err
	}
	if design.Report != nil {
		return *design.Report, nil
	}
	if design.Status == coach.DesignFailed && (most > 1 || design.Cancelled) {
		return coach.Report{}, errClosed
	}
	holder := rand.Text()
	if held, err := d.Log.Claim(ctx, id, coach.LaneGrade, holder, d.lease()); err != nil {
		return coach.Report{}, fmt.Errorf("claim the review of design %s: %w", id, err)
	} else if !held {
		return coach.Report{}, errHeld
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = d.Log.Release(ctx, id, coach.LaneGrade, holder) // or else it runs out
	}()
	started, err := d.Log.Append(ctx, owner, id, design.LastSeq, time.Now(), coach.ReviewStarted{Attempt: design.Attempts + 1})
	if err != nil {
		return coach.Report{}, fmt.Errorf("begin the review of design %s: %w", id, err)
	}
	last := started[0].Seq
	working, done := d.watch(ctx, owner, id, last, holder)
	meter := model.NewMeter(d.Budget)
	meter.Spent(design.Usage.Total().USD)
	report, err := d.grade(model.WithConversation(model.WithMeter(working, meter), id), owner, design)
	used := meter.Take()
	report.Usage = design.Usage.Add(used...)
	changed := errors.Is(context.Cause(working), errChanged)
	done()
	switch {
	case changed:
		return coach.Report{}, errChanged
	case err != nil && errors.Is(ctx.Err(), context.Canceled):
		return coach.Report{}, fmt.Errorf("the review of design %s was broken off: %w", id, err) // the server stops: another one goes on
	case err != nil:
		return coach.Report{}, d.failed(ctx, owner, id, last, err, most-design.Failures, used)
	}
	// A report that was paid for is kept even when the time is over.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if _, err := d.Log.Append(ctx, owner, id, last, time.Now(), coach.Reported{Overall: report.Overall, Report: report}); err != nil {
		return coach.Report{}, fmt.Errorf("store the report of design %s: %w", id, err)
	}
	return report, nil
}

// failed notes a failure. left is how many attempts there are, this one included; wrong input does not get better by them.
func (d Desk) failed(ctx context.Context, owner, id string, last int64, err error, left int, used coach.Usage) error {
	// What happened is told even when the time for the review is over.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	note := coach.ReviewFailed{Message: model.Advice(err), Final: left <= 1 || model.ReasonOf(err) == model.ReasonBudget}
	if coded, ok := errors.AsType[*coach.Error](err); ok && (coded.Code == coach.CodeInvalid || coded.Code == coach.CodeNotFound) {
		note = coach.ReviewFailed{Message: coded.Message, Final: true}
	}
	note.Use = used
	if _, appendErr := d.Log.Append(ctx, owner, id, last, time.Now(), note); appendErr != nil {
		return fmt.Errorf("note that the review of design %s failed (%w): %w", id, err, appendErr)
	}
	if note.Final {
		return fmt.Errorf("grade design %s: %w: %w", id, errClosed, err)
	}
	return fmt.Errorf("grade design %s: %w", id, err)
}

// watch keeps the claim alive while a review runs, and ends the review when the design's log grows under it or is gone.
func (d Desk) watch(ctx context.Context, owner, id string, last int64, holder string) (context.Context, func()) {
	working, cancel := context.WithCancelCause(ctx)
	grew, stop := d.Log.Watch(id)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		beat := time.NewTicker(d.lease() / 4)
		defer beat.Stop()
		for {
			select {
			case <-working.Done():
				return
			case <-beat.C:
				if held, err := d.Log.Claim(working, id, coach.LaneGrade, holder, d.lease()); err == nil && !held {
					cancel(errChanged)
				}
			case <-grew:
			}
			log, err := d.Log.Read(working, owner, id, last)
			if len(log) > 0 || coach.CodeOf(err) == coach.CodeNotFound {
				cancel(errChanged)
			}
		}
	}()
	return working, func() {
		cancel(nil)
		<-ended
		stop()
	}
}

func (d Desk) grade(ctx context.Context, owner string, design coach.Design) (coach.Report, error) {
	p, err := d.problem(design.Problem, design.Described, design.Level)
	if err != nil {
		return coach.Report{}, err
	}
	report, err := d.Assessor.Design(ctx, design, p)
	if err != nil || design.Previous == "" {
		return report, err
	}
	before, err := d.Design(ctx, owner, design.Previous)
	if coach.CodeOf(err) == coach.CodeNotFound { // deleted meanwhile: there is nothing to compare with
		return report, nil
	}
	if err != nil {
		return coach.Report{}, err
	}
	if before.Report != nil {
		report.Changes = coach.Compare(*before.Report, report)
	}
	return report, nil
}

// Cancel ends a review that is queued or running. A design that is done or has failed stays as it is.
func (d Desk) Cancel(ctx context.Context, owner, id string) error {
	return d.change(ctx, owner, id, func(design coach.Design) (coach.Event, error) {
		if !design.Status.Open() {
			return nil, coach.NotReady(fmt.Sprintf("the review is %s: there is nothing to cancel", design.Status))
		}
		return coach.ReviewFailed{Message: "The review was cancelled. Ask for it again when you want it.", Final: true, Cancelled: true}, nil
	})
}

// reopen asks for a review once more: of a design that failed, or of which a part could not be assessed.
func (d Desk) reopen(ctx context.Context, owner, id string) error {
	return d.change(ctx, owner, id, func(design coach.Design) (coach.Event, error) {
		whole := design.Report != nil && len(design.Report.Provenance.NotAssessed) == 0
		if design.Status.Open() || whole {
			return nil, coach.NotReady(fmt.Sprintf("the review is %s and nothing of it failed: there is nothing to try again", design.Status))
		}
		return coach.RetryAsked{}, nil
	})
}

// change appends what decide says to a design's log, deciding again when somebody else was first.
func (d Desk) change(ctx context.Context, owner, id string, decide func(coach.Design) (coach.Event, error)) error {
	const tries = 5
	for try := 1; ; try++ {
		design, err := d.Design(ctx, owner, id)
		if err != nil {
			return err
		}
		event, err := decide(design)
		if err != nil {
			return err
		}
		_, err = d.Log.Append(ctx, owner, id, design.LastSeq, time.Now(), event)
		if coach.CodeOf(err) != coach.CodeConflict || try == tries {
			return err
		}
	}
}
