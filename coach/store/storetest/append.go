package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
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

func testEveryKind(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	events := []coach.Event{
		coach.StepEntered{ID: "1", Step: coach.Capacity, Reason: coach.ReasonTime}, said("x"),
		coach.BoardChanged{ID: "2", Format: "mermaid", Source: "graph LR"},
		coach.InterviewerSaid{Text: "x", Step: coach.Capacity, Purpose: coach.PurposeReply, Re: 7, Citations: []coach.Citation{{Passage: "a#b", Heading: []string{"A"}}}},
		coach.RequirementChanged{Text: "x"}, coach.HintGiven{ID: "3", Step: coach.Capacity}, coach.ModelFailed{Message: "x", Lane: coach.LaneGrade},
		coach.RetryAsked{ID: "4"}, coach.Paused{ID: "5", Left: true}, coach.Resumed{ID: "6"},
		coach.StepAssessed{Step: coach.Capacity, Covered: []string{"a"}, Missed: []string{}, Feedback: "x"},
		coach.Ended{ID: "7", Reason: coach.EndAsked},
		coach.Reported{Overall: coach.Hire, Report: coach.Report{Schema: coach.ReportSchema, Scores: []coach.Score{{Dimension: coach.Cost, Score: 3}}}},
	}
	if _, err := s.Append(t.Context(), owner, "a", 2, at, events...); err != nil {
		t.Fatal(err)
	}
	for i, r := range read(t, s, "a", 2) {
		if !reflect.DeepEqual(r.Event, events[i]) {
			t.Errorf("%+v came back as %+v", events[i], r.Event)
		}
	}
}

func testHostileText(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	for i, text := range []string{
		"'; DROP TABLE events; --", `\u0000 \ud800 "quoted" \\`, "日本語 🏗️ \u2028 é", "<script>alert(1)</script>", strings.Repeat("a long story. ", 80_000),
	} {
		if _, err := s.Append(t.Context(), owner, "a", int64(2+i), at, said(text)); err != nil {
			t.Fatalf("%.40q: %v", text, err)
		}
		got := read(t, s, "a", int64(2+i))[0].Event.(coach.CandidateSaid).Text
		if got != text {
			t.Errorf("%.40q came back as %.40q", text, got)
		}
	}
}
