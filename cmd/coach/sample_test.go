package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

var update = flag.Bool("update", false, "record the sample interview anew")

// testRooms opens the real rooms on a database of the test's own, with the built-in guides in the index.
func testRooms(t *testing.T) *rooms {
	t.Helper()
	flags := &common{Data: t.TempDir(), Model: "local", Embedder: "local", GraderSamples: 1}
	r, err := openRooms(t.Context(), flags, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	if err := r.fill(t.Context(), streams{strings.NewReader(""), t.Output(), t.Output()}); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRecordSample plays the candidate's script against the real interviewer, on a clock that the script moves. With -update
// it writes the recorded log that /sample is drawn from; without, it checks that the script still comes to an end.
func TestRecordSample(t *testing.T) {
	t.Parallel()
	r := testRooms(t)
	begin := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	var now atomic.Int64
	runner := r.interviewer(func(c *interviewer.Config) {
		c.Now = func() time.Time { return begin.Add(time.Duration(now.Load())) }
	})
	defer runner.Stop()
	iv, err := runner.Start(t.Context(), store.LocalOwner, interviewer.Request{Problem: "l6-url-shortener", Minutes: 45})
	if err != nil {
		t.Fatal(err)
	}
	attendance, err := runner.Attend(t.Context(), store.LocalOwner, iv.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer attendance.Leave()
	term := &terminal{rooms: r, runner: runner, attended: attendance, id: iv.ID, out: t.Output()}
	script, err := os.ReadFile("testdata/sample.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, command := range parseScript(t, string(script)) {
		if _, err := term.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		now.Add(int64(command.after))
		command.ID = fmt.Sprint("sample-", i)
		if _, err := runner.Do(t.Context(), store.LocalOwner, iv.ID, command.Command); err != nil {
			t.Fatalf("%s: %v", command.Do, err)
		}
		now.Add(int64(4 * time.Second)) // the interviewer thinks
	}
	final, err := term.settle(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if final.Report == nil || len(final.Assessed) != 6 {
		t.Fatalf("the sample interview ended with %d assessed steps and report %v", len(final.Assessed), final.Report)
	}
	if *update {
		record(t, r.log, iv.ID)
	}
}

// record writes the log up to its report.
func record(t *testing.T, log store.Log, id string) {
	t.Helper()
	events, err := log.Read(t.Context(), store.LocalOwner, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(events[:len(events)-1], "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("sample.json", append(data, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}

type scripted struct {
	coach.Command
	after time.Duration
}

// parseScript reads paragraphs; "@40s" before one says how long the candidate takes over it.
func parseScript(t *testing.T, text string) []scripted {
	t.Helper()
	var out []scripted
	var after time.Duration
	var lines []string
	flush := func() {
		if len(lines) == 0 {
			return
		}
		c := scripted{after: after, Command: coach.Command{Do: coach.DoSay, Text: strings.Join(lines, "\n")}}
		if lines[0] == "board" {
			c.Command = coach.Command{Do: coach.DoBoard, Format: "mermaid", Source: strings.Join(lines[1:], "\n")}
		} else if do, ok := commands[lines[0]]; ok {
			c.Command = coach.Command{Do: do}
		}
		out, lines, after = append(out, c), nil, 0
	}
	for line := range strings.Lines(text + "\n/end\n") {
		line = strings.TrimRight(line, "\n")
		value, timed := strings.CutPrefix(line, "@")
		_, command := commands[line]
		switch {
		case line == "" || line == "end":
			flush()
		case timed:
			flush()
			d, err := time.ParseDuration(value)
			if err != nil {
				t.Fatal(err)
			}
			after = d
		case command:
			flush()
			lines = []string{line}
			flush()
		default:
			lines = append(lines, line)
		}
	}
	flush()
	return out
}

// TestTheSampleIsDrawnFromItsLog checks what /sample shows: the recorded log, graded now, by the same code as any interview.
func TestTheSampleIsDrawnFromItsLog(t *testing.T) {
	t.Parallel()
	s := &sampler{rooms: testRooms(t)}
	sample, err := s.draw(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.draw(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(sample.Events) < 30 || len(sample.Report.Scores) != 11 || sample.Report.Provenance.Unsupported != 0 || sample.Report.ID != again.Report.ID {
		t.Errorf("%d events, report %+v", len(sample.Events), sample.Report)
	}
	if sample.Report.Overall.Rank() < coach.LeanNo.Rank() {
		t.Errorf("the sample's verdict is %s: it is a fair answer", sample.Report.Overall)
	}
}

// TestTheReadmeShowsTheSample keeps the sample report in the README what the program draws; -update writes it anew.
func TestTheReadmeShowsTheSample(t *testing.T) {
	t.Parallel()
	sample, err := (&sampler{rooms: testRooms(t)}).draw(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := show(&out, "markdown", sample.Report); err != nil {
		t.Fatal(err)
	}
	shown, _, _ := strings.Cut(out.String(), "\n## Checklist")
	_, shown, _ = strings.Cut(shown, "# ")
	quoted := "> **" + strings.Replace(shown, "\n", "**\n", 1)
	quoted = strings.ReplaceAll(strings.TrimSpace(quoted), "\n", "\n> ")
	quoted = strings.ReplaceAll(quoted, "> ## ", "> #### ")

	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(readme), "<!-- sample -->\n")
	old, after, ended := strings.Cut(rest, "<!-- /sample -->")
	if !found || !ended {
		t.Fatal("the README has no place for the sample")
	}
	if *update {
		if err := os.WriteFile("../../README.md", []byte(before+"<!-- sample -->\n"+quoted+"\n<!-- /sample -->"+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if strings.TrimSpace(old) != quoted {
		t.Errorf("the README shows another report; go test ./cmd/coach -run Readme -update writes it anew\n%s", quoted)
	}
}
