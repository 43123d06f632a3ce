package model_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// fake is a model made of a function.
type fake func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error)

func (f fake) Name() string { return "fake" }

func (f fake) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	return f(ctx, p, onDelta)
}

// say answers at once.
func say(text string) fake {
	return func(_ context.Context, _ prompts.Prompt, onDelta func(string)) (model.Reply, error) {
		if onDelta != nil {
			onDelta(text)
		}
		return model.Reply{Text: text, Model: "fake"}, nil
	}
}

// failWith fails without a word.
func failWith(err error) fake {
	return func(context.Context, prompts.Prompt, func(string)) (model.Reply, error) { return model.Reply{}, err }
}

// inTurn answers each call with the next of its models, and counts them.
func inTurn(calls *int, models ...fake) fake {
	return func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
		m := models[min(*calls, len(models)-1)]
		*calls++
		return m(ctx, p, onDelta)
	}
}

// hang waits for its context's end.
func hang(ctx context.Context, _ prompts.Prompt, _ func(string)) (model.Reply, error) {
	<-ctx.Done()
	return model.Reply{}, model.Interrupted(ctx, "fake")
}

func fault(reason model.Reason) *model.Error {
	return &model.Error{Reason: reason, Model: "fake", Err: errors.New("no luck")}
}

func turn() prompts.Prompt { return prompts.Prompt{Task: prompts.TaskTurn, User: "Go on."} }

func notes() prompts.Prompt {
	return prompts.Prompt{Task: prompts.TaskStep, User: "Take notes.", Schema: []byte(`{"type":"object","additionalProperties":false,
"required":["feedback","covered"],"properties":{"feedback":{"type":"string"},"covered":{"type":"array","items":{"type":"string"}}}}`)}
}

// steady has no luck in its waits: the longest first half, every time.
func steady() model.Limits { return model.Limits{Jitter: func() float64 { return 0 }} }

// TestRetries says which failures are tried again, how often, and after how long.
func TestRetries(t *testing.T) {
	t.Parallel()
	throttled := fault(model.ReasonThrottled)
	throttled.RetryAfter = 7 * time.Second
	patient := fault(model.ReasonThrottled)
	patient.RetryAfter = time.Hour
	spent := fault(model.ReasonOverloaded)
	spent.Attempts = 5
	tests := []struct {
		name   string
		prompt prompts.Prompt
		models []fake
		calls  int
		took   time.Duration
		reason model.Reason // of the error; "" where a reply comes
	}{
		{"no failure", turn(), []fake{say("x")}, 1, 0, ""},
		{"one", turn(), []fake{failWith(fault(model.ReasonOverloaded)), say("x")}, 2, 500 * time.Millisecond, ""},
		{"all", turn(), []fake{failWith(fault(model.ReasonIncomplete))}, 4, 3500 * time.Millisecond, model.ReasonIncomplete},
		{"Retry-After", turn(), []fake{failWith(throttled), say("x")}, 2, 7 * time.Second, ""},
		{"too long a Retry-After", turn(), []fake{failWith(patient)}, 1, 0, model.ReasonThrottled},
		{"tried enough by the adapter", turn(), []fake{failWith(spent)}, 1, 0, model.ReasonOverloaded},
		{"denied", turn(), []fake{failWith(fault(model.ReasonDenied))}, 1, 0, model.ReasonDenied},
		{"refused", turn(), []fake{failWith(fault(model.ReasonRefused))}, 1, 0, model.ReasonRefused},
		{"unusable prose", turn(), []fake{failWith(fault(model.ReasonUnusable)), say("x")}, 2, 500 * time.Millisecond, ""},
		{"unusable JSON", notes(), []fake{failWith(fault(model.ReasonUnusable))}, 1, 0, model.ReasonUnusable},
		{"no reason", turn(), []fake{failWith(errors.New("x"))}, 1, 0, ""},
		{"hangs twice", turn(), []fake{hang}, 2, 4*time.Minute + 500*time.Millisecond, model.ReasonTimeout},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				began := time.Now()
				reply, err := model.Resilient(inTurn(&calls, test.models...), steady()).Generate(t.Context(), test.prompt, nil)
				if model.ReasonOf(err) != test.reason || (err == nil) != (reply.Text == "x") {
					t.Errorf("got %q and %v, want the reason %q", reply.Text, err, test.reason)
				}
				if took := time.Since(began); calls != test.calls || took != test.took {
					t.Errorf("%d calls in %s, want %d in %s", calls, took, test.calls, test.took)
				}
			})
		})
	}
}

// TestBrokenRepliesAreGoneOnWith lets a model fail after its first words: what was shown is not shown again, and what comes
// in the end is whole.
func TestBrokenRepliesAreGoneOnWith(t *testing.T) {
	t.Parallel()
	half := func(text string) fake {
		return func(_ context.Context, _ prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			for _, piece := range strings.SplitAfter(text, " ") {
				onDelta(piece)
			}
			return model.Reply{}, fault(model.ReasonIncomplete)
		}
	}
	tests := []struct {
		name   string
		models []fake
		want   string
	}{
		{"repeats the last words", []fake{half("What happens to a hot ke"), say("to a hot key?")}, "What happens to a hot key?"},
		{"repeats one word", []fake{half("Why a queue"), say("queue at all?")}, "Why a queue at all?"},
		{"begins from the top", []fake{half("Why a queue"), say("Why a queue at all?")}, "Why a queue at all?"},
		{"repeats nothing", []fake{half("Why a queue "), say("at all?")}, "Why a queue at all?"},
		{"repeats nothing and no space", []fake{half("Why a queue"), say("at all?")}, "Why a queue at all?"},
		{"starts anew", []fake{half("Why a"), say("Let us look at queues.")}, "Why a… Let us look at queues."},
		{"breaks twice", []fake{half("Why a "), half("Why a queue at "), say("a queue at all?")}, "Why a queue at all?"},
		{"breaks at the same place", []fake{half("Why a "), half("Why "), say("Why a queue?")}, "Why a queue?"},
		{"breaks at once", []fake{half("Why a "), failWith(fault(model.ReasonOverloaded)), say("a queue?")}, "Why a queue?"},
		{"other scripts", []fake{half("なぜキュ"), say("なぜキューですか")}, "なぜキューですか"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				var shown strings.Builder
				reply, err := model.Resilient(inTurn(&calls, test.models...), steady()).
					Generate(t.Context(), turn(), func(text string) { shown.WriteString(text) })
				if err != nil || reply.Text != test.want || shown.String() != test.want || calls != len(test.models) {
					t.Errorf("%d calls, %q was shown of %q, the error is %v", calls, shown.String(), reply.Text, err)
				}
			})
		})
	}
}

// TestWhatWasNoAnswerIsNotGoneOnWith lets a model show what turns out to be none.
func TestWhatWasNoAnswerIsNotGoneOnWith(t *testing.T) {
	t.Parallel()
	calls := 0
	m := inTurn(&calls, func(_ context.Context, _ prompts.Prompt, onDelta func(string)) (model.Reply, error) {
		onDelta("Hmm, the user ")
		return model.Reply{}, fault(model.ReasonUnusable)
	}, say("Why so?"))
	_, err := model.Resilient(m, steady()).Generate(t.Context(), turn(), func(string) {})
	if calls != 1 || model.ReasonOf(err) != model.ReasonUnusable {
		t.Errorf("%d calls, the error is %v", calls, err)
	}
}

func TestTimeouts(t *testing.T) {
	t.Parallel()
	limits := model.Limits{FirstToken: 10 * time.Second, Idle: 2 * time.Second, Total: time.Minute, Attempts: 1}
	tests := []struct {
		name string
		m    fake
		took time.Duration
		says string
	}{
		{"nothing", hang, 10 * time.Second, "nothing came within 10s"},
		{"one word", func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			onDelta("Why")
			return hang(ctx, p, onDelta)
		}, 2 * time.Second, "nothing more came for 2s"},
		{"a drip", func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			for range 20 {
				onDelta("x")
				time.Sleep(1900 * time.Millisecond)
			}
			return hang(ctx, p, onDelta)
		}, 19*1900*time.Millisecond + 2*time.Second, "nothing more came for 2s"},
		{"thinking for ever", func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			for {
				select {
				case <-ctx.Done():
					return hang(ctx, p, onDelta)
				case <-time.After(time.Second):
					model.Alive(ctx)
				}
			}
		}, time.Minute, "no whole answer within 1m0s"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				_, err := model.Resilient(test.m, limits).Generate(t.Context(), turn(), nil)
				if model.ReasonOf(err) != model.ReasonTimeout || !strings.Contains(err.Error(), test.says) {
					t.Errorf("got %v, want a timeout that says %q", err, test.says)
				}
				if took := time.Since(began); took != test.took {
					t.Errorf("it took %s, want %s", took, test.took)
				}
			})
		})
	}
}

// TestSlowThinker answers after a long time in which it showed signs of life.
func TestSlowThinker(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := fake(func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			for range 50 {
				time.Sleep(time.Second)
				model.Alive(ctx)
			}
			return say("x")(ctx, p, onDelta)
		})
		limits := model.Limits{FirstToken: 2 * time.Second, Idle: 2 * time.Second}
		if reply, err := model.Resilient(m, limits).Generate(t.Context(), turn(), nil); err != nil || reply.Text != "x" {
			t.Errorf("got %q and %v", reply.Text, err)
		}
	})
}

// TestCallerGivesUp ends a call at once wherever it is: waiting for its turn, for the model, or for the next try.
func TestCallerGivesUp(t *testing.T) {
	t.Parallel()
	left := errors.New("the candidate left")
	tests := map[string]struct {
		m     fake
		calls int
	}{
		"in the model": {hang, 1},
		"between two tries": {failWith(&model.Error{Reason: model.ReasonThrottled, Model: "fake", RetryAfter: 20 * time.Second,
			Err: errors.New("no luck")}), 1},
		"waiting for its turn": {hang, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				limits := steady()
				limits.Concurrent = 1
				m := model.Resilient(fake(func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
					if p.User == "blocker" {
						return hang(ctx, p, onDelta)
					}
					calls++
					return test.m(ctx, p, onDelta)
				}), limits)
				blocked, release := context.WithCancel(t.Context())
				if test.calls == 0 {
					go func() { _, _ = m.Generate(blocked, prompts.Prompt{User: "blocker"}, nil) }()
					synctest.Wait()
				}
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(3*time.Second, func() { cancel(left) })
				began := time.Now()
				_, err := m.Generate(ctx, turn(), nil)
				if !errors.Is(err, left) || model.Retryable(err) || calls != test.calls || time.Since(began) != 3*time.Second {
					t.Errorf("got %v after %d calls and %s", err, calls, time.Since(began))
				}
				release()
			})
		})
	}
}

// TestTurns lets few in at once, and in the order of their coming.
func TestTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var order []string
		inside, most := 0, 0
		m := model.Resilient(fake(func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			mu.Lock()
			order = append(order, p.User)
			inside++
			most = max(most, inside)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			inside--
			mu.Unlock()
			return say("x")(ctx, p, onDelta)
		}), model.Limits{Concurrent: 2})
		var group sync.WaitGroup
		var want []string
		for i := range 9 {
			name := fmt.Sprint(i)
			want = append(want, name)
			group.Go(func() {
				if _, err := m.Generate(t.Context(), prompts.Prompt{User: name}, nil); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		group.Wait()
		for pair := range slices.Chunk(order, 2) { // who come in at the same moment
			slices.Sort(pair)
		}
		if most != 2 || !slices.Equal(order, want) {
			t.Errorf("%d at once, in the order %v", most, order)
		}
	})
}
