package assess

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// bars holds the same scores to every level. What is short of a level says what that level asks for in the rubric's words,
// and, for L7, which of the problem's points of that level were not made.
func bars(scores []coach.Score, sums []coach.Sum, anchors prompts.Anchors, missed []coach.KeyPoint) []coach.Bar {
	out := make([]coach.Bar, 0, len(coach.Levels()))
	for _, level := range coach.Levels() {
		bar := coach.Bar{Level: level, Met: []string{}, Short: []string{}, Gates: []coach.Gate{}}
		var bounds []coach.Bound
		bar.Overall, bounds = Verdict(level, scores, sums)
		for _, b := range bounds {
			bar.Gates = append(bar.Gates, b.Gate)
			bar.Short = append(bar.Short, b.Why)
		}
		for _, s := range scores {
			if s.Score >= level.Score() {
				bar.Met = append(bar.Met, fmt.Sprintf("%s: %d of %d", s.Dimension.Title(), s.Score, coach.MaxScore))
				continue
			}
			short := fmt.Sprintf("%s: %d of %d", s.Dimension.Title(), s.Score, coach.MaxScore)
			if text := anchors.Of(s.Dimension, level.Score()); text != "" {
				short += fmt.Sprintf("; %d asks for: %s", level.Score(), text)
			}
			bar.Short = append(bar.Short, short)
		}
		for _, k := range missed {
			if k.Level == level && level != coach.L6 {
				bar.Short = append(bar.Short, fmt.Sprintf("%s: not said: %s", k.Dimension.Title(), strings.TrimSpace(k.Point)))
			}
		}
		out = append(out, bar)
	}
	return out
}

// maxStrong is how many points of a strong answer a dimension shows: what can be kept in mind for the next try.
const maxStrong = 3

// guide fills in what each score would need to rise, and what a strong answer to this problem says there.
func guide(scores []coach.Score, anchors prompts.Anchors, missed []coach.KeyPoint) {
	for i := range scores {
		s := &scores[i]
		if s.Score < coach.MaxScore {
			if text := anchors.Of(s.Dimension, s.Score+1); text != "" {
				s.Next = &coach.Anchor{Score: s.Score + 1, Text: text}
			}
		}
		for _, k := range missed {
			point := strings.TrimSpace(k.Point)
			if k.Dimension == s.Dimension && len(s.Strong) < maxStrong && !slices.Contains(s.Missing, point) {
				s.Strong = append(s.Strong, point)
			}
		}
	}
}
