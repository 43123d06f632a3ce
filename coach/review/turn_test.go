package review_test

import (
	"context"
	"errors"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/review"
)

// patient grades when it is let, and tells when it begins and when it was broken off.
type patient struct{ begun, broken, let chan struct{} }

func (p patient) Design(ctx context.Context, d coach.Design, _ coach.Problem) (coach.Report, error) {
	p.begun <- struct{}{}
	select {
	case <-p.let:
		return coach.Report{ID: d.ID, Overall: coach.Hire, Provenance: coach.Provenance{NotAssessed: []string{"cost"}}}, nil
	case <-ctx.Done():
		p.broken <- struct{}{}
		return coach.Report{}, ctx.Err()
	}
}

func TestAReviewIsCancelledAndAskedForAgain(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, cfg review.Config) {
		p := patient{make(chan struct{}), make(chan struct{}), make(chan struct{})}
		cfg.Problems, cfg.Assessor, cfg.MaxOpen = bank{}, p, 2
		q, err := review.Start(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(q.Stop)
		id, err := q.Submit(t.Context(), owner, submitted("One."))
		if err != nil {
			t.Fatal(err)
		}
		<-p.begun
		second, err := q.Submit(t.Context(), owner, submitted("Two."))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := q.Submit(t.Context(), owner, submitted("Three.")); coach.CodeOf(err) != coach.CodeBusy {
			t.Errorf("a third open review: %v", err)
		}
		<-p.begun
		if err := q.Retry(t.Context(), owner, id); coach.CodeOf(err) != coach.CodeNotReady {
			t.Errorf("a retry of a running review: %v", err)
		}
		if err := q.Cancel(t.Context(), owner, id); err != nil {
			t.Fatal(err)
		}
		<-p.broken
		d := until(t, cfg, id, "the cancellation", func(d coach.Design) bool { return d.Status == coach.DesignFailed })
		if !d.Cancelled || d.Error == "" {
			t.Errorf("a cancelled design %+v", d)
		}
		if err := q.Cancel(t.Context(), owner, id); coach.CodeOf(err) != coach.CodeNotReady {
			t.Errorf("cancelled twice: %v", err)
		}
		if err := cfg.Log.Delete(t.Context(), owner, second); err != nil { // nobody waits for it any more
			t.Fatal(err)
		}
		if err := q.Retry(t.Context(), owner, id); err != nil {
			t.Fatal(err)
		}
		<-p.begun
		p.let <- struct{}{}
		d = until(t, cfg, id, "the report", func(d coach.Design) bool { return d.Status == coach.DesignDone })
		if d.Report.ID != id || d.Cancelled || d.Error != "" {
			t.Errorf("after the retry %+v", d)
		}
		if err := q.Retry(t.Context(), owner, id); err != nil { // a part of it was not assessed
			t.Errorf("a retry of a part: %v", err)
		}
		<-p.begun
		go func() { p.let <- struct{}{} }()
		until(t, cfg, id, "the second report", func(d coach.Design) bool { return d.Attempts == 3 && d.Status == coach.DesignDone })
		select { // the deleted design's review ends by its next sign of life
		case <-p.broken:
		case <-t.Context().Done():
		}
	})
}

// refusing finds a design's text to be nothing that it could read.
type refusing struct{ grader }

func (*refusing) Reads(string) error { return coach.Invalid("not in English") }

func TestADesignOfAProblemOfOnesOwnAndItsNextVersion(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, cfg review.Config) {
		desk := review.Desk{Log: cfg.Log, Problems: bank{}, Assessor: &grader{}}
		own := coach.DesignSubmitted{Description: " Design a lighthouse. ", Text: "A lamp.", Level: coach.L7}
		first, err := desk.File(t.Context(), owner, own)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Grade(t.Context(), owner, first); err != nil {
			t.Fatal(err)
		}
		next, err := desk.File(t.Context(), owner, coach.DesignSubmitted{Text: "Two lamps.", Previous: first})
		if err != nil {
			t.Fatal(err)
		}
		d, err := desk.Design(t.Context(), owner, next)
		if err != nil || d.Problem != coach.OwnProblem || d.Described != "Design a lighthouse." || d.Level != coach.L7 {
			t.Errorf("the next version %+v, %v", d, err)
		}
		r, err := desk.Grade(t.Context(), owner, next)
		if err != nil || r.Changes == nil || r.Changes.Previous != first {
			t.Errorf("changes %+v, %v", r.Changes, err)
		}
		for name, s := range map[string]coach.DesignSubmitted{
			"both":             {Problem: "l6-counter", Description: "x", Text: "x"},
			"own, undescribed": {Problem: coach.OwnProblem, Text: "x"},
			"no such version":  {Problem: "l6-counter", Text: "x", Previous: "nowhere"},
			"another problem":  {Problem: "l6-counter", Text: "x", Previous: first},
		} {
			if _, err := desk.File(t.Context(), owner, s); coach.CodeOf(err) != coach.CodeInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		desk.Assessor = &refusing{}
		if _, err := desk.File(t.Context(), owner, own); coach.CodeOf(err) != coach.CodeInvalid {
			t.Errorf("a text that the grader does not read: %v", err)
		}
	})
}

func TestWrongInputIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, cfg review.Config) {
		cfg.Problems, cfg.Assessor = bank{}, hopeless{}
		q, err := review.Start(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(q.Stop)
		id, err := q.Submit(t.Context(), owner, submitted("x"))
		if err != nil {
			t.Fatal(err)
		}
		d := until(t, cfg, id, "the failure", func(d coach.Design) bool { return d.Status == coach.DesignFailed })
		if d.Attempts != 1 || d.Error != "no way to read it" {
			t.Errorf("design %+v", d)
		}
	})
}

// hopeless can't grade anything, and says that trying again is of no use.
type hopeless struct{}

func (hopeless) Design(context.Context, coach.Design, coach.Problem) (coach.Report, error) {
	return coach.Report{}, errors.Join(errors.New("context"), coach.Invalid("no way to read it"))
}
