package lexical

// Stem reduces a lower-case English word to its stem, whether it is spelt in the
// British or in the American way, by M. F. Porter's algorithm (An algorithm for suffix stripping, Program 14(3), 1980), with the
// two later departures its author lists (-abli to -able as -bli to -ble, and
// -logi to -log). Words of fewer than three letters, and words with anything
// but a to z in them, come back unchanged.
func Stem(word string) string { return porter(american(word)) }

func porter(word string) string {
	if len(word) < 3 {
		return word
	}
	for i := range len(word) {
		if c := word[i]; c < 'a' || c > 'z' {
			return word
		}
	}
	var buf [maxToken]byte // most words need no more
	s := stemmer{b: append(buf[:0], word...)}
	s.step1a()
	s.step1b()
	s.step1c()
	s.replaceFirst(step2, 0)
	s.replaceFirst(step3, 0)
	s.step4()
	s.step5()
	return string(s.b)
}

// suffixRule replaces a suffix where enough of a word stands before it.
type suffixRule struct{ from, to string }

// The longest suffix that matches decides, whether or not its condition then
// holds, so rules with a common ending stand longest first.
var (
	step2 = []suffixRule{
		{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
		{"bli", "ble"}, {"alli", "al"}, {"entli", "ent"}, {"eli", "e"}, {"ousli", "ous"},
		{"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"}, {"alism", "al"}, {"iveness", "ive"},
		{"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"}, {"iviti", "ive"}, {"biliti", "ble"},
		{"logi", "log"},
	}
	step3 = []suffixRule{
		{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""},
	}
	step4Suffixes = []string{
		"al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
		"ism", "ate", "iti", "ous", "ive", "ize",
	}
)

type stemmer struct{ b []byte }

// consonant tells whether letter i is one in Porter's sense: y is a vowel
// after a consonant.
func (s *stemmer) consonant(i int) bool {
	switch s.b[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		return i == 0 || !s.consonant(i-1)
	}
	return true
}

// measure counts the vowel-consonant sequences in the first n letters.
func (s *stemmer) measure(n int) int {
	m, i := 0, 0
	for i < n && s.consonant(i) {
		i++
	}
	for i < n {
		for i < n && !s.consonant(i) {
			i++
		}
		if i >= n {
			break
		}
		m++
		for i < n && s.consonant(i) {
			i++
		}
	}
	return m
}

func (s *stemmer) hasVowel(n int) bool {
	for i := range n {
		if !s.consonant(i) {
			return true
		}
	}
	return false
}

func (s *stemmer) doubled(n int) bool {
	return n >= 2 && s.b[n-1] == s.b[n-2] && s.consonant(n-1)
}

// cvc tells whether the first n letters end consonant, vowel, consonant, the
// last not w, x or y: the shape that takes an e back (hop, hoping).
func (s *stemmer) cvc(n int) bool {
	if n < 3 || !s.consonant(n-1) || s.consonant(n-2) || !s.consonant(n-3) {
		return false
	}
	c := s.b[n-1]
	return c != 'w' && c != 'x' && c != 'y'
}

// before reports the length of what precedes suffix, if the word ends in it.
func (s *stemmer) before(suffix string) (int, bool) {
	n := len(s.b) - len(suffix)
	if n < 0 || s.b[len(s.b)-1] != suffix[len(suffix)-1] || string(s.b[n:]) != suffix {
		return 0, false
	}
	return n, true
}

func (s *stemmer) set(n int, ending string) { s.b = append(s.b[:n], ending...) }

func (s *stemmer) step1a() {
	if n, ok := s.before("sses"); ok {
		s.set(n, "ss")
	} else if n, ok := s.before("ies"); ok {
		s.set(n, "i")
	} else if _, ok := s.before("ss"); ok {
		return
	} else if n, ok := s.before("s"); ok {
		s.set(n, "")
	}
}

func (s *stemmer) step1b() {
	if n, ok := s.before("eed"); ok {
		if s.measure(n) > 0 {
			s.set(n, "ee")
		}
		return
	}
	n, ok := s.before("ed")
	if !ok {
		n, ok = s.before("ing")
	}
	if !ok || !s.hasVowel(n) {
		return
	}
	s.set(n, "")
	_, at := s.before("at")
	_, bl := s.before("bl")
	_, iz := s.before("iz")
	switch {
	case at || bl || iz:
		s.set(n, "e")
	case s.doubled(n):
		if c := s.b[n-1]; c != 'l' && c != 's' && c != 'z' {
			s.set(n-1, "")
		}
	case s.measure(n) == 1 && s.cvc(n):
		s.set(n, "e")
	}
}

func (s *stemmer) step1c() {
	if n, ok := s.before("y"); ok && s.hasVowel(n) {
		s.set(n, "i")
	}
}

func (s *stemmer) replaceFirst(rules []suffixRule, atLeast int) {
	for _, r := range rules {
		if n, ok := s.before(r.from); ok {
			if s.measure(n) > atLeast {
				s.set(n, r.to)
			}
			return
		}
	}
}

func (s *stemmer) step4() {
	best, longest := 0, -1
	for i, suffix := range step4Suffixes {
		if _, ok := s.before(suffix); ok && len(suffix) > longest {
			best, longest = i, len(suffix)
		}
	}
	if longest < 0 {
		return
	}
	n := len(s.b) - longest
	if s.measure(n) <= 1 {
		return
	}
	if step4Suffixes[best] == "ion" && (n == 0 || (s.b[n-1] != 's' && s.b[n-1] != 't')) {
		return
	}
	s.set(n, "")
}

func (s *stemmer) step5() {
	if n, ok := s.before("e"); ok {
		if m := s.measure(n); m > 1 || (m == 1 && !s.cvc(n)) {
			s.set(n, "")
		}
	}
	if n := len(s.b); s.measure(n) > 1 && s.doubled(n) && s.b[n-1] == 'l' {
		s.set(n-1, "")
	}
}
