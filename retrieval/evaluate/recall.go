package evaluate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// An IndexRecall says how many of the true nearest passages an index's search by vectors finds, and what the short cut saves.
type IndexRecall struct {
	Passages int     `json:"passages"`
	Probes   int     `json:"probes"`
	K        int     `json:"k"`
	Recall   float64 `json:"recall"` // mean share of the k nearest that were found
	Worst    float64 `json:"worst"`  // of one probe
	P50      float64 `json:"p50_ms"` // as searches do
	Exact    float64 `json:"exact_p50_ms"`
}

// probeSeed makes two measurements of one index probe the same passages.
const probeSeed = 1

// ProbeIndex measures with vectors of the index's own passages, so many of them, chosen by chance.
func ProbeIndex(ctx context.Context, index retrieval.Prober, probes, k int) (IndexRecall, error) {
	stats, err := index.Stats(ctx)
	if err != nil {
		return IndexRecall{}, fmt.Errorf("look at the index: %w", err)
	}
	vectors, err := sample(ctx, index, probes)
	if err != nil {
		return IndexRecall{}, err
	}
	if len(vectors) == 0 {
		return IndexRecall{}, errors.New("the index is empty: ingest guides first")
	}
	out := IndexRecall{Passages: stats.Passages, Probes: len(vectors), K: k, Worst: 1}
	var quick, exact []time.Duration
	for _, v := range vectors {
		near, took, err := timed(ctx, index, v, k, false)
		if err != nil {
			return IndexRecall{}, err
		}
		quick = append(quick, took)
		truth, took, err := timed(ctx, index, v, k, true)
		if err != nil {
			return IndexRecall{}, err
		}
		exact = append(exact, took)
		share := overlap(near, truth)
		out.Recall += share / float64(len(vectors))
		out.Worst = min(out.Worst, share)
	}
	slices.Sort(quick)
	slices.Sort(exact)
	out.P50, out.Exact = milliseconds(quantile(quick, 0.5)), milliseconds(quantile(exact, 0.5))
	return out, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func timed(ctx context.Context, index retrieval.Prober, vector []float32, k int, exact bool) ([]string, time.Duration, error) {
	start := time.Now()
	ids, err := index.Nearest(ctx, vector, k, exact)
	return ids, time.Since(start), err
}

// overlap is the share of truth that was found.
func overlap(found, truth []string) float64 {
	if len(truth) == 0 {
		return 1
	}
	n := 0
	for _, id := range truth {
		if slices.Contains(found, id) {
			n++
		}
	}
	return float64(n) / float64(len(truth))
}

// sample reads vectors of guides chosen by chance, at most a tenth of the probes from one.
func sample(ctx context.Context, index retrieval.Index, probes int) ([][]float32, error) {
	guides, err := index.Guides(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the guides: %w", err)
	}
	random := rand.New(rand.NewPCG(probeSeed, 0)) //nolint:gosec // a sample, no secret
	random.Shuffle(len(guides), func(i, j int) { guides[i], guides[j] = guides[j], guides[i] })
	each := max(1, probes/10, probes/max(1, len(guides))+1)
	var out [][]float32
	for _, g := range guides {
		vectors, err := index.Vectors(ctx, g.ID)
		if err != nil {
			return nil, fmt.Errorf("read vectors: %w", err)
		}
		hashes := slices.Sorted(maps.Keys(vectors))
		random.Shuffle(len(hashes), func(i, j int) { hashes[i], hashes[j] = hashes[j], hashes[i] })
		for _, h := range hashes[:min(each, len(hashes))] {
			if out = append(out, vectors[h]); len(out) == probes {
				return out, nil
			}
		}
	}
	return out, nil
}
