package local_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/retrieval/embed/local"
)

func embed(t testing.TB, texts ...string) [][]float32 {
	t.Helper()
	vectors, err := local.New().Embed(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	return vectors
}

func cosine(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	texts := []string{"Sharding splits data.", "", "the of and", "缓存系统", strings.Repeat("long text ", 10_000), "\xff\xfe"}
	before := slices.Clone(texts)
	vectors := embed(t, texts...)
	if !slices.Equal(texts, before) {
		t.Error("the texts were changed")
	}
	for i, v := range vectors {
		if len(v) != local.Dimensions || len(v) != local.New().Dimensions() {
			t.Errorf("%.20q: %d numbers", texts[i], len(v))
		}
		length := math.Sqrt(cosine(v, v))
		if empty := i == 1 || i == 2 || i == 5; empty && length != 0 || !empty && math.Abs(length-1) > 1e-5 {
			t.Errorf("%.20q: length %v", texts[i], length)
		}
	}
	again := embed(t, texts...)
	for i := range vectors {
		if !slices.Equal(vectors[i], again[i]) {
			t.Errorf("%.20q: two vectors", texts[i])
		}
	}
}

// TestNeighbours: the first of each line is nearer to the second than to the
// third.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"sharding a database", "a sharded database", "a cached database"},
		{"resharding", "sharding keys", "caching keys"},
		{"biomaterials", "biological materials", "economical matters"},
		{"idempotency", "idempotent requests", "independent requests"},
		{"tokne bucket", "token bucket", "bloom filter"},
		{"auto-scaling groups", "autoscaling a group", "scaling paintings"},
	} {
		v := embed(t, c[:]...)
		if near, far := cosine(v[0], v[1]), cosine(v[0], v[2]); near <= far {
			t.Errorf("%q is as far from %q (%.3f) as from %q (%.3f)", c[0], c[1], near, c[2], far)
		}
	}
}

func TestEmbedCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	left := errors.New("left")
	cancel(left)
	if _, err := local.New().Embed(ctx, []string{"text"}); !errors.Is(err, left) {
		t.Errorf("%v, want the cause", err)
	}
}

func BenchmarkEmbed(b *testing.B) {
	text := strings.Repeat("Sharding splits data over machines; a consistent-hashing ring moves few keys on a resize. ", 15)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		embed(b, text)
	}
}
