package lexical

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxToken is the longest token kept, in bytes: longer runs are keys, hashes
// and encoded data, which nobody searches by.
const maxToken = 64

// Words calls yield for each word of text, in order: lower case, without
// accents, not stemmed. A word is a run of letters and digits; a point or comma
// between digits belongs to it (99.99), an apostrophe is left out (don't is
// dont). Words of scripts written without spaces come as overlapping pairs of
// signs. A compound is yielded by its parts and once more as a whole, marked
// joined, so that auto-scaling, AutoScaling and autoscaling meet.
func Words(text string, yield func(word string, joined bool)) {
	eachWord(text, func(word []byte, joined, _ bool) { yield(string(word), joined) })
}

// eachWord is Words with words that are good for the call only. capital tells
// that a word is written with a capital letter.
func eachWord(text string, yield func(word []byte, joined, capital bool)) {
	w := words{yield: yield}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			w.ascii(text, i, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		w.wide(r)
		i += size
	}
	w.endCompound()
}

// words gathers one compound at a time: parts joined by hyphens or by a change
// of case.
type words struct {
	yield    func(word []byte, joined, capital bool)
	part     []byte // the part under way, folded
	whole    []byte // the parts of the compound so far, joined
	parts    int
	last     rune // the rune before, as written
	pair     rune // the sign before, in a script without spaces
	nonASCII bool
	capital  bool // the part begins with one
}

func (w *words) ascii(text string, i int, c byte) {
	switch {
	case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		w.part = append(w.part, c)
	case c >= 'A' && c <= 'Z':
		if w.last >= 'a' && w.last <= 'z' {
			w.endPart()
		}
		w.capital = w.capital || len(w.part) == 0
		w.part = append(w.part, c+'a'-'A')
	case (c == '.' || c == ',') && isDigit(w.last) && i+1 < len(text) && isDigit(rune(text[i+1])):
		if c == '.' { // 1,000 is 1000, 99.9 stays 99.9
			w.part = append(w.part, c)
		}
		return // last stays a digit
	case c == '\'' && len(w.part) > 0:
		return
	case (c == '-' || c == '/' && w.short()) && len(w.part) > 0:
		w.endPart()
	default:
		w.endCompound()
	}
	w.last, w.pair = rune(c), 0
}

// short says that the parts so far are few letters, so that a slash may be one
// word's (A/B, CI/CD, I/O) rather than a choice or a path.
func (w *words) short() bool { return w.parts == 0 && len(w.part) <= 2 }

func (w *words) wide(r rune) {
	switch {
	case r == '’' && len(w.part) > 0, r == '\u00ad':
		return
	case isUnspaced(r):
		if w.pair == 0 {
			w.endCompound()
		} else {
			w.yield([]byte(string([]rune{w.pair, r})), false, false)
		}
		w.last, w.pair = r, r
		return
	case r == '‐' || r == '‑':
		if len(w.part) > 0 {
			w.endPart()
		}
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
		w.part = utf8.AppendRune(w.part, unicode.ToLower(r))
		w.nonASCII = true
	default:
		w.endCompound()
	}
	w.last, w.pair = r, 0
}

func (w *words) endPart() {
	if len(w.part) == 0 {
		return
	}
	word, capital := w.part, w.capital
	if w.nonASCII {
		word = fold(word)
	}
	w.part, w.nonASCII, w.capital = w.part[:0], false, false
	if len(word) == 0 {
		return
	}
	w.parts++
	if len(w.whole) <= maxToken {
		w.whole = append(w.whole, word...)
	}
	if len(word) <= maxToken {
		w.yield(word, false, capital)
	}
}

func (w *words) endCompound() {
	w.endPart()
	if w.parts > 1 && w.parts <= 4 && len(w.whole) <= maxToken {
		w.yield(w.whole, true, false)
	}
	w.whole, w.parts = w.whole[:0], 0
}

// fold strips accents and compatibility forms (é to e, ﬁ to fi).
func fold(word []byte) []byte {
	var out []byte
	for _, r := range string(norm.NFKD.Bytes(word)) {
		if !unicode.Is(unicode.Mn, r) {
			out = utf8.AppendRune(out, unicode.ToLower(r))
		}
	}
	return out
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isUnspaced tells the scripts that put no space between words.
func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
