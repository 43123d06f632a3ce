package review_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/review"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres/postgrestest"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
)

const owner = store.LocalOwner

type bank struct{}

func (bank) Problem(id string) (coach.Problem, error) {
	if id == "l6-counter" {
		return coach.Problem{ID: id, Title: "Counter", Level: coach.L6}, nil
	}
	return coach.Problem{}, coach.NotFound("problem", id)
}

// grader fails as often as it is told to, then grades.
type grader struct{ failures, asked atomic.Int64 }

func (g *grader) Design(_ context.Context, d coach.Design, _ coach.Problem) (coach.Report, error) {
	g.asked.Add(1)
	if g.failures.Add(-1) >= 0 {
		return coach.Report{}, &model.Error{Reason: model.ReasonOverloaded, Model: "test", Err: errors.New("503")}
	}
	return coach.Report{Schema: coach.ReportSchema, ID: d.ID, Kind: "design", Overall: coach.Hire}, nil
}

// databases runs a test on each database.
func databases(t *testing.T, test func(t *testing.T, cfg review.Config)) {
	logger := slog.New(slog.DiscardHandler)
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "coach.db")
		open := func() *sqlite.DB {
			db, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
			return db
		}
		s, err := sqlite.New(t.Context(), open(), logger)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		test(t, review.Config{Log: s, SQLite: open().Write, Logger: logger})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		pool := postgrestest.Pool(t)
		s, err := postgres.New(t.Context(), pool, logger)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		test(t, review.Config{Log: s, Postgres: pool, Logger: logger})
	})
}

func start(t *testing.T, cfg review.Config, g *grader) *review.Queue {
	t.Helper()
	cfg.Problems, cfg.Assessor = bank{}, g
	q, err := review.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Stop)
	return q
}

func submitted(text string) coach.DesignSubmitted {
	return coach.DesignSubmitted{Problem: "l6-counter", Title: "  Mine\n and yours ", Text: text}
}

// until waits for a design that ok likes.
func until(t *testing.T, cfg review.Config, id, what string, ok func(coach.Design) bool) coach.Design {
	t.Helper()
	log, isLog := cfg.Log.(store.Log)
	if !isLog {
		t.Fatal("the log cannot be watched")
	}
	grew, stop := log.Watch(id)
	defer stop()
	timeout := time.After(60 * time.Second)
	for {
		d, err := review.Desk{Log: cfg.Log}.Design(t.Context(), owner, id)
		if err != nil {
			t.Fatal(err)
		}
		if ok(d) {
			return d
		}
		select {
		case <-grew:
		case <-timeout:
			t.Fatalf("waiting for %s, the design stands at %+v", what, d)
		}
	}
}

func TestADesignIsGradedInTheBackground(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, cfg review.Config) {
		q := start(t, cfg, &grader{})
		id, err := q.Submit(t.Context(), owner, submitted("Counted in memory."))
		if err != nil {
			t.Fatal(err)
		}
		d := until(t, cfg, id, "the report", func(d coach.Design) bool { return d.Status == coach.DesignDone })
		if d.Report.ID != id || d.Level != coach.L6 || d.Title != "Mine and yours" || d.Attempts != 1 {
			t.Errorf("design %+v", d)
		}
	})
}

func TestAFailedReviewIsTriedAgainByItself(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, cfg review.Config) {
		g := &grader{}
		g.failures.Store(1)
		q := start(t, cfg, g)
		id, err := q.Submit(t.Context(), owner, submitted("Counted in memory."))
		if err != nil {
			t.Fatal(err)
		}
		until(t, cfg, id, "the failure", func(d coach.Design) bool { return d.Error != "" || d.Status == coach.DesignDone })
		d := until(t, cfg, id, "the report", func(d coach.Design) bool { return d.Status == coach.DesignDone })
		if d.Attempts != 2 || d.Error != "" {
			t.Errorf("design %+v", d)
		}
	})
}

func TestAReviewThatWasNeverQueuedIsFoundAtTheStart(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, cfg review.Config) {
		id, err := review.Desk{Log: cfg.Log, Problems: bank{}}.File(t.Context(), owner, submitted("Filed right before a crash."))
		if err != nil {
			t.Fatal(err)
		}
		cfg.Owners = []string{owner}
		start(t, cfg, &grader{})
		until(t, cfg, id, "the report", func(d coach.Design) bool { return d.Status == coach.DesignDone })
	})
}

func TestTheDeskGradesAtOnceAndOnce(t *testing.T) {
	t.Parallel()
	databases(t, func(t *testing.T, cfg review.Config) {
		g := &grader{}
		desk := review.Desk{Log: cfg.Log, Problems: bank{}, Assessor: g}
		id, err := desk.File(t.Context(), owner, submitted("x"))
		if err != nil {
			t.Fatal(err)
		}
		g.failures.Store(1)
		if _, err := desk.Grade(t.Context(), owner, id); model.ReasonOf(err) != model.ReasonOverloaded {
			t.Errorf("a failing grader: %v", err)
		}
		if d := until(t, cfg, id, "the failure", func(d coach.Design) bool { return true }); d.Status != coach.DesignFailed || d.Error == "" {
			t.Errorf("after the failure %+v", d)
		}
		for range 2 {
			if r, err := desk.Grade(t.Context(), owner, id); err != nil || r.ID != id {
				t.Errorf("report %+v, %v", r, err)
			}
		}
		if n := g.asked.Load(); n != 2 {
			t.Errorf("the grader was asked %d times", n)
		}
		if _, err := desk.Grade(t.Context(), owner, "nowhere"); coach.CodeOf(err) != coach.CodeNotFound {
			t.Errorf("a design that does not exist: %v", err)
		}
	})
}

func TestDesignsThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	desk := review.Desk{Problems: bank{}}
	long := make([]byte, coach.MaxDesign+1)
	for i := range long {
		long[i] = 'x'
	}
	for name, c := range map[string]struct {
		design coach.DesignSubmitted
		want   coach.Code
	}{
		"problem missing": {coach.DesignSubmitted{Text: "x"}, coach.CodeInvalid},
		"problem unknown": {coach.DesignSubmitted{Problem: "l6-x", Text: "x"}, coach.CodeNotFound},
		"level":           {coach.DesignSubmitted{Problem: "l6-counter", Level: "L1", Text: "x"}, coach.CodeInvalid},
		"empty":           {submitted(" \n"), coach.CodeInvalid},
		"too long":        {submitted(string(long)), coach.CodeInvalid},
		"no text":         {submitted("x\x00"), coach.CodeInvalid},
		"title":           {coach.DesignSubmitted{Problem: "l6-counter", Text: "x", Title: string(long[:400])}, coach.CodeInvalid},
	} {
		if _, err := desk.File(t.Context(), owner, c.design); coach.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
