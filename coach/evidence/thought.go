package evidence

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Form is how a thought stands on the page.
type Form int

// A thought is a sentence of a paragraph, a list item's sentence, a row of a table, or a line of code or drawing.
const (
	Prose Form = iota
	Item
	Row
	Code
)

// Thought is a claim-sized piece of a text: a sentence, a list item, a table row, a line of code.
type Thought struct {
	Text    string // text[Start:End], verbatim
	Start   int    // byte offsets
	End     int
	Block   int // thoughts of one paragraph, list or table share it
	Piece   int // sentences of one paragraph or of one list item share it
	Form    Form
	Section string // the nearest heading above, lower case; empty before any
}

var (
	fenceLine   = regexp.MustCompile("^\\s*(?:>\\s*)*(?:[-*+]\\s+|\\d+[.)]\\s+)?(```+|~~~+)")
	headingLine = regexp.MustCompile(`^\s{0,3}#{1,6}\s+(.*)$`)
	itemMark    = regexp.MustCompile(`^\s*(?:[-*+•–]|\d{1,3}[.)]|[a-z][.)])\s+`)
	ruleLine    = regexp.MustCompile(`^\s*[|:\-=*_\s]+$`)
	boldHeading = regexp.MustCompile(`^\s*(?:\*\*|__)([^*_]{2,60})(?:\*\*|__):?\s*$`)
)

// Thoughts cuts a text (plain or Markdown) into thoughts, in order. Headings and comments are not thoughts; a heading
// becomes the Section of what follows.
func Thoughts(text string) []Thought {
	c := cutter{text: blankUnseen(text)}
	for start := 0; start < len(c.text); {
		end := start + strings.IndexByte(c.text[start:], '\n')
		if end < start {
			end = len(c.text)
		}
		c.line(start, end)
		start = end + 1
	}
	c.flush()
	for i := range c.out {
		c.out[i].Text = text[c.out[i].Start:c.out[i].End]
	}
	return c.out
}

// cutter walks over the lines of a text. Lines of one paragraph or list item are joined before they are cut into
// sentences, because a sentence goes over line ends.
type cutter struct {
	text       string
	out        []Thought
	block      int
	piece      int
	section    string
	fence      string // the mark that closes the open code fence
	begin, end int    // of the paragraph that is being gathered; begin == end where there is none
	form       Form
}

func (c *cutter) line(start, end int) {
	line := c.text[start:end]
	if c.fence != "" {
		if strings.HasPrefix(strings.TrimLeft(line, " \t>"), c.fence) {
			c.fence = ""
			c.block++
			return
		}
		c.add(start, end, Code)
		return
	}
	switch trimmed := strings.TrimSpace(line); {
	case trimmed == "":
		c.flush()
		c.block++
	case fenceLine.MatchString(line):
		c.flush()
		c.fence = fenceLine.FindStringSubmatch(line)[1]
	case headingLine.MatchString(line):
		c.heading(headingLine.FindStringSubmatch(line)[1])
	case boldHeading.MatchString(line):
		c.heading(boldHeading.FindStringSubmatch(line)[1])
	case ruleLine.MatchString(line):
		c.flush()
	case strings.HasPrefix(trimmed, "|"):
		c.flush()
		c.add(start, end, Row)
	default:
		if mark := itemMark.FindString(line); mark != "" {
			c.flush()
			c.begin, c.end, c.form = start+len(mark), end, Item
			return
		}
		if c.begin == c.end {
			c.begin, c.form = start, Prose
		}
		c.end = end
	}
}

func (c *cutter) heading(title string) {
	c.flush()
	c.block++
	c.section = strings.ToLower(strings.TrimSpace(title))
}

// flush cuts the gathered paragraph into sentences.
func (c *cutter) flush() {
	c.piece++
	for start := c.begin; start < c.end; {
		end := sentenceEnd(c.text, start, c.end)
		c.add(start, end, c.form)
		start = end
	}
	c.begin, c.end = 0, 0
}

func (c *cutter) add(start, end int, form Form) {
	if form == Row || form == Code {
		c.piece++
	}
	for start < end {
		r, n := utf8.DecodeRuneInString(c.text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		start += n
	}
	for end > start {
		r, n := utf8.DecodeLastRuneInString(c.text[start:end])
		if !unicode.IsSpace(r) {
			break
		}
		end -= n
	}
	if start == end {
		return
	}
	c.out = append(c.out, Thought{Start: start, End: end, Block: c.block, Piece: c.piece, Form: form, Section: c.section})
}

// notEnds are words whose full stop ends no sentence.
var notEnds = map[string]bool{
	"e.g": true, "i.e": true, "etc": true, "vs": true, "approx": true, "no": true, "ca": true, "incl": true, "resp": true,
}

// sentenceEnd returns where the sentence that begins at start ends, its mark included.
func sentenceEnd(text string, start, end int) int {
	for i := start; i < end; i++ {
		switch text[i] {
		case '?', '!', '.':
		default:
			continue
		}
		next := i + 1
		for next < end && strings.IndexByte(`)"'*_`, text[next]) >= 0 {
			next++
		}
		if next < end && text[next] != ' ' && text[next] != '\n' && text[next] != '\t' {
			continue // 99.9 or a file's name
		}
		if text[i] == '.' && endsInShort(text[start:i]) {
			continue
		}
		return next
	}
	return end
}

func endsInShort(s string) bool {
	word := s[strings.LastIndexAny(s, " \n\t(")+1:]
	word = strings.ToLower(word)
	if word == "no" {
		return false
	}
	return notEnds[word]
}

// unseen is what a reader of the rendered page would not see: comments, definitions of links, elements that are hidden.
var unseen = regexp.MustCompile(`(?is)<!--.*?(?:-->|$)` +
	`|(?m:^[ \t]{0,3}\[[^\]\n]+\]:[ \t].*$)` +
	`|<[a-z][a-z0-9]*\s[^>]*(?:\bhidden\b|display:\s*none|visibility:\s*hidden|font-size:\s*0|opacity:\s*0|color:\s*(?:white|transparent|#fff))[^>]*>.*?</[a-z][a-z0-9]*>` +
	`|<(?:script|style|template|noscript)\b.*?</(?:script|style|template|noscript)>`)

// blankUnseen replaces what a reader of the rendered page would not see by spaces, offsets kept: it is nobody's answer.
func blankUnseen(text string) string {
	return unseen.ReplaceAllStringFunc(text, func(m string) string {
		return strings.Map(func(r rune) rune {
			if r == '\n' {
				return r
			}
			return ' '
		}, asciiOnly(m))
	})
}

// asciiOnly replaces each byte of a non-ASCII rune by one space, so that offsets stay.
func asciiOnly(s string) string {
	b := []byte(s)
	for i := range b {
		if b[i] >= utf8.RuneSelf {
			b[i] = ' '
		}
	}
	return string(b)
}
