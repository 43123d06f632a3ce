package lexical

const (
	// How much a word counts in the section's own heading, and in the headings
	// above it, against 1 in the text (BM25F in its simple form: weighted
	// frequencies before saturation).
	headingWeight  = 4
	ancestorWeight = 0.5
	// beginWeight is what the beginning of a query's word counts by itself,
	// against 1 for the word: it brings together what the stemmer leaves apart
	// (replica, replication).
	beginWeight = 0.3
	beginLength = 5
	// namedWeight and meaningWeight are what a concept counts that a query
	// names, or describes, times how well. The words of a longer name count
	// less then: virtual machine is not about what is virtual.
	namedWeight   = 2
	meaningWeight = 2
	inNameWeight  = 0.5
	// maxQueryTerms bounds the work of one query.
	maxQueryTerms = 512
)

// Document gives the terms of a passage: its text, and its heading path from
// the outermost down. Who has many passages uses an Analyzer.
func Document(heading []string, text string) Bag {
	return NewAnalyzer().Document(heading, text)
}

// An Analyzer gives the terms of many passages, and remembers the words that it
// has seen, of which most come again. It is not safe for concurrent use.
type Analyzer struct {
	words   tokenizer
	weights map[Term]float32
}

// NewAnalyzer gives one that has seen nothing.
func NewAnalyzer() *Analyzer {
	return &Analyzer{tokenizer{seen: make(map[string]*word)}, make(map[Term]float32)}
}

// Document is as the function of that name.
func (a *Analyzer) Document(heading []string, text string) Bag {
	clear(a.weights)
	for i, h := range heading {
		weight := float32(ancestorWeight)
		if i == len(heading)-1 {
			weight = headingWeight
		}
		a.add(h, weight)
	}
	a.add(text, 1)
	return bagOf(a.weights)
}

func (a *Analyzer) add(text string, weight float32) {
	tokens := a.words.tokens(text)
	for _, t := range tokens {
		if t.subject() {
			a.weights[t.term] += weight
		}
		if t.hasBegin && !t.joined && !t.stop {
			a.weights[t.begin] += weight
		}
	}
	v := theVocabulary()
	v.named(tokens, func(r reference, _, _ int) {
		a.weights[v.concepts[r.concept].term] += r.weight * weight
	})
}

// A Question is what a query asks for: words, and concepts that it names or
// describes. It asks for nothing if it holds nothing but stop words.
type Question struct{ Words, Concepts Bag }

// Query analyses a query.
func Query(text string) Question {
	tokens := tokensOf(text)
	v := theVocabulary()
	concepts := make(map[Term]float32)
	inName := make([]bool, len(tokens))
	v.named(tokens, func(r reference, from, last int) {
		t := v.concepts[r.concept].term
		concepts[t] = max(concepts[t], namedWeight*r.weight)
		for i := from; i <= last && last > from; i++ {
			inName[i] = true
		}
	})
	for _, r := range v.likeness(tokens) {
		t := v.concepts[r.concept].term
		concepts[t] = max(concepts[t], meaningWeight*r.weight)
	}
	words := make(map[Term]float32)
	for i, t := range tokens {
		if !t.subject() || len(words) >= maxQueryTerms {
			continue
		}
		weight := float32(1)
		if inName[i] {
			weight = inNameWeight
		}
		words[t.term] += weight
		if t.hasBegin && !t.joined {
			words[t.begin] += beginWeight * weight
		}
	}
	return Question{bagOf(words), bagOf(concepts)}
}

// In gives the terms of a question to an index, of which field says how much it
// is about the field that the concepts are of, see Field.
func (q Question) In(field float64) Bag {
	weights := make(map[Term]float32, len(q.Words)+len(q.Concepts))
	for _, w := range q.Words {
		weights[w.Term] = w.Weight
	}
	for _, c := range q.Concepts {
		weights[c.Term] += c.Weight * float32(field)
	}
	return bagOf(weights)
}

// Concepts calls yield for each concept that a text names, as often as it does,
// and for those that it is like, with how strongly. It is for embedders, which
// don't see an index's terms.
func Concepts(text string, yield func(concept Term, strength float64, named bool)) {
	tokens := tokensOf(text)
	v := theVocabulary()
	v.named(tokens, func(r reference, _, _ int) { yield(v.concepts[r.concept].term, float64(r.weight), true) })
	for _, r := range v.likeness(tokens) {
		yield(v.concepts[r.concept].term, float64(r.weight), false)
	}
}

// stopWords carry no subject: Lucene's English list, and what questions are
// made of.
var stopWords = set(`
	a an and are as at be but by for if in into is it no not of on or such that the their then there these they
	this to was will with
	about am any can could did do does doing dont from had has have having he her his how i im its ive just me my
	our she should so some than them us very was we were what when where which while who whom whose why would you
	your`)

// Content calls yield for the words of text that carry a subject: Words
// without the stop words.
func Content(text string, yield func(word string, joined bool)) {
	Words(text, func(word string, joined bool) {
		if joined || !stopWords[word] {
			yield(word, joined)
		}
	})
}
