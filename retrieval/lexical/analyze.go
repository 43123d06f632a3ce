package lexical

import "strings"

const (
	// How much a word counts in the section's own heading, and in the headings
	// above it, against 1 in the text (BM25F in its simple form: weighted
	// frequencies before saturation).
	headingWeight  = 2
	ancestorWeight = 0.5
	// maxQueryTerms bounds the work of one query.
	maxQueryTerms = 512
)

// Document gives the terms of a passage: its text, and its heading path from
// the outermost down.
func Document(heading []string, text string) Bag {
	weights := make(map[Term]float32, len(text)/8)
	for i, h := range heading {
		weight := float32(ancestorWeight)
		if i == len(heading)-1 {
			weight = headingWeight
		}
		add(weights, h, weight)
	}
	add(weights, text, 1)
	return bagOf(weights)
}

func add(weights map[Term]float32, text string, weight float32) {
	tokens := tokensOf(text)
	for _, t := range tokens {
		if !t.stop {
			weights[term(t.stem)] += weight
		}
	}
	v := theVocabulary()
	v.named(tokens, func(r reference) {
		weights[v.concepts[r.concept].term] += r.weight * weight
	})
}

// What the concepts in a query count against its words, which count 1: those
// that it names, and those that it describes, each times how well.
const (
	namedWeight   = 0.7
	meaningWeight = 0.7
)

// Query gives the terms that a query asks for; none if it holds nothing but
// stop words.
func Query(text string) Bag {
	weights := make(map[Term]float32)
	tokens := tokensOf(text)
	for _, t := range tokens {
		if !t.stop && len(weights) < maxQueryTerms {
			weights[term(t.stem)]++
		}
	}
	v := theVocabulary()
	concepts := make(map[Term]float32)
	v.named(tokens, func(r reference) {
		t := v.concepts[r.concept].term
		concepts[t] = max(concepts[t], namedWeight*r.weight)
	})
	for _, r := range v.likeness(tokens) {
		t := v.concepts[r.concept].term
		concepts[t] = max(concepts[t], meaningWeight*r.weight)
	}
	for t, w := range concepts {
		weights[t] += w
	}
	return bagOf(weights)
}

// A token is a word as it is compared.
type token struct {
	stem   string
	joined bool // a compound, besides its parts
	stop   bool
}

func tokensOf(text string) []token {
	tokens := make([]token, 0, len(text)/6)
	Words(text, func(word string, joined bool) {
		tokens = append(tokens, token{Stem(word), joined, !joined && stopWords[word]})
	})
	return tokens
}

// stopWords carry no subject: Lucene's English list, and what questions are
// made of.
var stopWords = func() map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(`
		a an and are as at be but by for if in into is it no not of on or such that the their then there these they
		this to was will with
		about am any can could did do does doing dont from had has have having he her his how i im its ive just me my
		our she should so some than them us very was we were what when where which while who whom whose why would you
		your`) {
		m[w] = true
	}
	return m
}()

// Content calls yield for the words of text that carry a subject: Words
// without the stop words.
func Content(text string, yield func(word string, joined bool)) {
	Words(text, func(word string, joined bool) {
		if joined || !stopWords[word] {
			yield(word, joined)
		}
	})
}
