package assess

import (
	"strings"
	"unicode"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// The small words of English, and of languages that designs are likely to be handed in in. No word stands in both.
var (
	english = wordSet("the", "of", "to", "and", "is", "that", "it", "for", "with", "by", "are", "this", "we", "be", "from", "which", "so", "its", "not", "if", "when")
	other   = wordSet("der", "das", "und", "ist", "nicht", "mit", "wir", "eine", "einen", "für", "auf", "wird", "werden", "sich", "auch",
		"le", "les", "des", "est", "une", "dans", "pour", "avec", "sont", "nous", "pas", "qui", "sur",
		"el", "los", "las", "del", "que", "para", "una", "por", "como",
		"il", "gli", "della", "sono", "che", "um", "uma", "não", "het", "een", "niet", "wij", "zijn")
)

func wordSet(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}

// minWords is how long a text has to be before its language is told.
const minWords = 20

// Reads returns an invalid-input error for a text in a language that the model cannot judge. The local model reads English; a
// language model reads what it can.
func (a *Assessor) Reads(text string) error {
	if a.Model.Name() != localModel || !foreign(text) {
		return nil
	}
	return coach.Invalid("the design does not seem to be in English, and the local model reads nothing else: " +
		"send it in English, or choose a language model with --model")
}

// foreign says whether a text is in another language than English. Sums, tables and code are in none.
func foreign(text string) bool {
	letters, latin := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Greek, r) { // λ and µ stand in sums
				latin++
			}
		}
	}
	if letters >= minWords && latin*2 < letters {
		return true
	}
	words, here, elsewhere := 0, 0, 0
	for _, w := range strings.Fields(string(evidence.Normalize(text))) {
		words++
		switch {
		case english[w]:
			here++
		case other[w]:
			elsewhere++
		}
	}
	return words >= minWords && elsewhere*20 > words && elsewhere > 2*here
}
