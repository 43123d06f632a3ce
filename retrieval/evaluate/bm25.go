package evaluate

import (
	"cmp"
	"math"
	"slices"

	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

// bm25 is the yardstick: what a full-text engine gives without any knowledge of the field. Stemmed words of title and
// text, English stop words left out, scored as in Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with
// the constants that are usual for such comparisons (Anserini's k1 0.9, b 0.4).
type bm25 struct {
	ids      []string
	lengths  []float64
	mean     float64
	postings map[string][]occurrence
}

type occurrence struct {
	document int
	count    float64
}

const (
	yardstickK1 = 0.9
	yardstickB  = 0.4
)

func newBM25(documents []Document) *bm25 {
	b := &bm25{postings: make(map[string][]occurrence)}
	for i, d := range documents {
		counts := stems(d.Title + " " + d.Text)
		length := 0.0
		for stem, n := range counts {
			b.postings[stem] = append(b.postings[stem], occurrence{i, n})
			length += n
		}
		b.ids, b.lengths = append(b.ids, d.ID), append(b.lengths, length)
		b.mean += length / float64(len(documents))
	}
	return b
}

func stems(text string) map[string]float64 {
	counts := make(map[string]float64)
	lexical.Content(text, func(word string, joined bool) {
		if !joined {
			counts[lexical.Stem(word)]++
		}
	})
	return counts
}

// search gives the ids of the k best documents.
func (b *bm25) search(query string, k int) []string {
	scores := make(map[int]float64)
	for stem, times := range stems(query) {
		found := b.postings[stem]
		n := float64(len(found))
		idf := math.Log(1 + (float64(len(b.ids))-n+0.5)/(n+0.5))
		for _, o := range found {
			norm := yardstickK1 * (1 - yardstickB + yardstickB*b.lengths[o.document]/b.mean)
			scores[o.document] += times * idf * o.count * (yardstickK1 + 1) / (o.count + norm)
		}
	}
	ranked := make([]int, 0, len(scores))
	for document := range scores {
		ranked = append(ranked, document)
	}
	slices.SortFunc(ranked, func(i, j int) int {
		return cmp.Or(cmp.Compare(scores[j], scores[i]), cmp.Compare(b.ids[i], b.ids[j]))
	})
	out := make([]string, min(k, len(ranked)))
	for i := range out {
		out[i] = b.ids[ranked[i]]
	}
	return out
}
