package ingest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

const (
	// batchSize is how many passages one request to the embedder has.
	batchSize = 64
	// attempts is how often a request is made before it counts as failed.
	attempts = 4
)

// embedding has passages embedded: in batches, so many at a time, and again
// after a while where that fails.
type embedding struct {
	embedder retrieval.Embedder
	slots    chan struct{}
	wait     func(attempt int) time.Duration
}

func newEmbedding(embedder retrieval.Embedder, concurrency int) *embedding {
	return &embedding{embedder, make(chan struct{}, concurrency), backoff}
}

// backoff is half a second after the first attempt, then twice as long each
// time; up to half of it by chance, so that many don't come back at once.
func backoff(attempt int) time.Duration {
	most := 500 * time.Millisecond << attempt
	return most/2 + rand.N(most/2)
}

// passages gives a vector for each passage.
func (e *embedding) passages(ctx context.Context, passages []retrieval.Passage) ([][]float32, error) {
	vectors := make([][]float32, len(passages))
	group, ctx := errgroup.WithContext(ctx)
	for from := 0; from < len(passages); from += batchSize {
		to := min(from+batchSize, len(passages))
		select {
		case e.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, errors.Join(group.Wait(), context.Cause(ctx))
		}
		group.Go(func() error {
			defer func() { <-e.slots }()
			texts := make([]string, to-from)
			for i, p := range passages[from:to] {
				texts[i] = retrieval.EmbedText(p)
			}
			batch, err := e.texts(ctx, texts)
			if err != nil {
				return fmt.Errorf("embed passages %d to %d: %w", from+1, to, err)
			}
			copy(vectors[from:], batch)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return vectors, nil
}

// texts embeds one batch, patiently.
func (e *embedding) texts(ctx context.Context, texts []string) ([][]float32, error) {
	for attempt := 1; ; attempt++ {
		vectors, err := e.embedder.Embed(ctx, texts)
		if err == nil {
			err = retrieval.CheckVectors(retrieval.SpaceOf(e.embedder), len(texts), vectors)
			return vectors, err // vectors that don't fit won't the next time
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%w: %w", context.Cause(ctx), err)
		}
		if attempt == attempts {
			return nil, fmt.Errorf("after %d attempts: %w", attempts, err)
		}
		timer := time.NewTimer(e.wait(attempt - 1))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, fmt.Errorf("%w: %w", context.Cause(ctx), err)
		}
	}
}

// Reembed gives every passage of an index a vector by another embedder, beside
// those that it has, and then swaps. progress, if set, is told after each batch,
// with passages for files.
func Reembed(ctx context.Context, index retrieval.Index, embedder retrieval.Embedder, progress func(Progress)) error {
	stats, err := index.Stats(ctx)
	if err != nil {
		return fmt.Errorf("look at the index: %w", err)
	}
	start, done := time.Now(), 0
	e := newEmbedding(embedder, DefaultConcurrency)
	return index.Reembed(ctx, retrieval.SpaceOf(embedder), func(ctx context.Context, passages []retrieval.Passage) ([][]float32, error) {
		vectors, err := e.passages(ctx, passages)
		if err != nil {
			return nil, err
		}
		done += len(passages)
		if progress != nil {
			progress(Progress{
				Done: done, Total: max(done, stats.Passages), Passages: done, Path: passages[len(passages)-1].ID, Elapsed: time.Since(start),
			})
		}
		return vectors, nil
	})
}
