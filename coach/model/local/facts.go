package local

import (
	"math"
	"regexp"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// answers answers the questions among the claims of a message from the problem's hidden facts. It reports whether anything
// was asked; a question that no fact answers is given back for an assumption.
func answers(t prompts.Turn, claims []evidence.Claim) (asked bool, replies []string) {
	told := map[string]bool{}
	unknown := false
	for _, c := range claims {
		if !c.Signals.Question && !requests(c.Words) {
			continue
		}
		asked = true
		for _, part := range questions(c.Text) {
			fact, ok := find(t.Problem.Facts, evidence.Normalize(part))
			switch {
			case !ok:
				unknown = true
			case !told[fact.ID] && len(told) < maxFactsPerTurn:
				told[fact.ID] = true
				replies = append(replies, strings.TrimSpace(fact.Answer))
			}
		}
	}
	if unknown && len(replies) == 0 {
		replies = append(replies, "I have no figure for that. Make an assumption, say it aloud, and tell me what would change if it were wrong.")
	}
	return asked, replies
}

// another is where a second question begins in a sentence: "how long are links kept, and how many are there".
var another = regexp.MustCompile(`(?i)[,;]?\s+and\s+(?:how|what|when|where|which|who|is|are|do|does|can|should|will)\b`)

// questions cuts a sentence that asks for several things at once.
func questions(sentence string) []string {
	var parts []string
	start := 0
	for _, m := range another.FindAllStringIndex(sentence, -1) {
		parts = append(parts, sentence[start:m[0]])
		start = m[0]
	}
	return append(parts, sentence[start:])
}

// maxFactsPerTurn keeps a message full of question marks from emptying the interviewer's notes at once.
const maxFactsPerTurn = 3

// requests reports whether words ask for something without a question mark.
func requests(w evidence.Words) bool {
	for _, ask := range []string{" tell me ", " id like to know ", " i would like to know ", " i want to know ", " let me ask ", " can i assume ", " should i assume ", " clarify "} {
		if strings.Contains(string(w), ask) {
			return true
		}
	}
	return false
}

// enough is how well a question has to match a fact's askings, from 0 to 1, to be answered by it.
const enough = 0.45

// find returns the fact that a question asks for: the one whose ways of asking share most of their weight with the
// question, rare words counting more (inverse document frequency over the problem's facts).
func find(facts []coach.Fact, question evidence.Words) (coach.Fact, bool) {
	weights := rarity(facts)
	asked := stems(question)
	var found coach.Fact
	top := 0.0
	for _, f := range facts {
		for _, ask := range f.Asks {
			share, all := 0.0, 0.0
			for s := range stems(evidence.Normalize(ask)) {
				all += weights[s]
				if asked[s] {
					share += weights[s]
				}
			}
			if all > 0 && share/all > top {
				top, found = share/all, f
			}
		}
	}
	return found, top >= enough
}

func rarity(facts []coach.Fact) map[string]float64 {
	in := map[string]float64{}
	for _, f := range facts {
		seen := map[string]bool{}
		for _, ask := range f.Asks {
			for s := range stems(evidence.Normalize(ask)) {
				seen[s] = true
			}
		}
		for s := range seen {
			in[s]++
		}
	}
	for s, n := range in {
		in[s] = math.Log(1 + float64(len(facts))/n)
	}
	return in
}

// empty are words that say nothing about what is asked for.
var empty = words(`a an the is are be do does did we you i it its this that there of to in on for with and or at by as from how what which who when where
	why will would should could can may must need have has had about any some much many your our my me us if so not no yes please tell know want like
	get got go think also just then than let lets assume assumption expected expect say system design`)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// synonyms bring the words of one thing to one stem.
var synonyms = map[string]string{
	"qps": "load", "rps": "load", "tps": "load", "traffic": "load", "throughput": "load", "volume": "load", "requests": "load", "request": "load",
	"dau": "users", "mau": "users", "user": "users", "customers": "users", "customer": "users", "audience": "users", "people": "users",
	"fast": "latency", "quick": "latency", "p99": "latency", "p95": "latency", "delay": "latency", "slow": "latency", "milliseconds": "latency",
	"ms": "latency", "speed": "latency", "sla": "availability", "slo": "availability", "uptime": "availability", "available": "availability",
	"nines": "availability", "stale": "consistency", "consistent": "consistency", "eventual": "consistency", "strong": "consistency",
	"geography": "region", "geographic": "region", "global": "region", "worldwide": "region", "countries": "region", "regions": "region", "regional": "region",
	"money": "budget", "cost": "budget", "costs": "budget", "price": "budget", "spend": "budget", "engineers": "team", "staff": "team", "headcount": "team",
	"teams": "team", "deadline": "timeline", "launch": "timeline", "keep": "retention", "kept": "retention", "retain": "retention", "expire": "retention",
	"expiry": "retention", "ttl": "retention", "expiration": "retention", "long": "retention", "size": "large", "big": "large", "bytes": "large",
	"abuse": "security", "secure": "security", "privacy": "security", "compliance": "security", "gdpr": "security", "auth": "security",
}

func stems(w evidence.Words) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(string(w)) {
		if empty[word] {
			continue
		}
		if s, ok := synonyms[word]; ok {
			word = s
		}
		word = strings.TrimSuffix(word, "s")
		if len(word) > 6 {
			word = word[:6]
		}
		set[word] = true
	}
	return set
}

// prying reports whether a message asks for what the interviewer must not show: the facts as such, the rubric, the
// instructions, another role.
func prying(text string) bool {
	w := evidence.Normalize(text)
	for _, what := range []string{
		"hidden fact", "system prompt", "your instructions", "your prompt", "the rubric", "answer key", "key points you", "model answer",
		"ignore previous", "ignore all previous", "ignore your", "disregard", "you are now", "pretend to be", "pretend you", "act as", "your role is now",
		"reveal your", "print your", "show me your notes", "list all facts", "all the facts", "scoring criteria",
	} {
		if w.Has(what) >= 0 {
			return true
		}
	}
	return false
}
