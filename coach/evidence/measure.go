package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Measure is the kinds of figures that a text holds, as a set of bits.
type Measure uint

// The kinds of figures.
const (
	Money    Measure = 1 << iota // $40k, €3
	Rate                         // 4,000/s, 300 requests per second
	Size                         // 5 GB, 600 bytes
	Millis                       // 150 ms
	Duration                     // 30 s, 5 minutes, two years
	Percent                      // 90%, half of it
	Multiple                     // 10×, ten times
	Amount                       // 40 nodes, 14M, any figure above ten
	Target                       // p99, 99.95%
	Working                      // a sum with its working: 3 × 4 = 12
)

// Has reports whether one of the kinds is among those of m.
func (m Measure) Has(kinds Measure) bool { return m&kinds != 0 }

// Measures says which kinds of figures a text holds. It goes over the text once.
func Measures(text string) Measure {
	var m Measure
	operators, equals, digits := 0, false, false
	prev, beside := rune(0), rune(0) // the last that is no space, and the last
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r >= '0' && r <= '9':
			if unicode.IsLetter(beside) && beside != 'p' && beside != 'P' { // S3, c7g, v2
				i = skipName(text, i)
				prev, beside = 'a', 'a'
				continue
			}
			end := numberEnd(text, i)
			m |= figure(text, i, end, prev)
			digits = true
			i, prev, beside = end, '0', '0'
			continue
		case r == '×' || r == '*' || r == '/' || r == '÷' || r == '^' || r == '+':
			operators++
		case r == '=' || r == '≈' || r == '→':
			equals = true
		}
		if beside = r; r != ' ' {
			prev = r
		}
		i += n
	}
	if digits && operators > 0 && equals {
		m |= Working
	}
	return m | spelled(text)
}

// skipName goes to the end of a name that holds digits.
func skipName(text string, i int) int {
	for i < len(text) && (text[i] >= '0' && text[i] <= '9' || text[i] >= 'a' && text[i] <= 'z' || text[i] >= 'A' && text[i] <= 'Z') {
		i++
	}
	return i
}

func numberEnd(text string, i int) int {
	for i < len(text) {
		c := text[i]
		if c >= '0' && c <= '9' || (c == '.' || c == ',') && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9' {
			i++
			continue
		}
		break
	}
	return i
}

var (
	durations = set("s sec secs second seconds min mins minute minutes h hour hours d day days week weeks month months year years quarter quarters")
	sizes     = set("b kb mb gb tb pb eb kib mib gib tib byte bytes")
	rates     = set("qps rps tps rpm")
	scales    = set("k m bn b t million billion trillion thousand")
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

// figure says what the number text[start:end] measures, from what stands around it.
func figure(text string, start, end int, prev rune) Measure {
	var m Measure
	value := text[start:end]
	if len(value) > 1 || prev == '~' {
		m |= Amount
	}
	switch prev {
	case '$', '€', '£':
		m |= Money | Amount
	case 'p', 'P':
		if value == "50" || value == "90" || value == "95" || value == "99" || value == "999" || value == "99.9" {
			return Target
		}
	}
	rest := text[end:]
	unit, after := nextWord(rest)
	if scales[unit] {
		m |= Amount
		if unit == "m" || unit == "k" || unit == "b" || unit == "t" || strings.HasSuffix(unit, "illion") || unit == "thousand" || unit == "bn" {
			rest = after
			unit, after = nextWord(after)
		}
	}
	switch {
	case strings.HasPrefix(strings.TrimLeft(rest, " "), "%") || unit == "percent":
		m |= Percent
		if strings.HasPrefix(value, "99") {
			m |= Target
		}
	case isMultiple(rest) || unit == "x" || unit == "times":
		m |= Multiple | Amount
	case unit == "ms" || unit == "millisecond" || unit == "milliseconds" || unit == "µs" || unit == "us":
		m |= Millis
	case durations[unit]:
		m |= Duration
	case sizes[unit]:
		m |= Size | Amount
	case rates[unit]:
		m |= Rate
	case unit != "" && !scales[unit]:
		m |= Amount
	}
	if perSecond(rest) || perSecond(after) {
		m |= Rate
	}
	return m
}

// isMultiple tells "10× the load" from "10 × 5".
func isMultiple(rest string) bool {
	after, ok := strings.CutPrefix(rest, "×")
	after = strings.TrimLeft(after, " ")
	return ok && (after == "" || after[0] < '0' || after[0] > '9')
}

// nextWord returns the letters that follow, over at most one space or hyphen, in lower case, and what follows them.
func nextWord(s string) (word, after string) {
	s = strings.TrimLeft(s, " -\u00a0")
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.IsLetter(r) {
			break
		}
		n += size
		if n > 16 {
			break
		}
	}
	return strings.ToLower(s[:n]), s[n:]
}

// perSecond reports whether a per-second, or other rate, follows within two words.
func perSecond(s string) bool {
	for range 3 {
		s = strings.TrimLeft(s, " ")
		for _, p := range []string{"/s", "/sec", "/min", "/h ", "/day", "/month", "per sec", "per min", "per hour", "a second", "each second", "a minute", "per day", "a day"} {
			if strings.HasPrefix(s, p) {
				return true
			}
		}
		word, after := nextWord(s)
		if word == "" {
			return false
		}
		s = after
	}
	return false
}

// spelledFigures are figures in words.
var spelledFigures = []struct {
	words   []string
	measure Measure
}{
	{[]string{" half of ", " a third of ", " a quarter of ", " a tenth ", " nine of ten ", " nine in ten ", " one in ", " in ten ", " out of ten ", " nine clicks in ten "}, Percent},
	{[]string{" ten times ", " five times ", " three times ", " a hundred times ", " thirty times ", " twenty times ", " four times ", " twice ", " tenfold "}, Multiple},
	{[]string{" million ", " billion ", " hundred ", " thousand ", " dozen "}, Amount},
	{
		[]string{
			" two weeks ", " three weeks ", " four weeks ", " six weeks ", " eight weeks ", " ten weeks ", " one week ", " two months ", " three months ",
			" six months ", " two years ", " three years ", " five years ", " ten seconds ", " six seconds ", " five minutes ", " ten minutes ", " one hour ", " an hour ",
			" two days ", " three days ", " one second ", " thirty seconds ",
		}, Duration,
	},
}

func spelled(text string) Measure {
	var m Measure
	w := string(Normalize(text))
	for _, f := range spelledFigures {
		for _, words := range f.words {
			if strings.Contains(w, words) {
				m |= f.measure
				break
			}
		}
	}
	return m
}
