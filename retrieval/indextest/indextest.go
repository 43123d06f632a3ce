// Package indextest is the suite that every retrieval.Index passes. It asks an
// index what the port promises and never which index it is.
package indextest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// Run tests the index that open gives: an empty one of its own for each call,
// closed by the test's cleanup.
func Run(t *testing.T, open func(t *testing.T) retrieval.Index) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, retrieval.Index){
		"an empty index answers":          empty,
		"what was put in is there":        contents,
		"a guide is replaced whole":       replace,
		"a failed replace changes naught": replaceFails,
		"removed is gone":                 remove,
		"vectors come back":               vectorsBack,
		"a guide reads in order":          inOrder,
		"one space":                       oneSpace,
		"words rank":                      words,
		"vectors rank":                    vectors,
		"words and vectors fuse":          fused,
		"filters narrow":                  filters,
		"at most k":                       atMostK,
		"equal scores go by id":           ties,
		"hostile queries are words":       hostile,
		"hostile text is text":            hostileText,
		"reembed swaps":                   reembed,
		"reembed twice at once":           reembedTwice,
		"reembed fails":                   reembedFails,
		"readers see whole guides":        whileWriting,
		"writers at once":                 writers,
		"a cancelled search":              cancelled,
		"many passages":                   many,
		"neighbours are found":            neighbours,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// space is the suite's: vectors of four numbers, written by hand.
var space = retrieval.Space{Embedder: "hand", Dimensions: 4}

// passage makes one of guide with the given slug.
func passage(guide, slug, heading, text string, vector ...float32) retrieval.Embedded {
	if len(vector) == 0 {
		vector = []float32{0, 0, 0, 0}
	}
	return retrieval.Embedded{
		Passage: retrieval.Passage{
			ID: guide + "#" + slug, Guide: guide, Heading: []string{strings.ToUpper(guide), heading}, Text: text,
			Hash: fmt.Sprintf("%x", text),
		},
		Vector: vector,
	}
}

func guide(id string) retrieval.Guide {
	return retrieval.Guide{ID: id, Title: strings.ToUpper(id), Source: "/guides/" + id + ".md", Hash: "hash of " + id, Tags: []string{"a tag"}}
}

func put(t *testing.T, index retrieval.Index, id string, passages ...retrieval.Embedded) {
	t.Helper()
	if err := index.Replace(t.Context(), space, guide(id), passages); err != nil {
		t.Fatalf("replace %s: %v", id, err)
	}
}

// find searches by words, or by a vector if one is given, or by both.
func find(t *testing.T, index retrieval.Index, request retrieval.Request) []retrieval.Hit {
	t.Helper()
	if request.K == 0 {
		request.K = 10
	}
	if request.Vector != nil && request.Space == (retrieval.Space{}) {
		request.Space = space
	}
	hits, err := index.Search(t.Context(), request)
	if err != nil {
		t.Fatalf("search %q: %v", request.Text, err)
	}
	for i, h := range hits {
		if h.Score < 0 || h.Score > 1+1e-6 {
			t.Errorf("score of %s is %v, not from 0 to 1", h.ID, h.Score)
		}
		if i > 0 && h.Score > hits[i-1].Score {
			t.Errorf("%s with %v stands after %s with %v", h.ID, h.Score, hits[i-1].ID, hits[i-1].Score)
		}
	}
	return hits
}

func ids(hits []retrieval.Hit) string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.ID
	}
	return strings.Join(out, " ")
}

func wantIDs(t *testing.T, what string, hits []retrieval.Hit, want ...string) {
	t.Helper()
	if got := ids(hits); got != strings.Join(want, " ") {
		t.Errorf("%s: found %q, want %q", what, got, strings.Join(want, " "))
	}
}

func stats(t *testing.T, index retrieval.Index) retrieval.Stats {
	t.Helper()
	s, err := index.Stats(t.Context())
	if err != nil {
		t.Fatalf("stats: %v", err)
	}
	return s
}

// fill puts n guides in of a passage each, for tests that need something there.
func fill(t *testing.T, index retrieval.Index, n int) {
	t.Helper()
	for i := range n {
		id := fmt.Sprintf("guide-%02d", i)
		if err := index.Replace(t.Context(), space, guide(id), []retrieval.Embedded{
			passage(id, "one", "One", "the same words in all of them", 1, 0, 0, 0),
		}); err != nil {
			t.Fatalf("replace %s: %v", id, err)
		}
	}
}
