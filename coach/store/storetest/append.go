package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

func testAppend(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	got, err := s.Append(t.Context(), owner, "a", 2, at, said("x"), said("y"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Seq != 3 || got[1].Seq != 4 {
		t.Fatalf("appended as %+v", got)
	}
	whole(t, s, "a", 4)
	log := read(t, s, "a", 2)
	if !reflect.DeepEqual(log, got) {
		t.Fatalf("read %+v, appended %+v", log, got)
	}
	if want := at.UTC().Truncate(time.Microsecond); !log[0].At.Equal(want) || log[0].At.Location() != time.UTC {
		t.Fatalf("appended at %v, want %v", log[0].At, want)
	}
	for _, after := range []int64{4, 5, 1 << 40} {
		if rest := read(t, s, "a", after); len(rest) != 0 {
			t.Fatalf("behind event %d: %+v", after, rest)
		}
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func testRefusals(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	if _, err := s.Append(t.Context(), owner, "b", 3, at, said("x")); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("append to a log that does not exist: %v", err)
	}
	if _, err := s.Append(t.Context(), owner, "b", 0, at, said("x")); err == nil {
		t.Error("a log began with words")
	}
	if _, err := s.Append(t.Context(), owner, "a", 2, at); err == nil {
		t.Error("nothing was appended without an error")
	}
	if _, err := s.Append(t.Context(), owner, "a", 2, at, coach.Started{}); err == nil {
		t.Error("a log began twice")
	}
	if _, err := s.Read(t.Context(), owner, "b", 0); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("read of a log that does not exist: %v", err)
	}
	if _, err := s.Summary(t.Context(), owner, "b"); coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("summary of a log that does not exist: %v", err)
	}
	whole(t, s, "a", 2)
}

func testConflict(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	for _, after := range []int64{0, 1, 3, 99} {
		events := []coach.Event{said("x")}
		if after == 0 {
			events = coach.Begin("p", coach.L6, 60, coach.Realistic)
		}
		if _, err := s.Append(t.Context(), owner, "a", after, at, events...); !errors.Is(err, coach.ErrConflict) {
			t.Errorf("append behind event %d of a log at 2: %v", after, err)
		}
	}
	whole(t, s, "a", 2)
}

// testTimes keeps times of any zone and age to the microsecond, cut and not rounded.
func testTimes(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	for i, when := range []time.Time{
		time.Date(2026, 3, 4, 5, 6, 7, 999_999_999, time.FixedZone("west", -11*3600)),
		time.Date(1965, 1, 1, 0, 0, 0, 1_999, time.UTC),
		time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Now(), // with a monotonic reading
	} {
		got, err := s.Append(t.Context(), owner, "a", int64(2+i), when, said("x"))
		if err != nil {
			t.Fatal(err)
		}
		if want := when.UTC().Truncate(time.Microsecond); got[0].At != want {
			t.Errorf("appended at %v, recorded at %v, want %v", when, got[0].At, want)
		}
		if kept := read(t, s, "a", int64(2+i)); kept[0].At != got[0].At {
			t.Errorf("recorded at %v, read as %v", got[0].At, kept[0].At)
		}
	}
}

// testCancelled ends contexts before and while they are used; what they leave behind works.
func testCancelled(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Append(over, owner, "a", 2, at, said("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("append with a context that is over: %v", err)
	}
	if _, err := s.Read(over, owner, "a", 0); !errors.Is(err, context.Canceled) {
		t.Errorf("read with a context that is over: %v", err)
	}
	for i := range 20 {
		short, cancel := context.WithTimeout(t.Context(), time.Duration(i)*100*time.Microsecond)
		_, err := s.Append(short, owner, "a", int64(len(read(t, s, "a", 0))), at, said("x"))
		cancel()
		if err != nil && coach.CodeOf(err) != "" {
			t.Errorf("append with a short time: %v", err)
		}
	}
	n := len(read(t, s, "a", 0))
	if _, err := s.Append(t.Context(), owner, "a", int64(n), at, said("x")); err != nil {
		t.Fatal(err)
	}
	whole(t, s, "a", n+1)
}

// testAllOrNone appends several events of which one cannot be kept.
func testAllOrNone(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	before, err := s.Summary(t.Context(), owner, "a")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Append(t.Context(), owner, "a", 2, at, coach.Ended{Reason: coach.EndAsked}, said("a\x00b"))
	if coach.CodeOf(err) != coach.CodeInvalid {
		t.Errorf("text with a NUL: %v", err)
	}
	whole(t, s, "a", 2)
	if after, err := s.Summary(t.Context(), owner, "a"); err != nil || after != before {
		t.Errorf("the summary was %+v and is %+v, %v", before, after, err)
	}
}

const writers, rounds = 8, 10

// testRace lets writers append at the same number: in each round one wins, and the others are told.
func testRace(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	for round := range rounds {
		var wg sync.WaitGroup
		won := make([]bool, writers)
		for w := range writers {
			wg.Go(func() {
				_, err := s.Append(t.Context(), owner, "a", int64(2+round), at, said(fmt.Sprint(round, w)))
				if won[w] = err == nil; err != nil && !errors.Is(err, coach.ErrConflict) {
					t.Errorf("writer %d: %v", w, err)
				}
			})
		}
		wg.Wait()
		if n := count(won); n != 1 {
			t.Fatalf("in round %d %d of %d writers won", round, n, writers)
		}
	}
	whole(t, s, "a", 2+rounds)
}

func count(flags []bool) (n int) {
	for _, f := range flags {
		if f {
			n++
		}
	}
	return n
}

// testTwoProcesses lets writers of two processes append until each has said its words, creating the log together.
func testTwoProcesses(t *testing.T, open Open) {
	connect := open(t)
	stores := []store.Log{connect(), connect()}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			s := stores[w%2]
			if _, err := s.Append(t.Context(), owner, "a", 0, at, coach.Begin("p", coach.L6, 60, coach.Realistic)...); err != nil && !errors.Is(err, coach.ErrConflict) {
				t.Errorf("writer %d creates the log: %v", w, err)
				return
			}
			for i := 0; i < 5; {
				log, err := s.Read(t.Context(), owner, "a", 0)
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				_, err = s.Append(t.Context(), owner, "a", int64(len(log)), at, said(fmt.Sprint(w, " ", i)))
				switch {
				case err == nil:
					i++
				case !errors.Is(err, coach.ErrConflict):
					t.Errorf("writer %d: %v", w, err)
					return
				}
			}
		})
	}
	wg.Wait()
	whole(t, stores[0], "a", 2+writers*5)
	whole(t, stores[1], "a", 2+writers*5)
}

func testReadWhileWriting(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	written := make(chan struct{})
	go func() {
		defer close(written)
		for i := range 50 {
			if _, err := s.Append(t.Context(), owner, "a", int64(2+i), at, said(fmt.Sprint(i))); err != nil {
				t.Errorf("append: %v", err)
				return
			}
		}
	}()
	for last, done := 0, false; !done; {
		select {
		case <-written:
			done = true
		default:
		}
		log := read(t, s, "a", 0)
		if len(log) < last {
			t.Fatalf("a log of %d events has become one of %d", last, len(log))
		}
		last = len(log)
		if _, err := coach.Fold("a", log); err != nil {
			t.Fatal(err)
		}
	}
	whole(t, s, "a", 52)
}
