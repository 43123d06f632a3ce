package interviewer

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// Log is what the interviewer needs of an event log; coach/store describes each method.
type Log interface {
	Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) ([]coach.Recorded, error)
	Read(ctx context.Context, owner, id string, after int64) ([]coach.Recorded, error)
	Watch(id string) (grew <-chan struct{}, stop func())
	Claim(ctx context.Context, id string, lane coach.Lane, holder string, ttl time.Duration) (bool, error)
	Release(ctx context.Context, id string, lane coach.Lane, holder string) error
}

// Problems is the bank.
type Problems interface {
	// Problem returns the problem with this id, or a not-found error.
	Problem(id string) (coach.Problem, error)
}

// Library finds passages of the study guides.
type Library interface {
	// Search returns at most k passages for the query, best first; none is no error.
	Search(ctx context.Context, query string, k int) ([]coach.Passage, error)
}

// Assessor judges a step or a whole interview. Errors are the model's or the index's.
type Assessor interface {
	Step(ctx context.Context, iv coach.Interview, p coach.Problem, s coach.Step) (coach.StepAssessed, error)
	Interview(ctx context.Context, iv coach.Interview, p coach.Problem) (coach.Report, error)
}

// Config is what an [Interviewer] is made of.
type Config struct {
	Log      Log
	Problems Problems
	Library  Library
	Assessor Assessor
	Model    model.Model
	Prompts  *prompts.Library
	Logger   *slog.Logger

	// Budget is what models may cost in one interview, in US dollars. Zero sets no bound.
	Budget float64
	// Memory is how much of the conversation a turn's prompt holds word for word, in tokens. Zero sets no
	// bound.
	Memory int
	// AwayAfter is how long nobody may be connected before the clock is stopped. Default: one minute.
	AwayAfter time.Duration
	// ClaimFor is how long a claim on work holds without renewal, and so how long after a crash another server takes
	// over. Default: five seconds.
	ClaimFor time.Duration
	// Now is the clock. Default: time.Now.
	Now func() time.Time
}

// Interviewer runs any number of interviews. It is safe for concurrent use; Stop ends it.
type Interviewer struct {
	Config
	holder string // names this process in claims
	ctx    context.Context
	cancel context.CancelCauseFunc
	done   sync.WaitGroup

	mu    sync.Mutex
	rooms map[string]*room
}

// ErrStopping is the cause with which work is cancelled when the server stops: what was owed stays owed.
var ErrStopping = errors.New("the server is stopping")

// New returns an interviewer. Call Stop when done.
func New(cfg Config) *Interviewer {
	if cfg.AwayAfter == 0 {
		cfg.AwayAfter = time.Minute
	}
	if cfg.ClaimFor == 0 {
		cfg.ClaimFor = 5 * time.Second
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	return &Interviewer{Config: cfg, holder: rand.Text(), ctx: ctx, cancel: cancel, rooms: map[string]*room{}}
}

// Stop cancels what is under way and waits until it is put away. It may be called more than once.
func (i *Interviewer) Stop() {
	i.mu.Lock()
	i.cancel(ErrStopping)
	i.mu.Unlock()
	i.done.Wait()
}

// Request is what a new interview is to be. Only Problem is required.
type Request struct {
	Problem string
	Level   coach.Level // default: the problem's
	Minutes int         // default: the level's
	Mode    coach.Mode  // default: realistic
}

// Start opens an interview and returns its state. The interviewer's opening words follow in the log once somebody
// attends.
func (i *Interviewer) Start(ctx context.Context, owner string, r Request) (coach.Interview, error) {
	p, err := i.Problems.Problem(r.Problem)
	if err != nil {
		return coach.Interview{}, fmt.Errorf("start an interview: %w", err)
	}
	if r.Level == "" {
		r.Level = p.Level
	}
	if !r.Level.Valid() {
		return coach.Interview{}, coach.Invalid(fmt.Sprintf("level is %q: choose L6 or L7", r.Level))
	}
	if r.Minutes == 0 {
		r.Minutes = r.Level.DefaultMinutes()
	}
	if err := coach.CheckMinutes(r.Minutes); err != nil {
		return coach.Interview{}, err
	}
	if r.Mode == "" {
		r.Mode = coach.Realistic
	}
	if !r.Mode.Valid() {
		return coach.Interview{}, coach.Invalid(fmt.Sprintf("mode is %q: choose realistic or coaching", r.Mode))
	}
	id := strings.ToLower(rand.Text())
	log, err := i.Log.Append(ctx, owner, id, 0, i.Now(), coach.Begin(p.ID, r.Level, r.Minutes, r.Mode)...)
	if err != nil {
		return coach.Interview{}, fmt.Errorf("start an interview: %w", err)
	}
	return coach.Fold(id, log)
}

// State reads an interview.
func (i *Interviewer) State(ctx context.Context, owner, id string) (coach.Interview, error) {
	log, err := i.Log.Read(ctx, owner, id, 0)
	if err != nil {
		return coach.Interview{}, fmt.Errorf("read interview %s: %w", id, err)
	}
	if len(log) > 0 && log[0].Event.Kind() != coach.KindStarted {
		return coach.Interview{}, fmt.Errorf("read interview %s: %w", id, coach.NotFound("interview", id))
	}
	return coach.Fold(id, log)
}

// Do judges a command and appends what it gives. It returns the sequence number of the event that acknowledges the
// command, once it is on disk; the same command again gets the same number and changes nothing.
func (i *Interviewer) Do(ctx context.Context, owner, id string, c coach.Command) (int64, error) {
	var acked int64
	err := i.settle(ctx, owner, id, func(iv coach.Interview) ([]coach.Event, error) {
		seq, seen := iv.Acked(c.ID)
		if seen {
			acked = seq
			return nil, nil
		}
		events, err := coach.Decide(iv, c)
		acked = iv.LastSeq + int64(len(events)) // the event that carries the id is the last
		return events, err
	})
	if err != nil {
		return 0, err
	}
	return acked, nil
}

// settle appends what decide makes of the current state, and asks it again when somebody else was faster.
func (i *Interviewer) settle(ctx context.Context, owner, id string, decide func(coach.Interview) ([]coach.Event, error)) error {
	for {
		iv, err := i.State(ctx, owner, id)
		if err != nil {
			return err
		}
		events, err := decide(iv)
		if err != nil || len(events) == 0 {
			return err
		}
		_, err = i.Log.Append(ctx, owner, id, iv.LastSeq, i.Now(), events...)
		if !errors.Is(err, coach.ErrConflict) {
			if err != nil {
				return fmt.Errorf("append to interview %s: %w", id, err)
			}
			return nil
		}
	}
}
