package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

type interviewCommand struct {
	Problem string      `help:"The problem; coach problems lists them." default:"l6-url-shortener"`
	Level   coach.Level `help:"L6 or L7; default: the problem's."`
	Minutes int         `help:"Length; default: the level's."`
	Mode    coach.Mode  `help:"realistic, or coaching: feedback after each step." default:"realistic"`
}

// Run takes an interview in the terminal. A blank line or the end of input ends a message; /next, /hint and /end on their
// own line are commands.
func (c interviewCommand) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	r, err := openRooms(ctx, flags, logger)
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.fill(ctx, std); err != nil {
		return err
	}
	runner := r.interviewer()
	defer runner.Stop()
	iv, err := runner.Start(ctx, store.LocalOwner, interviewer.Request{Problem: c.Problem, Level: c.Level, Minutes: c.Minutes, Mode: c.Mode})
	if err != nil {
		return err
	}
	attendance, err := runner.Attend(ctx, store.LocalOwner, iv.ID)
	if err != nil {
		return err
	}
	defer attendance.Leave()
	t := &terminal{rooms: r, runner: runner, id: iv.ID, out: std.out, coaching: c.Mode == coach.Coaching, attended: attendance}
	if file, ok := std.in.(*os.File); ok {
		t.prompting = term.IsTerminal(int(file.Fd()))
	}
	return t.talk(ctx, std.in)
}

// terminal is one interview at the command line.
type terminal struct {
	*rooms
	runner    *interviewer.Interviewer
	attended  *interviewer.Attendance
	id        string
	out       io.Writer
	coaching  bool
	prompting bool // somebody types
	cursor    int64
}

// talk reads messages and waits for the answer to each.
func (t *terminal) talk(ctx context.Context, in io.Reader) error {
	iv, err := t.settle(ctx)
	if err != nil {
		return err
	}
	messages := newMessages(in)
	for iv.Status == coach.StatusRunning || iv.Status == coach.StatusPaused {
		if t.prompting {
			t.printf("\n[%s, %s left] (blank line sends; /next /hint /end)\n> ", iv.Step.Title(), left(iv))
		}
		command, more := messages.next()
		if !more {
			command = coach.Command{Do: coach.DoEnd}
		}
		command.ID = rand.Text()
		if _, err := t.runner.Do(ctx, store.LocalOwner, t.id, command); err != nil {
			if coach.CodeOf(err) == "" || !t.prompting {
				return err
			}
			t.printf("%v\n", err)
		}
		if iv, err = t.settle(ctx); err != nil {
			return err
		}
	}
	if messages.err != nil {
		return fmt.Errorf("read the input: %w", messages.err)
	}
	if iv.Report == nil {
		return coach.NotReady("the interview ended without a report: coach report " + t.id + " shows it once it is there")
	}
	t.printf("\n")
	return show(t.out, "text", *iv.Report)
}

func left(iv coach.Interview) string {
	seconds := int((iv.Budget(iv.Step) - iv.Spent(iv.Step, iv.LastAt())).Seconds())
	return fmt.Sprintf("%d:%02d", max(seconds, 0)/60, max(seconds, 0)%60)
}

// settle prints what happens until the interviewer has nothing more to say or, at the end, the report is there.
func (t *terminal) settle(ctx context.Context) (coach.Interview, error) {
	grew, stop := t.log.Watch(t.id)
	defer stop()
	for {
		iv, err := t.runner.State(ctx, store.LocalOwner, t.id)
		if err != nil {
			return iv, err
		}
		if err := t.printNew(ctx); err != nil {
			return iv, err
		}
		if failure := cmp.Or(iv.Failure(coach.LaneSpeak), iv.Failure(coach.LaneGrade)); failure != "" {
			return iv, coach.Unavailable(failure, errors.New("the model failed; the interview is kept as "+t.id))
		}
		_, _, speaks, _ := iv.Owed()
		ended := iv.Status == coach.StatusEnded
		if !speaks && !ended {
			return iv, nil
		}
		select {
		case <-ctx.Done():
			return iv, context.Cause(ctx)
		case <-grew:
		case <-t.attended.Deltas(): // the finished words are printed instead
		}
	}
}

// printNew prints the events behind the cursor.
func (t *terminal) printNew(ctx context.Context) error {
	events, err := t.log.Read(ctx, store.LocalOwner, t.id, t.cursor)
	if err != nil {
		return fmt.Errorf("read the interview: %w", err)
	}
	for _, r := range events {
		t.cursor = r.Seq
		switch e := r.Event.(type) {
		case coach.StepEntered:
			t.printf("\n== %s ==\n", e.Step.Title())
		case coach.RequirementChanged:
			t.printf("\nInterviewer: %s\n", e.Text)
		case coach.InterviewerSaid:
			t.printf("\nInterviewer: %s\n", e.Text)
			for _, c := range e.Citations {
				t.printf("  [%s: %s]\n", c.Passage, strings.Join(c.Heading, " > "))
			}
		case coach.CandidateSaid:
			if !t.prompting {
				t.printf("\nYou: %s\n", e.Text)
			}
		case coach.StepAssessed:
			if t.coaching {
				t.printf("\n(%s) %s\n", e.Step.Title(), e.Feedback)
			}
		}
	}
	return nil
}

// printf writes to the output. A terminal that is gone ends the interview through its input.
func (t *terminal) printf(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format, args...) }

// messages cuts input into commands.
type messages struct {
	lines   *bufio.Scanner
	pending coach.Do // a command line that ended a message
	err     error
}

func newMessages(in io.Reader) *messages {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, coach.MaxMessage*2)
	return &messages{lines: lines}
}

// next returns the next command, and false at the end of input. A command line inside a message ends the message and is
// then returned by itself.
func (m *messages) next() (coach.Command, bool) {
	if m.pending != "" {
		do := m.pending
		m.pending = ""
		return coach.Command{Do: do}, true
	}
	var text []string
	for m.lines.Scan() {
		line := strings.TrimRight(m.lines.Text(), " \t\r")
		if do, ok := commands[strings.TrimSpace(line)]; ok {
			if len(text) == 0 {
				return coach.Command{Do: do}, true
			}
			m.pending = do
			break
		}
		if line == "" {
			if len(text) > 0 {
				break
			}
			continue
		}
		text = append(text, line)
	}
	m.err = m.lines.Err()
	if len(text) == 0 {
		return coach.Command{}, false
	}
	return coach.Command{Do: coach.DoSay, Text: strings.Join(text, "\n")}, true
}

// commands are the lines that are no message.
var commands = map[string]coach.Do{
	"/next": coach.DoNextStep, "/hint": coach.DoHint, "/end": coach.DoEnd, "/pause": coach.DoPause, "/resume": coach.DoResume, "/retry": coach.DoRetry,
}
