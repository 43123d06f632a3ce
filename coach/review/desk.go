package review

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Log is what review needs of an event log; coach/store describes each method.
type Log interface {
	Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) ([]coach.Recorded, error)
	Read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error)
	List(ctx context.Context, owner string, subject coach.Subject) ([]coach.Summary, error)
	Delete(ctx context.Context, owner, id string) error
	Watch(id string) (grew <-chan struct{}, stop func())
	Claim(ctx context.Context, id string, lane coach.Lane, holder string, ttl time.Duration) (bool, error)
	Release(ctx context.Context, id string, lane coach.Lane, holder string) error
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
	Budget   float64       // what models may cost in the review of one design, in US dollars; 0 sets no bound
	Lease    time.Duration // how long a review stays with a server that shows no sign of life. Default: 20 s
}

// Reader is an [Assessor] that cannot judge every text, and says so before the text is taken in.
type Reader interface {
	// Reads returns an invalid-input error for a text that could not be judged.
	Reads(text string) error
}

// File checks a design and stores it. It returns the design's id.
func (d Desk) File(ctx context.Context, owner string, s coach.DesignSubmitted) (string, error) {
	if s.Previous != "" {
		if err := d.follow(ctx, owner, &s); err != nil {
			return "", err
		}
	}
	p, err := d.problem(s.Problem, s.Description, s.Level)
	if err != nil {
		return "", err
	}
	s.Problem, s.Description = p.ID, strings.TrimSpace(s.Description)
	if s.Level == "" {
		s.Level = p.Level
	}
	s.Title = strings.Join(strings.Fields(s.Title), " ")
	if s.Title == "" {
		s.Title = p.Title
	}
	if err := d.check(s); err != nil {
		return "", err
	}
	id := strings.ToLower(rand.Text())
	if _, err := d.Log.Append(ctx, owner, id, 0, time.Now(), s); err != nil {
		return "", fmt.Errorf("store the design: %w", err)
	}
	return id, nil
}

// follow fills in what a new version takes over from the one before it.
func (d Desk) follow(ctx context.Context, owner string, s *coach.DesignSubmitted) error {
	before, err := d.Design(ctx, owner, s.Previous)
	if coach.CodeOf(err) == coach.CodeNotFound {
		return coach.Invalid(fmt.Sprintf("previous is %q, and there is no such design: send the id of the version before this one", s.Previous))
	}
	if err != nil {
		return err
	}
	if s.Problem == "" && strings.TrimSpace(s.Description) == "" {
		s.Problem, s.Description = before.Problem, before.Described
	}
	if s.Problem == "" {
		s.Problem = coach.OwnProblem
	}
	if s.Problem != before.Problem {
		return coach.Invalid(fmt.Sprintf("previous answers %s and this design answers %s: hand it in without previous", before.Problem, s.Problem))
	}
	if s.Level == "" {
		s.Level = before.Level
	}
	if s.Title == "" {
		s.Title = before.Title
	}
	return nil
}

// problem returns the problem of the bank, or makes one of the user's description.
func (d Desk) problem(id, description string, level coach.Level) (coach.Problem, error) {
	description = strings.TrimSpace(description)
	switch {
	case description != "" && (id == "" || id == coach.OwnProblem):
		return coach.Own(description, level), nil
	case description != "":
		return coach.Problem{}, coach.Invalid("problem and description are both given: send a problem of the bank, or describe one of your own")
	case id == coach.OwnProblem:
		return coach.Problem{}, coach.Invalid("description is missing: say what the problem of your own asks for")
	case id == "":
		return coach.Problem{}, coach.Invalid("problem is missing: say which problem the design answers, or describe one of your own in description")
	}
	return d.Problems.Problem(id)
}

func (d Desk) check(s coach.DesignSubmitted) error {
	text := func(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
	switch {
	case !s.Level.Valid():
		return coach.Invalid(fmt.Sprintf("level is %q: choose L6 or L7", s.Level))
	case strings.TrimSpace(s.Text) == "":
		return coach.Invalid("the design is empty: send its text")
	case len(s.Text) > coach.MaxDesign:
		return coach.Invalid(fmt.Sprintf("the design has %d bytes and %d are the most: shorten it", len(s.Text), coach.MaxDesign))
	case !text(s.Text) || !text(s.Title) || !text(s.Description):
		return coach.Invalid("the design is not valid UTF-8 text: save it as text or Markdown and send it again")
	case len(s.Title) > maxTitle:
		return coach.Invalid(fmt.Sprintf("the title has %d bytes and %d are the most: shorten it", len(s.Title), maxTitle))
	case len(s.Description) > maxDescription:
		return coach.Invalid(fmt.Sprintf("the description has %d bytes and %d are the most: shorten it", len(s.Description), maxDescription))
	}
	if r, ok := d.Assessor.(Reader); ok {
		return r.Reads(s.Text)
	}
	return nil
}

const (
	maxTitle       = 300
	maxDescription = 8 << 10
)

// Design reads a design.
func (d Desk) Design(ctx context.Context, owner, id string) (coach.Design, error) {
	log, err := d.Log.Read(ctx, owner, id, 0)
	if err != nil {
		return coach.Design{}, fmt.Errorf("read design %s: %w", id, err)
	}
	if len(log) > 0 && log[0].Event.Kind() != coach.KindDesignSubmitted {
		return coach.Design{}, coach.NotFound("design", id)
	}
	return coach.FoldDesign(id, log)
}
