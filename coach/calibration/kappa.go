package calibration

// Kappa is quadratic weighted kappa between two raters on a scale from 0 to levels-1: 1 for full agreement, 0 for what
// chance would give, below 0 for worse. Where neither rater varies it is 1 if they agree and 0 if not.
//
// Source: J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), with weights (i-j)².
func Kappa(a, b []int, levels int) float64 {
	if len(a) != len(b) || len(a) == 0 {
		return 0
	}
	inA, inB := make([]float64, levels), make([]float64, levels)
	observed := 0.0
	for i := range a {
		inA[a[i]]++
		inB[b[i]]++
		observed += square(a[i] - b[i])
	}
	expected := 0.0
	for i, na := range inA {
		for j, nb := range inB {
			expected += na * nb * square(i-j)
		}
	}
	expected /= float64(len(a))
	if expected == 0 {
		if observed == 0 {
			return 1
		}
		return 0
	}
	return 1 - observed/expected
}

func square(n int) float64 { return float64(n * n) }
