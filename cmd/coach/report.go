package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/problems"
	"github.com/interviewcoach/interviewcoach/coach/report"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

type reportCommand struct {
	ID     string `arg:"" help:"An interview or a design."`
	Format string `help:"text, json, markdown or html." default:"text"`
}

// Run shows a report.
func (c reportCommand) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	db, err := openDatabase(ctx, flags, logger)
	if err != nil {
		return err
	}
	defer db.close()
	log, err := db.log.Read(ctx, store.LocalOwner, c.ID, 0)
	if err != nil {
		return err
	}
	for _, r := range slices.Backward(log) { // a design that was graded again has an older report before it
		if reported, ok := r.Event.(coach.Reported); ok {
			return show(std.out, c.Format, reported.Report)
		}
	}
	return coach.NotReady(fmt.Sprintf("%s has no report yet: finish the interview first, or wait for the review", c.ID))
}

// show prints a report in a format.
func show(w io.Writer, format string, r coach.Report) error {
	if report.Format(format) == report.JSON {
		return printJSON(w, r)
	}
	title := r.Problem
	if title == coach.OwnProblem {
		title = coach.Own("", r.Level).Title
	}
	if bank, err := problems.Load(); err == nil {
		if p, err := bank.Problem(r.Problem); err == nil {
			title = p.Title
		}
	}
	return report.Write(w, report.Format(format), r, title)
}
