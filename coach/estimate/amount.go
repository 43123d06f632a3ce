package estimate

import (
	"slices"
	"strings"
)

// amount is a quantity as it was written: "~5 million posts a day", "$0.09/GB", "8–10 KB", "90%".
type amount struct {
	lo, hi  float64 // the numeral with its magnitude; a percentage is a fraction
	units   []factor
	percent bool
	rough   bool // said to be approximate
	bound   bool // said to be a limit, or not surely understood: nothing is held against it
	peak    bool // of the worst moment
	digits  int
	step    float64
	nouns   string   // the words that it counts
	order   float64  // the magnitude that was written: 1e6 for "154 million"
	per     float64  // the number of units that it is so much per, if not one: 20 in "every 20 s"
	alts    []amount // other things that the same text may mean
	from    int      // tokens from … to-1
	to      int
}

func (a amount) bare() bool { return len(a.units) == 0 && !a.percent }

// counts reports whether the amount is so many of something, or so many per unit of time.
func (a amount) counts() bool {
	return !a.percent && a.per == 0 && a.nouns != "" && (a.dims() == noDims || a.dims() == perTime)
}

// rated reports whether the amount is so much per unit of time.
func (a amount) rated() bool { return a.dims()[dimTime] < 0 }

func (a amount) dims() dims {
	var d dims
	for _, f := range a.units {
		d[f.dim] += f.exp
	}
	return d
}

// unit returns the first factor of a dimension.
func (a amount) unit(d dim) (factor, bool) {
	for _, f := range a.units {
		if f.dim == d {
			return f, true
		}
	}
	return factor{}, false
}

// variants returns all that the amount may mean, the likeliest first.
func (a amount) variants() []amount {
	return append([]amount{a}, a.alts...)
}

// multiplied scales the numeral.
func (a *amount) multiplied(by float64) {
	a.lo, a.hi, a.step = a.lo*by, a.hi*by, a.step*by
	for i := range a.alts {
		a.alts[i].multiplied(by)
	}
}

// measured adds a factor to every meaning.
func (a *amount) measured(f factor) {
	a.units = append(slices.Clip(a.units), f)
	for i := range a.alts {
		a.alts[i].measured(f)
	}
}

// either makes copies of the amount that differ as the changes say; the first change is the likeliest.
func (a *amount) either(changes ...func(*amount)) {
	base := *a
	base.alts = nil
	all := make([]amount, len(changes))
	for i, change := range changes {
		all[i] = base
		change(&all[i])
	}
	*a = all[0]
	a.alts = append(a.alts, all[1:]...)
}

var (
	roughWords = set("about", "around", "roughly", "approximately", "approx", "circa", "ca", "some", "nearly", "almost", "abt", "perhaps", "maybe", "only", "just", "est", "like")
	boundWords = set("over", "under", "below", "above", "least", "most", "than", "max", "min", "maximum", "minimum", "within", "exceeding", "say", "to")
)

// prefix reads what stands before an amount: ~, about, at least.
func (p *parser) prefix(i int, a *amount) int {
	for range 4 {
		t := p.at(i)
		switch {
		case t.is("~", "≈"):
			a.rough = true
		case t.is("<", ">", "≤", "≥"):
			a.bound = true
		case t.kind == kindWord && roughWords[t.low]:
			a.rough = true
		case t.word("up", "at", "more", "less", "fewer", "no") && p.at(i+1).kind == kindWord && boundWords[p.at(i+1).low]:
			a.bound = true
			i++
		case t.kind == kindWord && boundWords[t.low] && t.low != "to":
			a.bound = true
		default:
			return i
		}
		i++
	}
	return i
}

// amount reads the amount that begins at token i, with its prefix, and returns where it ends.
func (p *parser) amount(i int) (amount, int, bool) {
	a := amount{from: i}
	j := p.prefix(i, &a)
	if p.at(j).word("us") && p.at(j+1).is("$") {
		j++
	}
	var currency *factor
	if t := p.at(j); t.kind == kindSymbol {
		f, ok := moneyUnits[t.text]
		if !ok {
			return a, i, false
		}
		currency = &f
		j++
	}
	j, ok := p.numeral(j, &a)
	if !ok {
		return a, i, false
	}
	if currency != nil {
		a.measured(*currency)
	}
	j, ok = p.unit(j, &a)
	if !ok {
		return a, i, false
	}
	j = p.suffix(j, &a)
	if p.at(i).word("over", "within") && a.dims() == inTime {
		a.bound = false // "orders over 2 h": how long, and not how long at least
	}
	if a.lo == 8 && len(a.units) == 1 && a.units[0].bits && a.units[0].scale == 0.125 {
		a.alts = append(a.alts, amount{lo: 8, hi: 8, digits: 1, step: 1}) // "× 8 bits": a conversion
	}
	if word, _, _ := strings.Cut(a.nouns, " "); word == "point" && a.bare() && len(a.alts) == 0 {
		points := a
		points.multiplied(0.01)
		points.percent = true
		a.alts = append(a.alts, points) // percentage points
	}
	for k := range a.alts {
		a.alts[k].from, a.alts[k].to = i, j
	}
	a.to = j
	return a, j, true
}

// numeral reads a number in digits or words, a range, and the magnitude.
func (p *parser) numeral(i int, a *amount) (int, bool) {
	t := p.at(i)
	if t.kind != kindNumber {
		return p.inWords(i, a)
	}
	if before := p.at(i - 1); i > 0 && t.glued && before.glued && (before.is("-", "+", "#", "§") || before.is("/") && p.at(i-2).kind == kindWord) &&
		p.at(i-2).kind == kindWord {
		return i, false // AES-256, us-east-1, n+50%
	}
	if before := p.at(i - 1); i > 0 && (before.is("#", "§") || before.kind == kindWord && labels[before.low] && !p.measures(i+1)) {
		return i, false // port 443
	}
	n := t.num
	a.lo, a.hi, a.digits, a.step = n.value, n.value, n.digits, n.step
	if n.alt != 0 {
		a.alts = append(a.alts, amount{lo: n.alt, hi: n.alt, digits: n.digits, step: n.step * 1000, rough: a.rough, bound: a.bound})
	}
	j := p.power(i+1, a)
	j = p.upper(j, a)
	if p.at(j).is("+") && p.at(j).glued && !p.at(j+1).glued && p.at(j+1).kind == kindWord {
		a.bound = true // 10+ nodes
		j++
	}
	return p.magnitude(j, a), true
}

// measures reports whether a unit stands at token i.
func (p *parser) measures(i int) bool {
	t := p.at(i)
	_, timed := timeUnits[t.low]
	return t.kind == kindWord && (timed || len(dataUnit(t.text)) > 0)
}

// labels are words whose number is a name and not a figure.
var labels = set("version", "v", "step", "phase", "port", "http", "tls", "rfc", "section", "chapter", "level", "type", "figure", "table",
	"page", "issue", "ipv", "layer", "route", "option", "tier", "part", "no", "nr", "appendix", "web", "base", "question", "problem")

// power reads "10^6", "3.5 × 10^12" and "2e9" as one numeral.
func (p *parser) power(i int, a *amount) int {
	exponent := func(j int) (float64, bool) {
		if !p.at(j).is("^") || p.at(j+1).kind != kindNumber && (!p.at(j+1).is("-") || p.at(j+2).kind != kindNumber) {
			return 0, false
		}
		if p.at(j + 1).is("-") {
			return -p.at(j + 2).num.value, true
		}
		return p.at(j + 1).num.value, true
	}
	width := func(j int) int {
		if p.at(j + 1).is("-") {
			return 3
		}
		return 2
	}
	if e, ok := exponent(i); ok && a.lo == 10 && len(a.alts) == 0 {
		a.lo, a.hi, a.step = power10(e), power10(e), power10(e)
		return i + width(i)
	}
	if t := p.at(i + 1); p.at(i).is("*") && t.kind == kindNumber && t.num.value == 10 && p.at(i-1).kind == kindNumber {
		if e, ok := exponent(i + 2); ok {
			a.multiplied(power10(e))
			return i + 2 + width(i+2)
		}
	}
	return i
}

// upper reads the second half of a range: "8–10", "5k-10k", "10 to 20".
func (p *parser) upper(i int, a *amount) int {
	first := i
	var low float64 = 1
	if m, ok := letters[p.at(i).text]; ok && p.at(i).kind == kindWord && p.at(i).glued {
		low, i = m, i+1
	}
	if p.at(i).is("%") {
		i++
	}
	dash, next := p.at(i), p.at(i+1)
	to := dash.word("to")
	if !to && !dash.is("..") && (!dash.is("-") || !dash.glued || !next.glued) || next.kind != kindNumber {
		return first
	}
	if to && p.at(a.from-1).word("from") {
		return first
	}
	hi := next.num.value
	if low == 1 && hi <= a.lo || hi > 1000*a.lo && low == 1 {
		return first
	}
	j := i + 2
	if m, ok := letters[p.at(j).text]; ok && p.at(j).kind == kindWord && p.at(j).glued && low != 1 {
		if hi*m <= a.lo*low {
			return first
		}
		a.lo, a.hi = a.lo*low, hi*m
		a.step = next.num.step * m
		a.bound = a.bound || to
		return j + 1
	}
	if low != 1 {
		return first
	}
	a.hi, a.bound = hi, a.bound || to
	return j
}

// magnitude reads "million", "k", "bn" behind a number. Letters that may be a unit instead leave both meanings.
func (p *parser) magnitude(i int, a *amount) int {
	for range 2 {
		m, ok := magnitudes[p.at(i).low]
		if !ok || p.at(i).kind != kindWord {
			break
		}
		a.multiplied(m)
		a.order = max(a.order, 1) * m
		i++
	}
	t := p.at(i)
	if t.kind != kindWord {
		return i
	}
	times := func(by float64) func(*amount) {
		return func(x *amount) {
			x.multiplied(by)
			x.order = by
		}
	}
	unit := func(f factor) func(*amount) { return func(x *amount) { x.measured(f) } }
	bytes := unit(factor{dimData, 1, 1, false, "B"})
	money := p.at(i-2).kind == kindSymbol && moneyUnits[p.at(i-2).text].scale > 0
	switch {
	case t.text == "B" && t.glued && !money:
		a.either(times(1e9), bytes)
	case t.text == "B" && !money:
		a.either(bytes, times(1e9))
	case t.text == "m" && t.glued && !money:
		a.either(times(1e6), unit(factor{dimTime, 1, minute, false, "min"}))
	case t.text == "m" && t.glued:
		times(1e6)(a)
	case t.text == "T" && !money:
		a.either(times(1e12), unit(factor{dimData, 1, 1e12, false, "TB"}))
	case t.text == "G":
		a.either(unit(factor{dimData, 1, 1e9, false, "GB"}), times(1e9))
	case letters[t.text] != 0 && (t.glued || t.text != "b" && t.text != "mm" && t.text != "Q"):
		times(letters[t.text])(a)
	default:
		return i
	}
	return i + 1
}

// inWords reads "two hundred", "a million", "half a million".
func (p *parser) inWords(i int, a *amount) (int, bool) {
	t := p.at(i)
	if t.kind != kindWord {
		return i, false
	}
	value, j := cardinals[t.low], i+1
	switch {
	case t.word("a", "an", "one") && magnitudes[p.at(i+1).low] != 0:
		value = 1
	case t.low == "half" && p.at(i+1).word("a") && magnitudes[p.at(i+2).low] != 0:
		value, j = 0.5, i+2
	case value == 0:
		return i, false
	case value >= 20 && value < 100:
		if unit := cardinals[p.at(j).low]; unit > 0 && unit < 10 {
			value, j = value+unit, j+1
		} else if p.at(j).is("-") && p.at(j).glued && cardinals[p.at(j+1).low] > 0 && cardinals[p.at(j+1).low] < 10 {
			value, j = value+cardinals[p.at(j+1).low], j+2
		}
	}
	a.lo, a.hi = value, value
	n := parseNumber(trimFloat(value))
	a.digits, a.step = n.digits, n.step
	return p.magnitude(j, a), true
}

// countNouns are short words that people glue to a number.
var countNouns = set("q", "req", "reqs", "request", "requests", "rows", "users", "msg", "msgs", "tx", "txn", "txns", "ops", "op", "qs", "ppl", "people", "writes", "reads")

// unit reads the unit right behind the number. It reports false if the number turns out to be part of a name: "4xlarge".
func (p *parser) unit(i int, a *amount) (int, bool) {
	t := p.at(i)
	if t.is("%") || t.word("percent", "pct") || t.word("per") && p.at(i+1).word("cent") {
		a.multiplied(0.01)
		a.percent = true
		if t.word("per") {
			i++
		}
		return i + 1, true
	}
	if t.kind != kindWord {
		return i, true
	}
	number := p.at(i-1).kind == kindNumber
	if alts := dataUnit(t.text); len(alts) > 0 {
		p.dataUnit(alts, i, a)
		return i + 1, true
	}
	if f, ok := timeUnits[t.low]; ok && (len(t.text) > 1 || t.text == t.low) {
		if next := p.at(i + 1); next.is("-") && next.glued && p.at(i+2).glued && p.at(i+2).kind == kindWord {
			return i, true // "10 day-old"
		}
		a.measured(f)
		return i + 1, true
	}
	if f, ok := rates[t.low]; ok {
		a.measured(f.inverse())
		a.nouns = t.low
		return i + 1, true
	}
	if f, ok := moneyUnits[t.low]; ok {
		a.measured(f)
		return i + 1, true
	}
	if !t.glued || !number && magnitudes[p.at(i-1).low] != 0 {
		return i, true
	}
	if m, rest := letters[t.text[:1]], t.low[1:]; m != 0 { // 5krps, 2Mreq/s
		if f, ok := rates[rest]; ok {
			a.multiplied(m)
			a.measured(f.inverse())
			return i + 1, true
		}
		if countNouns[rest] {
			a.multiplied(m)
			return i + 1, true
		}
	}
	return i, number && countNouns[t.low] || t.low == "x"
}

// dataUnit adds a unit of data in each of its meanings. Next to "/s" small letters lose their doubt: Gb/s is bits.
func (p *parser) dataUnit(alts []factor, i int, a *amount) {
	word := p.at(i).low
	perSecond := strings.HasSuffix(word, "ps")
	if p.at(i+1).is("/") && timeUnits[p.at(i+2).low].scale == 1 && alts[0].bits {
		alts = alts[:1]
	}
	changes := make([]func(*amount), len(alts))
	for k, f := range alts {
		changes[k] = func(x *amount) { x.measured(f) }
	}
	if len(a.alts) == 0 {
		a.either(changes...)
	} else {
		a.measured(alts[0])
	}
	if perSecond {
		a.measured(timeUnits["s"].inverse())
	}
}
