package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/ingest"
	"github.com/interviewcoach/interviewcoach/retrieval"
)

type ingestCommand struct {
	Paths   []string `arg:"" optional:"" name:"path" help:"Files or folders; without any, the built-in guides."`
	Prune   bool     `help:"Remove guides from the index that are no longer there."`
	Reembed bool     `help:"First embed the whole index again with this --embedder, beside the vectors that it has, and swap. Without a path that is all."`
	JSON    bool     `help:"Print JSON." name:"json"`
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
	report, err := c.ingest(ctx, db.index, embedder, std, logger)
	if err != nil {
		var other *retrieval.SpaceError
		if errors.As(err, &other) {
			return fmt.Errorf("%w: coach ingest --reembed changes the index over", err)
		}
		return err
	}
	if c.JSON {
		if err := printJSON(std.out, report); err != nil {
			return err
		}
	} else if c.Reembed {
		if _, err := fmt.Fprintf(std.out, "%d passages were embedded again by %s\n", report.Reembedded, embedder.Name()); err != nil {
			return err
		}
	}
	if !c.JSON && (!c.Reembed || len(c.Paths) > 0) {
		if _, err := fmt.Fprintf(std.out, "%d guides, %d passages: %d added, %d updated, %d unchanged, %d removed (%.1f s)\n",
			report.Guides, report.Passages, report.Added, report.Updated, report.Unchanged, report.Removed, report.Seconds); err != nil {
			return err
		}
	}
	return skipped(report, c.JSON, std)
}

func (c ingestCommand) ingest(ctx context.Context, index retrieval.Index, embedder retrieval.Embedder, std streams, logger *slog.Logger) (ingest.Report, error) {
	if !c.Reembed {
		return ingestInto(ctx, index, embedder, std, logger, c.Prune, c.Paths...)
	}
	began := time.Now()
	again, err := reembed(ctx, index, embedder, std)
	if err != nil {
		return ingest.Report{}, err
	}
	report := ingest.Report{Skipped: []ingest.Skipped{}}
	if len(c.Paths) > 0 {
		if report, err = ingestInto(ctx, index, embedder, std, logger, c.Prune, c.Paths...); err != nil {
			return report, err
		}
	}
	report.Reembedded, report.Seconds = again, time.Since(began).Seconds()
	return report, nil
}

// reembed gives every passage of the index a vector by embedder, unless that wrote those that it has. It returns how many
// passages were embedded.
func reembed(ctx context.Context, index retrieval.Index, embedder retrieval.Embedder, std streams) (int, error) {
	stats, err := index.Stats(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the state of the index: %w", err)
	}
	if stats.Passages == 0 || stats.Space == retrieval.SpaceOf(embedder) {
		return 0, nil
	}
	show, done := progress(std, "passages")
	defer done()
	if err := ingest.Reembed(ctx, index, embedder, show); err != nil {
		return 0, fmt.Errorf("%w; the index is as it was", err)
	}
	return stats.Passages, nil
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
	show, done := progress(std, "guides")
	defer done()
	return ingest.Run(ctx, ingest.Options{
		Sources: sources, Index: index, Embedder: embedder, Prune: prune, Progress: show, Logger: logger,
	})
}

// progress draws a bar on stderr when that is a terminal.
func progress(std streams, of string) (show func(ingest.Progress), done func()) {
	file, ok := std.err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(std.err), progressbar.OptionSetDescription(of),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish())
	return func(p ingest.Progress) {
		bar.ChangeMax(p.Total)
		_ = bar.Set(p.Done) // a bar that cannot be drawn is no failure
	}, func() { _ = bar.Finish() }
}

// fill puts the built-in guides into an index that has none, and brings one up to date that an earlier version's local
// embedder wrote, which takes no longer. An index of another embedder is answered from by words alone, and said so.
func (r *rooms) fill(ctx context.Context, std streams) error {
	stats, err := r.index.Stats(ctx)
	if err != nil {
		return fmt.Errorf("read the state of the index: %w", err)
	}
	space := retrieval.SpaceOf(r.embedder)
	switch {
	case stats.Passages > 0 && stats.Space == space:
		return nil
	case stats.Passages > 0 && strings.HasPrefix(stats.Space.Embedder, "local/") && strings.HasPrefix(space.Embedder, "local/"):
		again, err := reembed(ctx, r.index, r.embedder, std)
		r.logger.Info("the index was embedded again", "passages", again, "by", space.Embedder, "before", stats.Space.Embedder)
		return err
	case stats.Passages > 0:
		r.logger.Warn("the index was written by another embedder, so words alone are searched: coach ingest --reembed changes it over",
			"index", stats.Space.Embedder, "embedder", space.Embedder)
		return nil
	}
	report, err := ingestInto(ctx, r.index, r.embedder, std, r.logger, false)
	if err != nil {
		return fmt.Errorf("ingest the built-in guides: %w", err)
	}
	r.logger.Info("the built-in guides are in the index", "guides", report.Guides, "passages", report.Passages)
	return nil
}
