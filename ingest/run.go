package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

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
	// Concurrency is how many guides are embedded, and how many requests to the
	// embedder are under way, at once; 0 means DefaultConcurrency. It also bounds
	// memory: so many guides are held with their vectors.
	Concurrency int
	// Progress, if set, is told after each file, by one goroutine at a time.
	Progress func(Progress)
	// Logger, if set, is told what was skipped.
	Logger *slog.Logger
}

// DefaultConcurrency keeps a remote embedder busy without being rude.
const DefaultConcurrency = 4

// Run brings guides into the index. Files that can't be read are skipped, each
// with its reason in the report; any other fault ends the run with an error,
// and with a report of what was done until then. Each guide is written whole
// when it is embedded, so that a second run goes on where the first one ended.
func Run(ctx context.Context, options Options) (Report, error) {
	r := &run{Options: options, start: time.Now()}
	if r.Concurrency <= 0 {
		r.Concurrency = DefaultConcurrency
	}
	r.embed = newEmbedding(r.Embedder, r.Concurrency)
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
	embed    *embedding
	held     map[string]retrieval.Guide // by id, as the index has them
	bySource map[string]string          // id
	seen     map[string]bool            // ids of this run

	mu       sync.Mutex // of what follows, which guides under way change
	report   Report
	done     int
	total    int
	embedded int
}

func (r *run) all(ctx context.Context) error {
	if err := r.look(ctx); err != nil {
		return err
	}
	files := r.files()
	r.total = len(files)
	// Files are read one after the other, which settles their ids; guides are
	// embedded and written beside that, as many as Concurrency.
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(r.Concurrency)
	for _, f := range files {
		if groupCtx.Err() != nil {
			break
		}
		guide, passages := r.read(f)
		if passages == nil {
			r.progress(f, 0)
			continue
		}
		group.Go(func() error {
			embedded, err := r.write(groupCtx, guide, passages)
			if err != nil {
				return fmt.Errorf("ingest %s: %w", f.source, err)
			}
			r.progress(f, embedded)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return fmt.Errorf("ingest: %w", context.Cause(ctx))
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

// progress tells that a file is done with.
func (r *run) progress(f file, embedded int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	r.embedded += embedded
	if r.Progress != nil {
		r.Progress(Progress{Done: r.done, Total: r.total, Passages: r.embedded, Path: f.source, Elapsed: time.Since(r.start)})
	}
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
			r.skip(skip)
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

func (r *run) skip(s Skipped) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Skipped = append(r.report.Skipped, s)
	// No warning: whoever asked is told by the report, and a second time on
	// stderr would be once too often.
	r.Logger.Info("guide skipped", "path", s.Path, "reason", s.Reason)
}

// read reads one file. It gives passages if they are to be written: not of a
// file that is skipped, nor of one that didn't change.
func (r *run) read(f file) (retrieval.Guide, []retrieval.Passage) {
	text, err := readText(f.fsys, f.path, r.MaxBytes)
	if err != nil {
		r.skip(Skipped{Path: f.source, Reason: reason(err)})
		return retrieval.Guide{}, nil
	}
	guide, passages := Cut("", f.path, text)
	if len(passages) == 0 {
		r.skip(Skipped{Path: f.source, Reason: "no text in it"})
		return retrieval.Guide{}, nil
	}
	guide.ID = r.id(f, guide.Hash)
	guide.Source = f.source
	rename(passages, guide.ID)
	r.seen[guide.ID] = true

	r.mu.Lock()
	defer r.mu.Unlock()
	r.report.Guides++
	r.report.Passages += len(passages)
	if held, known := r.held[guide.ID]; known && held.Hash == guide.Hash && held.Source == guide.Source {
		r.report.Unchanged++
		return guide, nil
	}
	return guide, passages
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

// write embeds a guide and puts it into the index. Of a guide that the index
// has, only passages that are new are embedded.
func (r *run) write(ctx context.Context, guide retrieval.Guide, passages []retrieval.Passage) (embedded int, err error) {
	_, known := r.held[guide.ID]
	var vectors map[string][]float32
	if known {
		if vectors, err = r.Index.Vectors(ctx, guide.ID); err != nil {
			return 0, err
		}
	}
	out := make([]retrieval.Embedded, len(passages))
	var missing []int
	for i, p := range passages {
		out[i] = retrieval.Embedded{Passage: p, Vector: vectors[p.Hash]}
		if out[i].Vector == nil {
			missing = append(missing, i)
		}
	}
	fresh := make([]retrieval.Passage, len(missing))
	for i, at := range missing {
		fresh[i] = passages[at]
	}
	made, err := r.embed.passages(ctx, fresh)
	if err != nil {
		return 0, err
	}
	for i, at := range missing {
		out[at].Vector = made[i]
	}
	if err := r.Index.Replace(ctx, retrieval.SpaceOf(r.Embedder), guide, out); err != nil {
		return 0, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if known {
		r.report.Updated++
	} else {
		r.report.Added++
	}
	return len(missing), nil
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
