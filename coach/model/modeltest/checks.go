package modeltest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// checks are what a mood alone doesn't show.
var checks = []struct {
	name string
	row  string
	run  func(t *testing.T, protocol Protocol, open Open)
}{
	{"the first piece comes before the last is written", "streams", comesAtOnce},
	{"a cancelled call stops upstream", "cancel stops the call", cancelStops},
	{"a call that is cancelled before it begins asks nobody", "cancel stops the call", cancelledBefore},
	{"calls at once don't mix", "streams", dontMix},
	{"the request carries the prompt", "streams", carriesPrompt},
	{"a server that is not there", "typed errors", notThere},
	{"a reply after a failure", "whole reply or error", recovers},
	{"thinking gets room", "thinking kept out", thinkingGetsRoom},
	{"unmarked thinking is found out", "thinking kept out", unmarkedThinking},
	{"usage", "token counts", usage},
}

// comesAtOnce asks a server that stops in the middle: what it said before has to be there.
func comesAtOnce(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol, Stall)
	m := open(t, server, "a-model")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	shown := make(chan string, 1000)
	done := make(chan error, 1)
	go func() {
		_, err := m.Generate(ctx, Turn(), func(text string) { shown <- text })
		done <- err
	}()
	all := Reply(Asked{}).Pieces
	half := strings.TrimSpace(strings.Join(all[:len(all)/2], ""))
	var got strings.Builder
	for got.Len() < len(half) {
		got.WriteString(once(t, shown, "the half that was sent"))
	}
	if got.String() != half {
		t.Errorf("shown %q, want %q", got.String(), half)
	}
	cancel()
	once(t, done, "the call to end")
}

func cancelStops(t *testing.T, protocol Protocol, open Open) {
	for _, mood := range []Mood{Stall, Hang} {
		server := NewServer(t, protocol, mood)
		m := open(t, server, "a-model")
		why := errors.New("the candidate left")
		ctx, cancel := context.WithCancelCause(t.Context())
		began := make(chan struct{}, 1000)
		done := make(chan error, 1)
		go func() {
			_, err := m.Generate(ctx, Turn(), func(string) { began <- struct{}{} })
			done <- err
		}()
		if mood == Stall {
			once(t, began, "the first piece")
		} else {
			arrived(t, server)
		}
		cancel(why)
		err := once(t, done, "a cancelled call to return")
		if !errors.Is(err, why) || model.Retryable(err) {
			t.Errorf("%s: a cancelled call gave %v; want the cause, and nothing to retry", mood, err)
		}
		once(t, server.Gone(), "the server to see its client go")
	}
}

// arrived waits until the server has understood a request.
func arrived(t *testing.T, server *Server) {
	t.Helper()
	for deadline := time.Now().Add(patience); len(server.Requests()) == 0; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatal("no request came")
		}
	}
}

func cancelledBefore(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol)
	m := open(t, server, "a-model")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Generate(ctx, Turn(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were made", n)
	}
}

func dontMix(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol)
	server.Answer(func(asked Asked) Said {
		return Said{Pieces: cut(strings.Repeat(strings.TrimSpace(asked.User)+" ", 20)), Stop: StopEnd}
	})
	m := open(t, server, "a-model")
	parallel(8, func(i int) {
		p := Turn()
		p.User = fmt.Sprintf("number %d", i)
		got := ask(t.Context(), m, p, false)
		if want := strings.TrimSpace(strings.Repeat(p.User+" ", 20)); got.err != nil || got.reply.Text != want || strings.Join(got.deltas, "") != want {
			t.Errorf("call %d got %q and %v", i, got.reply.Text, got.err)
		}
	})
}

func carriesPrompt(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol)
	m := open(t, server, "vendor/a.model:1b-v2")
	p := Turn()
	if got := ask(t.Context(), m, p, false); got.err != nil {
		t.Fatal(got.err)
	}
	asked := server.Requests()[0]
	if want := protocol.Name() + ":vendor/a.model:1b-v2"; m.Name() != want {
		t.Errorf("the name is %q, want %q", m.Name(), want)
	}
	if asked.Model != "vendor/a.model:1b-v2" || asked.System != p.System || asked.User != p.User || asked.MaxTokens != p.MaxTokens || asked.Schema != "" {
		t.Errorf("the server was asked %+v", asked)
	}
}

func notThere(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol)
	m := open(t, server, "a-model")
	server.Close()
	got := ask(t.Context(), m, Turn(), false)
	if model.ReasonOf(got.err) != model.ReasonUnreached {
		t.Errorf("got %v, want the reason %q", got.err, model.ReasonUnreached)
	}
}

func recovers(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol, CutInside, OK)
	m := open(t, server, "a-model")
	if got := ask(t.Context(), m, Turn(), false); got.err == nil {
		t.Fatal("want an error first")
	}
	if got := ask(t.Context(), m, Turn(), false); got.err != nil || got.reply.Text != text {
		t.Errorf("then got %q and %v", got.reply.Text, got.err)
	}
}

// thinkingGetsRoom lets thinking use up the limit of tokens: the same question comes again with more room.
func thinkingGetsRoom(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol, Starved, OK)
	m := open(t, server, "a-model")
	got := ask(t.Context(), m, Turn(), false)
	if got.err != nil || got.reply.Text != text {
		t.Fatalf("got %q and %v", got.reply.Text, got.err)
	}
	asked := server.Requests()
	if len(asked) != 2 || asked[1].MaxTokens < asked[0].MaxTokens+1024 {
		t.Errorf("the server was asked %d times, the last time for %d tokens", len(asked), asked[len(asked)-1].MaxTokens)
	}
}

// unmarkedThinking is that of servers that put the opening mark into the prompt: it can be told from an answer only when
// its end comes, so the first answer fails, and the next one is right.
func unmarkedThinking(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol)
	server.Answer(func(asked Asked) Said {
		return Said{Pieces: append(cut(strings.ReplaceAll(thought, "SECRET-THOUGHT", "HMM")+"\n</think>\n\n"), Reply(asked).Pieces...), Stop: StopEnd}
	})
	m := open(t, server, "a-model")
	if got := ask(t.Context(), m, Turn(), false); model.ReasonOf(got.err) != model.ReasonUnusable {
		t.Errorf("first got %v, want the reason %q", got.err, model.ReasonUnusable)
	}
	for _, s := range []shape{prose, jsons} {
		c := moodCase{mood: OK}
		got := ask(t.Context(), m, s.prompt(), false)
		if want := c.said(s); got.err != nil || got.reply.Text != want || strings.Join(got.deltas, "") != want {
			t.Errorf("then got %q and %v", got.reply.Text, got.err)
		}
	}
	server.Answer(Reply)
	if got := ask(t.Context(), m, Turn(), false); got.err != nil || got.reply.Text != text {
		t.Errorf("without thinking got %q and %v", got.reply.Text, got.err)
	}
}

func usage(t *testing.T, protocol Protocol, open Open) {
	server := NewServer(t, protocol)
	got := ask(t.Context(), open(t, server, "a-model"), Turn(), false)
	if want := (model.Usage{InputTokens: 123, OutputTokens: 45}); got.reply.Usage != want {
		t.Errorf("usage is %+v, want %+v", got.reply.Usage, want)
	}
}

// structured says how an adapter asks for JSON.
func structured(t *testing.T, protocol Protocol, open Open) string {
	t.Helper()
	server := NewServer(t, protocol)
	if got := ask(t.Context(), open(t, server, "a-model"), Notes(), false); got.err != nil {
		t.Fatal(got.err)
	}
	asked := server.Requests()[0]
	switch {
	case asked.Tool:
		return "tool"
	case asked.Schema != "":
		return "schema"
	default:
		return "in words"
	}
}

// ours are the packages whose goroutines have to be gone when their calls are over. Connections that a client keeps for
// later are not among them.
var ours = []string{"langchaingo", "coach/model/", "bedrockruntime", "smithy-go/transport/http.(*EventStream"}

// noLeak waits for all goroutines that calls have started to be gone.
func noLeak(t *testing.T) {
	var left []string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); runtime.Gosched() {
		if left = leftovers(); len(left) == 0 {
			return
		}
	}
	t.Errorf("%d goroutines are left, the first is\n%s", len(left), left[0])
}

func leftovers() []string {
	stacks := make([]byte, 4<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	var left []string
	for _, stack := range strings.Split(string(stacks), "\n\n") {
		if strings.Contains(stack, "modeltest.noLeak") || strings.Contains(stack, "testing.(*T).Run") {
			continue
		}
		if slices.ContainsFunc(ours, func(name string) bool { return strings.Contains(stack, name) }) {
			left = append(left, stack)
		}
	}
	return left
}
