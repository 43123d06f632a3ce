package indextest

import (
	"slices"
	"testing"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// neighbours asks for the nearest, as searches find them and exactly: among few passages both are exact.
func neighbours(t *testing.T, index retrieval.Index) {
	prober, ok := index.(retrieval.Prober)
	if !ok {
		t.Fatal("its short cut cannot be measured: it is no retrieval.Prober")
	}
	put(t, index, "g", passage("g", "east", "East", "one", 1, 0, 0, 0), passage("g", "north", "North", "two", 0, 1, 0, 0),
		passage("g", "between", "Between", "three", 1, 1, 0, 0), passage("g", "nowhere", "Nowhere", "four"))
	for _, exact := range []bool{false, true} {
		got, err := prober.Nearest(t.Context(), []float32{1, 0.2, 0, 0}, 2, exact)
		if err != nil || !slices.Equal(got, []string{"g#east", "g#between"}) {
			t.Errorf("exact %t: %v, %v", exact, got, err)
		}
	}
	if _, err := prober.Nearest(t.Context(), []float32{1, 0}, 2, true); err == nil {
		t.Error("a vector of another length: no error")
	}
}
