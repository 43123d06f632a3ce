package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/web"
)

// library is the study guides as the rooms above want them: passages in the ground floor's words.
type library struct {
	index    retrieval.Index
	searcher *retrieval.Searcher
	logger   *slog.Logger
}

// hits searches the guides. When the embedder does not answer, words alone do.
func (l library) hits(ctx context.Context, query string, k int) ([]retrieval.Hit, error) {
	found, err := l.searcher.Search(ctx, retrieval.Query{Text: query, K: k})
	if err != nil {
		return nil, fmt.Errorf("search the guides: %w", err)
	}
	if found.Degraded != nil {
		l.logger.Warn("search by words only", "err", found.Degraded)
	}
	return found.Hits, nil
}

// Search returns passages for a query, best first.
func (l library) Search(ctx context.Context, query string, k int) ([]coach.Passage, error) {
	hits, err := l.hits(ctx, query, k)
	if err != nil {
		return nil, err
	}
	out := make([]coach.Passage, len(hits))
	for i, h := range hits {
		out[i] = passage(h.Passage)
	}
	return out, nil
}

// Digest names the state of the index.
func (l library) Digest(ctx context.Context) (string, error) {
	stats, err := l.index.Stats(ctx)
	if err != nil {
		return "", fmt.Errorf("read the state of the index: %w", err)
	}
	return stats.Digest, nil
}

// Passage returns one passage.
func (l library) Passage(ctx context.Context, id string) (coach.Passage, error) {
	p, err := l.searcher.Passage(ctx, id)
	if errors.Is(err, retrieval.ErrNotFound) {
		return coach.Passage{}, coach.NotFound("passage", id)
	}
	if err != nil {
		return coach.Passage{}, fmt.Errorf("read passage %s: %w", id, err)
	}
	return passage(p), nil
}

func passage(p retrieval.Passage) coach.Passage {
	heading := p.Heading
	if heading == nil {
		heading = []string{}
	}
	return coach.Passage{ID: p.ID, Guide: p.Guide, Heading: heading, Text: p.Text}
}

// webLibrary is the library as the web shows it.
type webLibrary struct{ library }

// Guides lists the guides.
func (l webLibrary) Guides(ctx context.Context) ([]web.Guide, error) {
	guides, err := l.index.Guides(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the guides: %w", err)
	}
	out := make([]web.Guide, len(guides))
	for i, g := range guides {
		out[i] = web.Guide{ID: g.ID, Title: g.Title, Passages: g.Passages}
	}
	return out, nil
}

// Guide returns a guide's passages.
func (l webLibrary) Guide(ctx context.Context, id string) ([]coach.Passage, error) {
	found, err := l.index.Passages(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, coach.NotFound("guide", id)
	}
	out := make([]coach.Passage, len(found))
	for i, p := range found {
		out[i] = passage(p)
	}
	return out, nil
}

// Search returns hits for a query, best first.
func (l webLibrary) Search(ctx context.Context, query string, k int) ([]web.Hit, error) {
	hits, err := l.hits(ctx, query, k)
	if err != nil {
		return nil, err
	}
	out := make([]web.Hit, len(hits))
	for i, h := range hits {
		out[i] = web.Hit{Passage: passage(h.Passage), Score: h.Score}
	}
	return out, nil
}
