package model_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

func TestAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		schema bool
		pieces []string
		stop   model.Stop
		want   string
		reason model.Reason
	}{
		{"prose", false, []string{"\n Why ", "so?", " \n"}, model.StopEnd, "Why so?", ""},
		{"a sign that no database takes", false, []string{"Wh\x00y?"}, model.StopEnd, "Why?", ""},
		{"no end mark", false, []string{"Why so?"}, model.StopNone, "", model.ReasonIncomplete},
		{"cut at the limit", false, []string{"Why so"}, model.StopLength, "", model.ReasonIncomplete},
		{"nothing but thinking", false, []string{"<think>hm"}, model.StopLength, "", model.ReasonUnusable},
		{"refused", false, []string{"I"}, model.StopRefused, "", model.ReasonRefused},
		{"white space", false, []string{" \n"}, model.StopEnd, "", model.ReasonUnusable},
		{"leaked thinking", false, []string{"hm ", "</think>Why?"}, model.StopEnd, "", model.ReasonUnusable},
		{"JSON", true, []string{"```json\n{\"a\"", ":1}\n```"}, model.StopEnd, `{"a":1}`, ""},
		{"JSON after unmarked thinking", true, []string{`maybe {"a":{"long":"draft"}} `, `</think>{"a":1}`}, model.StopEnd, `{"a":1}`, ""},
		{"half of JSON", true, []string{`{"a":`}, model.StopEnd, "", model.ReasonUnusable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := prompts.Prompt{}
			if test.schema {
				p.Schema = json.RawMessage(`{}`)
			}
			var shown strings.Builder
			answer := model.NewAnswer(t.Context(), "fake", p, func(text string) { shown.WriteString(text) }, false)
			for _, piece := range test.pieces {
				answer.Write(piece)
			}
			reply, err := answer.Finish(test.stop, model.Usage{})
			if reply.Text != test.want || model.ReasonOf(err) != test.reason || err == nil && shown.String() != reply.Text {
				t.Errorf("got %q, showed %q (%v)", reply.Text, shown.String(), err)
			}
		})
	}
}

// FuzzAnswer gathers foreign text: what is shown is the reply, and the reply is clean.
func FuzzAnswer(f *testing.F) {
	f.Add("<think>hm</think>\n\nWhy so? ", 3, false, false)
	f.Add("```json\n{\"a\":1}```", 2, true, false)
	f.Add("hm</think>Why", 1, false, true)
	f.Fuzz(func(t *testing.T, text string, n int, schema, primed bool) {
		p := prompts.Prompt{}
		if schema {
			p.Schema = json.RawMessage(`{}`)
		}
		var shown strings.Builder
		answer := model.NewAnswer(t.Context(), "fake", p, func(text string) {
			if text == "" {
				t.Error("an empty piece was shown")
			}
			shown.WriteString(text)
		}, primed)
		n = max(1, n%9)
		for piece := range slices.Chunk([]rune(text), n) {
			answer.Write(string(piece))
		}
		reply, err := answer.Finish(model.StopEnd, model.Usage{})
		if err != nil {
			return
		}
		if shown.String() != reply.Text || reply.Text == "" || strings.TrimSpace(reply.Text) != reply.Text && !schema || strings.Contains(reply.Text, "\x00") {
			t.Fatalf("%q was shown of %q", shown.String(), reply.Text)
		}
		if schema && !json.Valid([]byte(reply.Text)) {
			t.Fatalf("%q is no JSON", reply.Text)
		}
	})
}
