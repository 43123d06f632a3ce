package lexical

import "math"

// BM25's constants: how soon a repeated word saturates, and how much a long
// passage is held against it.
const (
	K1 = 1.5
	B  = 0.5
)

// IDF is what a term is worth that documents of n contain: BM25's, in Lucene's
// form that never goes below 0.
func IDF(documents, n int) float64 {
	return math.Log(1 + (float64(n)-float64(documents)+0.5)/(float64(documents)+0.5))
}

// Impact is what a term of this weight adds to the score of a document of this
// length, per unit of IDF, where documents have average length.
func Impact(weight, length, average float64) float64 {
	return weight * (K1 + 1) / (weight + K1*(1-B+B*length/average))
}
