package lexical

import (
	"bufio"
	_ "embed"
	"fmt"
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
	meaning map[string]float64 // by class, see vocabulary.class; of length 1
}

// vocabulary is concepts.txt, ready for use.
type vocabulary struct {
	concepts []concept
	names    *node
	classes  map[string]string  // a plain word's stem to its group of synonyms
	worth    map[string]float64 // of a class: the fewer meanings have it, the more
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
	v := &vocabulary{names: &node{}, classes: make(map[string]string), worth: make(map[string]float64)}
	for line := range entries(synonyms) {
		words := strings.Fields(line)
		for _, w := range words {
			if stem := Stem(w); v.classes[stem] == "" {
				v.classes[stem] = "=" + words[0]
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
		Content(name, func(word string, joined bool) {
			if !joined {
				c.meaning[v.class(word)] = max(nameInMeaning, c.meaning[v.class(word)])
			}
		})
	}
	for name := range strings.SplitSeq(instances, ",") {
		v.link(name, reference{number, instanceWeight})
	}
	Content(meaning, func(word string, joined bool) {
		if !joined {
			c.meaning[v.class(word)] = 1
		}
	})
	v.concepts = append(v.concepts, c)
}

// link makes a name stand for a concept, and its words written together.
func (v *vocabulary) link(name string, r reference) {
	var stems []string
	Words(name, func(word string, joined bool) {
		if !joined {
			stems = append(stems, Stem(word))
		}
	})
	if len(stems) == 0 {
		return
	}
	v.names.insert(stems, r)
	if len(stems) > 1 {
		var together strings.Builder
		Words(name, func(word string, joined bool) {
			if !joined {
				together.WriteString(word)
			}
		})
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

// class is what a word is compared by: its group of synonyms, or its stem.
func (v *vocabulary) class(word string) string {
	stem := Stem(word)
	if c := v.classes[stem]; c != "" {
		return c
	}
	return stem
}

// weigh gives classes their worth and meanings length 1.
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
	for _, c := range v.concepts {
		var sum float64
		for class, w := range c.meaning {
			c.meaning[class] = w * v.worth[class]
			sum += c.meaning[class] * c.meaning[class]
		}
		for class := range c.meaning {
			c.meaning[class] /= math.Sqrt(sum)
		}
	}
}

// named calls yield for each concept that text names, as often as it does. The
// longest name counts: token bucket is no token.
func (v *vocabulary) named(text string, yield func(reference)) {
	var stems []string
	type compound struct {
		stem string
		from int
	}
	var compounds []compound
	part := 0
	Words(text, func(word string, joined bool) {
		if joined {
			compounds = append(compounds, compound{Stem(word), part})
			return
		}
		stems = append(stems, Stem(word))
		part = len(stems) - 1
	})
	covered := make([]bool, len(stems))
	for i := 0; i < len(stems); {
		length, refs := v.longest(stems[i:])
		for _, r := range refs {
			yield(r)
		}
		for j := range length {
			covered[i+j] = true
		}
		i += max(1, length)
	}
	for _, c := range compounds {
		if found := v.names.next[c.stem]; found != nil && (c.from >= len(covered) || !covered[c.from]) {
			for _, r := range found.refs {
				yield(r)
			}
		}
	}
}

func (v *vocabulary) longest(stems []string) (length int, refs []reference) {
	n := v.names
	for i, s := range stems {
		if n = n.next[s]; n == nil {
			break
		}
		if len(n.refs) > 0 {
			length, refs = i+1, n.refs
		}
	}
	return length, refs
}

const (
	// meant is how many concepts a query may mean without naming them.
	meant = 4
	// meaningFloor is the least likeness of a query to a meaning that counts.
	meaningFloor = 0.18
)

// likeness gives the concepts whose meanings are most like a text, best first,
// by the cosine of their words' classes.
func (v *vocabulary) likeness(text string) []reference {
	query := make(map[string]float64)
	Content(text, func(word string, joined bool) {
		if class := v.class(word); !joined {
			query[class] = 1
		}
	})
	var sum float64
	for class := range query {
		worth := v.worth[class]
		if worth == 0 { // no meaning has it: it tells as much as the rarest
			worth = math.Log(1 + float64(len(v.concepts)))
		}
		query[class] = worth
		sum += worth * worth
	}
	if sum == 0 {
		return nil
	}
	var found []reference
	for i, c := range v.concepts {
		var dot float64
		for class, w := range query {
			dot += w * c.meaning[class]
		}
		if like := dot / math.Sqrt(sum); like >= meaningFloor {
			found = append(found, reference{i, float32(like)})
		}
	}
	slices.SortFunc(found, func(a, b reference) int {
		if a.weight != b.weight {
			return int(math.Copysign(1, float64(b.weight-a.weight)))
		}
		return a.concept - b.concept
	})
	return found[:min(meant, len(found))]
}
