package estimate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	kindEnd kind = iota
	kindNumber
	kindWord
	kindSymbol
	kindBreak // the end of a sentence, line or column: nothing is read across it
)

// token is a piece of text. Symbols are brought into one spelling: × · ⋅ and the letter x between numbers are "*", ÷ is "/",
// every arrow is "->", every sign for about-equal is "≈", a comment's sign in code is "#", a dash for a range is "..".
type token struct {
	kind       kind
	text, low  string
	num        number
	start, end int
	glued      bool // no space between it and the token before
}

func (t token) is(symbols ...string) bool {
	if t.kind != kindSymbol {
		return false
	}
	for _, s := range symbols {
		if t.text == s {
			return true
		}
	}
	return false
}

func (t token) word(words ...string) bool {
	if t.kind != kindWord {
		return false
	}
	for _, w := range words {
		if t.low == w {
			return true
		}
	}
	return false
}

// maxTokens bounds what is read of one block. A longer one is read in pieces.
const maxTokens = 4000

// lexer cuts a part of a text into tokens.
type lexer struct {
	text string
	pos  int
	to   int
	code bool
	gap  bool
	toks []token
}

func lex(text string, from, to int, code bool) []token {
	l := &lexer{text: text, pos: from, to: to, code: code, gap: true}
	for l.pos < l.to {
		l.next()
	}
	return l.toks
}

func (l *lexer) emit(k kind, text string, width int) {
	l.toks = append(l.toks, token{kind: k, text: text, low: strings.ToLower(text), start: l.pos, end: l.pos + width, glued: !l.gap})
	l.pos += width
	l.gap = false
}

func (l *lexer) brk(width int) {
	if n := len(l.toks); n > 0 && l.toks[n-1].kind != kindBreak {
		l.emit(kindBreak, "", width)
		l.gap = true
		return
	}
	l.pos += width
	l.gap = true
}

func (l *lexer) rest() string { return l.text[l.pos:l.to] }

func (l *lexer) last() token {
	if len(l.toks) == 0 {
		return token{kind: kindBreak}
	}
	return l.toks[len(l.toks)-1]
}

func (l *lexer) next() {
	r, width := utf8.DecodeRuneInString(l.rest())
	switch {
	case r == '\n':
		if l.continues() {
			l.pos++
			l.gap = true
		} else {
			l.brk(1)
		}
	case r == ' ' || unicode.IsSpace(r):
		l.space()
	case l.multiplies(r):
		l.emit(kindSymbol, "*", width)
	case unicode.IsDigit(r) && r < utf8.RuneSelf, r == '.' && len(l.rest()) > 1 && isDigit(l.rest()[1]) && l.gap:
		l.number()
	case vulgar[r] != 0:
		l.emit(kindNumber, string(r), width)
		l.toks[len(l.toks)-1].num = number{value: vulgar[r], digits: 2, step: 0.01}
	case superscripts[r] != 0:
		l.superscript()
	case unicode.IsLetter(r) || r == '_' && l.code:
		l.word()
	default:
		l.symbol(r, width)
	}
}

// space passes over white space. A wide gap in code is a column's end, as in boxes and tables drawn with spaces.
func (l *lexer) space() {
	from := l.pos
	for l.pos < l.to && (l.text[l.pos] == ' ' || l.text[l.pos] == '\t') {
		l.pos++
	}
	if l.pos == from {
		_, width := utf8.DecodeRuneInString(l.rest())
		l.pos += width
	}
	l.gap = true
	if !l.code || l.pos-from < 3 || l.pos == l.to || len(l.toks) == 0 {
		return
	}
	r, _ := utf8.DecodeRuneInString(l.rest())
	if last := l.last(); strings.ContainsRune("=≈→×*/÷+-#~:\n", r) || last.kind == kindSymbol && strings.Contains("=≈->*/+-~:#(,", last.text) {
		return
	}
	l.pos--
	l.brk(1)
}

// multiplies reports whether the rune is a sign for multiplication, and not emphasis, a footnote or the letter x.
func (l *lexer) multiplies(r rune) bool {
	switch r {
	case '×', '✕', '✖', '⋅', '·', '∙', '∗':
		return true
	case 'x', 'X':
		if len(l.rest()) > 1 && isDigit(l.rest()[1]) && l.last().kind == kindNumber && !l.gap {
			return true // 50x240
		}
		return false
	case '*':
		rest := l.rest()
		if strings.HasPrefix(rest, "**") || len(l.toks) == 0 && !l.code {
			return false
		}
		after := strings.TrimLeft(rest[1:], " \t")
		r, _ := utf8.DecodeRuneInString(after)
		spaced := len(after) < len(rest)-1
		return (spaced == l.gap || l.code) && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("($~.€£", r))
	}
	return false
}

func (l *lexer) number() {
	n, width, ok := readNumber(l.rest())
	if l.last().kind == kindWord && !l.gap {
		ok = false // a name goes on: "T1.5" was cut before its dot
	}
	if !ok {
		l.emit(kindWord, l.rest()[:width], width)
		return
	}
	l.emit(kindNumber, l.rest()[:width], width)
	l.toks[len(l.toks)-1].num = n
}

func (l *lexer) superscript() {
	value, width, negative := 0.0, 0, false
	for _, r := range l.rest() {
		d, ok := superscripts[r]
		if !ok || value > 1e6 {
			break
		}
		if r == '⁻' {
			negative = true
		} else {
			value = value*10 + float64(d-1)
		}
		width += utf8.RuneLen(r)
	}
	if negative {
		value = -value
	}
	start := l.pos
	l.emit(kindSymbol, "^", 0)
	l.pos = start
	l.emit(kindNumber, l.rest()[:width], width)
	l.toks[len(l.toks)-1].num = number{value: value, digits: 2, step: 1}
}

func (l *lexer) word() {
	rest := l.rest()
	end := len(rest)
	var before rune
	for i, r := range rest {
		if unicode.IsLetter(r) || unicode.IsDigit(r) && superscripts[r] == 0 || r == '_' {
			before = r
			continue
		}
		_, width := utf8.DecodeRuneInString(rest[i:]) // of an invalid byte 1, though it reads as a wider rune
		next, _ := utf8.DecodeRuneInString(rest[i+width:])
		if (r == '\'' || r == '’') && unicode.IsLetter(before) && unicode.IsLetter(next) {
			continue // that's
		}
		if r == '.' && (unicode.IsLower(next) || unicode.IsDigit(next)) {
			before = r
			continue // c7g.large
		}
		end = i
		break
	}
	word := rest[:end]
	if strings.HasPrefix(rest[end:], "://") {
		if stop := strings.IndexAny(rest, " \t\n)>"); stop > 0 {
			end = stop
		} else {
			end = len(rest)
		}
		word = rest[:end]
	}
	l.emit(kindWord, word, end)
	l.toks[len(l.toks)-1].low = strings.ReplaceAll(strings.ToLower(word), "’", "'")
}

// arrows and equals, longest first.
var spelled = []struct{ from, to string }{
	{"-->", "->"}, {"==>", "->"}, {"->", "->"}, {"=>", "->"}, {"~=", "≈"}, {"=~", "≈"}, {"=≈", "≈"}, {"≈≈", "≈"}, {"==", "="}, {":=", "="},
	{"<=", "≤"}, {">=", "≥"}, {"**", "^"}, {"//", "#"},
	{"→", "->"}, {"⇒", "->"}, {"⟶", "->"}, {"➔", "->"}, {"➜", "->"}, {"≅", "≈"}, {"≃", "≈"}, {"∼", "~"}, {"÷", "/"}, {"∕", "/"}, {"−", "-"},
	{"–", ".."}, {"—", "—"},
}

func (l *lexer) symbol(r rune, width int) {
	rest := l.rest()
	if strings.HasPrefix(rest, "**") && !l.code {
		if after := strings.TrimPrefix(rest, "**"); l.gap || l.last().kind != kindNumber || after == "" || !isDigit(after[0]) {
			l.pos += 2 // emphasis
			return
		}
	}
	if strings.HasPrefix(strings.ToLower(rest[:min(3, len(rest))]), "<br") {
		l.brk(3)
		return
	}
	switch r {
	case '*', '_', '`', '\\', '\u200b', '\ufeff':
		l.pos += width
		return
	case '!', '?', '|', '│', '┃', '•', '║':
		l.brk(width)
		return
	case '.':
		l.stop()
		return
	}
	for _, s := range spelled {
		if strings.HasPrefix(rest, s.from) {
			if s.to == "#" && !l.code {
				continue
			}
			l.emit(kindSymbol, s.to, len(s.from))
			return
		}
	}
	l.emit(kindSymbol, string(r), width)
}

var abbreviations = set("approx", "ca", "e.g", "i.e", "avg", "vs", "max", "min", "incl", "resp", "abt", "est")

// stop reads a full stop, which ends a sentence unless it ends an abbreviation.
func (l *lexer) stop() {
	rest := l.rest()
	if len(rest) > 1 && rest[1] != ' ' && rest[1] != '\n' && rest[1] != '\t' && rest[1] != '*' && rest[1] != ')' && rest[1] != '"' {
		l.pos++
		return
	}
	if last := l.last(); last.kind == kindWord && abbreviations[last.low] {
		l.pos++
		l.gap = true
		return
	}
	l.brk(1)
}

// wrapped is how long a line of prose is, in bytes, when the next one is taken for its continuation.
const wrapped = 60

// continues reports whether the line after the newline at hand goes on with the one before.
func (l *lexer) continues() bool {
	next := strings.TrimLeft(l.text[l.pos+1:l.to], " \t")
	if next == "" || next[0] == '\n' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(next)
	if strings.ContainsRune("=≈→⇒×÷", r) || strings.HasPrefix(next, "->") || strings.HasPrefix(next, "~=") ||
		strings.HasPrefix(next, "* ") && l.code || strings.HasPrefix(next, "/ ") {
		return true
	}
	if last := l.last(); last.is("=", "≈", "*", "/", "->", "+") {
		return true
	}
	if l.code {
		return false
	}
	line := l.text[strings.LastIndexByte(l.text[:l.pos], '\n')+1 : l.pos]
	return len(line) >= wrapped && !strings.HasPrefix(next, "|")
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
