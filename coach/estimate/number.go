package estimate

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// number is a numeral as it was written.
type number struct {
	value  float64
	digits int     // significant digits shown
	step   float64 // worth of one in the last digit shown: 100 in "12,300"
	alt    float64 // its value read in the other convention for points and commas, or 0
}

var vulgar = map[rune]float64{'½': 0.5, '¼': 0.25, '¾': 0.75, '⅓': 1.0 / 3, '⅔': 2.0 / 3, '⅛': 0.125}

// superscripts holds each digit plus one, so that 0 is none.
var superscripts = map[rune]int{
	'⁰': 1, '¹': 2, '²': 3, '³': 4, '⁴': 5, '⁵': 6, '⁶': 7, '⁷': 8, '⁸': 9, '⁹': 10, '⁻': 1,
}

var (
	grouped     = regexp.MustCompile(`^\d{1,3}(?:[,_'\x{202f}\x{a0}\x{2009}]\d{2,3})*[,_'\x{202f}\x{a0}\x{2009}]\d{3}(?:\.\d+)?`)
	plain       = regexp.MustCompile(`^(?:\d+(?:_\d+)*)?(?:\.\d+)?(?:[eE][+-]?\d{1,3})?`)
	comma       = regexp.MustCompile(`^\d+,\d{1,2}`)
	points      = regexp.MustCompile(`^\d{1,3}(?:\.\d{3}){2,}`)
	dotted      = regexp.MustCompile(`^\d+(?:\.\d+){2,}`)
	clock       = regexp.MustCompile(`^\d+(?::\d+)+`)
	threePlaces = regexp.MustCompile(`^\d{1,3}\.\d{3}$`)
)

// longestNumber bounds a numeral. What is longer is an id, not a figure.
const longestNumber = 40

// readNumber reads the numeral that a text begins with. Versions, addresses and times of day are not numbers; their width is
// given all the same. A ratio to one is its first part: "25:1" is 25.
func readNumber(text string) (number, int, bool) {
	text = text[:min(len(text), longestNumber)]
	var found string
	for _, re := range []*regexp.Regexp{points, dotted, clock, grouped, comma, plain} {
		found = re.FindString(text)
		if found == "" {
			continue
		}
		rest := text[len(found):]
		if (re == grouped || re == comma || re == points) && rest != "" && isDigit(rest[0]) {
			continue
		}
		if re == comma && strings.HasPrefix(rest, ",") {
			continue
		}
		switch re {
		case dotted:
			return number{}, len(found), false
		case clock:
			head, tail, _ := strings.Cut(found, ":")
			if tail != "1" {
				return number{}, len(found), false
			}
			n := parseNumber(head)
			return n, len(found), true
		case comma:
			n := parseNumber(strings.Replace(found, ",", ".", 1))
			return n, len(found), true
		case points:
			n := parseNumber(strings.ReplaceAll(found, ".", ""))
			return n, len(found), true
		}
		break
	}
	if i := strings.IndexAny(found, "eE"); i > 0 && len(found) < len(text) && isLetter(text[len(found)]) {
		found = found[:i] // "5e" of a word
	}
	if found == "" || len(found) >= longestNumber {
		return number{}, max(1, len(found)), false
	}
	n := parseNumber(found)
	if threePlaces.MatchString(found) && found[0] != '0' {
		n.alt = n.value * 1000
	}
	return n, len(found), !math.IsInf(n.value, 0) && !math.IsNaN(n.value)
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

var separators = strings.NewReplacer(",", "", "_", "", "'", "", "\u202f", "", "\u00a0", "", "\u2009", "")

func parseNumber(s string) number {
	s = separators.Replace(s)
	value, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return number{value: math.NaN()}
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	e, _ := strconv.Atoi(exponent)
	whole, fraction, decimal := strings.Cut(mantissa, ".")
	n := number{value: value}
	digits := strings.TrimLeft(whole+fraction, "0")
	if decimal {
		n.digits, n.step = len(digits), math.Pow10(e-len(fraction))
	} else {
		trimmed := strings.TrimRight(digits, "0")
		n.digits, n.step = len(trimmed), math.Pow10(e+len(digits)-len(trimmed))
	}
	n.digits = max(n.digits, 1)
	return n
}

// cardinals are numbers in words that can begin an amount.
var cardinals = map[string]float64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
}

// magnitudes multiply the number before them. Letters stand only behind digits.
var magnitudes = map[string]float64{
	"hundred": 100, "thousand": 1e3, "thousands": 1e3, "million": 1e6, "millions": 1e6, "mil": 1e6, "mill": 1e6, "mio": 1e6,
	"billion": 1e9, "billions": 1e9, "bil": 1e9, "trillion": 1e12, "trillions": 1e12, "quadrillion": 1e15, "dozen": 12,
	"lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "crore": 1e7, "crores": 1e7,
}

var letters = map[string]float64{
	"k": 1e3, "K": 1e3, "M": 1e6, "MM": 1e6, "mn": 1e6, "Mn": 1e6, "mm": 1e6, "B": 1e9, "b": 1e9, "bn": 1e9, "Bn": 1e9, "T": 1e12, "tn": 1e12,
	"G": 1e9, "cr": 1e7, "Q": 1e15,
}
