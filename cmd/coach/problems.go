package main

import (
	"fmt"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/problems"
)

type problemsCommand struct {
	ID   string `arg:"" optional:"" help:"A problem to show."`
	JSON bool   `help:"Print JSON." name:"json"`
}

// problemLine is a problem as lists show it, without its answers.
type problemLine struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Level  coach.Level `json:"level"`
	Kind   string      `json:"kind"`
	Prompt string      `json:"prompt,omitempty"`
}

// Run shows the bank, or one problem.
func (c problemsCommand) Run(std streams) error {
	bank, err := problems.Load()
	if err != nil {
		return fmt.Errorf("load the problem bank: %w", err)
	}
	if c.ID != "" {
		p, err := bank.Problem(c.ID)
		if err != nil {
			return err
		}
		line := problemLine{p.ID, p.Title, p.Level, p.Kind, strings.TrimSpace(p.Prompt)}
		if c.JSON {
			return printJSON(std.out, line)
		}
		_, err = fmt.Fprintf(std.out, "%s (%s, %s)\n\n%s\n", p.Title, p.Level, p.Kind, line.Prompt)
		return err
	}
	lines := []problemLine{}
	for _, p := range bank.All() {
		lines = append(lines, problemLine{ID: p.ID, Title: p.Title, Level: p.Level, Kind: p.Kind})
	}
	if c.JSON {
		return printJSON(std.out, lines)
	}
	for _, l := range lines {
		if _, err := fmt.Fprintf(std.out, "%-34s %s  %-10s %s\n", l.ID, l.Level, l.Kind, l.Title); err != nil {
			return err
		}
	}
	return nil
}
