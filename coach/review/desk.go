package review

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
)

// Log is what review needs of an event log; coach/store describes each method.
type Log interface {
	Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) ([]coach.Recorded, error)
	Read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error)
	List(ctx context.Context, owner string, subject coach.Subject) ([]coach.Summary, error)
	Delete(ctx context.Context, owner, id string) error
}

// Problems is the bank.
type Problems interface {
	// Problem returns the problem with this id, or a not-found error.
	Problem(id string) (coach.Problem, error)
}

// Assessor judges a written design.
type Assessor interface {
	Design(ctx context.Context, d coach.Design, p coach.Problem) (coach.Report, error)
}

// Desk takes designs in and grades them.
type Desk struct {
	Log      Log
	Problems Problems
	Assessor Assessor
}

// File checks a design and stores it. It returns the design's id.
func (d Desk) File(ctx context.Context, owner string, s coach.DesignSubmitted) (string, error) {
	if s.Problem == "" {
		return "", coach.Invalid("problem is missing: say which problem the design answers")
	}
	p, err := d.Problems.Problem(s.Problem)
	if err != nil {
		return "", err
	}
	if s.Level == "" {
		s.Level = p.Level
	}
	s.Title = strings.Join(strings.Fields(s.Title), " ")
	switch {
	case !s.Level.Valid():
		return "", coach.Invalid(fmt.Sprintf("level is %q: choose L6 or L7", s.Level))
	case strings.TrimSpace(s.Text) == "":
		return "", coach.Invalid("the design is empty: send its text")
	case len(s.Text) > coach.MaxDesign:
		return "", coach.Invalid(fmt.Sprintf("the design has %d bytes and %d are the most: shorten it", len(s.Text), coach.MaxDesign))
	case !utf8.ValidString(s.Text) || strings.ContainsRune(s.Text, 0) || !utf8.ValidString(s.Title) || strings.ContainsRune(s.Title, 0):
		return "", coach.Invalid("the design is not valid UTF-8 text: save it as text or Markdown and send it again")
	case len(s.Title) > maxTitle:
		return "", coach.Invalid(fmt.Sprintf("the title has %d bytes and %d are the most: shorten it", len(s.Title), maxTitle))
	}
	if s.Title == "" {
		s.Title = p.Title
	}
	id := strings.ToLower(rand.Text())
	if _, err := d.Log.Append(ctx, owner, id, 0, time.Now(), s); err != nil {
		return "", fmt.Errorf("store the design: %w", err)
	}
	return id, nil
}

const maxTitle = 300

// Design reads a design.
func (d Desk) Design(ctx context.Context, owner, id string) (coach.Design, error) {
	log, err := d.Log.Read(ctx, owner, id, 0)
	if err != nil {
		return coach.Design{}, fmt.Errorf("read design %s: %w", id, err)
	}
	return coach.FoldDesign(id, log)
}

// Grade grades a filed design now and stores the report. A design that has its report is not graded again.
func (d Desk) Grade(ctx context.Context, owner, id string) (coach.Report, error) {
	return d.attempt(ctx, owner, id, true)
}

// attempt grades once. final says that nobody will try again if it fails.
func (d Desk) attempt(ctx context.Context, owner, id string, final bool) (coach.Report, error) {
	design, err := d.Design(ctx, owner, id)
	if err != nil {
		return coach.Report{}, err
	}
	if design.Report != nil {
		return *design.Report, nil
	}
	started, err := d.Log.Append(ctx, owner, id, design.LastSeq, time.Now(), coach.ReviewStarted{Attempt: design.Attempts + 1})
	if err != nil {
		return coach.Report{}, fmt.Errorf("begin the review of design %s: %w", id, err)
	}
	last := started[0].Seq
	report, err := d.grade(ctx, design)
	if err != nil {
		// What happened is told even when the time for the review is over.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		failed := coach.ReviewFailed{Message: model.Advice(err), Final: final}
		if _, appendErr := d.Log.Append(ctx, owner, id, last, time.Now(), failed); appendErr != nil {
			return coach.Report{}, fmt.Errorf("note that the review of design %s failed (%w): %w", id, err, appendErr)
		}
		return coach.Report{}, fmt.Errorf("grade design %s: %w", id, err)
	}
	if _, err := d.Log.Append(ctx, owner, id, last, time.Now(), coach.Reported{Overall: report.Overall, Report: report}); err != nil {
		return coach.Report{}, fmt.Errorf("store the report of design %s: %w", id, err)
	}
	return report, nil
}

func (d Desk) grade(ctx context.Context, design coach.Design) (coach.Report, error) {
	p, err := d.Problems.Problem(design.Problem)
	if err != nil {
		return coach.Report{}, err
	}
	return d.Assessor.Design(ctx, design, p)
}
