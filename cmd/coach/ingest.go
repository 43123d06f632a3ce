package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/ingest"
	"github.com/interviewcoach/interviewcoach/retrieval"
)

type ingestCommand struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Files or folders; without any, the built-in guides."`
	Prune bool     `help:"Remove guides from the index that are no longer there."`
	JSON  bool     `help:"Print JSON." name:"json"`
}

// Run puts guides into the index.
func (c ingestCommand) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	for _, path := range c.Paths {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("ingest %s: %w; give files or folders that exist", path, errors.Unwrap(err))
		}
	}
	embedder, err := openEmbedder(ctx, flags.Embedder)
	if err != nil {
		return err
	}
	db, err := openDatabase(ctx, flags, logger)
	if err != nil {
		return err
	}
	defer db.close()
	report, err := ingestInto(ctx, db.index, embedder, std, logger, c.Prune, c.Paths...)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := printJSON(std.out, report); err != nil {
			return err
		}
	} else if _, err := fmt.Fprintf(std.out, "%d guides, %d passages: %d added, %d updated, %d unchanged, %d removed (%.1f s)\n",
		report.Guides, report.Passages, report.Added, report.Updated, report.Unchanged, report.Removed, report.Seconds); err != nil {
		return err
	}
	return skipped(report, c.JSON, std)
}

// skipped makes files that could not be read a failure, after everything else went in.
func skipped(report ingest.Report, quiet bool, std streams) error {
	if len(report.Skipped) == 0 {
		return nil
	}
	if !quiet {
		for _, s := range report.Skipped {
			if _, err := fmt.Fprintf(std.err, "skipped %s: %s\n", s.Path, s.Reason); err != nil {
				return err
			}
		}
	}
	return &coach.Error{Code: coach.CodeUnavailable, Message: fmt.Sprintf(
		"%d files were skipped, the first is %s (%s); the rest is in the index", len(report.Skipped), report.Skipped[0].Path, report.Skipped[0].Reason)}
}

// ingestInto runs an ingest with a progress bar where somebody looks.
func ingestInto(ctx context.Context, index retrieval.Index, embedder retrieval.Embedder, std streams, logger *slog.Logger, prune bool, paths ...string) (ingest.Report, error) {
	sources := []ingest.Source{ingest.Builtin()}
	if len(paths) > 0 {
		sources = nil
		for _, p := range paths {
			sources = append(sources, ingest.Path(p))
		}
	}
	show, done := progress(std)
	defer done()
	return ingest.Run(ctx, ingest.Options{
		Sources: sources, Index: index, Embedder: embedder, Prune: prune, Progress: show, Logger: logger,
	})
}

// progress draws a bar on stderr when that is a terminal.
func progress(std streams) (show func(ingest.Progress), done func()) {
	file, ok := std.err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(std.err), progressbar.OptionSetDescription("guides"),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish())
	return func(p ingest.Progress) {
		bar.ChangeMax(p.Total)
		_ = bar.Set(p.Done) // a bar that cannot be drawn is no failure
	}, func() { _ = bar.Finish() }
}

// fill puts the built-in guides into an index that has none.
func (r *rooms) fill(ctx context.Context, std streams) error {
	stats, err := r.index.Stats(ctx)
	if err != nil {
		return fmt.Errorf("read the state of the index: %w", err)
	}
	if stats.Passages > 0 {
		return nil
	}
	report, err := ingestInto(ctx, r.index, r.embedder, std, r.logger, false)
	if err != nil {
		return fmt.Errorf("ingest the built-in guides: %w", err)
	}
	r.logger.Info("the built-in guides are in the index", "guides", report.Guides, "passages", report.Passages)
	return nil
}
