package problems

import (
	"cmp"
	"slices"
	"strings"
)

// maxNear is how many ids an error suggests.
const maxNear = 3

// maxAsked bounds the id that is compared: whoever sends more made no slip of the pen.
const maxAsked = 64

// near returns the ids that somebody who wrote id may have meant, best first: those that share a word with it apart from
// the level, and those that are a few letters away.
func (b *Bank) near(id string) []string {
	id = slug(id)
	if id == "" || len(id) > maxAsked {
		return nil
	}
	type candidate struct {
		id       string
		distance int
	}
	var found []candidate
	for _, p := range b.All() {
		d := distance(id, p.ID)
		if bare := strings.TrimPrefix(p.ID, strings.ToLower(string(p.Level))+"-"); bare != p.ID {
			d = min(d, 1+distance(id, bare))
		}
		if d*3 <= len(id) || sharesWord(id, p.ID) {
			found = append(found, candidate{p.ID, d})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var ids []string
	for _, c := range found[:min(len(found), maxNear)] {
		ids = append(ids, c.id)
	}
	return ids
}

// sharesWord reports whether two slugs have a word of four letters or more in common: shorter ones say too little.
func sharesWord(a, b string) bool {
	words := strings.Split(b, "-")
	for w := range strings.SplitSeq(a, "-") {
		if len(w) >= 4 && slices.Contains(words, w) {
			return true
		}
	}
	return false
}

// distance is how many letters have to be put in, left out or replaced to make b out of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
