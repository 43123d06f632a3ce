package storetest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

func testEveryKind(t *testing.T, open Open) {
	s := open(t)()
	report := coach.Report{
		Schema: coach.ReportSchema, CreatedAt: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC),
		Scores: []coach.Score{{Dimension: coach.Cost, Score: 3, Evidence: []coach.Evidence{{Quote: "x", Seq: 7}}}},
	}
	logs := map[string][]coach.Event{
		"an interview": {
			coach.Started{Problem: "p", Level: coach.L7, Minutes: 75, Mode: coach.Coaching},
			coach.StepEntered{ID: "1", Step: coach.Capacity, Reason: coach.ReasonTime},
			said("x"),
			coach.BoardChanged{ID: "2", Format: "mermaid", Source: "graph LR"},
			coach.InterviewerSaid{Text: "x", Step: coach.Capacity, Purpose: coach.PurposeReply, Re: 7, Citations: []coach.Citation{{Passage: "a#b", Heading: []string{"A"}}}, Focus: "f", Model: "m"},
			coach.RequirementChanged{Text: "x"}, coach.HintGiven{ID: "3", Step: coach.Capacity}, coach.ModelFailed{Message: "x", Lane: coach.LaneGrade},
			coach.RetryAsked{ID: "4"}, coach.Paused{ID: "5", Left: true}, coach.Resumed{ID: "6"},
			coach.StepAssessed{Step: coach.Capacity, Covered: []string{"a"}, Missed: []string{}, Feedback: "x", Model: "m", Failed: "f"},
			coach.Ended{ID: "7", Reason: coach.EndAsked},
			coach.Reported{Overall: coach.Hire, Report: report},
		},
		"a design": {
			coach.DesignSubmitted{Problem: "p", Level: coach.L6, Title: "t", Text: "x"},
			coach.ReviewStarted{Attempt: 2}, coach.ReviewFailed{Message: "x", Final: true},
			coach.Reported{Overall: coach.NoHire, Report: report},
		},
	}
	for id, events := range logs {
		if _, err := s.Append(t.Context(), owner, id, 0, at, events...); err != nil {
			t.Fatal(err)
		}
		log := read(t, s, id, 0)
		if len(log) != len(events) {
			t.Fatalf("%s of %d events came back with %d", id, len(events), len(log))
		}
		for i, r := range log {
			if !reflect.DeepEqual(r.Event, events[i]) {
				t.Errorf("%+v came back as %+v", events[i], r.Event)
			}
		}
	}
}

func testHostileText(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	for i, text := range []string{
		"'; DROP TABLE events; --", `\u0000 \ud800 "quoted" \\`, "日本語 🏗️ \u2028 é", "<script>alert(1)</script>",
		"", "\x01\x1f\x7f", strings.Repeat("a long story. ", 80_000),
	} {
		if _, err := s.Append(t.Context(), owner, "a", int64(2+i), at, said(text)); err != nil {
			t.Fatalf("%.40q: %v", text, err)
		}
		got, ok := read(t, s, "a", int64(2+i))[0].Event.(coach.CandidateSaid)
		if !ok || got.Text != text {
			t.Errorf("%.40q came back as %.40q", text, got.Text)
		}
	}
}

// testBrokenText appends text that JSON cannot carry: who appended it knows what became of it.
func testBrokenText(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	got, err := s.Append(t.Context(), owner, "a", 2, at, said("a\xffb"))
	if err != nil {
		t.Fatal(err)
	}
	if kept := read(t, s, "a", 2); !reflect.DeepEqual(kept, got) {
		t.Errorf("appended as %+v, read as %+v", got, kept)
	}
}

// testNames asks for logs under names that no log can have, as anybody can who types an address.
func testNames(t *testing.T, open Open) {
	s := open(t)()
	begin(t, s, "a")
	for _, name := range []string{"", "a\x00b", "a\xffb", strings.Repeat("x", 20_000), "' OR ''='", "../a", "%", "日本語"} {
		calls := map[string]func(owner, id string) error{
			"read":    func(owner, id string) error { _, err := s.Read(t.Context(), owner, id, 0); return err },
			"summary": func(owner, id string) error { _, err := s.Summary(t.Context(), owner, id); return err },
			"append": func(owner, id string) error {
				_, err := s.Append(t.Context(), owner, id, 2, at, said("x"))
				return err
			},
			"delete": func(owner, id string) error { return s.Delete(t.Context(), owner, id) },
		}
		for what, call := range calls {
			if err := call(owner, name); coach.CodeOf(err) != coach.CodeNotFound {
				t.Errorf("%s of log %.20q: %v", what, name, err)
			}
			if err := call(name, "a"); coach.CodeOf(err) != coach.CodeNotFound {
				t.Errorf("%s for owner %.20q: %v", what, name, err)
			}
		}
		if list, err := s.List(t.Context(), name, coach.SubjectInterview); err != nil || list == nil || len(list) != 0 {
			t.Errorf("list of owner %.20q: %v, %v", name, list, err)
		}
		if ok, err := s.Claim(t.Context(), name, coach.LaneSpeak, "me", time.Hour); err != nil || ok {
			t.Errorf("claim of log %.20q: %v, %v", name, ok, err)
		}
		if err := s.Release(t.Context(), name, coach.LaneSpeak, "me"); err != nil {
			t.Errorf("release of log %.20q: %v", name, err)
		}
	}
	for _, name := range []string{"", "a\x00b", "a\xffb", strings.Repeat("x", 20_000)} {
		if _, err := s.Append(t.Context(), owner, name, 0, at, opening()...); coach.CodeOf(err) != coach.CodeInvalid {
			t.Errorf("a new log %.20q: %v", name, err)
		}
	}
	whole(t, s, "a", 2)
}
