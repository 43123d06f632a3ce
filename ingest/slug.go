package ingest

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug keeps ids short enough for an address bar, in bytes.
const maxSlug = 80

// slug makes an id's part of a heading or a file name: small letters and digits
// of any script, hyphens between words; emoji and punctuation are dropped.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) && b.Len() > 0 && !gap && !isSelector(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			if b.Len() < maxSlug {
				b.WriteRune(unicode.ToLower(r))
			}
		case r == '\'' || r == '’' || isSelector(r):
		case unicode.IsSpace(r), r == '-', r == '_', r == '/', r == '–', r == '—', r == '.', r == ':', r == '&', r == '+':
			gap = true
		}
	}
	return strings.TrimRight(b.String(), "-")
}

// isSelector tells the invisible signs inside emoji.
func isSelector(r rune) bool { return r == '\ufe0f' || r == '\ufe0e' || r == '\u200d' || r == '\u20e3' }

// slugs gives each section of a guide its own. A heading that stands alone
// gives the slug by itself. Where several have one name, each is told by the
// headings above it, as far as needed: none keeps the bare name, so that the id
// of one never comes to mean another. What even that doesn't tell apart is
// numbered.
func slugs(sections []section) []string {
	out := make([]string, len(sections))
	depth := make([]int, len(sections)) // how many headings of its path count
	for i := range depth {
		depth[i] = 1
	}
	for range maxDepth {
		same := make(map[string][]int)
		for i, s := range sections {
			out[i] = s.slug(depth[i])
			same[out[i]] = append(same[out[i]], i)
		}
		again := false
		for _, group := range same {
			if len(group) == 1 {
				continue
			}
			for _, i := range group {
				if depth[i] < len(sections[i].heading) {
					depth[i]++
					again = true
				}
			}
		}
		if !again {
			break
		}
	}
	names := namesOf(out)
	seen := make(map[string]bool, len(out))
	for i, s := range out {
		if seen[s] {
			out[i] = names.numbered(s)
		}
		seen[out[i]] = true
	}
	return out
}

// maxDepth is how many levels of headings there are.
const maxDepth = 7

// slug joins the last n headings of a section's path.
func (s section) slug(n int) string {
	n = min(n, len(s.heading))
	parts := make([]string, 0, n)
	for _, h := range s.heading[len(s.heading)-n:] {
		if part := slug(h); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return "section"
	}
	return strings.Join(parts, "-")
}

// names are those that are taken, with the number that each was last given.
type names map[string]int

func namesOf(list []string) names {
	n := make(names, len(list))
	for _, s := range list {
		n[s] = 1
	}
	return n
}

// numbered gives s with the next number that is free, from 2 on, and takes it.
func (n names) numbered(s string) string {
	for number := max(1, n[s]) + 1; ; number++ {
		candidate := s + "-" + strconv.Itoa(number)
		if n[candidate] == 0 {
			n[s], n[candidate] = number, 1
			return candidate
		}
	}
}
