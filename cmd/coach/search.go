package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/web"
)

type searchCommand struct {
	Query []string `arg:"" help:"What to look for."`
	K     int      `help:"How many passages." short:"k" default:"5"`
	JSON  bool     `help:"Print JSON." name:"json"`
}

// Run searches the guides.
func (c searchCommand) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	if c.K < 1 || c.K > retrieval.MaxK {
		return coach.Invalid(fmt.Sprintf("-k is %d: choose from 1 to %d", c.K, retrieval.MaxK))
	}
	query := strings.TrimSpace(strings.Join(c.Query, " "))
	if query == "" {
		return coach.Invalid("the query is empty: say what to look for")
	}
	r, err := openRooms(ctx, flags, logger)
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.fill(ctx, std); err != nil {
		return err
	}
	hits, err := webLibrary{r.library}.Search(ctx, query, c.K)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(std.out, struct {
			Query string    `json:"query"`
			Hits  []web.Hit `json:"hits"`
		}{query, hits})
	}
	for i, h := range hits {
		if _, err := fmt.Fprintf(std.out, "%d. %s  %s  (%.3f)\n%s\n\n", i+1, h.ID, strings.Join(h.Heading, " > "), h.Score, indent(h.Text)); err != nil {
			return err
		}
	}
	if len(hits) == 0 {
		_, err = fmt.Fprintln(std.out, "Nothing found: try other words, or coach ingest more guides.")
	}
	return err
}

// indent shows the first lines of a passage.
func indent(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > 8 {
		lines = append(lines[:8], "…")
	}
	return "   " + strings.Join(lines, "\n   ")
}
