package estimate

// relatives are words that tie a figure to what stands before it.
var relatives = map[string]relation{
	"is": relIs, "are": relIs, "was": relIs, "be": relIs, "equals": relIs, "equal": relIs, "gives": relIs, "give": relIs, "giving": relIs, "makes": relIs, "make": relIs, "yields": relIs,
	"yield": relIs, "that's": relIs, "thats": relIs, "it's": relIs, "comes": relIs, "works": relIs, "adds": relIs, "amounts": relIs,
	"totals": relIs, "totalling": relIs, "translates": relIs, "becomes": relIs, "makes.": relIs,
	"so": relSo, "thus": relSo, "hence": relSo, "therefore": relSo, "means": relSo, "meaning": relSo, "i.e": relSo, "ie": relSo,
	"or": relSo, "requires": relSo, "require": relSo, "needs": relSo, "need": relSo, "results": relSo, "leads": relSo, "takes": relSo, "drains": relSo, "lasts": relSo, "finishes": relSo, "completes": relSo, "which": relNone, "that": relNone,
}

// fillers are words that may stand between the tie and the figure.
var fillers = set("we", "we'd", "we'll", "i", "you", "get", "have", "a", "an", "total", "of", "to", "at", "in", "into", "would", "will", "be", "out", "up", "the", "also",
	"then", "it", "this", "that", "which", "still", "already", "again", "need", "needs", "must", "store", "already", "end", "see", "expect", "got", "have", "even")

// relation reads what ties the segment before token i to the one behind it, and where that begins. After an expression a
// colon and "about" will do.
func (p *parser) relation(i int, computed bool) (relation, int) {
	rel := relNone
	j := i
	if p.at(j).is(",", ";", ")") {
		j++
	}
	for range 8 {
		t := p.at(j)
		if rel != relNone && p.begins(j) {
			return rel, j
		}
		switch {
		case t.is("=") || t.is("#") && p.code:
			rel = relEqual
		case t.is("≈") || t.is("~") && rel == relNone && (computed || !t.glued):
			if rel == relNone {
				rel = relApprox
			}
		case t.is("~"):
		case t.is("->") && rel == relNone:
			rel = relArrow
		case t.is(":") && rel == relNone && computed && j == i:
			rel = relColon
		case t.kind == kindWord && relatives[t.low] != relNone:
			if rel == relNone {
				rel = relatives[t.low]
			}
		case computed && rel == relNone && t.word("has", "have", "holds", "hold"):
			rel = relIs
		case t.kind == kindWord && computed && rel == relNone && roughWords[t.low] && t.low != "just" && t.low != "only" && t.low != "some":
			rel = relIs
		case t.kind == kindWord && fillers[t.low] && (rel != relNone || t.word("which", "that", "this", "it", "we", "then")):
		default:
			return relNone, i
		}
		j++
	}
	return relNone, i
}

// begins reports whether an expression may begin at token i.
func (p *parser) begins(i int) bool {
	t := p.at(i)
	switch {
	case t.is("(", "[", "*", "√"):
		return true
	case t.word("x", "times", "/") && p.quantity(i+1):
		return true
	}
	if _, _, ok := p.amount(i); ok {
		return true
	}
	if t.kind != kindWord || fillers[t.low] || relatives[t.low] != relNone {
		return false
	}
	if n, _ := p.named(i); n != nil {
		return true
	}
	next := p.at(i + 1)
	return next.is("*", "^") || next.is("/") && !next.glued || p.code && next.is("/", "+", "-") || p.at(i+1).is("=")
}
