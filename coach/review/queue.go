package review

import (
	"context"
	"database/sql"
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
	Budget   float64       // what models may cost in the review of one design, in US dollars; 0 sets no bound
	Workers  int           // designs graded at once. Default: 2
	Timeout  time.Duration // for one attempt. Default: 10 minutes
	MaxOpen  int           // reviews that one owner may have queued and running. Default: 200
	Lease    time.Duration // how long a review stays with a server that shows no sign of life. Default: 20 s
	Sweep    time.Duration // how often reviews are looked for whose server died. Default: 10 s
}

// attempts is how often a review is tried before it counts as failed.
const attempts = 4

// Queue is a running queue of reviews. Stop ends it.
type Queue struct {
	desk    Desk
	maxOpen int
	insert  func(context.Context, job) error
	stop    func(context.Context) error
	sweeper sweeper
}

// job is one review to be done.
type job struct {
	Owner  string `json:"owner"`
	Design string `json:"design"`
	Seq    int64  `json:"seq"` // where the design's log stood: a job for each time that there is something to do
}

// Kind names the job in the queue's tables.
func (job) Kind() string { return "review_design" }

// InsertOpts lets a design be queued once, and a failed review be tried again. How often is for the design's log to say:
// River also counts the attempts that were broken off with a server.
func (job) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 4 * attempts, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// Start brings the queue's tables up to date and starts its workers.
func Start(ctx context.Context, cfg Config) (*Queue, error) {
	if cfg.Workers == 0 {
		cfg.Workers = 2
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 10 * time.Minute
	}
	if cfg.MaxOpen == 0 {
		cfg.MaxOpen = 200
	}
	if cfg.Sweep == 0 {
		cfg.Sweep = 10 * time.Second
	}
	q := &Queue{maxOpen: cfg.MaxOpen, desk: Desk{Log: cfg.Log, Problems: cfg.Problems, Assessor: cfg.Assessor, Budget: cfg.Budget, Lease: cfg.Lease}}
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
	q.sweeper.start(cfg, q.sweep)
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
	q.sweeper.end()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = q.stop(ctx) // what did not stop in time is taken up again after its timeout
}

// Submit stores a design and queues its review. It returns the design's id, or a busy error where the owner has too many
// reviews open.
func (q *Queue) Submit(ctx context.Context, owner string, s coach.DesignSubmitted) (string, error) {
	designs, err := q.desk.Log.List(ctx, owner, coach.SubjectDesign)
	if err != nil {
		return "", fmt.Errorf("count the open reviews: %w", err)
	}
	open := 0
	for _, d := range designs {
		if coach.DesignStatus(d.Status).Open() {
			open++
		}
	}
	if open >= q.maxOpen {
		return "", coach.Busy(fmt.Sprintf("%d designs wait for their review and no more are taken: wait for some, or cancel them", open))
	}
	id, err := q.desk.File(ctx, owner, s)
	if err != nil {
		return "", err
	}
	if err := q.insert(ctx, job{Owner: owner, Design: id, Seq: 1}); err != nil {
		_ = q.desk.Log.Delete(context.WithoutCancel(ctx), owner, id) // or else the next sweep queues it
		return "", fmt.Errorf("queue the review of design %s: %w", id, err)
	}
	return id, nil
}

// Cancel ends a review that is queued or running.
func (q *Queue) Cancel(ctx context.Context, owner, id string) error {
	return q.desk.Cancel(ctx, owner, id)
}

// Retry queues a review once more that failed, was cancelled, or could not assess a part.
func (q *Queue) Retry(ctx context.Context, owner, id string) error {
	if err := q.desk.reopen(ctx, owner, id); err != nil {
		return err
	}
	return q.enqueue(ctx, owner, id)
}

// enqueue queues a review for what its log says now.
func (q *Queue) enqueue(ctx context.Context, owner, id string) error {
	d, err := q.desk.Design(ctx, owner, id)
	if err != nil {
		return err
	}
	if err := q.insert(ctx, job{Owner: owner, Design: id, Seq: d.LastSeq}); err != nil {
		return fmt.Errorf("queue the review of design %s: %w", id, err)
	}
	return nil
}
