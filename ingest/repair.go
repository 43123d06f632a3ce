package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// maxDamage is how often a text may have been misread in a row and still be
// repaired.
const maxDamage = 2

// Repair undoes what careless tools did to a text, and leaves alone what is
// right, in any language:
//
//   - UTF-8 that was once or twice taken for Mac Roman, Windows-1252 or Latin-1
//     and saved as such (‚Äî or â€” for —, caf√© or cafÃ© for café);
//   - byte-order marks, soft hyphens and control characters are dropped, line
//     ends become \n, and the ligatures that PDF files leave (ﬁ) are spelt out.
//
// A sequence is taken for damage only if it decodes to something plausible
// that its surroundings bear out; «CAFÉ», whose last two signs happen to be
// valid UTF-8 in Windows-1252, stays.
func Repair(s string) string {
	for range maxDamage {
		repaired := undamage(s)
		if repaired == s {
			break
		}
		s = repaired
	}
	return clean(s)
}

// clean drops what has no meaning in a text and unifies line ends.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case r == '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				continue
			}
			b.WriteByte('\n')
		case r == '\f' || r == '\v' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r == '\u00ad' || r == '\ufeff' || unicode.Is(unicode.Cc, r):
		case ligatures[r] != "":
			b.WriteString(ligatures[r])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isClean(s string) bool {
	for _, r := range s {
		switch {
		case r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0, r == '\u00ad', r == '\ufeff', r == '\u2028', r == '\u2029', ligatures[r] != "":
			return false
		}
	}
	return true
}

var ligatures = map[rune]string{
	'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st",
}

// undamage takes back one misreading. A file was misread as a whole, so one
// encoding is chosen for all of it, and how much else in it looks misread
// decides about what by itself would be doubtful.
func undamage(s string) string {
	runs := runsOf(s)
	if len(runs) == 0 {
		return s
	}
	best, most := []judged(nil), 0
	for _, m := range misreadings {
		j, n := judge(s, runs, m)
		if n > most {
			best, most = j, n
		}
	}
	if most == 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	end := 0
	for _, j := range best {
		if !j.accepted {
			continue
		}
		b.WriteString(s[end:j.start])
		b.WriteString(j.text)
		end = j.end
	}
	b.WriteString(s[end:])
	return b.String()
}

// A stretch is a part of s without ASCII: misread bytes are never ASCII.
type stretch struct{ start, end int }

func runsOf(s string) []stretch {
	var runs []stretch
	for i := 0; i < len(s); i++ {
		if s[i] < utf8.RuneSelf {
			continue
		}
		start := i
		for i < len(s) && s[i] >= utf8.RuneSelf {
			i++
		}
		runs = append(runs, stretch{start, i})
	}
	return runs
}

// A misreading gives the byte that a sign was read from.
type misreading func(rune) (byte, bool)

var misreadings = []misreading{
	charmap.Macintosh.EncodeRune,
	// Windows-1252, where tools that know Latin-1 only leave C1 controls.
	func(r rune) (byte, bool) {
		if r >= 0x80 && r < 0xa0 {
			return byte(r), true
		}
		return charmap.Windows1252.EncodeRune(r)
	},
}

// A judged run is one with what it would be if it was misread.
type judged struct {
	stretch
	text     string
	kind     kind
	accepted bool
}

// kind is how a run reads when the misreading is taken back.
type kind int

const (
	invalid     kind = iota // it is not UTF-8, so this was not the misreading
	implausible             // nothing one would write there
	doubtful                // plausible, but so may the run itself be
	likely                  // plausible, and the run itself isn't, where it stands
	certain                 // nobody writes the run
)

// judge decides about each run, and counts those that it takes for damage.
func judge(s string, runs []stretch, m misreading) (all []judged, accepted int) {
	all = make([]judged, len(runs))
	var count [certain + 1]int
	for i, r := range runs {
		all[i] = judged{stretch: r}
		all[i].text, all[i].kind = reread(s, r, m)
		count[all[i].kind]++
	}
	// A file is misread as a whole. So if there is damage, and no run but can
	// be damage, then all of it is: right text would give itself away by one
	// accented letter standing alone.
	uniform := count[invalid] == 0 && (count[certain] > 0 || count[likely] > 1)
	for i := range all {
		k := all[i].kind
		all[i].accepted = k >= likely || k > invalid && uniform
		if all[i].accepted {
			accepted++
		}
	}
	return all, accepted
}

// reread takes a run for misread UTF-8.
func reread(s string, r stretch, m misreading) (string, kind) {
	data := make([]byte, 0, r.end-r.start)
	for _, sign := range s[r.start:r.end] {
		b, ok := m(sign)
		if !ok {
			return "", invalid
		}
		data = append(data, b)
	}
	if !utf8.Valid(data) {
		return "", invalid
	}
	text := string(data)
	before, _ := utf8.DecodeLastRuneInString(s[:r.start])
	after, _ := utf8.DecodeRuneInString(s[r.end:])
	return text, plausibility(s[r.start:r.end], text, before, after)
}

// plausibility weighs source, a run as it stands, against text, what it would
// be, between the ASCII signs before and after (utf8.RuneError at the ends).
func plausibility(source, text string, before, after rune) kind {
	if strings.ContainsFunc(source, isControl) {
		return certain
	}
	latins, marks, foreign := 0, 0, 0
	var script *unicode.RangeTable
	for _, r := range text {
		of := scriptOf(r)
		switch {
		case isMark(r):
			marks++
		case r >= 0xa0 && r <= 0x17f || r >= 0x1e00 && r <= 0x1eff:
			latins++
		case r == 'ƒ' || r == 'ˆ' || r == '˜': // half of what was misread twice
		case r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef: // signs of East Asian scripts
		case of == nil, script != nil && of != script && (!isEastAsian(of) || !isEastAsian(script)):
			return implausible
		default:
			script = of
			foreign++
		}
	}
	switch {
	case foreign >= 3, foreign == 2 && isEastAsian(script):
		return certain
	case foreign > 0 && marks+latins == 0 && !isLetter(before) && !isLetter(after):
		return doubtful
	case foreign > 0:
		return implausible
	case marks > 0 && (marks > 1 || latins > 0 || isPunctuation(text) || !isLetter(before)):
		return certain
	case marks > 0, latins == 0:
		return doubtful
	}
	return latin(source, text, before, after)
}

// latin weighs a run that would be accented letters or signs of Latin-1.
func latin(source, text string, before, after rune) kind {
	first, size := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	second, _ := utf8.DecodeRuneInString(source[utf8.RuneLen(firstRune(source)):])
	single := size == len(text)
	// With these a quotation or a word in capitals may end: AMANHÃ…, está»….
	closing := strings.ContainsRune("»«”“’‘…–—•›‹™", second)
	mathematical := strings.ContainsRune("π∑∏∂∞≠≤≥±∫Ω", second)
	switch {
	case mathematical && single, first >= 0x1e00 && !isLetter(after):
		return doubtful
	case !unicode.IsLetter(first): // ° £ « × and the like, or a hard space
		// Â is a letter of words in capitals; √ and ¬ are none at all.
		if isUpper(before) || first == '×' && isLetter(before) {
			return doubtful
		}
		return likely
	case unicode.IsLower(first) && isUpper(before), unicode.IsUpper(first) && isLower(before):
		return doubtful // IRMÃ» is not IRMû
	case isLower(before) || unicode.IsLower(last) && isLower(after):
		return likely
	case unicode.IsUpper(last) && isLetter(after):
		return likely
	case closing || isUpper(before):
		return doubtful
	}
	return likely
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// isMark tells the signs that texts are full of and that take three bytes or
// four in UTF-8, so that nobody writes what they are misread as.
func isMark(r rune) bool {
	switch {
	case r >= 0x2010 && r <= 0x205e, // dashes, quotes, dots
		r >= 0x2000 && r <= 0x200d,   // spaces and joiners
		r == 0x2060 || r == 0xfeff,   // no space at all
		r >= 0x20a0 && r <= 0x20c0,   // currencies
		r >= 0x2110 && r <= 0x213f,   // ™ and what is like a letter
		r >= 0x2190 && r <= 0x22ff,   // arrows, mathematics
		r >= 0x2300 && r <= 0x23ff,   // technical
		r >= 0x2500 && r <= 0x27bf,   // boxes, shapes, symbols, dingbats
		r >= 0x2b00 && r <= 0x2bff,   // more arrows and stars
		r == 0xfe0e || r == 0xfe0f,   // emoji or not
		r >= 0xfb00 && r <= 0xfb06,   // ligatures
		r >= 0x1f000 && r <= 0x1faff, // emoji
		r == 0xfffd,
		r >= 0xe0020 && r <= 0xe007f: // tags of flags
		return true
	}
	return false
}

func isPunctuation(text string) bool { r := firstRune(text); return r >= 0x2000 && r <= 0x206f }

var scripts = []*unicode.RangeTable{
	unicode.Cyrillic, unicode.Greek, unicode.Hebrew, unicode.Arabic, unicode.Han, unicode.Hiragana, unicode.Katakana,
	unicode.Hangul, unicode.Devanagari, unicode.Thai, unicode.Latin, unicode.Armenian, unicode.Georgian, unicode.Bengali, unicode.Tamil,
}

func scriptOf(r rune) *unicode.RangeTable {
	if r == '々' || r == 'ー' {
		return unicode.Han
	}
	for _, s := range scripts {
		if unicode.Is(s, r) {
			return s
		}
	}
	return nil
}

func isEastAsian(s *unicode.RangeTable) bool {
	return s == unicode.Han || s == unicode.Hiragana || s == unicode.Katakana || s == unicode.Hangul
}

// isControl tells the controls that only a misreading leaves in a text.
func isControl(r rune) bool { return r >= 0x80 && r < 0xa0 && r != '\u0085' }

func isLetter(r rune) bool { return isLower(r) || isUpper(r) }
func isLower(r rune) bool  { return r >= 'a' && r <= 'z' }
func isUpper(r rune) bool  { return r >= 'A' && r <= 'Z' }
