package assess

import (
	"strings"
	"unicode"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// leanings marks the wrong sums whose result is used again in the answer: a slip that nothing rests on misleads nobody.
func leanings(sums []coach.Sum, sources []evidence.Source) {
	for i := range sums {
		if sums[i].OK || !sums[i].Gross || sums[i].Corrected {
			continue
		}
		uses := 0
		for _, s := range sources {
			rest := strings.ReplaceAll(s.Text, sums[i].Quote, " ")
			uses += usesOf(rest, sums[i].Claimed)
		}
		sums[i].LeanedOn = uses > 0
	}
}

// usesOf counts where an amount stands in a text, as itself: "386 writes/sec" is used by "386/s" and not by "1,386". A
// number of one or two digits says too little to be known again without its unit.
func usesOf(text, amount string) int {
	number, unit := amount, ""
	if i := strings.IndexFunc(amount, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' }); i >= 0 {
		number, unit = amount[:i], strings.TrimSpace(amount[i:])
	}
	if number == "" {
		return 0
	}
	short := len(strings.Trim(number, ".,")) < 3
	uses := 0
	for at := 0; ; {
		i := strings.Index(text[at:], number)
		if i < 0 {
			return uses
		}
		before, after := text[:at+i], text[at+i+len(number):]
		at += i + len(number)
		if insideNumber(before, after) {
			continue
		}
		if !short || (unit != "" && strings.HasPrefix(strings.ToLower(strings.TrimLeft(after, " -")), strings.ToLower(firstWord(unit)))) {
			uses++
		}
	}
}

// insideNumber says whether what stands between two texts is a part of a longer number.
func insideNumber(before, after string) bool {
	digit := func(s string, i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	mark := func(s string, i int) bool { return i >= 0 && i < len(s) && (s[i] == '.' || s[i] == ',') }
	n := len(before)
	return digit(before, n-1) || (mark(before, n-1) && digit(before, n-2)) || digit(after, 0) || (mark(after, 0) && digit(after, 1))
}

func firstWord(s string) string {
	if i := strings.IndexAny(s, " /"); i > 0 {
		return s[:i]
	}
	return s
}
