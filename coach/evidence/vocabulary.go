package evidence

import "strings"

// Vocabulary is a set of terms that can be looked for in a text all at once: the time that it takes does not grow with their
// number. A term is written as in [Words.Has]. It is immutable once built and safe for concurrent use.
type Vocabulary struct {
	first map[string][]entry // by first word, or by stem where that word is open
	stems [maxStem + 1]bool  // lengths of open first words
}

// entry is a term behind its first word.
type entry struct {
	id   int
	rest []string // words that follow, in order
	open bool     // the first word is a stem
	last bool     // the last of rest is a stem
}

// maxStem bounds how long a stem may be, in bytes.
const maxStem = 24

// NewVocabulary builds a vocabulary. The id of a term is its place in terms.
func NewVocabulary(terms []string) *Vocabulary {
	v := &Vocabulary{first: map[string][]entry{}}
	for id, t := range terms {
		words := strings.Fields(term(t))
		if len(words) == 0 {
			continue
		}
		e := entry{id: id, rest: words[1:]}
		if stem, ok := strings.CutSuffix(words[0], "*"); ok && len(words) == 1 && len(stem) <= maxStem {
			words[0], e.open = stem, true
			v.stems[len(stem)] = true
		}
		if n := len(e.rest); n > 0 {
			e.rest[n-1], e.last = strings.CutSuffix(e.rest[n-1], "*")
		}
		v.first[words[0]] = append(v.first[words[0]], e)
	}
	return v
}

// Find calls found with the id of each term that occurs in w un-negated, as often as it does.
func (v *Vocabulary) Find(w Words, found func(id int)) {
	v.each(w, func(id, place int, term string) {
		if !w.waved(place, term) {
			found(id)
		}
	})
}

// each is Find with what is negated too, and with the place in w of the space before the term and the term as it stands there.
func (v *Vocabulary) each(w Words, found func(id, place int, term string)) {
	words := strings.Fields(string(w))
	at := 0 // of the space before the word, in w
	for i, word := range words {
		v.at(at, words[i:], word, false, found)
		for n := 1; n <= min(len(word), maxStem); n++ {
			if v.stems[n] {
				v.at(at, words[i:], word[:n], true, found)
			}
		}
		for _, plural := range []string{"s", "es"} {
			if single, ok := strings.CutSuffix(word, plural); ok && single != "" {
				v.at(at, words[i:i+1], single, false, found)
			}
		}
		at += len(word) + 1
	}
}

// at looks up the terms that begin with a word, or with a stem of it, at a place.
func (v *Vocabulary) at(place int, words []string, key string, open bool, found func(id, place int, term string)) {
	for _, e := range v.first[key] {
		if e.open == open && e.follows(words[1:]) {
			found(e.id, place, strings.Join(words[:1+len(e.rest)], " "))
		}
	}
}

// follows reports whether the rest of a term stands at the beginning of words.
func (e entry) follows(words []string) bool {
	if len(words) < len(e.rest) {
		return false
	}
	for i, want := range e.rest {
		have := words[i]
		if have == want || i == len(e.rest)-1 && (e.last && strings.HasPrefix(have, want) || have == want+"s" || have == want+"es") {
			continue
		}
		return false
	}
	return true
}
