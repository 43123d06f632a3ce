package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"
	"unicode"

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
	sending, err := openTelemetry(ctx, flags, logger)
	if err != nil {
		return err
	}
	defer sending.close()
	embedder, err := sending.openEmbedder(ctx, flags.Embedder)
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
		err = printJSON(std.out, report)
	} else {
		err = c.summarise(std.out, report, embedder)
	}
	if err != nil {
		return err
	}
	return failed(report)
}

// Help says what the flags' own lines have no room for.
func (ingestCommand) Help() string {
	return `Markdown, text, HTML, PDF and EPUB are read. A guide that did not change is
left alone, so that a run that was stopped is gone on with by running it again.

What cannot be read (missing, empty, binary, encrypted, scanned, over 16 MB) is
skipped and listed with its reason, and the rest goes in; the exit status is
then 1. Files of other kinds in a folder, such as pictures, are passed over and
change no status. With --json both are in "skipped": [{"path", "reason"}].

Another --embedder than the one that the index was made with is refused;
--reembed makes the vectors again beside the old ones, which are searched until
all are there. Stopped half-way, the index is as it was.`
}

// summarise tells a person what came of it.
func (c ingestCommand) summarise(out io.Writer, report ingest.Report, embedder retrieval.Embedder) error {
	var b strings.Builder
	if c.Reembed {
		fmt.Fprintf(&b, "%d passages were embedded again by %s\n", report.Reembedded, embedder.Name())
	}
	if !c.Reembed || len(c.Paths) > 0 {
		fmt.Fprintf(&b, "%d guides, %d passages: %d added, %d updated, %d unchanged, %d removed (%.1f s)\n",
			report.Guides, report.Passages, report.Added, report.Updated, report.Unchanged, report.Removed, report.Seconds)
	}
	others := 0
	for _, s := range report.Skipped {
		if s.Other {
			others++
			continue
		}
		fmt.Fprintf(&b, "skipped %s: %s\n", printable(s.Path), printable(s.Reason))
	}
	if others > 0 {
		fmt.Fprintf(&b, "%d files of other kinds were passed over\n", others)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// printable keeps a file's name or contents from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
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

// failed makes files that were asked for and could not be read a failure, after everything else went in.
func failed(report ingest.Report) error {
	var first ingest.Skipped
	count := 0
	for _, s := range report.Skipped {
		if s.Other {
			continue
		}
		if count++; count == 1 {
			first = s
		}
	}
	var what string
	switch count {
	case 0:
		return nil
	case 1:
		what = fmt.Sprintf("%s was skipped: %s", printable(first.Path), printable(first.Reason))
	default:
		what = fmt.Sprintf("%d files were skipped, the first is %s (%s)", count, printable(first.Path), printable(first.Reason))
	}
	if report.Guides == 0 {
		what += "; nothing else was there to read"
	} else {
		what += "; the rest is in the index"
	}
	return &coach.Error{Code: coach.CodeUnavailable, Message: what + ": mend it and run coach ingest again"}
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
