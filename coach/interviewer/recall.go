package interviewer

import (
	"slices"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// recall keeps a conversation within so many tokens: the oldest steps that were assessed are replaced by the notes on them,
// whole steps at a time. Where that is not enough, the oldest messages go, and how many they were is told. What was said
// last always stays. A limit of 0 keeps everything.
func recall(iv coach.Interview, limit int) (notes []prompts.Notes, said []coach.Utterance, omitted int) {
	said = iv.Said
	if limit <= 0 {
		return nil, said, 0
	}
	for _, s := range iv.Entered {
		assessed, ok := iv.Assessed[s]
		if length(said) <= limit || s == iv.Step {
			break
		}
		if !ok || assessed.Failed != "" {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(said), func(u coach.Utterance) bool { return u.Step == s })
		notes = append(notes, prompts.Notes{
			Step: s, Messages: len(said) - len(rest), Covered: assessed.Covered, Missed: assessed.Missed, Feedback: assessed.Feedback,
		})
		said = rest
	}
	for len(said) > keptAtLeast && length(said) > limit {
		said, omitted = said[1:], omitted+1
	}
	return notes, said, omitted
}

// keptAtLeast is what makes sense of the last message: the question before it.
const keptAtLeast = 2

// length is what utterances take of a prompt, in tokens of about four bytes, with the marks around each.
func length(said []coach.Utterance) int {
	const marks = 15
	n := 0
	for _, u := range said {
		n += len(u.Text)/4 + marks
	}
	return n
}
