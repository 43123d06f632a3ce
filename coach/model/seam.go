package model

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// resumed is the prompt that has an answer finished of which a part was heard already. The words that it asks to repeat
// tell where the two halves meet: a bare continuation does not say whether it begins inside a word.
func resumed(p prompts.Prompt, heard string) prompts.Prompt {
	p.User += "\nYou had begun this answer when the line broke. The candidate has heard this much of it:\n<heard>\n" + heard +
		"\n</heard>\nRepeat the last three words of it exactly and go on from there to the end of the answer. Write nothing before them and nothing about the break.\n"
	return p
}

// seam joins the second half of an answer to the first one, which was heard already. It holds the beginning of the second
// half back until it is known what of it repeats the first.
type seam struct {
	heard string
	held  string
	open  bool // the seam lies behind: all that comes is new
	pass  func(string)
}

// overlapAtMost is how far back the second half may begin in the first. Three words were asked for; a sentence is forgiven.
const overlapAtMost = 160

// write takes a piece of the second half.
func (s *seam) write(text string) {
	if s.open || s.heard == "" {
		s.show(text)
		return
	}
	s.held += text
	if fromTheTop := strings.HasPrefix(s.heard, s.held); fromTheTop || len(s.held) < min(len(s.heard), overlapAtMost) {
		return // it may still turn out to be a repetition
	}
	s.close()
}

// close ends the holding back: what is new is passed on.
func (s *seam) close() {
	if s.open || s.heard == "" || s.held == "" {
		return
	}
	s.open = true
	s.show(joint(s.heard, s.held))
}

func (s *seam) show(text string) {
	if text != "" {
		s.pass(text)
	}
}

// joint is what of the second half is to follow the first.
func joint(heard, second string) string {
	if rest, ok := strings.CutPrefix(second, heard); ok { // it began from the top
		return rest
	}
	if strings.HasPrefix(heard, second) { // it began from the top and did not get further
		return ""
	}
	trimmed := strings.TrimLeftFunc(second, unicode.IsSpace)
	for k := min(len(heard), len(trimmed), overlapAtMost); k > 0; k-- {
		whole := k >= 3 || wordBegins(trimmed, k) // a letter or two may be chance, a short word is not
		if whole && strings.HasSuffix(heard, trimmed[:k]) && wordBegins(heard, len(heard)-k) {
			return trimmed[k:]
		}
	}
	last, _ := utf8.DecodeLastRuneInString(heard)
	first, _ := utf8.DecodeRuneInString(second)
	switch {
	case unicode.IsUpper(first) && !strings.ContainsRune(".?!:\n ", last): // another sentence: it did not go on
		return "… " + second
	case (unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune(".?!,;:", last)) && (unicode.IsLetter(first) || unicode.IsDigit(first)):
		return " " + second
	}
	return second
}

// wordBegins reports whether a word begins at a place in a text.
func wordBegins(s string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	return at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before)
}
