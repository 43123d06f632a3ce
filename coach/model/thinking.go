package model

import (
	"strings"
	"unicode"
)

// thinkingTags are the marks that open models put around their thinking when it comes in the text itself.
var thinkingTags = []string{"think", "thinking", "thought", "reasoning"}

// orphan is the one closing mark that is met without its opening one: some servers put the opening mark into the
// prompt, so that the answer begins in the middle of the thinking.
const orphan = "</think>"

// thinkingFilter takes thinking out of text that arrives in pieces cut anywhere. Thinking stands before the answer; a mark
// in the middle of one is what the model speaks about.
type thinkingFilter struct {
	state  thinkingState
	closer string // the mark that ends the thinking
	held   string // what cannot be decided yet, or, in a primed filter, all of it
	primed bool   // the answer begins inside its thinking
	orphan bool   // a closing mark came without its opening one: what was let through before it was thinking
	seen   bool   // there was thinking
}

type thinkingState int

const (
	beforeAnswer thinkingState = iota
	inThinking
	inAnswer
)

// primedFilter begins inside the thinking.
func primedFilter() thinkingFilter {
	return thinkingFilter{state: inThinking, closer: orphan, primed: true}
}

// write takes a piece and returns what of it, and of what was held, belongs to the answer. Restart says that all that was
// returned by earlier calls did not.
func (f *thinkingFilter) write(piece string) (text string, restart bool) {
	f.held += piece
	orphan := f.orphan
	f.orphan = false
	var answer strings.Builder
	for f.step(&answer) {
	}
	restart = f.orphan
	f.orphan = f.orphan || orphan
	return answer.String(), restart
}

// flush returns what is still held when the text is over. Thinking that was never closed is none of the answer, except
// in a primed filter, where it means that this time there was no thinking.
func (f *thinkingFilter) flush() string {
	held := f.held
	f.held = ""
	switch {
	case f.state != inThinking:
		return held
	case !f.primed:
		return ""
	default:
		var unprimed thinkingFilter
		text, _ := unprimed.write(held)
		return text + unprimed.flush()
	}
}

// step decides on the beginning of what is held; it returns false when more text is needed.
func (f *thinkingFilter) step(answer *strings.Builder) bool {
	switch f.state {
	case beforeAnswer:
		return f.open(answer)
	case inThinking:
		return f.close()
	default:
		return f.pass(answer)
	}
}

// open looks for an opening mark after white space.
func (f *thinkingFilter) open(answer *strings.Builder) bool {
	text := strings.TrimLeftFunc(f.held, unicode.IsSpace)
	for _, tag := range thinkingTags {
		mark := "<" + tag + ">"
		if rest, ok := strings.CutPrefix(text, mark); ok {
			f.state, f.closer, f.held, f.seen = inThinking, "</"+tag+">", rest, true
			return true
		}
		if strings.HasPrefix(mark, text) { // the empty text too
			return false
		}
	}
	f.state = inAnswer
	return f.pass(answer)
}

// close drops thinking up to its closing mark, keeping an end that may be the mark's beginning.
func (f *thinkingFilter) close() bool {
	_, rest, ok := strings.Cut(f.held, f.closer)
	if ok {
		f.state, f.held, f.seen, f.primed = beforeAnswer, rest, true, false
		return true
	}
	if !f.primed {
		f.held = f.held[len(f.held)-overlap(f.held, f.closer):]
	}
	return false
}

// pass lets the answer through, up to a closing mark without its opening one.
func (f *thinkingFilter) pass(answer *strings.Builder) bool {
	_, rest, ok := strings.Cut(f.held, orphan)
	if ok {
		f.state, f.held, f.orphan, f.seen = beforeAnswer, rest, true, true
		answer.Reset()
		return true
	}
	keep := overlap(f.held, orphan)
	answer.WriteString(f.held[:len(f.held)-keep])
	f.held = f.held[len(f.held)-keep:]
	return false
}

// overlap is the length of the longest end of text that is a true beginning of mark.
func overlap(text, mark string) int {
	for n := min(len(text), len(mark)-1); n > 0; n-- {
		if strings.HasSuffix(text, mark[:n]) {
			return n
		}
	}
	return 0
}
