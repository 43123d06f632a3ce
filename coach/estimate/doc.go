// Package estimate finds capacity arithmetic in prose, lists, tables and code and computes it again: "100M a month / 2.6M s
// ≈ 38 writes/s", "500 GB a day, so 180 TB a year", "562 MB/s ≈ 0.56 Gb/s".
//
// It must not cry wolf. A figure that is only rounded is right; a statement that can be read in several ways (B for bytes or
// billions, a unit that was left out) is wrong only if no reading of it holds; what it cannot read it leaves alone. A premise is
// never an error: only what follows from the text's own numbers is looked at.
//
// It is pure and imports the standard library alone. What a finding means for a score is left to coach/assess.
package estimate
