package sqlite

import (
	"math"
	"math/bits"
)

// dot is the inner product. Eight sums at a time keep the processor's
// multipliers busy: twice as fast as one.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3, s4, s5, s6, s7 float32
	n := len(a) &^ 7
	b = b[:len(a)]
	for i := 0; i < n; i += 8 {
		x, y := a[i:i+8:i+8], b[i:i+8:i+8]
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
		s4 += x[4] * y[4]
		s5 += x[5] * y[5]
		s6 += x[6] * y[6]
		s7 += x[7] * y[7]
	}
	for i := n; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7
}

// unit gives v scaled to length 1; nil if it has none.
func unit(v []float32) []float32 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return nil
	}
	out := make([]float32, len(v))
	scale := 1 / math.Sqrt(sum)
	for i, x := range v {
		out[i] = float32(float64(x) * scale)
	}
	return out
}

// signs gives one bit per number, in words of 64 per vector: how many bits two
// vectors differ in follows the angle between them.
func signs(vectors []float32, dimensions int) []uint64 {
	if dimensions == 0 {
		return nil
	}
	words := (dimensions + 63) / 64
	out := make([]uint64, 0, len(vectors)/dimensions*words)
	for ; len(vectors) >= dimensions; vectors = vectors[dimensions:] {
		for i := 0; i < dimensions; i += 64 {
			var w uint64
			for j, x := range vectors[i:min(i+64, dimensions)] {
				if x > 0 {
					w |= 1 << j
				}
			}
			out = append(out, w)
		}
	}
	return out
}

// differing counts the bits that two sign vectors differ in.
func differing(a, b []uint64) int {
	n := 0
	b = b[:len(a)]
	for i, x := range a {
		n += bits.OnesCount64(x ^ b[i])
	}
	return n
}
