package main

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryProblemFindsItsReading holds the bank to the library: what a problem names to read is there, and searching for
// the problem leads to it.
func TestEveryProblemFindsItsReading(t *testing.T) {
	t.Parallel()
	r := testRooms(t)
	guides, err := r.index.Guides(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, g := range guides {
		known[g.ID] = true
	}
	for _, listed := range r.bank.All() {
		p, err := r.bank.Problem(listed.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range p.Reading {
			if guide, section, part := strings.Cut(id, "#"); part && section != "" {
				if _, err := r.library.Passage(t.Context(), id); err != nil {
					t.Errorf("%s: %v", p.ID, err)
				}
			} else if !known[guide] {
				t.Errorf("%s: there is no guide %q", p.ID, id)
			}
		}
		found, err := r.library.Search(t.Context(), p.Title+". "+p.Prompt, 10)
		if err != nil {
			t.Fatal(err)
		}
		own := 0
		for _, f := range found {
			if slices.ContainsFunc(p.Reading, func(id string) bool { return id == f.Guide || id == f.ID }) {
				own++
			}
		}
		if own < 3 {
			t.Errorf("%s: of the first %d passages %d are of its reading", p.ID, len(found), own)
		}
	}
}
