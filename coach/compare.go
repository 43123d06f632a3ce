package coach

import "slices"

// Changes says what became better and what did not between two versions of a design.
type Changes struct {
	Previous string    `json:"previous"` // id of the version before
	Before   Overall   `json:"before"`
	After    Overall   `json:"after"`
	Better   []Rescore `json:"better"`
	Worse    []Rescore `json:"worse"`
	Same     []Rescore `json:"same"`

	Closed []Gap `json:"closed"` // what was missing and no longer is
	Open   []Gap `json:"open"`   // what was missing and still is
	New    []Gap `json:"new"`    // what is missing now and was not named before

	SumsFixed []string `json:"sums_fixed"` // wrong sums that are gone or right
	SumsLeft  []string `json:"sums_left"`  // wrong sums that still stand
}

// Rescore is a dimension's score in both versions.
type Rescore struct {
	Dimension Dimension `json:"dimension"`
	Before    int       `json:"before"`
	After     int       `json:"after"`
}

// Gap is something that an answer lacks.
type Gap struct {
	Dimension Dimension `json:"dimension"`
	Text      string    `json:"text"`
}

// Compare says what changed from one report to the next of the same design. Scores that one of them could not judge are left out.
func Compare(before, after Report) *Changes {
	c := &Changes{
		Previous: before.ID, Before: before.Overall, After: after.Overall, Better: []Rescore{}, Worse: []Rescore{}, Same: []Rescore{},
		Closed: []Gap{}, Open: []Gap{}, New: []Gap{}, SumsFixed: []string{}, SumsLeft: []string{},
	}
	for _, now := range after.Scores {
		i := slices.IndexFunc(before.Scores, func(s Score) bool { return s.Dimension == now.Dimension })
		if i < 0 || now.NotJudged || before.Scores[i].NotJudged {
			continue
		}
		then := before.Scores[i]
		c.score(Rescore{Dimension: now.Dimension, Before: then.Score, After: now.Score})
		c.gaps(now.Dimension, wants(then), wants(now))
	}
	c.sums(before.Arithmetic, after.Arithmetic)
	return c
}

func (c *Changes) score(s Rescore) {
	switch {
	case s.After > s.Before:
		c.Better = append(c.Better, s)
	case s.After < s.Before:
		c.Worse = append(c.Worse, s)
	default:
		c.Same = append(c.Same, s)
	}
}

// wants is all that a score says to be lacking, once each.
func wants(s Score) []string {
	var out []string
	for _, text := range append(slices.Clone(s.Missing), s.Strong...) {
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

func (c *Changes) gaps(d Dimension, then, now []string) {
	for _, text := range then {
		if gap := (Gap{d, text}); slices.Contains(now, text) {
			c.Open = append(c.Open, gap)
		} else {
			c.Closed = append(c.Closed, gap)
		}
	}
	for _, text := range now {
		if !slices.Contains(then, text) {
			c.New = append(c.New, Gap{d, text})
		}
	}
}

func (c *Changes) sums(then, now []Sum) {
	for _, s := range then {
		if s.OK || s.Corrected {
			continue
		}
		stands := slices.ContainsFunc(now, func(n Sum) bool { return n.Quote == s.Quote && !n.OK && !n.Corrected })
		if stands {
			c.SumsLeft = append(c.SumsLeft, s.Quote)
		} else {
			c.SumsFixed = append(c.SumsFixed, s.Quote)
		}
	}
}
