package evidence

import (
	"strings"
	"unicode"
)

// Find looks for a quote in a text, white space aside, and returns the slice of the text that it stands for. An empty
// quote is found nowhere.
func Find(text, quote string) (string, bool) {
	want := squeeze(quote)
	if want == "" {
		return "", false
	}
	squeezed, origin := squeezeWithOrigin(text)
	i := strings.Index(squeezed, want)
	if i < 0 {
		return "", false
	}
	return text[origin[i] : origin[i+len(want)-1]+1], true
}

// squeeze joins a text's words by single spaces.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// squeezeWithOrigin is squeeze, and for each byte of the result its place in s.
func squeezeWithOrigin(s string) (string, []int) {
	var b strings.Builder
	origin := make([]int, 0, len(s))
	space := true
	for i, r := range s {
		if unicode.IsSpace(r) {
			if !space {
				b.WriteByte(' ')
				origin = append(origin, i)
			}
			space = true
			continue
		}
		space = false
		n := len(string(r))
		if r == unicode.ReplacementChar && (i+3 > len(s) || s[i:i+3] != "\uFFFD") {
			b.WriteByte(s[i])
			origin = append(origin, i)
			continue
		}
		b.WriteString(s[i : i+n])
		for k := range n {
			origin = append(origin, i+k)
		}
	}
	return b.String(), origin
}
