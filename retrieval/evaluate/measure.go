package evaluate

import (
	"math"
	"slices"
)

// NDCG is the discounted gain of the first k ids against that of the best
// order: grades as gains, a logarithmic discount by rank. 0 if nothing is
// relevant.
func NDCG(ranked []string, judgments map[string]int, k int) float64 {
	var gain float64
	for i, id := range ranked[:min(k, len(ranked))] {
		gain += max(0, float64(judgments[id])) * discount(i)
	}
	grades := make([]int, 0, len(judgments))
	for _, g := range judgments {
		grades = append(grades, g)
	}
	slices.SortFunc(grades, func(a, b int) int { return b - a })
	var best float64
	for i, g := range grades[:min(k, len(grades))] {
		best += max(0, float64(g)) * discount(i)
	}
	if best == 0 {
		return 0
	}
	return gain / best
}

func discount(i int) float64 { return 1 / math.Log2(float64(i)+2) }

// Recall is the share of the relevant documents among the first k ids.
func Recall(ranked []string, judgments map[string]int, k int) float64 {
	all := relevant(judgments)
	if all == 0 {
		return 0
	}
	found := 0
	for _, id := range ranked[:min(k, len(ranked))] {
		if judgments[id] > 0 {
			found++
		}
	}
	return float64(found) / float64(all)
}

// ReciprocalRank is 1 over the rank of the first relevant document among the
// first k, 0 without one.
func ReciprocalRank(ranked []string, judgments map[string]int, k int) float64 {
	for i, id := range ranked[:min(k, len(ranked))] {
		if judgments[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}
