package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/store/postgres/postgrestest"
)

// served is a running `coach serve`, in this process, on a port of its own.
type served struct {
	URL  string
	stop func()
}

// serve runs the command as a user would. Stopping it is what a signal does.
func serve(t *testing.T, flags ...string) *served {
	t.Helper()
	read, write := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	args := append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error"}, flags...)
	go func() {
		done <- run(ctx, args, streams{strings.NewReader(""), write, t.Output()})
		_ = write.Close() // a pipe's writer has nothing to flush
	}()
	out := bufio.NewScanner(read)
	if !out.Scan() {
		t.Fatal("coach serve printed no address")
	}
	_, url, ok := strings.Cut(out.Text(), " is at ")
	if !ok {
		t.Fatalf("coach serve printed %q", out.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, read) }()
	stopped := false
	s := &served{URL: url, stop: func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if status := <-done; status != exitDone {
			t.Errorf("coach serve ended with status %d", status)
		}
	}}
	t.Cleanup(s.stop)
	return s
}

// TestAWholeInterviewInTheBrowser takes an interview as a person would, once on each database.
func TestAWholeInterviewInTheBrowser(t *testing.T) {
	t.Parallel()
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		wholeInterview(t, "--data", t.TempDir())
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		wholeInterview(t, "--data", t.TempDir(), "--database-url", postgrestest.URL(t))
	})
}

func wholeInterview(t *testing.T, flags ...string) {
	b := newBrowser(t)
	s := serve(t, append(flags, "--model", "local:pace=2ms")...)
	strangers := b.strangers(s.URL)
	b.goTo(s.URL)
	b.see(id("problem-l6-url-shortener"))
	b.screenshot("home")
	b.click("problem-l6-url-shortener")
	b.click("start")
	b.until("the interviewer opens", said(1))

	b.write("composer", "How many new links are made a day?\r")
	b.until("a question is answered", said(2))
	b.write("composer", "Redirects come before everything, because whoever clicks has nothing else on the screen.\r")
	b.until("a statement is probed", said(3))
	b.see(id("citation"))
	b.click("hint")
	b.until("a hint is given", said(4))

	b.write("board-source", "flowchart LR\n  U[Browser] --> R[Redirects]\n  R --> D[(Links)]")
	b.see(id("board-drawing") + " svg")
	b.click("pause")
	b.until("the clock stands", `document.body.innerText.includes('Paused')`)
	b.click("pause")
	b.until("the clock runs", `!document.body.innerText.includes('Paused')`)

	// A reload shows the same, the whiteboard included.
	before := b.count(id("message-interviewer"))
	b.do("reload", reload())
	b.until("the conversation is back", said(before))
	b.until("the whiteboard is back", fmt.Sprintf(`document.querySelector('%s').value.includes('Redirects')`, `[data-testid="board-source"]`))
	b.see(id("board-drawing") + " svg")
	b.screenshot("interview")

	for _, step := range []string{"capacity", "high_level_design", "detailed_design", "scale_and_optimize", "trade_offs"} {
		n := b.count(id("message-interviewer"))
		b.click("next-step")
		b.until(step+" is opened", said(n+1))
		b.until(step+" begins", fmt.Sprintf(`document.querySelector('[data-testid="step-%s"]').getAttribute('aria-current') === 'step'`, step))
		b.write("composer", "We keep the hot links in memory because 90% of 20,000 reads/s are for them, so the store sees 2,000. <img src=x onerror=document.title='hacked'>\r")
		b.until("words in "+step+" are answered", said(n+2))
	}
	b.click("next-step")
	b.see(id("report-link"))
	b.click("report-link")
	b.see(id("overall"))
	b.see(id("radar"))
	b.see(id("quote"))
	b.screenshot("report")
	if title := b.eval(`document.title`); title == "hacked" {
		t.Error("the candidate's words ran as a script")
	}
	if n := b.count(id("message-candidate") + " img"); n != 0 {
		t.Error("the candidate's words became an image")
	}
	b.do("follow a quote", clickFirst(id("quote")+" a"))
	b.until("the quote leads to where it was said", `document.querySelector('.found') !== null`)
	b.goTo(s.URL + "/sample")
	b.see(id("overall"))
	b.screenshot("sample")
	b.goTo(s.URL)
	b.see(id("earlier"))
	if foreign := strangers(); len(foreign) > 0 {
		t.Errorf("the app asked for %v", foreign)
	}
}

// said waits for the interviewer's nth turn to be whole, none being on its way.
func said(n int) string {
	return fmt.Sprintf(`document.querySelectorAll('[data-testid="message-interviewer"]:not(.nudge)').length >= %d && !document.querySelector('.streaming')`, n)
}

// TestTheServerDiesInTheMiddleOfAReply kills the server while it speaks; the page says so, and goes on when it is back.
func TestTheServerDiesInTheMiddleOfAReply(t *testing.T) {
	t.Parallel()
	b := newBrowser(t)
	data := t.TempDir()
	first := serve(t, "--data", data, "--model", "local:pace=30ms")
	b.goTo(first.URL)
	b.click("problem-l6-url-shortener")
	b.click("start")
	b.until("the interviewer is speaking", `document.querySelector('.streaming') !== null`)
	address := strings.TrimPrefix(first.URL, "http://")
	first.stop()
	b.until("the page says that the line dropped", `document.querySelector('[data-testid="connection"]').innerText !== ''`)
	b.write("composer", "Words for a server that is gone.\r")
	b.until("the words are kept", `document.querySelector('.pending') !== null`)

	serve(t, "--data", data, "--listen", address)
	b.until("the opening is whole and the words are answered", said(2))
	b.until("nothing is left to deliver", `document.querySelector('.pending') === null`)
	if n := b.count(id("message-candidate")); n != 1 {
		t.Errorf("the words arrived %d times", n)
	}
}

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // libraries that log to the default logger
	os.Exit(m.Run())
}
