package lexical

// A word is what there is to know of one, wherever it stands.
type word struct {
	stem     string
	term     Term // of the stem
	begin    Term // of its beginning, if hasBegin
	hasBegin bool
	stop     bool
}

// A token is a word where it stands.
type token struct {
	*word
	joined  bool // a compound, besides its parts
	capital bool // written with a capital letter
}

// subject tells whether a token says what its text is about.
func (t token) subject() bool { return t.joined || !t.stop }

// tokenizer takes texts apart, and remembers words.
type tokenizer struct {
	seen map[string]*word
	list []token
}

// maxSeen bounds what is remembered; past it all is forgotten.
const maxSeen = 1 << 16

// tokens gives a text's words. The list is good until the next call.
func (z *tokenizer) tokens(text string) []token {
	z.list = z.list[:0]
	eachWord(text, func(w []byte, joined, capital bool) {
		known := z.seen[string(w)]
		if known == nil {
			if len(z.seen) >= maxSeen {
				clear(z.seen)
			}
			known = newWord(string(w))
			z.seen[string(w)] = known
		}
		z.list = append(z.list, token{known, joined, capital})
	})
	return z.list
}

func newWord(s string) *word {
	w := &word{stem: Stem(s), stop: stopWords[s]}
	w.term = term(w.stem)
	if len(w.stem) >= beginLength {
		w.begin, w.hasBegin = term("\x02"+w.stem[:beginLength]), true
	}
	return w
}

// tokensOf takes one text apart.
func tokensOf(text string) []token {
	z := tokenizer{seen: make(map[string]*word)}
	return z.tokens(text)
}
