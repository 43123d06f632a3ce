package modeltest

import (
	"encoding/json"
	"strings"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// text is what a server in a good mood says: signs of several bytes, line ends, quotes, and marks that have a meaning in
// one of the formats on the way.
const text = "You said \"cache-aside\" — good, but why?\n\nWhat happens when the key `user:42` expires while 10 000 " +
	"readers wait for it? Think of p99 < 50 ms, of <candidate> marks, of data: lines\nand of [DONE]. Ünïcödé, 日本語, 🏗️ and a " +
	"backslash \\ too. Take the write path next: who wins when two of them race? [caching#cache-aside]"

// notes is what a server in a good mood answers to [schema].
const notes = `{"covered":["cap-qps"],"missed":["cap-storage"],"feedback":"You computed \"reads\" — 日本語 — well: {10 000}/s."}`

// schema is the shape that the suite asks for: that of a step's notes.
const schema = `{"type":"object","additionalProperties":false,"required":["covered","missed","feedback"],
"properties":{"covered":{"type":"array","items":{"type":"string"}},"missed":{"type":"array","items":{"type":"string"}},
"feedback":{"type":"string"}}}`

// thought is the thinking that no reply may hold.
const thought = "SECRET-THOUGHT: the candidate has missed the stampede. {\"covered\":[\"wrong\"]}"

// Turn asks for prose, as an interviewer does.
func Turn() prompts.Prompt {
	return prompts.Prompt{Task: prompts.TaskTurn, System: "You are the interviewer.\n", User: "Answer the candidate — 日本語.\n", MaxTokens: 600}
}

// Notes asks for JSON, as a grader does.
func Notes() prompts.Prompt {
	return prompts.Prompt{Task: prompts.TaskStep, System: "You take notes.\n", User: "Take notes on this step.\n",
		Schema: json.RawMessage(schema), MaxTokens: 1200}
}

// wantsJSON says whether a request asks for JSON, in whatever way its adapter put it.
func (a Asked) wantsJSON() bool {
	return a.Schema != "" || a.JSONMode || strings.Contains(a.System, `"additionalProperties"`)
}

// Reply is what a server says unless told otherwise: an interviewer's question, or a step's notes where JSON is asked for.
func Reply(asked Asked) Said {
	words := text
	if asked.wantsJSON() {
		words = notes
	}
	return Said{Pieces: cut(words), Stop: StopEnd, Input: 123, Output: 45}
}

// cut makes pieces of about the size of tokens, none of them inside a sign.
func cut(words string) []string {
	var pieces []string
	var piece strings.Builder
	n := 0
	for _, sign := range words {
		piece.WriteRune(sign)
		if n++; n%5 == 0 {
			pieces = append(pieces, piece.String())
			piece.Reset()
		}
	}
	return append(pieces, piece.String())
}

// moody changes what is said as a mood wants it.
func moody(mood Mood, asked Asked, said Said) Said {
	switch mood {
	case OnePiece:
		said.Pieces = []string{long(asked, strings.Join(said.Pieces, ""))}
	case Thinking:
		said.Thinking = cut(thought)
	case Tagged:
		said.Pieces = append(cut("<think>\n"+thought+"\n</think>\n\n"), said.Pieces...)
	case Fenced:
		said.Pieces = cut("Here are the {notes}:\n\n```json\n" + strings.Join(said.Pieces, "") + "\n```\nAnything else?")
	case Prose:
		said.Pieces = cut(text)
	case Shape:
		said.Pieces = cut(`{"verdict":"hire","covered":3}`)
	case Refusal:
		said.Pieces, said.Stop = nil, StopRefuse
	case Empty:
		said.Pieces = nil
	case Length:
		said.Stop, said.Pieces = StopLength, said.Pieces[:len(said.Pieces)/2]
	case Starved:
		said.Stop, said.Thinking, said.Pieces = StopLength, cut(thought), nil
	}
	return said
}

// long makes more of words than a line scanner takes.
func long(asked Asked, words string) string {
	if asked.wantsJSON() {
		return strings.Replace(words, "You computed", strings.Repeat("You computed 日本語. ", 4000), 1)
	}
	return strings.Repeat(words+"\n", 300)
}
