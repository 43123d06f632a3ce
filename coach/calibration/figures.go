package calibration

import (
	"math"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Figures compare scores with labels.
type Figures struct {
	QWK       map[string]float64 `json:"qwk"` // per dimension, "mean" of those, and "overall" for the verdict
	MAE       float64            `json:"mae"` // in points, over all dimensions
	WithinOne float64            `json:"within_one"`
}

// agreement compares results with the samples that they stand beside.
func agreement(samples []Sample, results []Result) Figures {
	out := Figures{QWK: map[string]float64{}}
	total, off, within := 0, 0, 0
	mean := 0.0
	for _, d := range coach.Dimensions() {
		var theirs, ours []int
		for i, s := range samples {
			theirs, ours = append(theirs, s.Scores[d]), append(ours, results[i].Scores[d])
			distance := abs(s.Scores[d] - results[i].Scores[d])
			total++
			off += distance
			if distance <= 1 {
				within++
			}
		}
		k := Kappa(theirs, ours, coach.MaxScore+1)
		out.QWK[string(d)] = round(k)
		mean += k / float64(len(coach.Dimensions()))
	}
	var theirs, ours []int
	for i, s := range samples {
		theirs, ours = append(theirs, s.Overall.Rank()), append(ours, max(0, results[i].Overall.Rank()))
	}
	out.QWK["mean"] = round(mean)
	out.QWK["overall"] = round(Kappa(theirs, ours, len(coach.Overalls())))
	if total > 0 {
		out.MAE = round(float64(off) / float64(total))
		out.WithinOne = round(float64(within) / float64(total))
	}
	return out
}

func abs(n int) int { return max(n, -n) }

func round(x float64) float64 { return math.Round(x*1000) / 1000 }
