package calibration

import (
	"math"
	"strings"
	"unicode"

	"github.com/interviewcoach/interviewcoach/coach"
)

// features are what the graders see that understand nothing: how long a text is, and how many numerals it has. A grader that
// is not clearly better than both has read nothing.
var features = map[string]func(text string) float64{
	"length": func(text string) float64 { return math.Log1p(float64(len(strings.Fields(text)))) },
	"numerals": func(text string) float64 {
		n, inside := 0, false
		for _, r := range text {
			digit := unicode.IsDigit(r)
			if digit && !inside {
				n++
			}
			inside = digit || (inside && (r == '.' || r == ','))
		}
		return math.Log1p(float64(n))
	},
}

// baseline predicts each design's scores from one feature by a straight line, fitted by least squares to the labels of the other
// problems, so that it is as blind to a design's own label as a grader is. With one problem alone, the line is fitted to its
// other designs.
func baseline(samples []Sample, feature func(string) float64) []Result {
	x := make([]float64, len(samples))
	for i, s := range samples {
		x[i] = feature(s.Text)
	}
	out := make([]Result, len(samples))
	for i, s := range samples {
		others := apart(samples, func(j int) bool { return samples[j].Problem != s.Problem })
		if len(others) == 0 {
			others = apart(samples, func(j int) bool { return j != i })
		}
		predict := func(label func(Sample) int, most int) int {
			return line(others, x, func(j int) float64 { return float64(label(samples[j])) }, x[i], most)
		}
		out[i] = Result{ID: s.ID, Scores: map[coach.Dimension]int{}}
		for _, d := range coach.Dimensions() {
			out[i].Scores[d] = predict(func(s Sample) int { return s.Scores[d] }, coach.MaxScore)
		}
		out[i].Overall = coach.Overalls()[predict(func(s Sample) int { return s.Overall.Rank() }, len(coach.Overalls())-1)]
	}
	return out
}

func apart(samples []Sample, keep func(i int) bool) []int {
	var out []int
	for i := range samples {
		if keep(i) {
			out = append(out, i)
		}
	}
	return out
}

// line fits y = a + b·x to some points and returns its value at one x, rounded, from 0 to most.
func line(points []int, x []float64, y func(int) float64, at float64, most int) int {
	n := float64(len(points))
	if n == 0 {
		return most / 2
	}
	var sx, sy, sxx, sxy float64
	for _, j := range points {
		sx, sy, sxx, sxy = sx+x[j], sy+y(j), sxx+x[j]*x[j], sxy+x[j]*y(j)
	}
	value := sy / n
	if spread := n*sxx - sx*sx; spread > 1e-9 {
		b := (n*sxy - sx*sy) / spread
		value += b * (at - sx/n)
	}
	return min(most, max(0, int(math.Round(value))))
}
