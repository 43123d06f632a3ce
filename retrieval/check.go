package retrieval

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// CheckReplace tells what is wrong with the arguments of Index.Replace before
// any index has touched its database.
func CheckReplace(space Space, guide Guide, passages []Embedded) error {
	if guide.ID == "" {
		return errors.New("guide without an id")
	}
	if space.Embedder == "" || space.Dimensions <= 0 {
		return fmt.Errorf("guide %s: embedder %q with %d dimensions is no vector space", guide.ID, space.Embedder, space.Dimensions)
	}
	seen := make(map[string]bool, len(passages))
	for _, p := range passages {
		switch {
		case p.ID == "" || p.Guide != guide.ID:
			return fmt.Errorf("passage %q of guide %q does not belong to guide %s", p.ID, p.Guide, guide.ID)
		case seen[p.ID]:
			return fmt.Errorf("passage id %s comes twice", p.ID)
		}
		seen[p.ID] = true
		if err := checkVector(space, p.Vector); err != nil {
			return fmt.Errorf("passage %s: %w", p.ID, err)
		}
	}
	return nil
}

// CheckVectors tells what is wrong with the vectors that an embedder gave for
// n texts.
func CheckVectors(space Space, n int, vectors [][]float32) error {
	if len(vectors) != n {
		return fmt.Errorf("%s gave %d vectors for %d texts", space.Embedder, len(vectors), n)
	}
	for _, v := range vectors {
		if err := checkVector(space, v); err != nil {
			return err
		}
	}
	return nil
}

func checkVector(space Space, v []float32) error {
	if len(v) != space.Dimensions {
		return fmt.Errorf("vector of %d numbers, %s has %d", len(v), space.Embedder, space.Dimensions)
	}
	for _, x := range v {
		if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("vector of %s holds a number that is not finite", space.Embedder)
		}
	}
	return nil
}

// Digest identifies the contents of a set of guides, in whatever order.
func Digest(guides []Guide) string {
	lines := make([]string, len(guides))
	for i, g := range guides {
		lines[i] = g.ID + "\x00" + g.Hash + "\n"
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:8])
}
