package coach_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

// script is a log that grows, with a clock.
type script struct {
	t   *testing.T
	now time.Time
	log []coach.Recorded
}

func begin(t *testing.T, minutes int) *script {
	s := &script{t: t, now: time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)}
	s.append(coach.Begin("l6-url-shortener", coach.L6, minutes, coach.Realistic)...)
	return s
}

func (s *script) append(events ...coach.Event) {
	for _, e := range events {
		s.log = append(s.log, coach.Recorded{Seq: int64(len(s.log)) + 1, At: s.now, Event: e})
	}
}

func (s *script) state() coach.Interview {
	s.t.Helper()
	iv, err := coach.Fold("iv", s.log)
	if err != nil {
		s.t.Fatal(err)
	}
	return iv
}

// do runs a command and appends what it gives.
func (s *script) do(c coach.Command) error {
	events, err := coach.Decide(s.state(), c)
	s.append(events...)
	return err
}

func (s *script) must(c coach.Command) {
	s.t.Helper()
	if err := s.do(c); err != nil {
		s.t.Fatalf("%s: %v", c.Do, err)
	}
}

// speaks answers whatever the interviewer owes.
func (s *script) speaks() coach.Work {
	s.t.Helper()
	iv := s.state()
	speak, _, speaks, _ := iv.Owed()
	if !speaks {
		s.t.Fatalf("nothing is owed at event %d", iv.LastSeq)
	}
	s.append(coach.InterviewerSaid{Text: "…", Step: speak.Step, Purpose: speak.Purpose, Re: iv.LastSeq, Citations: []coach.Citation{}})
	return speak
}

func say(id, text string) coach.Command { return coach.Command{Do: coach.DoSay, ID: id, Text: text} }

func TestStepsAndBudgets(t *testing.T) {
	t.Parallel()
	var total time.Duration
	for i, s := range coach.Steps() {
		if s.Index() != i || !s.Valid() {
			t.Errorf("%s is at %d", s, s.Index())
		}
		total += s.Budget(75 * time.Minute)
	}
	if total != 75*time.Minute {
		t.Errorf("the steps of 75 minutes take %v", total)
	}
	if got := coach.DetailedDesign.Budget(time.Hour); got != 20*time.Minute {
		t.Errorf("detailed design has %v of an hour", got)
	}
	if _, ok := coach.TradeOffs.Next(); ok {
		t.Error("a step follows the last")
	}
}

func TestAnInterviewOwesItsOpeningThenRepliesThenAReport(t *testing.T) {
	t.Parallel()
	s := begin(t, 60)
	if w := s.speaks(); w.Purpose != coach.PurposeOpening || w.Step != coach.Requirements {
		t.Fatalf("first owed is %+v", w)
	}
	s.must(say("a", "How many users?"))
	if w := s.speaks(); w.Purpose != coach.PurposeReply || w.Seq != 4 {
		t.Fatalf("owed after a question: %+v", w)
	}
	for range coach.Steps() {
		s.must(coach.Command{Do: coach.DoNextStep, ID: fmt.Sprint("next", len(s.log))})
		s.speaks()
		iv := s.state()
		_, grade, _, grades := iv.Owed()
		if !grades || grade.Report() {
			t.Fatalf("after leaving a step %+v is owed", grade)
		}
		s.append(coach.StepAssessed{Step: grade.Step})
	}
	iv := s.state()
	if iv.Status != coach.StatusEnded || iv.EndedBy != coach.EndCompleted {
		t.Fatalf("after the last step the interview is %s by %s", iv.Status, iv.EndedBy)
	}
	_, grade, speaks, grades := iv.Owed()
	if speaks || !grades || !grade.Report() {
		t.Fatalf("at the end %+v is owed", grade)
	}
	s.append(coach.Reported{Overall: coach.Hire, Report: coach.Report{Overall: coach.Hire}})
	iv = s.state()
	if _, _, speaks, grades := iv.Owed(); speaks || grades || iv.Status != coach.StatusReported || iv.Report.Overall != coach.Hire {
		t.Fatalf("a reported interview owes something or shows %+v", iv.Report)
	}
}

func TestWordsDuringAReplyAreOwedAReplyOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := begin(t, 60)
	s.speaks()
	s.must(say("a", "one"))
	iv := s.state()
	first, _, _, _ := iv.Owed()
	s.must(say("b", "two"))
	iv = s.state()
	if again, _, _, _ := iv.Owed(); again != first {
		t.Fatalf("the work under way changed from %+v to %+v", first, again)
	}
	s.append(coach.InterviewerSaid{Step: coach.Requirements, Purpose: coach.PurposeReply, Re: 4})
	iv = s.state()
	if second, _, speaks, _ := iv.Owed(); !speaks || second.Seq != 5 {
		t.Fatalf("after the first reply %+v is owed", second)
	}
}

func TestNextStepOvertakesAReply(t *testing.T) {
	t.Parallel()
	s := begin(t, 60)
	s.speaks()
	s.must(say("a", "one"))
	s.must(coach.Command{Do: coach.DoNextStep, ID: "n"})
	if w := s.speaks(); w.Purpose != coach.PurposeTransition || w.Step != coach.Capacity {
		t.Fatalf("owed: %+v", w)
	}
	iv := s.state()
	if _, _, speaks, _ := iv.Owed(); speaks {
		t.Fatal("the reply of the step before is still owed")
	}
}

func TestAFailedModelWaitsForARetryOrNewWords(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]coach.Command{
		"retry": {Do: coach.DoRetry, ID: "r"}, "words": say("b", "hello?"), "hint": {Do: coach.DoHint, ID: "h"},
	} {
		s := begin(t, 60)
		s.append(coach.ModelFailed{Message: "no", Lane: coach.LaneSpeak})
		iv := s.state()
		if _, _, speaks, _ := iv.Owed(); speaks || iv.Failure(coach.LaneSpeak) != "no" {
			t.Fatalf("%s: a failed model is asked again at once", name)
		}
		s.must(again)
		iv = s.state()
		if _, _, speaks, _ := iv.Owed(); !speaks || iv.Failure(coach.LaneSpeak) != "" {
			t.Fatalf("%s: nothing is owed afterwards", name)
		}
	}
	s := begin(t, 60)
	if err := s.do(coach.Command{Do: coach.DoRetry, ID: "r"}); coach.CodeOf(err) != coach.CodeNotReady {
		t.Fatalf("a retry of nothing: %v", err)
	}
}

func TestCommandsAreJudged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		command coach.Command
		want    coach.Code
	}{
		"no id":         {say("", "x"), coach.CodeInvalid},
		"long id":       {say(strings.Repeat("x", 200), "x"), coach.CodeInvalid},
		"empty":         {say("a", " \n"), coach.CodeInvalid},
		"too long":      {say("a", strings.Repeat("x", coach.MaxMessage+1)), coach.CodeInvalid},
		"bad text":      {say("a", "\xff"), coach.CodeInvalid},
		"nul":           {say("a", "x\x00y"), coach.CodeInvalid},
		"unknown":       {coach.Command{Do: "dance", ID: "a"}, coach.CodeInvalid},
		"board format":  {coach.Command{Do: coach.DoBoard, ID: "a", Format: "png"}, coach.CodeInvalid},
		"board size":    {coach.Command{Do: coach.DoBoard, ID: "a", Format: "mermaid", Source: strings.Repeat("x", coach.MaxBoard+1)}, coach.CodeInvalid},
		"resume":        {coach.Command{Do: coach.DoResume, ID: "a"}, coach.CodeNotReady},
		"say":           {say("a", "x"), ""},
		"cleared board": {coach.Command{Do: coach.DoBoard, ID: "a", Format: "mermaid"}, ""},
	} {
		if err := begin(t, 60).do(c.command); coach.CodeOf(err) != c.want || (err == nil) != (c.want == "") {
			t.Errorf("%s: %v, want code %q", name, err, c.want)
		}
	}
	s := begin(t, 60)
	s.must(coach.Command{Do: coach.DoEnd, ID: "e"})
	if err := s.do(say("a", "one more thing")); coach.CodeOf(err) != coach.CodeNotReady {
		t.Errorf("words after the end: %v", err)
	}
}

func TestTheSameCommandTwiceIsOneCommand(t *testing.T) {
	t.Parallel()
	for _, c := range []coach.Command{
		say("a", "x"), {Do: coach.DoBoard, ID: "a", Format: "mermaid", Source: "graph LR"}, {Do: coach.DoHint, ID: "a"}, {Do: coach.DoNextStep, ID: "a"},
		{Do: coach.DoPause, ID: "a"}, {Do: coach.DoEnd, ID: "a"},
	} {
		s := begin(t, 60)
		s.must(c)
		n := len(s.log)
		s.must(c)
		iv := s.state()
		if seq, ok := iv.Acked("a"); len(s.log) != n || !ok || seq != int64(n) {
			t.Errorf("%s: %d events and ack %d, want %d", c.Do, len(s.log), seq, n)
		}
	}
}

func TestPausesStopTheClockAndSpeakingEndsThem(t *testing.T) {
	t.Parallel()
	s := begin(t, 60)
	s.now = s.now.Add(time.Minute)
	s.must(coach.Command{Do: coach.DoPause, ID: "p"})
	s.now = s.now.Add(time.Hour)
	iv := s.state()
	if got := iv.Spent(coach.Requirements, s.now); got != time.Minute {
		t.Fatalf("an hour's pause counts: %v", got)
	}
	if due := coach.Due(iv, s.now); due != nil {
		t.Fatalf("a paused interview is due: %v", due)
	}
	s.must(say("a", "back again"))
	s.now = s.now.Add(time.Minute)
	iv = s.state()
	if got := iv.Spent(coach.Requirements, s.now); got != 2*time.Minute || iv.Status != coach.StatusRunning {
		t.Fatalf("after the pause: %v, %s", got, iv.Status)
	}
	seq, _ := iv.Acked("a")
	if _, ok := s.log[seq-1].Event.(coach.CandidateSaid); !ok {
		t.Fatalf("the ack names event %d, %T", seq, s.log[seq-1].Event)
	}
}

func TestTheClockNudgesOnceThenMovesOn(t *testing.T) {
	t.Parallel()
	s := begin(t, 60)
	s.speaks()
	if due := coach.Due(s.state(), s.now.Add(3*time.Minute)); due != nil {
		t.Fatalf("due after 3 of 5 minutes: %v", due)
	}
	at, ok := coach.NextDue(s.state(), s.now)
	if want := s.now.Add(5*time.Minute - 75*time.Second); !ok || !at.Equal(want) {
		t.Fatalf("next due at %v, want %v", at, want)
	}
	s.now = at
	nudge := coach.Due(s.state(), s.now)
	if len(nudge) != 1 || nudge[0].(coach.InterviewerSaid).Purpose != coach.PurposeNudge {
		t.Fatalf("near the end: %v", nudge)
	}
	s.append(nudge...)
	if due := coach.Due(s.state(), s.now); due != nil {
		t.Fatalf("a second nudge: %v", due)
	}
	at, _ = coach.NextDue(s.state(), s.now)
	s.now = at
	over := coach.Due(s.state(), s.now)
	if want := (coach.StepEntered{Step: coach.Capacity, Reason: coach.ReasonTime}); len(over) != 1 || over[0] != want {
		t.Fatalf("at the end of the time: %v", over)
	}
}

func TestNobodyThereStopsTheClockUntilSomebodyIs(t *testing.T) {
	t.Parallel()
	s := begin(t, 60)
	s.append(coach.Left(s.state())...)
	if iv := s.state(); iv.Status != coach.StatusPaused {
		t.Fatalf("with nobody there the interview is %s", iv.Status)
	}
	s.append(coach.Back(s.state())...)
	if iv := s.state(); iv.Status != coach.StatusRunning {
		t.Fatalf("with somebody back the interview is %s", iv.Status)
	}
	s.must(coach.Command{Do: coach.DoPause, ID: "p"})
	if back := coach.Back(s.state()); back != nil {
		t.Fatalf("a pause that was asked for ends by itself: %v", back)
	}
}

func TestFoldRefusesHalfAHistory(t *testing.T) {
	t.Parallel()
	s := begin(t, 60)
	s.must(say("a", "x"))
	for name, log := range map[string][]coach.Recorded{
		"gap":      {s.log[0], s.log[2]},
		"headless": {s.log[1]},
		"twice":    {s.log[0], {Seq: 2, Event: s.log[0].Event}},
	} {
		if _, err := coach.Fold("iv", log); err == nil {
			t.Errorf("%s: folded", name)
		}
	}
}

// FuzzDecide throws commands at an interview: whatever is accepted folds, and the sequence never breaks.
func FuzzDecide(f *testing.F) {
	f.Add("say board hint next_step pause say resume end say", int64(10))
	f.Add("next_step next_step next_step next_step next_step next_step hint", int64(4000))
	f.Fuzz(func(t *testing.T, commands string, seconds int64) {
		s := begin(t, 5)
		for i, word := range strings.Fields(commands) {
			if i > 50 {
				break
			}
			s.now = s.now.Add(time.Duration(seconds%10000) * time.Second)
			s.append(coach.Due(s.state(), s.now)...)
			if err := s.do(coach.Command{Do: coach.Do(word), ID: fmt.Sprint(i), Text: word, Format: "mermaid"}); err != nil && coach.CodeOf(err) == "" {
				t.Fatalf("%s: %v has no code", word, err)
			}
			iv := s.state()
			if iv.LastSeq != int64(len(s.log)) || iv.Spent(iv.Step, s.now) < 0 {
				t.Fatalf("state %+v after %d events", iv, len(s.log))
			}
		}
	})
}

func TestEveryKindRoundTrips(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	for i, e := range []coach.Event{
		coach.Started{Problem: "p", Level: coach.L7, Minutes: 75, Mode: coach.Coaching},
		coach.StepEntered{ID: "a", Step: coach.Capacity, Reason: coach.ReasonTime},
		coach.CandidateSaid{ID: "a", Text: "<b>\"é\u2028"}, coach.BoardChanged{ID: "a", Format: "mermaid", Source: "graph LR"},
		coach.InterviewerSaid{Text: "x", Step: coach.Capacity, Purpose: coach.PurposeReply, Re: 7, Citations: []coach.Citation{{Passage: "a#b", Heading: []string{"A"}}}},
		coach.RequirementChanged{Text: "x"}, coach.HintGiven{ID: "a", Step: coach.Capacity}, coach.ModelFailed{Message: "x", Lane: coach.LaneGrade},
		coach.RetryAsked{ID: "a"}, coach.Paused{ID: "a", Left: true}, coach.Resumed{},
		coach.StepAssessed{Step: coach.Capacity, Covered: []string{"a"}, Missed: []string{}, Feedback: "x"},
		coach.Ended{Reason: coach.EndAsked}, coach.Reported{Overall: coach.Hire, Report: coach.Report{ID: "x", CreatedAt: at}},
		coach.DesignSubmitted{Problem: "p", Level: coach.L6, Title: "t", Text: "x"}, coach.ReviewStarted{Attempt: 2}, coach.ReviewFailed{Message: "x", Final: true},
	} {
		in := coach.Recorded{Seq: int64(i + 1), At: at, Event: e}
		data, err := in.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf(`"event":{"kind":%q`, e.Kind()); !strings.Contains(string(data), want) {
			t.Errorf("%s has no %s", data, want)
		}
		var out coach.Recorded
		if err := out.UnmarshalJSON(data); err != nil || !reflect.DeepEqual(in, out) {
			t.Errorf("%s came back as %+v: %v", data, out, err)
		}
	}
	if _, err := coach.DecodeEvent([]byte(`{"kind":"sang"}`)); err == nil || !strings.Contains(err.Error(), "sang") {
		t.Errorf("an unknown kind: %v", err)
	}
}

func TestSummaryFollowsTheLog(t *testing.T) {
	t.Parallel()
	s := begin(t, 60)
	s.must(coach.Command{Do: coach.DoNextStep, ID: "n"})
	s.must(coach.Command{Do: coach.DoPause, ID: "p"})
	var sum coach.Summary
	for _, r := range s.log {
		sum = sum.Apply(r)
	}
	if sum.Problem != "l6-url-shortener" || sum.Step != coach.Capacity || sum.Status != "paused" || sum.LastSeq != 4 || sum.Subject != coach.SubjectInterview {
		t.Errorf("summary %+v", sum)
	}
}

func TestErrorsAreToldApartByCode(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("read: %w", coach.NotFound("interview", "x"))
	if !errors.Is(err, &coach.Error{Code: coach.CodeNotFound}) || errors.Is(err, coach.ErrConflict) || coach.CodeOf(err) != coach.CodeNotFound {
		t.Errorf("%v has code %q", err, coach.CodeOf(err))
	}
	if !errors.Is(fmt.Errorf("append: %w", coach.ErrConflict), coach.ErrConflict) {
		t.Error("a wrapped conflict is none")
	}
}
