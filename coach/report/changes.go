package report

import (
	"fmt"

	"github.com/interviewcoach/interviewcoach/coach"
)

// sign marks a comment without colour.
func sign(kind string) string {
	if kind == coach.CommentGood {
		return "+"
	}
	return "−"
}

// maxOpen is how many gaps are named that a new version left: the scores below name them all.
const maxOpen = 5

// changes says in sentences what a new version improved and what it did not, the verdict first.
func changes(c coach.Changes) []string {
	out := []string{fmt.Sprintf("Verdict: %s, before %s.", c.After.Title(), c.Before.Title())}
	if c.After == c.Before {
		out[0] = fmt.Sprintf("Verdict: %s, as before.", c.After.Title())
	}
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, s := range c.Better {
		add("Better: %s, from %d to %d.", s.Dimension.Title(), s.Before, s.After)
	}
	for _, s := range c.Worse {
		add("Worse: %s, from %d to %d.", s.Dimension.Title(), s.Before, s.After)
	}
	for _, g := range c.Closed {
		add("No longer missing, %s: %s", g.Dimension.Title(), g.Text)
	}
	for _, q := range c.SumsFixed {
		add("A wrong sum is gone: “%s”", q)
	}
	for _, q := range c.SumsLeft {
		add("A wrong sum still stands: “%s”", q)
	}
	for i, g := range c.Open {
		if i == maxOpen {
			add("And %d more that were missing before.", len(c.Open)-i)
			break
		}
		add("Still missing, %s: %s", g.Dimension.Title(), g.Text)
	}
	return out
}
