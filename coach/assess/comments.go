package assess

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// maxComments bounds the remarks in a margin: more would not be read.
const maxComments = 40

// margin writes remarks beside the words that they are about: what was verified in a report, put where it was found.
func margin(r coach.Report, points []prompts.Point, sources []evidence.Source) []coach.Comment {
	m := marginalia{sources: sources, passages: map[coach.Dimension]string{}, seen: map[string]bool{}, out: []coach.Comment{}}
	for _, s := range r.Scores {
		if len(s.Citations) > 0 {
			m.passages[s.Dimension] = s.Citations[0].Passage
		}
	}
	for _, s := range r.Arithmetic {
		if !s.OK && !s.Corrected {
			m.add(s.Quote, 0, coach.Scale, coach.CommentMissing, "This does not hold: it comes to "+s.Computed+".")
		}
	}
	for _, f := range r.RedFlags {
		m.add(f.Quote, 0, f.Dimension, coach.CommentMissing, f.Flag)
	}
	for _, p := range points {
		if p.Covered {
			m.add(p.Quote, p.Seq, p.Dimension, coach.CommentGood, p.Point)
		}
	}
	for _, s := range r.Scores {
		m.score(s)
	}
	slices.SortStableFunc(m.out, func(a, b coach.Comment) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Offset, b.Offset))
	})
	return m.out
}

type marginalia struct {
	sources  []evidence.Source
	passages map[coach.Dimension]string
	seen     map[string]bool
	out      []coach.Comment
}

// score remarks on the words that a score rests on: what they earn, and at the first of them what would have earned more.
func (m *marginalia) score(s coach.Score) {
	for i, e := range s.Evidence {
		if s.Score > 1 && !m.praised(e.Quote, s.Dimension) {
			m.add(e.Quote, e.Seq, s.Dimension, coach.CommentGood, fmt.Sprintf("This carries %s, at %d of %d.", strings.ToLower(s.Dimension.Title()), s.Score, coach.MaxScore))
		}
		if i > 0 || s.Score == coach.MaxScore {
			continue
		}
		switch {
		case len(s.Missing) > 0:
			m.add(e.Quote, e.Seq, s.Dimension, coach.CommentMissing, s.Missing[0])
		case s.Next != nil:
			m.add(e.Quote, e.Seq, s.Dimension, coach.CommentMissing, fmt.Sprintf("For a %d: %s.", s.Next.Score, s.Next.Text))
		}
	}
}

// praised says whether something more particular was said of these words already.
func (m *marginalia) praised(quote string, d coach.Dimension) bool {
	return slices.ContainsFunc(m.out, func(c coach.Comment) bool {
		return c.Kind == coach.CommentGood && c.Dimension == d && (strings.Contains(c.Quote, quote) || strings.Contains(quote, c.Quote))
	})
}

// add puts a remark beside a quote; what is not found in the candidate's words gets none.
func (m *marginalia) add(quote string, seq int64, d coach.Dimension, kind, text string) {
	key := kind + "\x00" + string(d) + "\x00" + quote + "\x00" + text
	if quote == "" || len(m.out) == maxComments || m.seen[key] {
		return
	}
	for _, s := range m.sources {
		if seq != 0 && s.Seq != seq {
			continue
		}
		found, ok := evidence.Find(s.Text, quote)
		if !ok {
			continue
		}
		before, _, _ := strings.Cut(s.Text, found)
		m.seen[key] = true
		m.out = append(m.out, coach.Comment{
			Quote: found, Seq: s.Seq, Offset: len(utf16.Encode([]rune(before))), Dimension: d, Kind: kind, Text: text, Passage: m.passages[d],
		})
		return
	}
}
