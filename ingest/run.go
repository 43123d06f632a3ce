package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path"
	"strings"
	"time"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// Options say what to ingest, and where to. Index and Embedder are required.
type Options struct {
	Sources  []Source
	Index    retrieval.Index
	Embedder retrieval.Embedder
	// Prune removes guides that came from where Sources point and are not there
	// any more. Guides from elsewhere stay.
	Prune bool
	// MaxBytes is the largest file that is read; 0 means DefaultMaxBytes.
	MaxBytes int64
	// Progress, if set, is told after each file.
	Progress func(Progress)
	// Logger, if set, is told what was skipped.
	Logger *slog.Logger
}

// Run brings guides into the index. Files that can't be read are skipped, each
// with its reason in the report; any other fault ends the run with an error,
// and with a report of what was done until then. Guides are written one by one,
// so that a second run goes on where the first one ended.
func Run(ctx context.Context, options Options) (Report, error) {
	r := &run{Options: options, start: time.Now()}
	if r.MaxBytes == 0 {
		r.MaxBytes = DefaultMaxBytes
	}
	if r.Logger == nil {
		r.Logger = slog.New(slog.DiscardHandler)
	}
	r.report.Skipped = []Skipped{} // [] in JSON, not null
	err := r.all(ctx)
	r.report.Seconds = time.Since(r.start).Seconds()
	return r.report, err
}

type run struct {
	Options
	start    time.Time
	report   Report
	held     map[string]retrieval.Guide // by id, as the index has them
	bySource map[string]string          // id
	seen     map[string]bool            // ids of this run
	embedded int
}

func (r *run) all(ctx context.Context) error {
	if err := r.look(ctx); err != nil {
		return err
	}
	files := r.files()
	for i, f := range files {
		if err := r.file(ctx, f); err != nil {
			return fmt.Errorf("ingest %s: %w", f.source, err)
		}
		if r.Progress != nil {
			r.Progress(Progress{Done: i + 1, Total: len(files), Passages: r.embedded, Path: f.source, Elapsed: time.Since(r.start)})
		}
	}
	if r.Prune {
		if err := r.prune(ctx); err != nil {
			return fmt.Errorf("prune: %w", err)
		}
	}
	if s, ok := r.Index.(retrieval.Settler); ok && r.report.Added+r.report.Updated+r.report.Removed > 0 {
		if err := s.Settle(ctx); err != nil {
			return fmt.Errorf("settle index: %w", err)
		}
	}
	return nil
}

// look reads what the index holds, and whether this embedder may add to it.
func (r *run) look(ctx context.Context) error {
	stats, err := r.Index.Stats(ctx)
	if err != nil {
		return fmt.Errorf("look at the index: %w", err)
	}
	if space := retrieval.SpaceOf(r.Embedder); stats.Guides > 0 && stats.Space != space {
		return &retrieval.SpaceError{Index: stats.Space, Given: space}
	}
	guides, err := r.Index.Guides(ctx)
	if err != nil {
		return fmt.Errorf("look at the index: %w", err)
	}
	r.held = make(map[string]retrieval.Guide, len(guides))
	r.bySource = make(map[string]string, len(guides))
	r.seen = make(map[string]bool)
	for _, g := range guides {
		r.held[g.ID] = g
		r.bySource[g.Source] = g.ID
	}
	return nil
}

// files lists all sources' files, each once.
func (r *run) files() []file {
	var files []file
	seen := make(map[string]bool)
	for _, s := range r.Sources {
		found, skipped := s.files()
		for _, skip := range skipped {
			r.skip(skip.Path, skip.Reason)
		}
		for _, f := range found {
			if !seen[f.source] {
				seen[f.source] = true
				files = append(files, f)
			}
		}
	}
	return files
}

func (r *run) skip(path, reason string) {
	r.report.Skipped = append(r.report.Skipped, Skipped{path, reason})
	r.Logger.Warn("guide skipped", "path", path, "reason", reason)
}

// file ingests one file, or skips it.
func (r *run) file(ctx context.Context, f file) error {
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	text, err := readText(f.fsys, f.path, r.MaxBytes)
	if err != nil {
		r.skip(f.source, reason(err))
		return nil
	}
	guide, passages := Cut("", f.path, text)
	if len(passages) == 0 {
		r.skip(f.source, "no text in it")
		return nil
	}
	guide.ID = r.id(f, guide.Hash)
	guide.Source = f.source
	rename(passages, guide.ID)
	r.seen[guide.ID] = true
	r.report.Guides++
	r.report.Passages += len(passages)
	held, known := r.held[guide.ID]
	switch {
	case known && held.Hash == guide.Hash && held.Source == guide.Source:
		r.report.Unchanged++
		return nil
	case known:
		r.report.Updated++
	default:
		r.report.Added++
	}
	return r.write(ctx, guide, passages)
}

// id chooses the guide's id. A source that the index knows keeps its own. Else
// it is the file's name; if that belongs to another file, the folders' names
// come before it, as many as it takes.
func (r *run) id(f file, hash string) string {
	if id, ok := r.bySource[f.source]; ok {
		return id
	}
	parts := strings.Split(strings.TrimPrefix(f.source, builtinPrefix), "/")
	last := len(parts) - 1
	if parts[last] = slug(strings.TrimSuffix(parts[last], path.Ext(parts[last]))); parts[last] == "" {
		parts[last] = "guide"
	}
	for from := last; from >= 0; from-- {
		if id := slug(strings.Join(parts[from:], "-")); r.free(id, hash) {
			return id
		}
	}
	taken := make(names, len(r.held))
	for held := range r.held {
		taken[held] = 1
	}
	for seen := range r.seen {
		taken[seen] = 1
	}
	return taken.numbered(parts[last])
}

// free tells whether a new file may take an id: nobody has it, or a guide of
// the same content (the file was moved or copied), or one whose file is gone.
func (r *run) free(id, hash string) bool {
	if r.seen[id] {
		return false
	}
	held, known := r.held[id]
	if !known || held.Hash == hash {
		return true
	}
	if strings.HasPrefix(held.Source, builtinPrefix) {
		return false
	}
	_, err := os.Stat(held.Source)
	return errors.Is(err, os.ErrNotExist)
}

func rename(passages []retrieval.Passage, guide string) {
	for i := range passages {
		passages[i].ID = guide + passages[i].ID
		passages[i].Guide = guide
	}
}

// embedBatch is how many passages are given to the embedder at once.
const embedBatch = 64

func (r *run) write(ctx context.Context, guide retrieval.Guide, passages []retrieval.Passage) error {
	space := retrieval.SpaceOf(r.Embedder)
	embedded := make([]retrieval.Embedded, 0, len(passages))
	for from := 0; from < len(passages); from += embedBatch {
		batch := passages[from:min(from+embedBatch, len(passages))]
		texts := make([]string, len(batch))
		for i, p := range batch {
			texts[i] = retrieval.EmbedText(p)
		}
		vectors, err := r.Embedder.Embed(ctx, texts)
		if err != nil {
			return fmt.Errorf("embed passages %d to %d: %w", from+1, from+len(batch), err)
		}
		if err := retrieval.CheckVectors(space, len(batch), vectors); err != nil {
			return err
		}
		for i, p := range batch {
			embedded = append(embedded, retrieval.Embedded{Passage: p, Vector: vectors[i]})
		}
		r.embedded += len(batch)
	}
	return r.Index.Replace(ctx, space, guide, embedded)
}

// prune removes what the sources held before and hold no more. A file that was
// skipped this time is not gone: its last readable edition stays.
func (r *run) prune(ctx context.Context) error {
	keep := make(map[string]bool)
	for _, s := range r.report.Skipped {
		keep[s.Path] = s.Reason != reason(os.ErrNotExist)
	}
	var gone []string
	for id, guide := range r.held {
		if r.seen[id] || keep[guide.Source] {
			continue
		}
		for _, s := range r.Sources {
			if s.covers(guide.Source) {
				gone = append(gone, id)
				break
			}
		}
	}
	if err := r.Index.Remove(ctx, gone...); err != nil {
		return err
	}
	r.report.Removed = len(gone)
	return nil
}
