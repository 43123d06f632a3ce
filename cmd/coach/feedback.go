package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/review"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/ingest"
)

type feedbackCommand struct {
	File     string      `arg:"" help:"The design, in Markdown, text, HTML or PDF; - for standard input."`
	Problem  string      `help:"The problem that it answers; coach problems lists them."`
	Describe string      `help:"Instead of --problem: what a problem of your own asks for." placeholder:"TEXT" name:"description"`
	Previous string      `help:"Id of the version before this one: the report then says what improved and what did not." placeholder:"ID"`
	Level    coach.Level `help:"L6 or L7; default: the problem's."`
	Format   string      `help:"text, json, markdown or html." default:"text"`
}

// Run grades a written design and shows the report. The design is kept, as one handed in over HTTP is.
func (c feedbackCommand) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	if c.Problem == "" && c.Describe == "" && c.Previous == "" {
		return coach.Invalid("--problem is missing: choose one of coach problems, or describe your own with --description")
	}
	text, err := c.read(std.in)
	if err != nil {
		return err
	}
	r, err := openRooms(ctx, flags, logger)
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.fill(ctx, std); err != nil {
		return err
	}
	desk := review.Desk{Log: r.log, Problems: r.bank, Assessor: r.assessor, Budget: r.budget}
	title := strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
	id, err := desk.File(ctx, store.LocalOwner, coach.DesignSubmitted{
		Problem: c.Problem, Description: c.Describe, Level: c.Level, Title: title, Text: text, Previous: c.Previous,
	})
	if err != nil {
		return err
	}
	report, err := desk.Grade(ctx, store.LocalOwner, id)
	if err != nil {
		return err
	}
	return show(std.out, c.Format, report)
}

func (c feedbackCommand) read(stdin io.Reader) (string, error) {
	in := stdin
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return "", fmt.Errorf("read the design: %w", err)
		}
		defer func() { _ = file.Close() }() // it was only read
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, ingest.DefaultMaxBytes+1))
	if err != nil {
		return "", fmt.Errorf("read the design: %w", err)
	}
	if len(data) > ingest.DefaultMaxBytes {
		return "", coach.Invalid(fmt.Sprintf("%s is larger than %d bytes: shorten it", c.File, ingest.DefaultMaxBytes))
	}
	text, err := ingest.Text(filepath.Base(c.File), data)
	if err != nil {
		return "", coach.Invalid(fmt.Sprintf("%s cannot be read (%v): give Markdown, text, HTML or a PDF with text in it", c.File, err))
	}
	return text, nil
}
