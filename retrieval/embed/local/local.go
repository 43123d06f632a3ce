// Package local embeds text without a model, a network or weights: the same
// text gives the same vector on every machine, in microseconds.
//
// The method is signed feature hashing (Weinberger et al., Feature Hashing for
// Large Scale Multitask Learning, ICML 2009) of three kinds of features: stemmed
// words; their character n-grams (as Bojanowski et al., Enriching Word Vectors
// with Subword Information, TACL 2017, take words apart), so that related and
// misspelt forms lie near each other; and the concepts of the field that a text
// names or is like (explicit semantic analysis, Gabrilovich and Markovitch,
// IJCAI 2007, over the glossary of retrieval/lexical in place of Wikipedia), so
// that what is said in other words does. Texts of other fields get the first
// two.
//
// Invariant: Name changes whenever a vector does.
package local

import (
	"context"
	"fmt"
	"math"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

const (
	// Dimensions is the length of a vector. More means fewer collisions; each
	// doubling doubles what an exact search reads.
	Dimensions = 1024
	version    = 3

	gramLength = 4
	// What features weigh against a word's 1: all n-grams of a word together, a
	// concept that is named (once), and one that a text is wholly like.
	gramWeight  = 1
	namedWeight = 2
	likeWeight  = 3
)

// Embedder implements retrieval.Embedder. Its zero value is ready for use.
type Embedder struct{}

var (
	_ retrieval.Embedder = (*Embedder)(nil)
	_ retrieval.Weigher  = (*Embedder)(nil)
)

// New gives the embedder.
func New() *Embedder { return &Embedder{} }

// Name implements retrieval.Embedder.
func (*Embedder) Name() string { return fmt.Sprintf("local/%d.%d", version, lexical.Version) }

// Dimensions implements retrieval.Embedder.
func (*Embedder) Dimensions() int { return Dimensions }

// Weights implements retrieval.Weigher: hashed words repeat much of what BM25
// knows better.
func (*Embedder) Weights() retrieval.Weights { return retrieval.Weights{Words: 1, Vector: 0.2} }

// Embed implements retrieval.Embedder. It fails only if ctx has ended.
func (*Embedder) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("embed texts: %w", context.Cause(ctx))
		}
		vectors[i] = embed(text)
	}
	return vectors, nil
}

// embed sums the features of a text's distinct words, each weighted by how
// often it comes, damped.
func embed(text string) []float32 {
	counts := make(map[string]float64)
	var order []string // sums of floats depend on their order
	lexical.Content(text, func(word string, _ bool) {
		if counts[word] == 0 {
			order = append(order, word)
		}
		counts[word]++
	})
	vector := make([]float64, Dimensions)
	for _, word := range order {
		addWord(vector, word, (1+math.Log(counts[word]))*informative(word))
	}
	addConcepts(vector, text)
	return normal(vector)
}

func addConcepts(vector []float64, text string) {
	named := make(map[lexical.Term]float64)
	var order []lexical.Term
	lexical.Concepts(text, func(concept lexical.Term, strength float64, isNamed bool) {
		if !isNamed {
			add(vector, mix(uint64(concept)), likeWeight*strength)
			return
		}
		if named[concept] == 0 {
			order = append(order, concept)
		}
		named[concept] += strength
	})
	for _, concept := range order {
		add(vector, mix(uint64(concept)), namedWeight*math.Log1p(named[concept]))
	}
}

// informative guesses how much a word tells, without a corpus to count in:
// long words and those with digits are rarer.
func informative(word string) float64 {
	n := float64(min(len(word), 10))
	for i := range len(word) {
		if word[i] >= '0' && word[i] <= '9' {
			n += 2
			break
		}
	}
	return 0.4 + 0.1*n
}

func addWord(vector []float64, word string, weight float64) {
	add(vector, hash('w', lexical.Stem(word)), weight)
	marked := "<" + word + ">"
	grams := len(marked) - gramLength + 1
	if grams < 1 {
		return
	}
	each := gramWeight * weight / math.Sqrt(float64(grams))
	for i := range grams {
		add(vector, hash('g', marked[i:i+gramLength]), each)
	}
}

// add puts a feature at two places: what collides at one is told apart at the
// other.
func add(vector []float64, h uint64, weight float64) {
	for range 2 {
		place := h % Dimensions
		if h>>62&1 == 1 {
			vector[place] -= weight
		} else {
			vector[place] += weight
		}
		h = mix(h)
	}
}

// hash is FNV-1a of a kind of feature and its text, finished by mix.
func hash(kind byte, s string) uint64 {
	h := (uint64(14695981039346656037) ^ uint64(kind)) * 1099511628211
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// mix is the finaliser of SplitMix64.
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

func normal(vector []float64) []float32 {
	var sum float64
	for _, x := range vector {
		sum += x * x
	}
	out := make([]float32, len(vector))
	if sum == 0 {
		return out
	}
	scale := 1 / math.Sqrt(sum)
	for i, x := range vector {
		out[i] = float32(x * scale)
	}
	return out
}
