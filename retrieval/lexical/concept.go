package lexical

import (
	"bufio"
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
)

//go:embed concepts.txt
var conceptsFile string

//go:embed synonyms.txt
var synonymsFile string

// A concept of the field is a term of its own, which a text has wherever it
// uses any of its names. So what is called by an acronym in one place and spelt
// out in another is one thing to both halves of a search.
type concept struct {
	name    string
	term    Term
	meaning map[string]float64 // by class, see vocabulary.class
}

// vocabulary is concepts.txt, ready for use.
type vocabulary struct {
	concepts []concept
	names    *node
	classes  map[string]string  // a plain word's stem to its group of synonyms
	worth    map[string]float64 // of a class: the fewer meanings have it, the more
	meanings map[string][]part  // of a class
}

// A part says how much a class of words is of a concept's meaning.
type part struct {
	concept int
	weight  float64
}

// node is one of a tree of stems, by which phrases are found.
type node struct {
	next map[string]*node
	refs []reference // if a phrase ends here
}

// A reference says that a phrase stands for a concept, how strongly.
type reference struct {
	concept int
	weight  float32
}

const (
	// instanceWeight is how much of a concept its instance implies.
	instanceWeight = 0.5
	// nameInMeaning is how much a word of a concept's names counts in its
	// meaning.
	nameInMeaning = 0.5
)

var theVocabulary = sync.OnceValue(func() *vocabulary {
	v, err := parseVocabulary(conceptsFile, synonymsFile)
	if err != nil { // a test reads both files
		panic(err)
	}
	return v
})

func parseVocabulary(concepts, synonyms string) (*vocabulary, error) {
	v := &vocabulary{names: &node{}, classes: make(map[string]string), worth: make(map[string]float64), meanings: make(map[string][]part)}
	for line := range entries(synonyms) {
		words := strings.Fields(line)
		for _, w := range words {
			if st := Stem(w); v.classes[st] == "" {
				v.classes[st] = "=" + words[0]
			}
		}
	}
	for line := range entries(concepts) {
		fields := strings.Split(line, "|")
		if len(fields) != 3 {
			return nil, fmt.Errorf("concept %q: %d fields, 3 expected", line, len(fields))
		}
		v.add(fields[0], fields[1], fields[2])
	}
	v.weigh()
	return v, nil
}

// entries gives the lines that hold something.
func entries(file string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		scanner := bufio.NewScanner(strings.NewReader(file))
		for scanner.Scan() {
			line := strings.TrimSpace(scanner.Text())
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

func (v *vocabulary) add(names, instances, meaning string) {
	first, _, _ := strings.Cut(names, ",")
	c := concept{name: strings.TrimSpace(first), meaning: make(map[string]float64)}
	c.term = term("\x01" + strings.ToLower(c.name))
	number := len(v.concepts)
	for name := range strings.SplitSeq(names, ",") {
		v.link(name, reference{number, 1})
		for _, t := range tokensOf(name) {
			if !t.joined && !t.stop {
				c.meaning[v.class(t.stem)] = max(nameInMeaning, c.meaning[v.class(t.stem)])
			}
		}
	}
	for name := range strings.SplitSeq(instances, ",") {
		v.link(name, reference{number, instanceWeight})
	}
	for _, t := range tokensOf(meaning) {
		if !t.joined && !t.stop {
			c.meaning[v.class(t.stem)] = 1
		}
	}
	v.concepts = append(v.concepts, c)
}

// capitalMark ends a name that is also an ordinary word, and stands for its
// concept only where it is written with a capital letter: CAP, Slack.
const capitalMark = "!"

// link makes a name stand for a concept, and its words written together.
func (v *vocabulary) link(name string, r reference) {
	if word, ok := strings.CutSuffix(strings.TrimSpace(name), capitalMark); ok {
		v.names.insert([]string{capitalMark + Stem(strings.ToLower(word))}, r)
		return
	}
	var stems []string
	var together strings.Builder
	Words(name, func(word string, joined bool) {
		if !joined {
			stems = append(stems, Stem(word))
			together.WriteString(word)
		}
	})
	if len(stems) > 0 {
		v.names.insert(stems, r)
	}
	if len(stems) > 1 {
		v.names.insert([]string{Stem(together.String())}, r)
	}
}

func (n *node) insert(stems []string, r reference) {
	for _, s := range stems {
		if n.next == nil {
			n.next = make(map[string]*node)
		}
		if n.next[s] == nil {
			n.next[s] = &node{}
		}
		n = n.next[s]
	}
	for i, have := range n.refs {
		if have.concept == r.concept {
			n.refs[i].weight = max(have.weight, r.weight)
			return
		}
	}
	n.refs = append(n.refs, r)
}

// class is what a stem is compared by: its group of synonyms, or itself.
func (v *vocabulary) class(stem string) string {
	if c := v.classes[stem]; c != "" {
		return c
	}
	return stem
}

// weigh gives classes their worth, and turns the meanings round: from a class
// to the concepts that it is part of. A long meaning is a better one, but it is
// also like more by chance: lengthPenalty is how much that is held against it
// (1 would be the cosine; measured on questions in testdata).
func (v *vocabulary) weigh() {
	counts := make(map[string]int)
	for _, c := range v.concepts {
		for class := range c.meaning {
			counts[class]++
		}
	}
	for class, n := range counts {
		v.worth[class] = math.Log(1 + float64(len(v.concepts))/float64(n))
	}
	lengths := make([]float64, len(v.concepts))
	var mean float64
	for i, c := range v.concepts {
		var sum float64
		for _, class := range slices.Sorted(maps.Keys(c.meaning)) { // a sum of floats depends on its order
			w := c.meaning[class] * v.worth[class]
			sum += w * w
		}
		lengths[i] = math.Sqrt(sum)
		mean += lengths[i] / float64(len(v.concepts))
	}
	for i, c := range v.concepts {
		for class, w := range c.meaning {
			v.meanings[class] = append(v.meanings[class], part{i, w * v.worth[class] * math.Pow(mean/lengths[i], lengthPenalty)})
		}
	}
}

const lengthPenalty = 0.25

// Field says how much an index is about the field that the concepts are of,
// from outsideField to 1, by how many of its words name one: outside, most of
// those are chance (a cell, a quorum), and count the less. documents tells in
// how many of its passages a term is.
func Field(documents func(Term) int, passages int, meanLength float64) float64 {
	named := 0
	for _, c := range theVocabulary().concepts {
		named += documents(c.term)
	}
	density := float64(named) / (float64(max(1, passages)) * meanLength)
	share := (density - chanceDensity) / (fieldDensity - chanceDensity)
	return outsideField + (1-outsideField)*min(1, max(0, share))
}

const (
	// Named concepts per unit of a passage's length: in abstracts of biology
	// it is 0.014, in the guides that ship 0.06.
	chanceDensity = 0.016
	fieldDensity  = 0.04
	outsideField  = 0.25
)

// named calls yield for each concept that a text names, as often as it does,
// with the first and the last token of the name. The longest name counts: token
// bucket is no token.
func (v *vocabulary) named(tokens []token, yield func(r reference, from, last int)) {
	for i := 0; i < len(tokens); i++ {
		if tokens[i].joined {
			// Its parts were passed over if they were a name.
			if found := v.names.next[tokens[i].stem]; found != nil {
				for _, r := range found.refs {
					yield(r, i, i)
				}
			}
			continue
		}
		last, refs := v.longest(tokens, i)
		for _, r := range refs {
			yield(r, i, last)
		}
		if last > i {
			i = last
		}
		if len(refs) > 0 && i+1 < len(tokens) && tokens[i+1].joined {
			i++
		}
	}
}

// longest gives the concepts of the longest name that begins at token from,
// and the last token of it. Compounds stand after their parts and are skipped
// on the way.
func (v *vocabulary) longest(tokens []token, from int) (last int, refs []reference) {
	n := v.names
	for i := from; i < len(tokens); i++ {
		if tokens[i].joined {
			continue
		}
		if n = n.next[tokens[i].stem]; n == nil {
			break
		}
		if len(n.refs) > 0 {
			last, refs = i, n.refs
		}
	}
	if refs == nil && tokens[from].capital {
		if n = v.names.next[capitalMark+tokens[from].stem]; n != nil {
			last, refs = from, n.refs
		}
	}
	return last, refs
}

const (
	// meant is how many concepts a query may mean without naming them.
	meant = 4
	// meaningFloor is the least likeness of a query to a meaning that counts.
	meaningFloor = 0.15
)

// likeness gives the concepts whose meanings are most like a text, best first:
// by how much of what its words are worth is in a meaning, so that 1 is all.
func (v *vocabulary) likeness(tokens []token) []reference {
	seen := make(map[string]bool, len(tokens))
	likes := make([]float64, len(v.concepts))
	var sum float64
	for _, t := range tokens {
		class := v.class(t.stem)
		if t.joined || t.stop || seen[class] {
			continue
		}
		seen[class] = true
		worth := v.worth[class]
		if worth == 0 { // no meaning has it: it tells as much as the rarest
			worth = math.Log(1 + float64(len(v.concepts)))
		}
		sum += worth * worth
		for _, p := range v.meanings[class] {
			likes[p.concept] += worth * p.weight
		}
	}
	var found []reference
	for i, like := range likes {
		if like > 0 && like >= meaningFloor*sum {
			found = append(found, reference{i, float32(min(1, like/sum))})
		}
	}
	slices.SortFunc(found, func(a, b reference) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.concept, b.concept))
	})
	return found[:min(meant, len(found))]
}
