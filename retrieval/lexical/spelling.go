package lexical

import "strings"

// american spells a British word the American way, so that authorisation and
// authorization, behaviour and behavior are one word. Both sides of a search
// are spelt alike, so a word that is neither does no harm.
func american(word string) string {
	if len(word) < 6 {
		return word
	}
	if whole, ok := americanWords[strings.TrimSuffix(word, "s")]; ok {
		return whole
	}
	for _, suffix := range [...]string{"isation", "isations", "ise", "ises", "ised", "ising", "iser", "isers"} {
		if rest, ok := strings.CutSuffix(word, suffix); ok && len(rest) >= 3 && !keepsIse[rest] {
			return rest + "iz" + suffix[2:]
		}
	}
	for _, suffix := range [...]string{"yse", "yses", "ysed", "ysing", "yser"} {
		if rest, ok := strings.CutSuffix(word, suffix); ok && len(rest) >= 3 {
			return rest + "yz" + suffix[2:]
		}
	}
	if i := strings.Index(word, "our"); i >= 3 && losesU[word[:i]] {
		return word[:i] + "or" + word[i+3:]
	}
	return word
}

// set makes one of words.
func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	// keepsIse are the beginnings of words whose -ise is no ending.
	keepsIse = set(`prec conc rev superv adv prom exerc otherw likew clockw enterpr comprom surpr prem expert franch
		parad disgu improv merchand telev dev compr dem pra ra bru noi poi`)
	// losesU are the beginnings of words in -our.
	losesU = set(`behavi neighb fav col hon lab harb flav rum hum endeav vap`)
	// americanWords are the rest, without their plural s.
	americanWords = map[string]string{
		"centre": "center", "defence": "defense", "licence": "license", "offence": "offense", "catalogue": "catalog",
		"programme": "program", "judgement": "judgment", "acknowledgement": "acknowledgment", "artefact": "artifact",
		"kilometre": "kilometer", "fulfilment": "fulfillment", "enrolment": "enrollment", "cheque": "check",
	}
)
