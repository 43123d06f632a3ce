package estimate_test

import (
	"math"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/estimate"
)

// TestStatements goes through right statements, wrong ones, and ones that are no arithmetic.
func TestStatements(t *testing.T) {
	t.Parallel()
	const right, wrong, silent = "right", "wrong", "silent"
	for text, want := range map[string]string{
		"100M DAU × 5 posts / 86,400 ≈ 5.8k writes/s":                   right,
		"So 500 GB a day, so ~180 TB a year.":                           right,
		"10M hot links × 500 B = 5 GB":                                  right,
		"100M × 500 bytes = 50 GB a month":                              right,
		"100M × 500 bytes = 500 GB a month":                             wrong,
		"100M / (30 × 86,400) ≈ 386 writes/sec":                         wrong,
		"100M / (30 × 86,400) ≈ 38 writes/sec":                          right,
		"1 GB/s = 86 GB/day":                                            wrong,
		"1 GB/s = 86 TB/day":                                            right,
		"562 MB/s ≈ 0.56 Gb/s":                                          wrong,
		"562 MB/s ≈ 4.5 Gb/s":                                           right,
		"5,000 × 86,400 = 43M predictions a day":                        wrong,
		"2M / 5 = 40k requests per second":                              wrong,
		"86,400 ≈ 10^5":                                                 silent,
		"5B a month / 2.6M s = 1,900 writes/s":                          right,
		"We run 3 servers in 2 zones, version 1.2.3, since 2024-05-06.": silent,
		"7 characters of base62 are 62^7 = 3.5 trillion":                right,
		"with p99 of 50 ms = 20 ms network + 30 ms store":               right,
		"6M × $10 = $60M in fees":                                       right,
		"20M × 0.12 s = 2.4M":                                           right,
		"at 90% × 20,000 reads/s = 18,000 from the cache":               right,
		"The ratio is 100:1, so 40k reads/s and 400 writes/s.":          silent,
		"3.5 TB × 3 copies = 10.5 TB":                                   right,
		"3.5 TB × 3 copies = 105 TB":                                    wrong,
		"write_qps = 500_000_000 / 86400":                               silent,
	} {
		got := silent
		for _, f := range estimate.Check(text) {
			got = right
			if !f.OK {
				got = wrong
				break
			}
		}
		if got != want {
			t.Errorf("%q is found %s, want %s: %+v", text, got, want, estimate.Check(text))
		}
	}
}

func TestFindingsSayWhatAndWhy(t *testing.T) {
	t.Parallel()
	f := estimate.Check("First: 6B records, × 500 B = 3 PB, all in.")
	if len(f) != 1 || f[0].OK || !strings.Contains(f[0].Why, "1,000") || !strings.HasPrefix(f[0].Computed, "3 TB") {
		t.Errorf("%+v", f)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("100M × 500 bytes = 50 GB a month")
	f.Add("(((1+2)*3 = 4/0 ≈ 10^99999 9e999 × 5")
	f.Add("1 = 2 = 3 a day, so 4 TB/\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, finding := range estimate.Check(text) {
			if finding.Start < 0 || finding.End > len(text) || text[finding.Start:finding.End] != finding.Quote || finding.Computed == "" || math.IsNaN(finding.Ratio) {
				t.Fatalf("%+v in %q", finding, text)
			}
		}
	})
}
