package assess

import (
	"github.com/interviewcoach/interviewcoach/coach"
)

// Verdict adds scores up to an overall verdict, relative to the level, as the last table of the rubric says. It counts
// rather than averages: what most dimensions reach sets the verdict, and a hole bounds it whatever the rest earns.
func Verdict(level coach.Level, scores []coach.Score, flags []coach.RedFlag) coach.Overall {
	t := tally(scores)
	verdict := t.base(level)
	for _, bound := range t.gates(level) {
		if bound.Rank() < verdict.Rank() {
			verdict = bound
		}
	}
	return verdict
}

// standing is what the scores of an answer come to.
type standing struct {
	mean      float64 // of all dimensions
	technical float64 // mean of the technical ones
	fours     int     // dimensions at 4 or better
	fives     int
	low       int // dimensions at 0 or 1
	by        map[coach.Dimension]int
}

func tally(scores []coach.Score) standing {
	t := standing{by: map[coach.Dimension]int{}}
	for _, s := range scores {
		t.by[s.Dimension] = s.Score
		t.mean += float64(s.Score)
		switch {
		case s.Score >= 5:
			t.fives++
			t.fours++
		case s.Score == 4:
			t.fours++
		case s.Score <= 1:
			t.low++
		}
	}
	t.mean /= float64(len(coach.Dimensions()))
	for _, d := range coach.TechnicalDimensions() {
		t.technical += float64(t.by[d]) / 6
	}
	return t
}

// base is the verdict before holes are looked at. An L7 is held to about one point more than an L6.
func (t standing) base(level coach.Level) coach.Overall {
	bars := []float64{1.25, 2.0, 2.55, 3.05, 3.95} // no hire, lean no, lean hire, hire, strong hire
	if level == coach.L7 {
		bars = []float64{1.35, 2.1, 3.1, 3.6, 4.25}
	}
	rank := 0
	for i, bar := range bars {
		if t.mean >= bar {
			rank = i + 1
		}
	}
	return coach.Overalls()[rank]
}

// gates bound the verdict by what is missing altogether.
func (t standing) gates(level coach.Level) []coach.Overall {
	var bounds []coach.Overall
	if t.by[coach.Reliability] == 0 || t.by[coach.Scale] == 0 { // no failure thinking, no load at all
		bounds = append(bounds, coach.NoHire)
	}
	if t.by[coach.Scale] == 1 && t.by[coach.Reliability] <= 1 {
		bounds = append(bounds, coach.NoHire)
	}
	if level == coach.L7 && t.by[coach.Security] == 0 {
		bounds = append(bounds, coach.LeanNo)
	}
	if level == coach.L6 && t.by[coach.Security] == 0 {
		bounds = append(bounds, coach.LeanHire)
	}
	if t.low >= 8 {
		bounds = append(bounds, coach.NoHire)
	}
	return bounds
}
