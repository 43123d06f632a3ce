package estimate

import "strings"

// stops are words that end the words of an amount: what follows belongs to the sentence.
var stops = set("is", "are", "was", "were", "be", "been", "am", "equals", "equal", "give", "gives", "gave", "giving", "make", "makes", "made",
	"mean", "means", "meaning", "that", "that's", "thats", "this", "these", "those", "so", "thus", "hence", "therefore", "which", "who", "whose", "we", "we'd",
	"we'll", "i", "i'd", "it", "it's", "its", "they", "you", "he", "she", "and", "or", "but", "if", "then", "than", "because", "since", "as", "when",
	"while", "where", "with", "without", "for", "from", "to", "by", "on", "at", "in", "into", "over", "under", "within", "about", "around", "roughly",
	"approximately", "approx", "abt", "needs", "need", "takes", "take", "get", "gets", "got", "have", "has", "had", "can", "could", "would", "should",
	"will", "must", "may", "might", "not", "no", "comes", "come", "yields", "yield", "results", "requires", "require", "becomes", "adds",
	"times", "x", "plus", "minus", "divided", "multiplied", "of", "per", "a", "an", "each", "every", "the", "only", "just", "nearly", "almost",
	"fits", "fit", "handles", "handle", "sees", "leaves", "leave", "saves", "save", "costs", "cost", "across", "until", "till", "after", "before",
	"not", "do", "does", "did", "up", "out", "off", "let's", "let", "i.e", "ie", "e.g", "say", "via", "until", "also", "even", "still", "there",
	"totals", "totalling", "total", "leading", "translates", "works", "say", "assuming", "given", "what", "how", "our", "their", "my", "your",
	"us", "me", "them", "all", "both", "too", "now", "again", "today", "reach", "reaches", "hit", "hits", "go", "goes", "fill", "fills", "land",
	"lands", "stay", "stays", "remain", "remains", "arrive", "arrives", "keep", "keeps", "kept", "produce", "produces", "generate", "generates",
	"store", "stores", "use", "uses", "serve", "serves", "hold", "holds", "support", "supports", "process", "processes")

// nounsToo are verbs that are nouns in front of a sign.
var nounsToo = set("hit", "hits", "store", "total", "use", "cost", "costs", "hold", "process", "keep", "support", "fill", "reach", "out", "each", "all", "both")

// machines are nouns behind which "hours" is part of the unit: 10 GPU hours.
var machines = set("gpu", "cpu", "vcpu", "node", "core", "machine", "instance", "server", "person", "engineer", "man", "host", "box", "dpu", "acu")

// suffix reads what stands behind a number and its unit: what is counted, and per what.
func (p *parser) suffix(i int, a *amount) int {
	var nouns []string
	for range 12 {
		next, words, ok := p.suffixStep(i, a, nouns)
		if !ok {
			break
		}
		i, nouns = next, words
	}
	for k, w := range nouns {
		if strings.HasPrefix(w, "peak") || w == "burst" || w == "bursts" || w == "max" {
			a.peak = true
		}
		nouns[k] = strings.TrimSuffix(w, "s")
	}
	if len(nouns) > 0 {
		a.nouns = strings.TrimSpace(a.nouns + " " + strings.Join(nouns, " "))
	}
	return i
}

func (p *parser) suffixStep(i int, a *amount, nouns []string) (int, []string, bool) {
	t, next := p.at(i), p.at(i+1)
	switch {
	case t.is("-") && t.glued && next.glued && next.kind == kindWord: // GPU-h, GB-month
		f, ok := timeUnits[next.low]
		if !ok {
			return i + 2, append(nouns, next.low), true
		}
		if n := len(a.units); n > 0 && a.units[n-1].exp < 0 {
			f = f.inverse()
		}
		a.measured(f)
		return i + 2, nouns, true
	case t.is("/"):
		return p.slash(i, a, nouns)
	case t.word("per"):
		return p.per(i+1, a, nouns)
	case t.word("a", "an"):
		if f, ok := timeUnits[next.low]; ok && len(next.text) > 1 {
			a.measured(f.inverse())
			return i + 2, nouns, true
		}
	case t.word("each", "every"):
		return p.every(i+1, a, nouns)
	case t.word("in"):
		if f, ok := timeUnits[p.at(i+2).low]; ok && next.word("a", "one", "each", "every", "any") && !a.percent {
			a.measured(f.inverse())
			return i + 3, nouns, true
		}
	case t.word("of"):
		if next.kind == kindWord && !stops[next.low] && cardinals[next.low] == 0 && magnitudes[next.low] == 0 && !roughWords[next.low] && !a.percent {
			return i + 2, append(nouns, next.low), true
		}
	case t.word("at", "on"):
		if next.word("peak", "average", "avg", "rest") {
			return i + 2, append(nouns, next.low), true
		}
	case t.kind == kindWord:
		return p.noun(i, a, nouns)
	}
	return i, nouns, false
}

func (p *parser) noun(i int, a *amount, nouns []string) (int, []string, bool) {
	t, next := p.at(i), p.at(i+1)
	if f, ok := adverbs[t.low]; ok {
		if !notRates[next.low] && !a.rated() {
			a.measured(f.inverse())
		}
		return i + 1, nouns, true
	}
	if f, ok := rates[t.low]; ok && !a.rated() {
		a.measured(f.inverse())
		return i + 1, append(nouns, t.low), true
	}
	if f, ok := timeUnits[t.low]; ok && len(nouns) > 0 && machines[nouns[len(nouns)-1]] {
		a.measured(f)
		return i + 1, nouns, true
	}
	if nounsToo[t.low] && next.is("=", "≈", "*", "/", "->", ")") {
		return i + 1, append(nouns, t.low), true // "99.8% hit = …"
	}
	if stops[t.low] || cardinals[t.low] != 0 || len(nouns) >= 7 || strings.Contains(t.text, "://") {
		return i, nouns, false
	}
	return i + 1, append(nouns, t.low), true
}

// slash reads "/s", "/GB", "/user", "/M".
func (p *parser) slash(i int, a *amount, nouns []string) (int, []string, bool) {
	slash, t := p.at(i), p.at(i+1)
	if t.kind != kindWord {
		return i, nouns, false
	}
	if p.at(i+2).word("in", "per") && !slash.glued {
		return i, nouns, false // "/ seconds in a day" is a division
	}
	if f, ok := timeUnits[t.low]; ok {
		a.measured(f.inverse())
		return i + 2, nouns, true
	}
	if t.low == "m" && t.glued && a.unitless(dimMoney) { // a minute, a month?
		a.measured(timeUnits["min"].inverse())
		a.bound = true
		return i + 2, nouns, true
	}
	if m := letters[t.text] + magnitudes[t.low]; m != 0 && t.text != "B" && t.text != "b" {
		a.multiplied(1 / m)
		return i + 2, nouns, true
	}
	if alts := dataUnit(t.text); len(alts) > 0 && t.low != "bit" {
		a.measured(alts[0].inverse())
		return i + 2, nouns, true
	}
	if slash.glued || t.glued {
		if p.names[t.low].to > 0 {
			return i, nouns, false
		}
		return i + 2, nouns, true
	}
	return i, nouns, false
}

func (a amount) unitless(d dim) bool {
	_, has := a.unit(d)
	return !has
}

// per reads what follows "per": a unit, a number of something, or something.
func (p *parser) per(i int, a *amount, nouns []string) (int, []string, bool) {
	if p.at(i).word("the", "each", "single", "a", "an", "one", "every") {
		i++
	}
	t := p.at(i)
	if t.kind == kindNumber || magnitudes[t.low] != 0 && t.kind == kindWord {
		by := amount{lo: 1, hi: 1}
		j := i
		if t.kind == kindNumber {
			by.lo, j = t.num.value, i+1
		}
		j = p.magnitude(j, &by)
		if by.lo > 0 {
			a.multiplied(1 / by.lo)
		}
		if f, ok := timeUnits[p.at(j).low]; ok {
			a.measured(f.inverse())
			a.per = by.lo
			j++
		} else if alts := dataUnit(p.at(j).text); len(alts) > 0 {
			a.measured(alts[0].inverse())
			j++
		} else {
			j = p.object(j)
		}
		return j, nouns, true
	}
	if t.kind != kindWord {
		return i, nouns, false
	}
	if f, ok := timeUnits[t.low]; ok {
		a.measured(f.inverse())
		return i + 1, nouns, true
	}
	if alts := dataUnit(t.text); len(alts) > 0 {
		a.measured(alts[0].inverse())
		return i + 1, nouns, true
	}
	return p.object(i), nouns, true
}

// every reads what follows "each" or "every": "every 30 s", "each day", "each of them".
func (p *parser) every(i int, a *amount, nouns []string) (int, []string, bool) {
	t := p.at(i)
	if f, ok := timeUnits[t.low]; ok && t.kind == kindWord && len(t.text) > 1 {
		a.measured(f.inverse())
		return i + 1, nouns, true
	}
	if t.kind == kindNumber {
		f, ok := timeUnits[p.at(i+1).low]
		if !ok || t.num.value <= 0 || p.at(i+1).kind != kindWord {
			return i - 1, nouns, false
		}
		a.multiplied(1 / t.num.value)
		a.measured(f.inverse())
		a.per = t.num.value
		return i + 2, nouns, true
	}
	if t.kind == kindWord && !stops[t.low] {
		return p.object(i), nouns, true
	}
	return i, nouns, true
}

// object passes over the words that something is counted by: "per active user", "each write request".
func (p *parser) object(i int) int {
	for range 3 {
		t := p.at(i)
		if _, adverb := adverbs[t.low]; t.kind != kindWord || stops[t.low] || adverb {
			break
		}
		if _, unit := timeUnits[t.low]; unit {
			break
		}
		i++
	}
	return i
}
