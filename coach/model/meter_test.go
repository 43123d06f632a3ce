package model_test

import (
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

// dear costs a dollar for a thousand tokens in, and two for a thousand out.
var dear = model.Prices{{Model: "fake", Input: 1000, Output: 2000}}

// counted answers after two seconds, the first word after one, and counts its tokens.
func counted(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	time.Sleep(time.Second)
	onDelta("Why ")
	time.Sleep(time.Second)
	onDelta("so?")
	return model.Reply{Text: "Why so?", Model: "fake", Usage: model.Usage{InputTokens: 100, OutputTokens: 10}}, nil
}

func TestMeterWritesDownEachTry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		adapter := inTurn(&calls, failWith(fault(model.ReasonThrottled)), counted)
		m := model.Resilient(model.Metered(adapter, dear), steady())
		meter := model.NewMeter(0)
		for range 2 {
			if _, err := m.Generate(model.WithMeter(t.Context(), meter), turn(), nil); err != nil {
				t.Fatal(err)
			}
		}
		got := meter.Take()
		want := coach.Use{Model: "fake", Task: "turn", Calls: 3, Failed: 1, InputTokens: 200, OutputTokens: 20, Streamed: 2, FirstTokenMS: 1000, Seconds: 4, USD: 0.24}
		if len(got) != 1 || got[0] != want {
			t.Errorf("the meter shows %+v, want %+v", got, want)
		}
		if again := meter.Take(); len(again) != 0 {
			t.Errorf("what was taken is there again: %+v", again)
		}
		meter.Put(got)
		if back := meter.Take(); len(back) != 1 || back[0] != want {
			t.Errorf("what was put back is %+v", back)
		}
	})
}

// TestMeterReckonsWhatIsNotCounted holds that tokens of which the provider says nothing are not free.
func TestMeterReckonsWhatIsNotCounted(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("word ", 8)
	p := prompts.Prompt{Task: prompts.TaskTurn, System: text, User: text}
	half := fake(func(_ context.Context, _ prompts.Prompt, onDelta func(string)) (model.Reply, error) {
		onDelta(text)
		return model.Reply{}, errors.New("gone")
	})
	for name, test := range map[string]struct {
		m       fake
		in, out int
		known   bool
	}{
		"whole":            {say(text), 20, 10, true},
		"cut":              {half, 20, 10, true},
		"cut before words": {failWith(fault(model.ReasonIncomplete)), 20, 0, true},
		"turned away":      {failWith(fault(model.ReasonThrottled)), 0, 0, true},
		"no price":         {say(text), 20, 10, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prices := dear
			if !test.known {
				prices = nil
			}
			meter := model.NewMeter(0)
			_, _ = model.Metered(test.m, prices).Generate(model.WithMeter(t.Context(), meter), p, nil)
			use := meter.Take()[0]
			if use.InputTokens != test.in || use.OutputTokens != test.out || use.Estimated != (test.in > 0) || use.Unpriced == test.known {
				t.Errorf("the meter shows %+v", use)
			}
		})
	}
}

// TestBudgetIsNeverOverdrawn asks until the budget says no, with many at once.
func TestBudgetIsNeverOverdrawn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		meter := model.NewMeter(1)
		meter.Spent(0.5)
		m := model.Metered(fake(counted), dear) // each call costs 0.12
		p := prompts.Prompt{Task: prompts.TaskTurn, User: strings.Repeat("x", 200), MaxTokens: 10}
		ctx := model.WithMeter(t.Context(), meter)
		results := make(chan error)
		for range 20 {
			go func() {
				_, err := m.Generate(ctx, p, nil)
				results <- err
			}()
		}
		answered := 0
		for range 20 {
			if err := <-results; err == nil {
				answered++
			} else if model.ReasonOf(err) != model.ReasonBudget || model.Retryable(err) || !strings.Contains(model.Advice(err), "--budget-per-interview") {
				t.Errorf("refused with %v: %s", err, model.Advice(err))
			}
		}
		if total := meter.Take().Total().USD; answered != 4 || total > 0.5 {
			t.Errorf("%d calls were answered for $%.2f", answered, total)
		}
		free := model.Metered(fake(counted), model.Prices{{Model: "fake"}})
		if _, err := free.Generate(ctx, p, nil); err != nil {
			t.Errorf("a free model was refused: %v", err)
		}
	})
}
