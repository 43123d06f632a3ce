package evidence

import (
	"regexp"
	"slices"
	"strings"
)

// Signals is what a thought holds besides its subject. A name with none of them is a bare claim.
type Signals struct {
	Number      bool // a figure that means something: with a unit, a magnitude, a percentage, a price
	Mechanism   bool // says how something works: who does what to what
	Reason      bool // because, so that, therefore
	Alternative bool // weighs one thing against another
	Consequence bool // what happens if, what it costs, what is lost
	Wish        bool // must, should be, will scale: a goal without a way
	Question    bool // asks rather than states
	Words       int
}

// Weight counts the signals that make a claim worth something, from 0 to 5.
func (s Signals) Weight() int {
	n := 0
	for _, has := range []bool{s.Number, s.Mechanism, s.Reason, s.Alternative, s.Consequence} {
		if has {
			n++
		}
	}
	return n
}

var number = regexp.MustCompile(`(?i)(?:[$€£]\s?\d|\d[\d.,]*\s?(?:%|percent|ms\b|s\b|sec|seconds?|minutes?|min\b|hours?|h\b|days?|weeks?|months?|years?|` +
	`k\b|m\b|bn?\b|t\b|million|billion|thousand|[kmgtpe]i?b(?:ps)?\b|bytes?|bits?|qps|rps|tps|/s|/sec|per\b|x\b|×|nodes?|shards?|servers?|machines?|` +
	`replicas?|partitions?|copies|zones?|azs?\b|regions?|cells?|engineers?|people|teams?|users?|requests?|reads?|writes?|retries|attempts|characters?|chars)|10\^\d|\d\s?[×x*/]\s?\d|\bp(?:50|90|95|99|999)\b|\b9\d\.\d+\b)`)

var reasonWords = []string{
	"because", "since", "so that", "therefore", "hence", "thus", "which means", "that means", "this means", "the reason", "due to",
	"as a result", "otherwise", "in order to", "to avoid", "to prevent", "to keep", "to protect", "which lets", "which keeps",
	"that way", "so a", "so the", "so we", "so it", "so no", "so each", "so one", "so they", "so that", "why", "lets us", "allows us",
	"this keeps", "this avoids", "this gives", "without which", "and so",
}

var alternativeWords = []string{
	"instead of", "rather than", "over a", "versus", "vs", "compared", "alternative*", "trade off", "tradeoff", "at the cost of",
	"in exchange", "on the other hand", "whereas", "i considered", "we considered", "i would choose", "i chose", "i choose", "i pick",
	"i prefer", "cheaper than", "faster than", "slower than", "better than", "worse than", "simpler than", "not worth", "only if",
	"unless", "but only", "would change", "downside", "drawback", "the price is", "costs us", "give up", "gives up", "either",
}

var consequenceWords = []string{
	"if the", "if a", "if an", "if one", "if it", "if that", "if we", "when a", "when the", "when it", "when one", "in case", "on failure",
	"fails", "fail over", "failover", "falls back", "fall back", "fallback", "loses", "lose", "lost", "is lost", "dies", "is down", "goes down",
	"crash*", "then the", "would lose", "worst case", "at most", "at least", "until", "breaks", "degrade*", "stale", "spike*", "overload*",
	"doubles", "at 10x", "10x", "ten times", "grows",
}

var mechanismVerbs = []string{
	"store*", "write*", "read*", "send*", "hash*", "route*", "split*", "shard*", "partition*", "replicat*", "cache*", "queue*", "enqueue*",
	"retry", "retries", "retried", "batch*", "stream*", "index*", "lock*", "lease*", "claim*", "poll*", "push*", "pull*", "copy", "copies", "copied",
	"check*", "verif*", "encrypt*", "sign*", "expire*", "evict*", "invalidate*", "limit*", "throttle*", "shed*", "reject*", "return*", "serve*",
	"append*", "commit*", "elect*", "heartbeat*", "acknowledge*", "ack", "acks", "dedupe*", "deduplicat*", "idempoten*", "scale*", "assign*",
	"generat*", "encode*", "map*", "balance*", "isolate*", "roll*", "deploy*", "alarm*", "alert*", "page*", "measure*", "record*", "meter*",
	"aggregate*", "compress*", "archive*", "move*", "migrate*", "backfill*", "compare*", "redirect*", "look up", "looks up", "lookup", "fetch*",
	"load*", "spill*", "drain*", "pause*", "resume*", "restore*", "rebuild*", "fan*", "merge*", "compact*", "audit*", "scan*", "train*", "restart*",
	"charge*", "bill*", "own*", "keep*", "kept", "put", "sits", "goes to", "goes through", "comes from", "picks", "takes", "gets", "holds", "runs",
	"ask*", "start*", "cut*", "ship*", "launch*", "cost*", "pays", "buy*", "test*", "warm*", "reuse*", "place*",
}

var wishWords = []string{
	"must be", "should be", "needs to be", "has to be", "will be highly", "highly available", "highly scalable", "very scalable", "world class",
	"best practice*", "industry standard", "robust", "seamless*", "will scale", "can scale", "scales well", "fast and reliable", "enterprise grade",
	"cutting edge", "state of the art", "as needed", "as discussed", "as mentioned", "handled above", "well known", "of course", "obviously",
}

// manners are the words of all signals, looked for at once.
var (
	mannerLists = [][]string{reasonWords, alternativeWords, consequenceWords, mechanismVerbs, wishWords}
	manners     = NewVocabulary(slices.Concat(mannerLists...))
)

// Signals says what a thought holds.
func (t Thought) Signals() Signals { return t.signals(Normalize(t.Text)) }

func (t Thought) signals(w Words) Signals {
	var has [5]bool // by list
	manners.each(w, func(id, place int, term string) {
		for list, terms := range mannerLists {
			if id < len(terms) {
				// A reason is one only where it isn't waved away; the rest is the manner of a thought, not a thing.
				has[list] = has[list] || list > 0 || !w.waved(place, term)
				return
			}
			id -= len(terms)
		}
	})
	words := w.Number()
	return Signals{
		Number:      number.MatchString(t.Text),
		Mechanism:   has[3] && words >= 5,
		Reason:      has[0],
		Alternative: has[1],
		Consequence: has[2],
		Wish:        has[4],
		Question:    strings.HasSuffix(strings.TrimRight(t.Text, " *_\"'”’)"), "?"),
		Words:       words,
	}
}

// has is Any without the check for negation: signals are about the manner of a thought, not about a thing.
func has(w Words, terms []string) (string, bool) {
	for _, t := range terms {
		if w.Has(t) >= 0 {
			return t, true
		}
	}
	return "", false
}

// Listing reports whether a thought is a mere enumeration of names: commas and few words between them, no verb that
// does anything.
func (t Thought) Listing() bool {
	return t.listing(t.Signals())
}

// A heap is a thought of at least this many parts between commas, nearly all of them of few words: names, and figures beside
// them, that say nothing of each other.
const (
	heapParts = 6
	heapWords = 3
)

func (t Thought) listing(s Signals) bool {
	if s.Reason || t.Form == Code {
		return false
	}
	if parts := strings.FieldsFunc(t.Text, func(r rune) bool { return r == ',' || r == ';' }); len(parts) >= heapParts && few(parts)*5 >= len(parts)*4 {
		return true
	}
	if s.Number || s.Consequence {
		return false
	}
	parts := strings.FieldsFunc(t.Text, func(r rune) bool { return r == ',' || r == ';' || r == '/' || r == '|' || r == '&' })
	if len(parts) < 3 {
		return s.Words <= 3
	}
	return few(parts)*3 >= len(parts)*2
}

// few counts the parts of few words.
func few(parts []string) int {
	n := 0
	for _, p := range parts {
		if len(strings.Fields(p)) <= heapWords {
			n++
		}
	}
	return n
}
