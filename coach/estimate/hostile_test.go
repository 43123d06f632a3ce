package estimate_test

import (
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/estimate"
)

// BenchmarkHostile reads what was slowest: roots of roots, and figures without end. No text is to need more than some
// microseconds a byte, and none more for being longer.
func BenchmarkHostile(b *testing.B) {
	for _, piece := range []string{"√", "1,000,", "[5](", "2^"} {
		text := strings.Repeat(piece, 100_000/len(piece))
		b.Run(piece, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				estimate.Check(text)
			}
		})
	}
}
