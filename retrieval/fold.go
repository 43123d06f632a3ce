package retrieval

import (
	"hash/maphash"
	"strings"
	"unicode"
)

const (
	// alike is the share of common shingles (Jaccard) from which two passages are one to a reader: the same section of two
	// editions of a guide, or of a copy under another name.
	alike = 0.8
	// shingle is how many words in a row are compared, as in Broder, On the resemblance and containment of documents (1997).
	shingle = 3
)

// foldAlike keeps the first k hits that say something of their own. A hit that repeats an earlier one is named there, in
// Also.
func foldAlike(hits []Hit, k int) []Hit {
	seed := maphash.MakeSeed()
	kept := hits[:0:0]
	var sets []map[uint64]bool
next:
	for _, h := range hits {
		set := shingles(seed, h.Text)
		for i, other := range sets {
			if resembles(set, other) {
				kept[i].Also = append(kept[i].Also, h.ID)
				continue next
			}
		}
		if len(kept) < k { // a later hit may still repeat one of these
			kept, sets = append(kept, h), append(sets, set)
		}
	}
	return kept
}

// shingles hashes the runs of words of a text. A shorter text is one run.
func shingles(seed maphash.Seed, text string) map[uint64]bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	n := min(shingle, len(words))
	set := make(map[uint64]bool, len(words))
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = maphash.String(seed, w)
	}
	for i := 0; i+n <= len(words); i++ {
		var run uint64
		for _, h := range hashes[i : i+n] {
			run = run*1099511628211 + h
		}
		set[run] = true
	}
	return set
}

func resembles(a, b map[uint64]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if float64(len(a)) < alike*float64(len(b)) {
		return false
	}
	common := 0
	for s := range a {
		if b[s] {
			common++
		}
	}
	return float64(common) >= alike*float64(len(a)+len(b)-common)
}
