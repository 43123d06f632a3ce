package review_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/review"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres/postgrestest"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
)

// fleets runs a test on each database, with a way to bring up servers on it.
func fleets(t *testing.T, test func(t *testing.T, boot func() review.Config)) {
	logger := slog.New(slog.DiscardHandler)
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "coach.db")
		open := func() *sqlite.DB {
			db, err := sqlite.Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			return db
		}
		test(t, func() review.Config {
			s, err := sqlite.New(t.Context(), open(), logger)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return review.Config{Log: s, SQLite: open().Write, Logger: logger}
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		pool := postgrestest.Pool(t)
		test(t, func() review.Config {
			s, err := postgres.New(t.Context(), pool, logger)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return review.Config{Log: s, Postgres: pool, Logger: logger}
		})
	})
}

var errDead = errors.New("this server is dead")

// mortal is a server's log until the server dies: nothing that it does afterwards is seen.
type mortal struct {
	review.Log
	dead atomic.Bool
}

func (m *mortal) Append(ctx context.Context, owner, id string, after int64, at time.Time, events ...coach.Event) ([]coach.Recorded, error) {
	if m.dead.Load() {
		return nil, errDead
	}
	return m.Log.Append(ctx, owner, id, after, at, events...)
}

func (m *mortal) Claim(ctx context.Context, id string, lane coach.Lane, holder string, ttl time.Duration) (bool, error) {
	if m.dead.Load() {
		return false, errDead
	}
	return m.Log.Claim(ctx, id, lane, holder, ttl)
}

func (m *mortal) Release(ctx context.Context, id string, lane coach.Lane, holder string) error {
	if m.dead.Load() {
		return errDead
	}
	return m.Log.Release(ctx, id, lane, holder)
}

// counting grades, and tells each design that it begins with. A grader that is stuck never comes to an end.
type counting struct {
	begun chan string
	stuck *atomic.Bool
}

func (c counting) Design(ctx context.Context, d coach.Design, _ coach.Problem) (coach.Report, error) {
	stuck := c.stuck.Load()
	select {
	case c.begun <- d.ID:
	case <-ctx.Done():
		return coach.Report{}, ctx.Err()
	}
	if stuck {
		<-ctx.Done()
		return coach.Report{}, ctx.Err()
	}
	return coach.Report{Schema: coach.ReportSchema, ID: d.ID, Kind: "design", Overall: coach.Hire}, nil
}

// server is one of several that share a database.
type server struct {
	queue *review.Queue
	log   *mortal
	stuck *atomic.Bool
}

// kill lets a server die in the middle of what it does.
func (s server) kill() {
	s.log.dead.Store(true)
	s.queue.Stop()
}

func TestAHundredDesignsAreEachReviewedOnceWhileServersDie(t *testing.T) {
	t.Parallel()
	fleets(t, func(t *testing.T, boot func() review.Config) {
		const designs, servers = 100, 3
		begun := make(chan string)
		start := func() server {
			cfg := boot()
			s := server{log: &mortal{Log: cfg.Log}, stuck: &atomic.Bool{}}
			cfg.Log, cfg.Problems, cfg.Assessor = s.log, bank{}, counting{begun, s.stuck}
			cfg.Workers, cfg.Owners, cfg.Lease, cfg.Sweep = 4, []string{owner}, 500*time.Millisecond, 100*time.Millisecond
			q, err := review.Start(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(q.Stop)
			s.queue = q
			return s
		}
		fleet := make([]server, servers)
		for i := range fleet {
			fleet[i] = start()
		}
		log, isLog := boot().Log.(store.Log)
		if !isLog {
			t.Fatal("the log is not a whole one")
		}
		filed := make(chan error, 1)
		go func() {
			for i := range designs {
				if _, err := fleet[0].queue.Submit(t.Context(), owner, submitted(fmt.Sprintf("Design %d.", i))); err != nil {
					filed <- err
					return
				}
			}
			filed <- nil
		}()
		chance := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // which server dies is no secret
		timeout := time.After(3 * time.Minute)
		beat := time.NewTicker(100 * time.Millisecond)
		defer beat.Stop()
		starts, kills, all := 0, 0, false
		for {
			select {
			case <-begun:
				// Server 0 takes the designs in, so it stays. Another one gets stuck now and then, and soon dies with what it has begun.
				if starts++; starts%5 == 0 && kills < 15 {
					fleet[1+chance.IntN(servers-1)].stuck.Store(true)
				}
			case err := <-filed:
				if err != nil {
					t.Fatal(err)
				}
				all = true
			case <-beat.C:
				for i, s := range fleet {
					if s.stuck.Load() {
						s.kill()
						fleet[i] = start()
						kills++
					}
				}
				if all && done(t, log) == designs {
					checkOnce(t, log, designs)
					t.Logf("%d designs, %d servers died, %d reviews were begun", designs, kills, starts)
					if kills < 5 {
						t.Errorf("only %d servers died", kills)
					}
					return
				}
			case <-timeout:
				t.Fatalf("%d of %d designs are done, after %d servers died", done(t, log), designs, kills)
			}
		}
	})
}

func done(t *testing.T, log store.Log) int {
	t.Helper()
	list, err := log.List(t.Context(), owner, coach.SubjectDesign)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range list {
		if d.Status == string(coach.DesignDone) {
			n++
		}
	}
	return n
}

// checkOnce holds each design to one result, and to no failure: a server that died is none.
func checkOnce(t *testing.T, log store.Log, designs int) {
	t.Helper()
	list, err := log.List(t.Context(), owner, coach.SubjectDesign)
	if err != nil || len(list) != designs {
		t.Fatalf("%d designs, %v", len(list), err)
	}
	for _, d := range list {
		events, err := log.Read(t.Context(), owner, d.ID, 0)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[coach.Kind]int{}
		for _, e := range events {
			kinds[e.Event.Kind()]++
		}
		if kinds[coach.KindReported] != 1 || kinds[coach.KindReviewFailed] != 0 {
			t.Errorf("design %s has %v", d.ID, kinds)
		}
	}
}
