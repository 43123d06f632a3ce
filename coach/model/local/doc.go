// Package local is the deterministic model: the default, the one that tests use, and the floor that language models are
// measured against. It needs no network and no weights, and the same input always gives the same words.
//
// It reads the typed input of a prompt and no prose of ours. As interviewer it answers clarifying questions from the
// problem's hidden facts, takes up what was said in the candidate's own terms, and asks about the largest gap. As
// grader it returns the same JSON that a language model would, and is held to the same checks: every claim it makes carries a
// quote. It judges plainly: a dimension that nobody spoke to is 0, a bare name is 1, and what lifts a score is a
// mechanism, a reason, a number or an alternative in the same thought as its subject.
package local
