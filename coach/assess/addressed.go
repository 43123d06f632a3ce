package assess

import (
	"regexp"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// bids are ways in which a text turns to its grader instead of its problem. One alone can stand in an honest design ("ignore
// the rubric of the old system"); two in one paragraph don't.
var bids = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|overrule)\b[^.]{0,60}\b(?:instructions|rubric|scoring)`),
	regexp.MustCompile(`(?i)\b(?:whoever|anyone who|who) (?:evaluates|grades|assesses|scores|reads) (?:this|it)|\breviewer note\b|\b(?:note|message) (?:to|for) the (?:grader|reviewer|evaluator|assistant|model)\b`),
	regexp.MustCompile(`(?i)\b(?:score|scores|rating|grade)\b[^.]{0,30}\b[45]\b|\b5\s?/\s?5\b|\b5 was agreed\b`),
	regexp.MustCompile(`(?i)\bstrong[_ ]hire\b|\bhiring committee\b|\bagreed on\b`),
	regexp.MustCompile(`(?i)\byou are now\b|\bcalibration mode\b|\bsystem\s*:|\bassistant\s*:`),
	regexp.MustCompile(`(?i)\b(?:do not|don't) (?:list|mention|quote)\b|\bwithout quoting\b|\brecord it\b|\bwrite that down\b`),
}

// addressed returns the paragraphs of the candidate's words that speak to the grader. They are no evidence of anything, whatever model
// took them for it.
func addressed(sources []evidence.Source) []string {
	var out []string
	for _, s := range sources {
		for paragraph := range strings.SplitSeq(strings.ReplaceAll(s.Text, "\r\n", "\n"), "\n\n") {
			n := 0
			for _, bid := range bids {
				if bid.MatchString(paragraph) {
					n++
				}
			}
			if n >= 2 {
				out = append(out, paragraph)
			}
		}
	}
	return out
}

// bidding says whether a quote stands in words to the grader.
func (v *verifier) bidding(quote string) bool {
	for _, paragraph := range v.addressed {
		if _, ok := evidence.Find(paragraph, quote); ok {
			return true
		}
	}
	return false
}
