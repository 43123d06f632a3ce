package model

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// filtered puts text through a filter in pieces of n signs and returns what is left of it.
func filtered(f thinkingFilter, text string, n int) string {
	var out strings.Builder
	for signs := range slices.Chunk([]rune(text), n) {
		piece, restart := f.write(string(signs))
		if restart {
			out.Reset()
		}
		out.WriteString(piece)
	}
	out.WriteString(f.flush())
	return out.String()
}

func TestThinkingFilter(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want, primed string }{
		{"none", "What about failure?", "What about failure?", "What about failure?"},
		{"before", "<think>hm</think>Why?", "Why?", "Why?"},
		{"after white space", "\n <thinking>hm</thinking>\nWhy?", "\nWhy?", "Why?"},
		{"twice", "<think>a</think> <reasoning>b</reasoning>Why?", "Why?", "Why?"},
		{"empty", "<think></think>Why?", "Why?", "Why?"},
		{"never closed", "<think>hm", "", ""},
		{"in the middle", "Why <think>x</thinking> so?", "Why <think>x</thinking> so?", "Why <think>x</thinking> so?"},
		{"without its opening", "hm\n</think>\n\nWhy?", "\n\nWhy?", "\n\nWhy?"},
		{"a comparison", "< 50 ms", "< 50 ms", "< 50 ms"},
		{"a beginning at the end", "a </thi", "a </thi", "a </thi"},
		{"only a beginning", "<thin", "<thin", "<thin"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for n := 1; n <= len(test.text); n++ {
				if got := filtered(thinkingFilter{}, test.text, n); strings.TrimSpace(got) != strings.TrimSpace(test.want) {
					t.Errorf("in pieces of %d: %q, want %q", n, got, test.want)
				}
				if got := filtered(primedFilter(), test.text, n); strings.TrimSpace(got) != strings.TrimSpace(test.primed) {
					t.Errorf("primed, in pieces of %d: %q, want %q", n, got, test.primed)
				}
			}
		})
	}
}

// FuzzThinking cuts foreign text anywhere: where the cuts are changes nothing, and text without marks comes through whole.
func FuzzThinking(f *testing.F) {
	f.Add("<think>hm</think>Why?", 3, false)
	f.Add("hm</think>Why?", 1, true)
	f.Add(" <thought>a</thought><think>b", 2, false)
	f.Fuzz(func(t *testing.T, text string, n int, primed bool) {
		filter := thinkingFilter{}
		if primed {
			filter = primedFilter()
		}
		whole := filtered(filter, text, len(text)+1)
		if cut := filtered(filter, text, max(1, n%7)); cut != whole {
			t.Fatalf("in pieces %q, at once %q", cut, whole)
		}
		if utf8.ValidString(text) && !strings.Contains(text, "<") && whole != text {
			t.Fatalf("%q came through as %q", text, whole)
		}
	})
}
