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
// where w is the candidate's BM25 score as a share of the best one's, and v its
// cosine scaled so that the best candidate has 1 and the worst 0: the cosines of
// language models lie close together, BM25 begins at 0. The zero value means
// DefaultWeights.
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
	w := weights.OrDefault()
	var words, vectorMax, vectorMin float64
	for i, c := range candidates {
		words = max(words, c.Words)
		vectorMax = max(vectorMax, c.Vector)
		if i == 0 || c.Vector < vectorMin {
			vectorMin = max(0, c.Vector)
		}
	}
	if vectorMin == vectorMax {
		vectorMin = 0
	}
	for i, c := range candidates {
		candidates[i].Fused = (w.Words*share(c.Words, 0, words) + w.Vector*share(c.Vector, vectorMin, vectorMax)) /
			(w.Words + w.Vector)
	}
	return func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Fused, a.Fused), cmp.Compare(a.ID, b.ID))
	}
}

// share is where score lies between low and high, as 0 to 1.
func share(score, low, high float64) float64 {
	if high <= low {
		return 0
	}
	return max(0, score-low) / (high - low)
}
