package estimate

import (
	"regexp"
	"strings"
)

// dim is what a unit measures. Things that are counted (requests, users, nodes) have none.
type dim uint8

const (
	dimData dim = iota
	dimTime
	dimMoney
	numDims
)

// dims holds the exponent of each dimension: a rate of bytes per second is {1, -1, 0}.
type dims [numDims]int8

var (
	noDims  dims
	inTime  = dims{dimTime: 1}
	perTime = dims{dimTime: -1}
)

// factor is one unit of an amount, with its exponent: GB/day is a factor of data and one of time.
type factor struct {
	dim   dim
	exp   int8
	scale float64 // in bytes, seconds or dollars
	bits  bool
	name  string // as printed: "GB", "day"
}

func (f factor) inverse() factor {
	f.exp = -f.exp
	return f
}

const (
	minute = 60.0
	hour   = 60 * minute
	day    = 24 * hour
	week   = 7 * day
	year   = 365.25 * day
	month  = year / 12
)

// timeUnits are the spellings of units of time. The ambiguous "m" is left to the reader of amounts.
var timeUnits = spell(dimTime, map[string]float64{
	"ns nanosecond nanoseconds": 1e-9, "us µs μs microsecond microseconds": 1e-6,
	"ms msec millisecond milliseconds milli": 1e-3, "s sec secs second seconds": 1, "min mins minute minutes": minute,
	"h hr hrs hour hours": hour, "d day days": day, "wk week weeks": week, "mo month months": month,
	"quarter quarters": year / 4, "y yr yrs year years annum": year, "decade decades": 10 * year,
})

// adverbs are words that make a rate of what they stand beside: "500 GB daily".
var adverbs = spell(dimTime, map[string]float64{
	"hourly": hour, "daily": day, "nightly": day, "weekly": week, "monthly": month, "quarterly": year / 4, "yearly annually": year,
})

// rates are words that hold a count and its unit of time in one.
var rates = spell(dimTime, map[string]float64{
	"qps rps tps wps cps eps iops fps hps": 1, "rpm qpm tpm": minute, "rph": hour, "rpd": day,
})

// moneyUnits are the words and signs for money. Currencies are not told apart: nobody adds them up in an interview.
var moneyUnits = spell(dimMoney, map[string]float64{
	"$ us$ usd dollar dollars bucks": 1, "€ eur euro euros": 1, "£ gbp": 1, "cent cents ¢": 0.01,
})

// printed names units of time as they stand after a slash.
var printed = map[float64]string{
	1e-9: "ns", 1e-6: "µs", 1e-3: "ms", 1: "s", minute: "min", hour: "h", day: "day", week: "week", month: "month", year: "year",
	year / 4: "quarter", 10 * year: "decade",
}

func spell(d dim, table map[string]float64) map[string]factor {
	out := make(map[string]factor)
	for words, scale := range table {
		for i, w := range strings.Fields(words) {
			name := w
			switch {
			case d == dimTime:
				name = printed[scale]
			case i == 0 || w == "€" || w == "£":
			default:
				name = "$"
			}
			out[w] = factor{dim: d, exp: 1, scale: scale, name: name}
		}
	}
	return out
}

// adjectives turn a unit of time inside a phrase into a rate only where they count something: "daily active users" is no rate.
var notRates = set("active", "actives", "users", "visitors", "uniques", "budget", "bill", "customers")

const prefixes = "kmgtpez"

// prefixed matches kB, GiB, Mbit, Gbps. Longer spellings are rewritten to these first.
var prefixed = regexp.MustCompile(`^([kKmMgGtTpPeEzZ])(i?)(b|B|bit|bits|byte|bytes|Byte|Bytes)(ps)?$`)

var longData = regexp.MustCompile(`^(kilo|kibi|mega|mebi|giga|gibi|tera|tebi|peta|pebi|exa|exbi|zetta)(bytes?|bits?)$`)

// dataUnit reads a unit of data, first in its likeliest meaning. "Gb" is bits and, because many write it so, also bytes; the
// second meaning only ever excuses a claim.
func dataUnit(word string) []factor {
	switch strings.ToLower(word) {
	case "byte", "bytes", "octets":
		return []factor{{dimData, 1, 1, false, "B"}}
	case "bit", "bits":
		return []factor{{dimData, 1, 0.125, true, "bit"}}
	case "gig", "gigs":
		word = "GB"
	case "meg", "megs":
		word = "MB"
	}
	if word == "B" {
		return []factor{{dimData, 1, 1, false, "B"}}
	}
	if m := longData.FindStringSubmatch(strings.ToLower(word)); m != nil {
		binary := ""
		if strings.HasSuffix(m[1], "bi") {
			binary = "i"
		}
		word = strings.ToUpper(m[1][:1]) + binary + m[2]
	}
	m := prefixed.FindStringSubmatch(word)
	if m == nil {
		return nil
	}
	power := strings.IndexByte(prefixes, strings.ToLower(m[1])[0]) + 1
	base := 1000.0
	if m[2] != "" {
		base = 1024
	}
	scale := 1.0
	for range power {
		scale *= base
	}
	prefix := strings.ToUpper(m[1])
	if prefix == "K" && m[2] == "" {
		prefix = "k"
	}
	asBytes := factor{dimData, 1, scale, false, strings.ToUpper(m[1]) + m[2] + "B"}
	asBits := factor{dimData, 1, scale / 8, true, prefix + m[2] + "b"}
	lower := m[1] == strings.ToLower(m[1])
	switch {
	case m[3] == "B" || strings.HasPrefix(strings.ToLower(m[3]), "byte"):
		return []factor{asBytes}
	case strings.HasPrefix(m[3], "bit") || m[4] != "":
		return []factor{asBits}
	case lower && m[1] != "k":
		return []factor{asBytes, asBits} // "gb" is how people in a hurry write GB
	default:
		return []factor{asBits, asBytes}
	}
}

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
