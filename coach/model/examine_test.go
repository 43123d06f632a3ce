package model_test

import (
	"context"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

func TestExamine(t *testing.T) {
	t.Parallel()
	answering := func(pieces []string, json string) fake {
		return func(_ context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
			if p.Schema != nil {
				return model.Reply{Text: json, Model: "fake"}, nil
			}
			for _, piece := range pieces {
				onDelta(piece)
			}
			return model.Reply{Text: strings.Join(pieces, ""), Model: "fake"}, nil
		}
	}
	good := `{"answer":8,"sure":true}`
	tests := []struct {
		name string
		m    fake
		want string // checks in order, with a sign of how they went
	}{
		{"all well", answering([]string{"one", " two"}, good), "answers+ streams+ answers in JSON+"},
		{"no stream", answering([]string{"one two"}, good), "answers+ streams- answers in JSON+"},
		{"another shape", answering([]string{"one", " two"}, `{"answer":"8"}`), "answers+ streams+ answers in JSON-"},
		{"no answer", failWith(fault(model.ReasonDenied)), "answers-"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range model.Examine(t.Context(), test.m) {
				got = append(got, f.Check+map[bool]string{true: "+", false: "-"}[f.OK])
				if f.OK == (f.Advice != "") || f.Detail == "" {
					t.Errorf("%+v", f)
				}
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
}

// TestExamineAdvises says something of its own for each reason that a host can do something about.
func TestExamineAdvises(t *testing.T) {
	t.Parallel()
	seen := map[string]model.Reason{}
	for _, reason := range reasons {
		advice := model.Examine(t.Context(), failWith(fault(reason)))[0].Advice
		if advice == "" {
			t.Errorf("%q: nothing to do", reason)
		}
		seen[advice] = reason
	}
	if len(seen) < 9 {
		t.Errorf("only %d pieces of advice", len(seen))
	}
}
