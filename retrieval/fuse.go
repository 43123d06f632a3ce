package retrieval

import "cmp"

const (
	// MaxK is the largest number of hits that one search gives.
	MaxK = 100
	// Depth is how many candidates each half of a search, words and vectors,
	// puts forward. Every candidate is then scored exactly by both halves.
	Depth = 100
)

// Weights say how much each half of a search counts in the fused score:
//
//	(Words·w + Vector·v) / (Words + Vector)
//
// where w and v are the candidate's BM25 score and cosine, each scaled so that
// the best candidate of the search has 1 and the worst 0 (below 0 counts as 0).
// The zero value means DefaultWeights.
type Weights struct{ Words, Vector float64 }

// DefaultWeights suit embedders that understand meaning; an embedder that
// knows better says so, see Weigher.
var DefaultWeights = Weights{Words: 1, Vector: 1}

// OrDefault gives DefaultWeights for the zero value.
func (w Weights) OrDefault() Weights {
	if w == (Weights{}) {
		return DefaultWeights
	}
	return w
}

// A Candidate is a passage under consideration with its two scores. Words is
// its BM25 score and Vector its cosine, or 0 where it has none.
type Candidate struct {
	Key           int64
	ID            string
	Words, Vector float64
	Fused         float64
}

// Fuse sets each candidate's Fused score and returns how they compare: better
// first, ties by id. It is the one definition of the ranking: the Postgres
// index says the same in SQL and is tested against this.
func Fuse(candidates []Candidate, weights Weights) (compare func(a, b Candidate) int) {
	words := scale(candidates, func(c Candidate) float64 { return c.Words })
	vector := scale(candidates, func(c Candidate) float64 { return c.Vector })
	w := weights.OrDefault()
	for i, c := range candidates {
		candidates[i].Fused = (w.Words*words(c) + w.Vector*vector(c)) / (w.Words + w.Vector)
	}
	return func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Fused, a.Fused), cmp.Compare(a.ID, b.ID))
	}
}

// scale maps a score to its share of the best one. Scores start at 0, which
// both halves mean as "nothing in common".
func scale(candidates []Candidate, score func(Candidate) float64) func(Candidate) float64 {
	var best float64
	for _, c := range candidates {
		best = max(best, score(c))
	}
	return func(c Candidate) float64 {
		if best <= 0 {
			return 0
		}
		return max(0, score(c)) / best
	}
}
