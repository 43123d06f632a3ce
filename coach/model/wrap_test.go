package model_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// other is a model with another name.
type other struct{ fake }

func (other) Name() string { return "other" }

func TestFallback(t *testing.T) {
	t.Parallel()
	second := other{func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
		reply, err := say("second")(ctx, p, onDelta)
		reply.Model = "other"
		return reply, err
	}}
	half := fake(func(_ context.Context, _ prompts.Prompt, onDelta func(string)) (model.Reply, error) {
		onDelta("fir")
		return model.Reply{}, fault(model.ReasonIncomplete)
	})
	tests := []struct {
		name            string
		primary, second model.Model
		shown, by       string
		reason          model.Reason
	}{
		{"primary answers", say("first"), second, "first", "fake", ""},
		{"primary fails", failWith(fault(model.ReasonDenied)), second, "second", "other", ""},
		{"primary fails after its first words", half, second, "fir …\n\nsecond", "other", ""},
		{"both fail after first words", half, failWith(fault(model.ReasonUnreached)), "fir …\n\n", "", model.ReasonIncomplete},
		{"both fail", failWith(fault(model.ReasonThrottled)), failWith(fault(model.ReasonUnreached)), "", "", model.ReasonThrottled},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var shown strings.Builder
			m := model.Fallback(test.primary, test.second, nil)
			reply, err := m.Generate(t.Context(), turn(), func(text string) { shown.WriteString(text) })
			if shown.String() != test.shown || reply.Model != test.by || model.ReasonOf(err) != test.reason {
				t.Errorf("%q was shown, by %q, the error is %v", shown.String(), reply.Model, err)
			}
			if err == nil && reply.Text != test.shown || m.Name() != "fake" {
				t.Errorf("%s says %q", m.Name(), reply.Text)
			}
		})
	}
}

func TestFallbackStaysOutOfCancelledCalls(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := model.Fallback(fake(hang), say("second"), nil).Generate(ctx, turn(), nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// TestRepaired gives a second chance, and tells what was wrong.
func TestRepaired(t *testing.T) {
	t.Parallel()
	good, wrong := `{"feedback":"f","covered":[]}`, `{"feedback":3,"more":true}`
	unusable := failWith(fault(model.ReasonUnusable))
	tests := []struct {
		name   string
		models []fake
		calls  int
		want   string
		reason model.Reason
		told   []string // what the second prompt says
	}{
		{"right at once", []fake{say(good)}, 1, good, "", nil},
		{"right at second", []fake{say(wrong), say(good)}, 2, good, "", []string{"/feedback", "covered", "more", `"additionalProperties"`}},
		{"no JSON at first", []fake{unusable, say(good)}, 2, good, "", []string{"not one whole JSON object"}},
		{"wrong twice", []fake{say(wrong), say(`{"covered":[1]}`)}, 2, `{"covered":[1]}`, "", nil},
		{"wrong, then none", []fake{say(wrong), unusable}, 2, wrong, "", nil},
		{"none twice", []fake{unusable}, 2, "", model.ReasonUnusable, nil},
		{"denied", []fake{failWith(fault(model.ReasonDenied))}, 1, "", model.ReasonDenied, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			calls, last := 0, ""
			script := inTurn(&calls, test.models...)
			m := model.Repaired(fake(func(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
				last = p.User
				reply, err := script(ctx, p, onDelta)
				reply.Usage = model.Usage{InputTokens: 10, OutputTokens: 1}
				return reply, err
			}))
			var shown strings.Builder
			reply, err := m.Generate(t.Context(), notes(), func(text string) { shown.WriteString(text) })
			if reply.Text != test.want || shown.String() != test.want || model.ReasonOf(err) != test.reason || calls != test.calls {
				t.Errorf("got %q, showed %q, with %v after %d calls", reply.Text, shown.String(), err, calls)
			}
			for _, words := range test.told {
				if !strings.Contains(last, words) {
					t.Errorf("the second prompt does not say %q: %s", words, last)
				}
			}
		})
	}
}

func TestRepairedCountsBothRounds(t *testing.T) {
	t.Parallel()
	m := model.Repaired(fake(func(context.Context, prompts.Prompt, func(string)) (model.Reply, error) {
		return model.Reply{Text: `{}`, Usage: model.Usage{InputTokens: 10, OutputTokens: 1}}, nil
	}))
	reply, err := m.Generate(t.Context(), notes(), nil)
	if want := (model.Usage{InputTokens: 20, OutputTokens: 2}); err != nil || reply.Usage != want {
		t.Errorf("usage is %+v (%v), want %+v", reply.Usage, err, want)
	}
}

func TestObserved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var seen []model.Call
		script := fake(func(_ context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			time.Sleep(time.Second)
			if p.Task == prompts.TaskStep {
				return model.Reply{}, fault(model.ReasonDenied)
			}
			onDelta("a")
			time.Sleep(time.Second)
			onDelta("b")
			return model.Reply{Text: "ab", Model: "who", Usage: model.Usage{InputTokens: 3, OutputTokens: 2}}, nil
		})
		m := model.Observed(script, func(_ context.Context, c model.Call) { seen = append(seen, c) })
		if _, err := m.Generate(t.Context(), turn(), nil); err != nil {
			t.Fatal(err)
		}
		_, err := m.Generate(t.Context(), notes(), nil)
		want := []model.Call{
			{Model: "who", Task: prompts.TaskTurn, Usage: model.Usage{InputTokens: 3, OutputTokens: 2}, FirstToken: time.Second, Took: 2 * time.Second},
			{Model: "fake", Task: prompts.TaskStep, Took: time.Second, Err: err},
		}
		if len(seen) != 2 || seen[0] != want[0] || seen[1] != want[1] {
			t.Errorf("seen %+v, want %+v", seen, want)
		}
	})
}

// TestReplay records a conversation with all that happens in one, and plays it again: the same prompts get the same
// answers in the same pieces, and errors where there were some.
func TestReplay(t *testing.T) {
	t.Parallel()
	calls := 0
	broken := fault(model.ReasonThrottled)
	broken.RetryAfter = 3 * time.Second
	script := inTurn(&calls,
		say("first"),
		func(_ context.Context, _ prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			onDelta("se")
			return model.Reply{}, fault(model.ReasonIncomplete)
		},
		failWith(broken),
		func(_ context.Context, _ prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			onDelta("日本")
			onDelta("語")
			return model.Reply{Text: "日本語", Model: "who", Usage: model.Usage{InputTokens: 3, OutputTokens: 2}}, nil
		})
	var file bytes.Buffer
	at := func(clock string) prompts.Prompt {
		p := turn()
		p.User = "Time in this step: " + clock + " of 5:00."
		return p
	}
	asked := []prompts.Prompt{turn(), turn(), turn(), at("1:07")}
	type answer struct {
		shown string
		reply model.Reply
		err   error
	}
	ask := func(m model.Model, p prompts.Prompt) (a answer) {
		a.reply, a.err = m.Generate(t.Context(), p, func(text string) { a.shown += "|" + text })
		return a
	}
	var recorded []answer
	m := model.Recorder(script, &file, nil)
	for _, p := range asked {
		recorded = append(recorded, ask(m, p))
	}
	if n := strings.Count(file.String(), "\n"); n != len(asked) {
		t.Fatalf("the recording has %d lines, want %d: %s", n, len(asked), file.String())
	}
	again, err := model.Replay("replay:x", &file)
	if err != nil {
		t.Fatal(err)
	}
	asked[3] = at("2:59") // played at another pace
	for _, i := range []int{3, 0, 1, 2} {
		got, want := ask(again, asked[i]), recorded[i]
		if got.shown != want.shown || got.reply != want.reply || model.ReasonOf(got.err) != model.ReasonOf(want.err) {
			t.Errorf("answer %d is %+v, want %+v", i, got, want)
		}
		e, _ := errors.AsType[*model.Error](want.err)
		if g, ok := errors.AsType[*model.Error](got.err); ok && g.RetryAfter != e.RetryAfter {
			t.Errorf("error %d comes with Retry-After %s, want %s", i, g.RetryAfter, e.RetryAfter)
		}
	}
	for _, p := range []prompts.Prompt{turn(), notes()} {
		if got := ask(again, p); model.ReasonOf(got.err) != model.ReasonUnrecorded {
			t.Errorf("a prompt that was not recorded, or not as often, got %+v", got)
		}
	}
}

func TestReplayRefusesWhatIsNoRecording(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"no", `{"text":"x"}`, `{"digest":"d"}`, `{"digest":"d","text":"ab","deltas":["a"]}`, "\n{}\n"} {
		if _, err := model.Replay("replay:x", strings.NewReader(text)); coach.CodeOf(err) != coach.CodeInvalid || !strings.Contains(err.Error(), "line ") {
			t.Errorf("%q: got %v, want the line that is wrong", text, err)
		}
	}
	_, err := model.Registry{"replay": model.ReplayOpener()}.Open(t.Context(), "replay:"+t.TempDir()+"/none")
	if coach.CodeOf(err) != coach.CodeInvalid {
		t.Errorf("a recording that is not there: %v", err)
	}
}

// FuzzReplay reads foreign recordings: what it takes, it answers whole.
func FuzzReplay(f *testing.F) {
	f.Add(`{"digest":"d","task":"turn","model":"m","deltas":["a","b"],"text":"ab","usage":{"InputTokens":1}}` + "\n")
	f.Add(`{"digest":"d","error":{"reason":"throttled","message":"m"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := model.Replay("replay:x", strings.NewReader(text))
		if err != nil {
			return
		}
		var shown strings.Builder
		reply, err := m.Generate(t.Context(), turn(), func(text string) { shown.WriteString(text) })
		if err == nil && (reply.Text == "" || shown.Len() > 0 && shown.String() != reply.Text) {
			t.Fatalf("%q was shown of %q", shown.String(), reply.Text)
		}
	})
}

func TestPrices(t *testing.T) {
	t.Parallel()
	used := model.Usage{InputTokens: 1_000_000, OutputTokens: 100_000}
	prices, err := model.LoadPrices(strings.NewReader(`[{"model":"openai:gpt-5","input":1,"output":2},{"model":"openai:team/*","input":0,"output":0}]`))
	if err != nil {
		t.Fatal(err)
	}
	for uri, want := range map[string]float64{
		"local": 0, "ollama:llama3.1": 0, "openai:gpt-5": 1.2, "openai:team/llama/x": 0, "openai:gpt-4o-mini-2024-07-18": 0.21,
		"bedrock:eu.anthropic.claude-sonnet-4-5-20250929-v1:0": 4.5, "anthropic:claude-opus-4-6": 7.5, "anthropic:claude-opus-4-1": 22.5,
		"bedrock:arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-lite-v1:0": 0.084,
	} {
		if got, ok := prices.Cost(uri, used); !ok || got < want-1e-9 || got > want+1e-9 {
			t.Errorf("%s costs %v (%v), want %v", uri, got, ok, want)
		}
	}
	if got, ok := prices.Cost("openai:mystery", used); ok {
		t.Errorf("a model without a price costs %v", got)
	}
	for _, list := range []string{"", "{}", `[{"model":""}]`, `[{"model":"a","input":-1}]`, `[{"model":"[a"}]`, `[{"modell":"a"}]`} {
		if _, err := model.LoadPrices(strings.NewReader(list)); err == nil {
			t.Errorf("%q was taken for prices", list)
		}
	}
}
