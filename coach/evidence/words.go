package evidence

import (
	"strings"
	"unicode"
)

// Words is a text brought into one form for matching: lower case, one space between words and around the whole, hyphens
// and slashes as spaces, and the signs that carry meaning in numbers (% $ . between digits) kept.
type Words string

// Normalize brings a text into the form of [Words].
func Normalize(text string) Words {
	var b strings.Builder
	b.Grow(len(text) + 2)
	b.WriteByte(' ')
	space := true
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' || r == '$' || r == '€' || r == '₀':
			b.WriteRune(unicode.ToLower(r))
			space = false
			continue
		case (r == '.' || r == ',') && i > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1]):
			if r == '.' {
				b.WriteRune(r)
			}
			continue
		case r == '\'' || r == '’':
			continue // don't -> dont
		case r == '×' && i > 0 && unicode.IsDigit(runes[i-1]) && !digitNext(runes[i+1:]):
			b.WriteByte('x') // 10× the load, but 10 × 5
			continue
		}
		if !space {
			b.WriteByte(' ')
			space = true
		}
	}
	if !space {
		b.WriteByte(' ')
	}
	return Words(b.String())
}

// digitNext reports whether a figure follows, white space aside.
func digitNext(runes []rune) bool {
	for _, r := range runes {
		if r != ' ' {
			return unicode.IsDigit(r)
		}
	}
	return false
}

// Has reports whether a term occurs. A term is one or more words in the form of [Normalize]; a trailing * stands for any
// ending, and a plural s is always allowed. It returns the place of the first occurrence, or -1.
func (w Words) Has(term string) int {
	stem, open := strings.CutSuffix(term, "*")
	if stem == "" {
		return -1
	}
	for from := 0; ; {
		i := strings.Index(string(w)[from:], " "+stem)
		if i < 0 {
			return -1
		}
		i += from
		rest := string(w)[i+1+len(stem):]
		if open || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "s ") || strings.HasPrefix(rest, "es ") {
			return i
		}
		from = i + 1
	}
}

// Any returns the first of the terms that occurs un-negated, and whether one does.
func (w Words) Any(terms ...string) (string, bool) {
	for _, t := range terms {
		if i := w.Has(t); i >= 0 && !w.waved(i, t) {
			return t, true
		}
	}
	return "", false
}

// Count returns how many of the terms occur un-negated.
func (w Words) Count(terms ...string) int {
	n := 0
	for _, t := range terms {
		if i := w.Has(t); i >= 0 && !w.waved(i, t) {
			n++
		}
	}
	return n
}

// Number of words.
func (w Words) Number() int { return max(0, strings.Count(string(w), " ")-1) }

// waveBefore are the words that, right before a thing, say that it is not there or not wanted. Words like "never" or
// "not lost" are left alone: they state a property.
var waveBefore = []string{
	"dont need", "do not need", "doesnt need", "does not need", "wont need", "no need for", "not needed", "wont use",
	"dont use", "do not use", "not use", "not using", "not do", "wont do", "skip", "skipping", "leave out", "leaving out",
	"left out", "forget about", "ignore", "ignoring", "no", "without", "without a", "without any", "instead of", "rather than",
	"not", "no explicit", "no separate", "dont want", "dont do", "wont build", "dont build", "avoid", "havent", "didnt think about",
	"not thought about", "didnt consider", "not considered",
}

var waveAfter = []string{
	"is not needed", "isnt needed", "are not needed", "arent needed", "not needed", "not necessary", "isnt necessary", "is unnecessary",
	"is out of scope", "out of scope", "can wait", "is not important", "isnt important", "is not a concern", "isnt a concern",
	"not required", "isnt required", "is overkill", "would be overkill", "later",
}

// waveEnds are the last words of waveBefore, and waveStarts the first ones of waveAfter: most words have neither beside them.
var waveEnds, waveStarts = edgesOf(waveBefore, true), edgesOf(waveAfter, false)

func edgesOf(phrases []string, last bool) map[string]bool {
	edges := map[string]bool{}
	for _, p := range phrases {
		words := strings.Fields(p)
		if last {
			edges[words[len(words)-1]] = true
		} else {
			edges[words[0]] = true
		}
	}
	return edges
}

var articles = map[string]bool{"a": true, "an": true, "any": true, "the": true, "more": true, "special": true}

// waved reports whether the term at place i is waved away: "we don't need X", "no X", "X is not needed".
func (w Words) waved(i int, term string) bool {
	return w.wavedBefore(i) || w.wavedAfter(i, term)
}

func (w Words) wavedBefore(i int) bool {
	head := strings.TrimRight(string(w)[:i], " ")
	word := head[strings.LastIndexByte(head, ' ')+1:]
	if articles[word] {
		head = strings.TrimRight(strings.TrimSuffix(head, word), " ")
		before := head[strings.LastIndexByte(head, ' ')+1:]
		if !waveEnds[word] && !waveEnds[before] {
			return false
		}
	} else if !waveEnds[word] {
		return false
	}
	before := strings.TrimRight(string(w)[max(0, i-48):i+1], " ") + " "
	for _, art := range []string{"", "a ", "an ", "any ", "the ", "more ", "special "} {
		head, ok := strings.CutSuffix(before, art)
		if !ok || (art != "" && !strings.HasSuffix(head, " ")) {
			continue
		}
		for _, wave := range waveBefore {
			if strings.HasSuffix(head, " "+wave+" ") {
				return true
			}
		}
	}
	return false
}

func (w Words) wavedAfter(i int, term string) bool {
	rest := string(w)[i+1+len(strings.TrimSuffix(term, "*")):]
	if j := strings.IndexByte(rest, ' '); j >= 0 {
		rest = rest[j+1:]
	}
	if next, _, _ := strings.Cut(rest, " "); !waveStarts[next] {
		return false
	}
	for _, wave := range waveAfter {
		if strings.HasPrefix(rest, wave+" ") {
			return true
		}
	}
	return false
}
