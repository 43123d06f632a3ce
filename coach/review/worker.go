package review

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/interviewcoach/interviewcoach/coach"
)

// worker grades one design.
type worker struct {
	river.WorkerDefaults[job]
	desk    Desk
	timeout time.Duration
}

// Timeout bounds one attempt.
func (w *worker) Timeout(*river.Job[job]) time.Duration { return w.timeout }

// NextRetry waits a little longer after each failure: 5 s, 20 s, 45 s.
func (w *worker) NextRetry(j *river.Job[job]) time.Time {
	return time.Now().Add(time.Duration(5*j.Attempt*j.Attempt) * time.Second)
}

// Work grades the design of a job. What another server has taken over, or what is closed, is nothing to try again.
func (w *worker) Work(ctx context.Context, j *river.Job[job]) error {
	_, err := w.desk.attempt(ctx, j.Args.Owner, j.Args.Design, attempts)
	switch {
	case coach.CodeOf(err) == coach.CodeNotFound:
		return river.JobCancel(errors.New("the design was deleted"))
	case errors.Is(err, errHeld), errors.Is(err, errChanged), errors.Is(err, errClosed):
		return river.JobCancel(err)
	}
	return err
}

// backoff is longer than the longest wait between two attempts of a review.
const backoff = 2 * time.Minute

// sweeper looks for reviews that nobody works on, now and then.
type sweeper struct {
	stop context.CancelFunc
	done sync.WaitGroup
}

func (s *sweeper) start(cfg Config, sweep func(context.Context, string) error) {
	var ctx context.Context
	ctx, s.stop = context.WithCancel(context.Background())
	s.done.Go(func() {
		beat := time.NewTicker(cfg.Sweep)
		defer beat.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
			}
			for _, owner := range cfg.Owners {
				if err := sweep(ctx, owner); err != nil && ctx.Err() == nil {
					cfg.Logger.Warn("open reviews could not be looked for", "err", err)
				}
			}
		}
	})
}

// end stops the sweeping; it may be called twice, and before start.
func (s *sweeper) end() {
	if s.stop != nil {
		s.stop()
		s.done.Wait()
	}
}

// sweep queues designs whose review is open and that nobody holds: one that was filed right before a crash has no job, and
// the job of a server that died counts as running for long.
func (q *Queue) sweep(ctx context.Context, owner string) error {
	designs, err := q.desk.Log.List(ctx, owner, coach.SubjectDesign)
	if err != nil {
		return fmt.Errorf("look for open reviews: %w", err)
	}
	holder := rand.Text()
	for _, d := range designs {
		status := coach.DesignStatus(d.Status)
		waits := status == coach.DesignQueued && d.LastSeq > 1 && time.Since(d.UpdatedAt) < backoff // its job comes back by itself
		if !status.Open() || waits {
			continue
		}
		free, err := q.desk.Log.Claim(ctx, d.ID, coach.LaneGrade, holder, time.Second)
		if err != nil {
			return fmt.Errorf("look for open reviews: %w", err)
		}
		if !free {
			continue
		}
		if err := q.desk.Log.Release(ctx, d.ID, coach.LaneGrade, holder); err != nil {
			return fmt.Errorf("look for open reviews: %w", err)
		}
		if err := q.insert(ctx, job{Owner: owner, Design: d.ID, Seq: d.LastSeq}); err != nil {
			return fmt.Errorf("queue the review of design %s: %w", d.ID, err)
		}
	}
	return nil
}
