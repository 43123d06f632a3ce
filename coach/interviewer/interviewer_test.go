package interviewer_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/assess"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
	"github.com/interviewcoach/interviewcoach/prompts"
)

const owner = store.LocalOwner

// problem is a small problem whose points and facts the tests know.
var problem = coach.Problem{
	ID: "l6-counter", Title: "Counter", Level: coach.L6, Kind: "component", Prompt: "Design a counter of clicks.",
	Facts: []coach.Fact{{ID: "load", Asks: []string{"how many clicks per second", "what load", "traffic"}, Answer: "Forty thousand clicks a second at peak."}},
	KeyPoints: []coach.KeyPoint{
		{ID: "ask", Step: coach.Requirements, Dimension: coach.Scale, Point: "Asks for the load.", Signs: []coach.Sign{{{"click*"}, {"per second", "load"}}}, Probe: "What do you design for?", Hint: "Think of the worst minute."},
		{ID: "exact", Step: coach.Requirements, Dimension: coach.CustomerObsession, Point: "Asks how exact it has to be.", Signs: []coach.Sign{{{"exact*", "approximate*"}, {"count*"}}}, Probe: "Who reads the numbers, and what do they do with them?", Hint: "Who is hurt by a wrong number?"},
		{ID: "team", Step: coach.Requirements, Level: coach.L7, Dimension: coach.ThinkBig, Point: "Asks who owns it.", Signs: []coach.Sign{{{"team*"}, {"own*"}}}, Probe: "Whose is this?", Hint: "Think of the organisation."},
		{ID: "window", Step: coach.DetailedDesign, Dimension: coach.Performance, Point: "Gathers counts before they are written.", Signs: []coach.Sign{{{"gather*", "batch*"}, {"second*", "minute*"}}}, Probe: "When is a click written?", Hint: "A write per click is a lot."},
		{ID: "peak", Step: coach.Capacity, Dimension: coach.Scale, Point: "Computes the peak.", Signs: []coach.Sign{{{"peak"}, {"per second", "/s"}}}, Probe: "What is the peak?", Hint: "A day has 86,400 seconds."},
	},
	Change: &coach.Change{
		Text: "Money is now paid by the click.\nWhat does that change?", GoodReaction: "Counts become exact: each click has an id and is kept in a log.",
		Signs: []coach.Sign{{{"log", "exact*"}, {"id", "ids", "twice"}}}, KeyPoints: []string{"window"},
	},
}

type bank struct{}

func (bank) Problem(id string) (coach.Problem, error) {
	if id == problem.ID {
		return problem, nil
	}
	return coach.Problem{}, coach.NotFound("problem", id)
}

type shelf struct{}

func (shelf) Search(context.Context, string, int) ([]coach.Passage, error) {
	return []coach.Passage{{ID: "counting#exactness", Guide: "counting", Heading: []string{"Counting", "Exactness"}, Text: "Who reads it decides."}}, nil
}

func (shelf) Digest(context.Context) (string, error) { return "digest", nil }

// house is what a server is made of, on a database that outlives it.
type house struct {
	t    *testing.T
	path string
}

func newHouse(t *testing.T) *house { return &house{t: t, path: filepath.Join(t.TempDir(), "coach.db")} }

// open starts a server. stop kills it: nothing that it had in memory is left.
func (h *house) open(m model.Model, change ...func(*interviewer.Config)) (iv *interviewer.Interviewer, log store.Log, stop func()) {
	h.t.Helper()
	db, err := sqlite.Open(h.t.Context(), h.path)
	if err != nil {
		h.t.Fatal(err)
	}
	logger := slog.New(slog.DiscardHandler)
	s, err := sqlite.New(h.t.Context(), db, logger)
	if err != nil {
		h.t.Fatal(err)
	}
	lib, err := prompts.Load(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	config := interviewer.Config{
		Log: s, Problems: bank{}, Library: shelf{}, Model: m, Prompts: lib, Logger: logger, ClaimFor: 300 * time.Millisecond,
		Assessor: &assess.Assessor{Model: m, Prompts: lib, Library: shelf{}, Logger: logger, Now: time.Now},
	}
	for _, c := range change {
		c(&config)
	}
	iv = interviewer.New(config)
	var once sync.Once
	stop = func() {
		once.Do(func() {
			iv.Stop()
			if err := errors.Join(s.Close(), db.Close()); err != nil {
				h.t.Error(err)
			}
		})
	}
	h.t.Cleanup(stop)
	return iv, s, stop
}

// start begins an interview and attends it.
func start(t *testing.T, iv *interviewer.Interviewer, r interviewer.Request) (string, *interviewer.Attendance) {
	t.Helper()
	if r.Problem == "" {
		r.Problem = problem.ID
	}
	state, err := iv.Start(t.Context(), owner, r)
	if err != nil {
		t.Fatal(err)
	}
	return state.ID, attend(t, iv, state.ID)
}

func attend(t *testing.T, iv *interviewer.Interviewer, id string) *interviewer.Attendance {
	t.Helper()
	a, err := iv.Attend(t.Context(), owner, id)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Leave)
	return a
}

// until waits for a state that ok likes.
func until(t *testing.T, iv *interviewer.Interviewer, log store.Log, id, what string, ok func(coach.Interview) bool) coach.Interview {
	t.Helper()
	grew, stop := log.Watch(id)
	defer stop()
	timeout := time.After(20 * time.Second)
	for {
		state, err := iv.State(t.Context(), owner, id)
		if err != nil {
			t.Fatal(err)
		}
		if ok(state) {
			return state
		}
		select {
		case <-grew:
		case <-timeout:
			t.Fatalf("waiting for %s, the interview stands at %+v", what, state.Said)
		}
	}
}

// quiet is a state in which the interviewer has nothing more to say.
func quiet(iv coach.Interview) bool {
	_, _, speaks, _ := iv.Owed()
	return !speaks
}

func do(t *testing.T, iv *interviewer.Interviewer, id string, c coach.Command) int64 {
	t.Helper()
	seq, err := iv.Do(t.Context(), owner, id, c)
	if err != nil {
		t.Fatalf("%s: %v", c.Do, err)
	}
	return seq
}

func say(id, text string) coach.Command { return coach.Command{Do: coach.DoSay, ID: id, Text: text} }

func last(iv coach.Interview) coach.Utterance { return iv.Said[len(iv.Said)-1] }

func TestAWholeInterview(t *testing.T) {
	t.Parallel()
	iv, log, _ := newHouse(t).open(local.New(0))
	id, _ := start(t, iv, interviewer.Request{})
	state := until(t, iv, log, id, "the opening", quiet)
	if !strings.Contains(last(state).Text, problem.Prompt) {
		t.Fatalf("opened with %q", last(state).Text)
	}
	do(t, iv, id, say("a", "How many clicks per second are there?"))
	state = until(t, iv, log, id, "an answer", quiet)
	if got := last(state).Text; !strings.Contains(got, problem.Facts[0].Answer) {
		t.Fatalf("a clarifying question was answered with %q", got)
	}
	do(t, iv, id, say("b", "I design for the load of clicks per second that you give, because the peak decides."))
	state = until(t, iv, log, id, "a probe", quiet)
	if got := last(state); !strings.Contains(got.Text, "Who reads the numbers") || got.Focus != "exact" {
		t.Fatalf("probed with %q about %q", got.Text, got.Focus)
	}
	if said := events[coach.InterviewerSaid](t, log, id); len(said[len(said)-1].Citations) != 1 || said[len(said)-1].Citations[0].Passage != "counting#exactness" {
		t.Fatalf("the probe cites %+v", said[len(said)-1].Citations)
	}
	do(t, iv, id, coach.Command{Do: coach.DoHint, ID: "h"})
	state = until(t, iv, log, id, "a hint", quiet)
	if got := last(state).Text; !strings.Contains(got, "Who is hurt by a wrong number?") {
		t.Fatalf("the hint was %q", got)
	}
	for range coach.Steps() {
		state = until(t, iv, log, id, "a quiet moment", quiet)
		do(t, iv, id, coach.Command{Do: coach.DoNextStep, ID: "next " + string(state.Step)})
	}
	state = until(t, iv, log, id, "the report", func(iv coach.Interview) bool { return iv.Report != nil })
	if state.EndedBy != coach.EndCompleted || len(state.Assessed) != 6 || last(state).Purpose != coach.PurposeClosing {
		t.Fatalf("ended by %q with %d assessed steps and %q", state.EndedBy, len(state.Assessed), last(state).Text)
	}
	if got := state.Assessed[coach.Requirements]; len(got.Covered) != 1 || len(got.Missed) != 1 {
		t.Errorf("requirements were assessed as %+v", got)
	}
}

func TestWordsBeforeTheOpeningAreAnsweredAfterIt(t *testing.T) {
	t.Parallel()
	iv, log, _ := newHouse(t).open(local.New(0))
	state, err := iv.Start(t.Context(), owner, interviewer.Request{Problem: problem.ID})
	if err != nil {
		t.Fatal(err)
	}
	do(t, iv, state.ID, say("a", "How many clicks per second are there?"))
	attend(t, iv, state.ID)
	state = until(t, iv, log, state.ID, "an answer", quiet)
	if n := len(state.Said); n != 3 {
		t.Fatalf("%d turns, want the words, the opening and the answer: %+v", n, state.Said)
	}
	if !strings.Contains(state.Said[1].Text, problem.Prompt) || !strings.Contains(last(state).Text, problem.Facts[0].Answer) {
		t.Fatalf("the words were answered with %+v", state.Said)
	}
}

// events returns the events of one type in a log.
func events[E coach.Event](t *testing.T, log store.Log, id string) []E {
	t.Helper()
	all, err := log.Read(t.Context(), owner, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []E
	for _, r := range all {
		if e, ok := r.Event.(E); ok {
			out = append(out, e)
		}
	}
	return out
}

func TestRequirementsChangeOnceAndTheReportSaysWhatWasMadeOfIt(t *testing.T) {
	t.Parallel()
	iv, log, _ := newHouse(t).open(local.New(0))
	id, _ := start(t, iv, interviewer.Request{})
	var state coach.Interview
	speak := func(words string) {
		until(t, iv, log, id, "a quiet moment", quiet)
		do(t, iv, id, say(words[:12], words))
		state = until(t, iv, log, id, "an answer", quiet)
	}
	for until(t, iv, log, id, "a quiet moment", quiet).Step != coach.DetailedDesign {
		state = until(t, iv, log, id, "a quiet moment", quiet)
		do(t, iv, id, coach.Command{Do: coach.DoNextStep, ID: "next " + string(state.Step)})
		until(t, iv, log, id, "the next step", func(now coach.Interview) bool { return now.Step != state.Step })
	}
	speak("Counts are gathered in memory for a minute because nobody reads them sooner.")
	if state.Changed != "" {
		t.Fatal("the requirements changed at the first words of the detailed design")
	}
	speak("The store is sharded by the page's id, since one page is never read with another.")
	if state.Changed != "Money is now paid by the click. What does that change?" {
		t.Fatalf("changed to %q", state.Changed)
	}
	if n := len(state.Said); state.Said[n-2].Text != state.Changed || state.Said[n-1].Purpose != coach.PurposeChange || state.Said[n-1].Who != coach.Interviewer {
		t.Fatalf("the change was brought by %+v", state.Said[n-2:])
	}
	speak("So each click gets an id and goes to a log first, and none is counted twice; batches of ten seconds are read from there because the bill can wait.")
	for range 3 {
		state = until(t, iv, log, id, "a quiet moment", quiet)
		if state.Status == coach.StatusRunning {
			do(t, iv, id, coach.Command{Do: coach.DoNextStep, ID: "on from " + string(state.Step)})
		}
	}
	state = until(t, iv, log, id, "the report", func(iv coach.Interview) bool { return iv.Report != nil })
	if n := len(events[coach.RequirementChanged](t, log, id)); n != 1 {
		t.Errorf("the requirements changed %d times", n)
	}
	got := state.Report.Change
	if got == nil || !got.Right || got.Seq != state.ChangedAt || len(got.Moved) != 1 || len(got.LeftAlone) != 0 || got.Moved[0].Seq <= got.Seq {
		t.Errorf("the report makes of the change: %+v", got)
	}
}

func TestAnL7IsAskedWhatAnL6IsNot(t *testing.T) {
	t.Parallel()
	asked := map[coach.Level]bool{}
	for _, level := range coach.Levels() {
		iv, log, _ := newHouse(t).open(local.New(0))
		id, _ := start(t, iv, interviewer.Request{Level: level})
		until(t, iv, log, id, "the opening", quiet)
		do(t, iv, id, say("a", "I want to build this quickly and well."))
		state := until(t, iv, log, id, "a probe", quiet)
		asked[level] = last(state).Focus == "team"
	}
	if asked[coach.L6] || !asked[coach.L7] {
		t.Errorf("asked who owns it: %v", asked)
	}
}

// TestAServerKilledInTheMiddleOfAReply kills a server while it speaks and lets another finish the interview.
func TestAServerKilledInTheMiddleOfAReply(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	iv, _, kill := h.open(local.New(50 * time.Millisecond))
	id, a := start(t, iv, interviewer.Request{})
	<-a.Deltas() // the opening has begun
	kill()

	iv, log, _ := h.open(local.New(0))
	if n := len(events[coach.InterviewerSaid](t, log, id)); n != 0 {
		t.Fatalf("%d turns were finished before the kill", n)
	}
	attend(t, iv, id)
	state := until(t, iv, log, id, "the opening", quiet)
	if len(state.Said) != 1 || state.Said[0].Purpose != coach.PurposeOpening {
		t.Fatalf("after the kill: %+v", state.Said)
	}
	do(t, iv, id, coach.Command{Do: coach.DoEnd, ID: "e"})
	until(t, iv, log, id, "the report", func(iv coach.Interview) bool { return iv.Report != nil })
}

// TestAReplayedLogGivesTheSameReport grades a recorded log again.
func TestAReplayedLogGivesTheSameReport(t *testing.T) {
	t.Parallel()
	iv, log, _ := newHouse(t).open(local.New(0))
	id, _ := start(t, iv, interviewer.Request{})
	do(t, iv, id, say("a", "Clicks are counted per second in memory and written once a minute, because a lost minute hurts nobody."))
	until(t, iv, log, id, "a reply", quiet)
	do(t, iv, id, coach.Command{Do: coach.DoEnd, ID: "e"})
	state := until(t, iv, log, id, "the report", func(iv coach.Interview) bool { return iv.Report != nil })

	recorded, err := log.Read(t.Context(), owner, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	replayed, err := coach.Fold(id, recorded[:len(recorded)-1]) // all but the report
	if err != nil {
		t.Fatal(err)
	}
	lib, err := prompts.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := (&assess.Assessor{Model: local.New(0), Prompts: lib, Library: shelf{}, Logger: slog.New(slog.DiscardHandler), Now: time.Now}).
		Interview(t.Context(), replayed, problem)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := encode(t, *state.Report), encode(t, again); a != b {
		t.Errorf("the report was\n%s\nand is\n%s", a, b)
	}
}

func encode(t *testing.T, r coach.Report) string {
	t.Helper()
	e, err := coach.EncodeEvent(coach.Reported{Report: r})
	if err != nil {
		t.Fatal(err)
	}
	return string(e)
}
