package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
)

// This program is also the other process of its tests: with childEnv set it does what is said there to the file that is
// named behind, and ends.
const childEnv = "COACH_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	role, path, child := strings.Cut(os.Getenv(childEnv), " ")
	if !child {
		os.Exit(m.Run())
	}
	if err := roles[role](context.Background(), path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var roles = map[string]func(ctx context.Context, path string) error{"open": openOnce, "append": appendForever}

// process returns a command that runs this program in a role.
func process(ctx context.Context, role, path string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0]) //nolint:gosec // this program itself
	cmd.Env = append(os.Environ(), childEnv+"="+role+" "+path)
	cmd.Stderr = os.Stderr
	return cmd
}

func openOnce(ctx context.Context, path string) error {
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	s, err := sqlite.New(ctx, db, slog.New(slog.DiscardHandler))
	if err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(s.Ping(ctx), s.Close(), db.Close())
}

func TestProcessesThatOpenAnEmptyFileTogether(t *testing.T) {
	t.Parallel()
	for range 3 {
		path := filepath.Join(t.TempDir(), "data", "coach.db")
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if err := process(t.Context(), "open", path).Run(); err != nil {
					t.Errorf("one of four: %v", err)
				}
			})
		}
		wg.Wait()
	}
}

// appendForever appends to the log "a" and says each number that was acknowledged.
func appendForever(ctx context.Context, path string) error {
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	s, err := sqlite.New(ctx, db, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	log, err := s.Read(ctx, store.LocalOwner, "a", 0)
	if err != nil {
		return err
	}
	for last := int64(len(log)); ; {
		events := []coach.Event{coach.CandidateSaid{Text: strings.Repeat("words ", int(last%400))}, coach.HintGiven{}}
		recorded, err := s.Append(ctx, store.LocalOwner, "a", last, time.Now(), events...)
		if err != nil {
			return err
		}
		last = recorded[len(recorded)-1].Seq
		fmt.Println(last)
	}
}

// TestWhatWasAcknowledgedOutlivesAKilledProcess kills a process in the middle of its appends, again and again.
func TestWhatWasAcknowledgedOutlivesAKilledProcess(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "coach.db")
	s := connect(t, path)
	if _, err := s.Append(t.Context(), store.LocalOwner, "a", 0, time.Now(), coach.Begin("p", coach.L6, 60, coach.Realistic)...); err != nil {
		t.Fatal(err)
	}
	for round := range 4 {
		acked := killed(t, path, 20+15*round)
		log, err := connect(t, path).Read(t.Context(), store.LocalOwner, "a", 0)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(log)) < acked {
			t.Fatalf("event %d was acknowledged and the log has %d", acked, len(log))
		}
		if len(log)%2 != 0 {
			t.Errorf("the log has %d events: half an append is in it", len(log))
		}
		for i, r := range log {
			if r.Seq != int64(i)+1 {
				t.Fatalf("event %d has the number %d", i+1, r.Seq)
			}
		}
	}
}

// killed runs a process that appends, kills it after some acknowledgements, and returns the last one it gave.
func killed(t *testing.T, path string, after int) int64 {
	t.Helper()
	cmd := process(t.Context(), "append", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acked, n := int64(0), 0
	lines := bufio.NewScanner(out)
	for lines.Scan() { // what it said before it died is read too
		if acked, err = strconv.ParseInt(lines.Text(), 10, 64); err != nil {
			t.Fatal(err)
		}
		if n++; n == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || n < after {
		t.Fatalf("it ended by itself after %d acknowledgements: %v", n, err)
	}
	return acked
}
