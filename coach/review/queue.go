package review

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Config is what a queue is made of. One of SQLite and Postgres is set.
type Config struct {
	Log      Log
	Problems Problems
	Assessor Assessor
	SQLite   *sql.DB // a handle of its own with one connection: River asks for that
	Postgres *pgxpool.Pool
	Logger   *slog.Logger
	Owners   []string      // whose designs are looked through at the start for reviews that were never queued
	Workers  int           // designs graded at once. Default: 2
	Timeout  time.Duration // for one attempt. Default: 10 minutes
}

// attempts is how often a review is tried before it counts as failed.
const attempts = 4

// Queue is a running queue of reviews. Stop ends it.
type Queue struct {
	desk   Desk
	insert func(context.Context, job) error
	stop   func(context.Context) error
}

// job is one review to be done.
type job struct {
	Owner  string `json:"owner"`
	Design string `json:"design"`
}

// Kind names the job in the queue's tables.
func (job) Kind() string { return "review_design" }

// InsertOpts lets a design be queued once, and a failed review be tried again.
func (job) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// Start brings the queue's tables up to date and starts its workers.
func Start(ctx context.Context, cfg Config) (*Queue, error) {
	if cfg.Workers == 0 {
		cfg.Workers = 2
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 10 * time.Minute
	}
	q := &Queue{desk: Desk{Log: cfg.Log, Problems: cfg.Problems, Assessor: cfg.Assessor}}
	var err error
	if cfg.Postgres != nil {
		err = open(ctx, q, riverpgxv5.New(cfg.Postgres), cfg)
	} else {
		err = open(ctx, q, riversqlite.New(cfg.SQLite), cfg)
	}
	if err != nil {
		return nil, err
	}
	for _, owner := range cfg.Owners {
		if err := q.sweep(ctx, owner); err != nil {
			q.Stop()
			return nil, err
		}
	}
	return q, nil
}

func open[TTx any](ctx context.Context, q *Queue, driver riverdriver.Driver[TTx], cfg Config) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet(cfg.Logger)})
	if err != nil {
		return fmt.Errorf("prepare the job queue's tables: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("bring the job queue's tables up to date: %w", err)
	}
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &worker{desk: q.desk, timeout: cfg.Timeout}); err != nil {
		return fmt.Errorf("set up the job queue: %w", err)
	}
	client, err := river.NewClient(driver, &river.Config{
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: cfg.Workers}}, Workers: workers, Logger: quiet(cfg.Logger),
	})
	if err != nil {
		return fmt.Errorf("set up the job queue: %w", err)
	}
	// The queue outlives the call that starts it; Stop ends it.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the job queue: %w", err)
	}
	q.insert = func(ctx context.Context, j job) error {
		_, err := client.Insert(ctx, j, nil)
		return err
	}
	q.stop = client.StopAndCancel
	return nil
}

// quiet keeps the queue's own chatter below the product's.
func quiet(logger *slog.Logger) *slog.Logger {
	return slog.New(levelled{logger.Handler()})
}

// levelled passes on warnings and worse.
type levelled struct{ slog.Handler }

// Enabled reports whether a record is a warning or worse.
func (l levelled) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && l.Handler.Enabled(ctx, level)
}

// Stop cancels reviews under way, which stay queued, and waits for the workers. It may be called twice.
func (q *Queue) Stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = q.stop(ctx) // what did not stop in time is taken up again after its timeout
}

// Submit stores a design and queues its review. It returns the design's id.
func (q *Queue) Submit(ctx context.Context, owner string, s coach.DesignSubmitted) (string, error) {
	id, err := q.desk.File(ctx, owner, s)
	if err != nil {
		return "", err
	}
	if err := q.insert(ctx, job{Owner: owner, Design: id}); err != nil {
		_ = q.desk.Log.Delete(context.WithoutCancel(ctx), owner, id) // or else the next start queues it
		return "", fmt.Errorf("queue the review of design %s: %w", id, err)
	}
	return id, nil
}

// sweep queues designs whose review is open: one that was filed right before a crash has no job.
func (q *Queue) sweep(ctx context.Context, owner string) error {
	designs, err := q.desk.Log.List(ctx, owner, coach.SubjectDesign)
	if err != nil {
		return fmt.Errorf("look for open reviews: %w", err)
	}
	for _, d := range designs {
		if s := coach.DesignStatus(d.Status); s != coach.DesignQueued && s != coach.DesignRunning {
			continue
		}
		if err := q.insert(ctx, job{Owner: owner, Design: d.ID}); err != nil {
			return fmt.Errorf("queue the review of design %s: %w", d.ID, err)
		}
	}
	return nil
}

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

// Work grades the design of a job.
func (w *worker) Work(ctx context.Context, j *river.Job[job]) error {
	_, err := w.desk.attempt(ctx, j.Args.Owner, j.Args.Design, j.Attempt >= j.MaxAttempts)
	if coach.CodeOf(err) == coach.CodeNotFound {
		return river.JobCancel(errors.New("the design was deleted"))
	}
	return err
}
