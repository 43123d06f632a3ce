package lexical

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Version changes whenever the same text may give other terms, or a term another
// impact.
const Version = 7

// A Term identifies a stemmed word by its hash. Two words of a vocabulary of
// 300,000 share one about a hundred times, which no ranking notices.
type Term uint32

// maxTerm bounds a term to what a pgvector sparse vector can have as an index.
const maxTerm = 1_000_000_000

func term(s string) Term {
	x := uint32(2166136261) // FNV-1a
	for i := range len(s) {
		x = (x ^ uint32(s[i])) * 16777619
	}
	// FNV leaves the high bits of short words alike; finish it (Murmur3).
	x ^= x >> 16
	x *= 0x85ebca6b
	x ^= x >> 13
	x *= 0xc2b2ae35
	x ^= x >> 16
	return Term(uint64(x) * maxTerm >> 32)
}

// Weighted is a term with how often, or how much, it counts.
type Weighted struct {
	Term   Term
	Weight float32
}

// A Bag is the terms of a text, ordered by term, each once.
type Bag []Weighted

// Length is a document's length for BM25: the sum of its weights.
func (b Bag) Length() float32 {
	var sum float32
	for _, w := range b {
		sum += w.Weight
	}
	return sum
}

// weightSteps is the precision that stored weights have.
const weightSteps = 8

// Encode writes a bag as bytes: for each term the distance to the one before
// and the weight in eighths, both as varints.
func (b Bag) Encode() []byte {
	out := make([]byte, 0, 5*len(b))
	var last Term
	for _, w := range b {
		out = binary.AppendUvarint(out, uint64(w.Term-last))
		out = binary.AppendUvarint(out, uint64(math.Round(float64(w.Weight)*weightSteps)))
		last = w.Term
	}
	return out
}

var errBag = errors.New("not an encoded bag of terms")

// Decode appends the bag that Encode wrote to buf, which may be nil.
func Decode(data []byte, buf Bag) (Bag, error) {
	var last uint64
	for first := true; len(data) > 0; first = false {
		delta, n := binary.Uvarint(data)
		if n <= 0 || last+delta >= maxTerm || delta == 0 && !first {
			return nil, fmt.Errorf("decode terms: %w", errBag)
		}
		weight, m := binary.Uvarint(data[n:])
		if m <= 0 || weight > math.MaxUint32 {
			return nil, fmt.Errorf("decode terms: %w", errBag)
		}
		data = data[n+m:]
		last += delta
		buf = append(buf, Weighted{Term(last), float32(weight) / weightSteps})
	}
	return buf, nil
}

// maxBag is how many terms a bag has at most: a sparse vector in Postgres holds
// 16,000. A text with more is a list of something, and keeps the heaviest.
const maxBag = 8000

// bagOf orders what a map gathered.
func bagOf(weights map[Term]float32) Bag {
	bag := make(Bag, 0, len(weights))
	for t, w := range weights {
		bag = append(bag, Weighted{t, w})
	}
	if len(bag) > maxBag {
		slices.SortFunc(bag, func(a, b Weighted) int {
			return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Term, b.Term))
		})
		bag = bag[:maxBag]
	}
	slices.SortFunc(bag, func(a, b Weighted) int { return int(int64(a.Term) - int64(b.Term)) })
	return bag
}
