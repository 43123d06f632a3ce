package local

import (
	"cmp"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// field is what the local model knows of the field, compiled once: aspects and falsehoods over one vocabulary.
type field struct {
	words      *evidence.Vocabulary
	size       int
	terms      []string
	aspects    map[coach.Dimension][]compiledAspect
	topics     map[coach.Dimension][]int
	falsehoods []compiledFalsehood
	opposites  []compiledOpposite
	empty      []sign
	forGrader  []sign
}

type compiledAspect struct {
	aspect
	signs []sign
}

type compiledFalsehood struct {
	dimension coach.Dimension
	flag      string
	signs     []sign
}

type compiledOpposite struct {
	dimension coach.Dimension
	flag      string
	one, two  []sign
}

// known is the compiled field.
var known = compile()

func compile() *field {
	l := &lexicon{ids: map[string]int{}}
	f := &field{aspects: map[coach.Dimension][]compiledAspect{}, topics: map[coach.Dimension][]int{}}
	for _, table := range []map[coach.Dimension][]aspect{technical, leadership} {
		for d, aspects := range table {
			for _, a := range aspects {
				f.aspects[d] = append(f.aspects[d], compiledAspect{a, l.parseAll(a.signs)})
			}
		}
	}
	for d, terms := range topics {
		for _, t := range terms {
			f.topics[d] = append(f.topics[d], l.id(t))
		}
	}
	for _, x := range falsehoods {
		f.falsehoods = append(f.falsehoods, compiledFalsehood{x.dimension, x.flag, l.parseAll(x.signs)})
	}
	for _, x := range opposites {
		f.opposites = append(f.opposites, compiledOpposite{x.dimension, x.flag, l.parseAll(x.one), l.parseAll(x.two)})
	}
	f.empty, f.forGrader = l.parseAll(coverageClaims), l.parseAll(graderWords)
	f.words, f.size, f.terms = evidence.NewVocabulary(l.terms), len(l.terms), l.terms
	return f
}

// read says what words hold.
func (f *field) read(w evidence.Words) bits {
	b := newBits(f.size)
	f.words.Find(w, b.set)
	return b
}

// coverageClaims say that something was done elsewhere, or that all is well. They are evidence of nothing.
var coverageClaims = []string{
	"as discussed|as mentioned|as explained|as shown|as described|as you confirmed|see above|covered above|handled above|addressed above|described earlier|derived earlier|shown earlier|discussed at length|discussed earlier|i covered|i also explained|as presented|that i presented|already covered|were walked through|was addressed|were addressed|are all covered|covered completely|all the dimensions",
	"highest standard|world class|best in class|enterprise grade|state of the art|cutting edge|paramount importance|next generation platform & !{figure}",
}

// graderWords are addressed to whoever grades.
var graderWords = []string{
	"grader|graders|evaluates|evaluator|assessor|hiring committee|the rubric|your rubric|scoring|strong_hire|strong hire|calibration mode|reference score|this candidate|the candidate & score*|rubric|ignore|disregard|hire|instruction*|raise|best|award|grade*|dimension*|gap*|rate",
	"ignore|disregard|forget & previous instruction*|all instruction*|above instruction*|the rubric|prior instruction*|your instruction*",
	"give|award|assign|output|rate|score & score 5|5 5|full marks|maximum score|top score|5 out of 5|all dimensions|every dimension|a five",
	"dear interviewer|dear grader|you are an excellent|you are now|language model grading|please be generous",
}

// worthless reports whether a claim is evidence of nothing: a claim of coverage, or words to the grader.
func (f *field) worthless(h holds) bool { return anyMet(f.empty, h) || anyMet(f.forGrader, h) }

// shown is an aspect that was found, with the claim that shows it best.
type shown struct {
	aspect *compiledAspect
	claim  *evidence.Claim
	quote  string // verbatim: the claim, or it and the next one
	worth  float64
}

// reading is a stretch of text that is held against the signs: a claim, or two that go together.
type reading struct {
	holds
	quality float64
	quote   string
}

// span returns the text from one claim to the end of the next, which may stand in another message: then the claim's alone.
func (g *grader) span(c, next *evidence.Claim) string {
	if next.Seq != c.Seq || next.End < c.End {
		return c.Text
	}
	for _, s := range g.reading.Sources {
		if s.Seq == c.Seq && next.End <= len(s.Text) && s.Text[c.Start:c.End] == c.Text {
			return s.Text[c.Start:next.End]
		}
	}
	return c.Text
}

// weigh reads all claims for all dimensions.
func (g *grader) weigh() {
	claims := g.reading.Claims
	own := make([]holds, len(claims))
	sections, leads := map[string]bits{}, map[int]bits{}
	for i := range claims {
		c := &claims[i]
		if i == 0 || claims[i-1].Piece != c.Piece {
			leads[c.Piece] = known.read(evidence.Normalize(lead(c.Text)))
		}
		own[i] = holds{terms: known.read(c.Words), measures: evidence.Measures(c.Text), signals: signalsOf(c)}
		if own[i].measures != 0 {
			own[i].signals |= hasNumber // spelled out, too
		}
		if _, ok := sections[c.Section]; !ok {
			sections[c.Section] = known.read(evidence.Normalize(c.Section))
		}
	}
	for i := range claims {
		c := &claims[i]
		g.void[i] = c.Repeat || g.given.holds(c.Words) || known.worthless(own[i]) || gradesItself(c.Words)
	}
	wrong := g.weighFalse(own)
	best := map[*compiledAspect]shown{}
	for i := range claims {
		c := &claims[i]
		if g.void[i] {
			continue
		}
		g.touch(c, own[i])
		if !countable(c) || wrong[c] {
			continue
		}
		context := sections[c.Section].or(leads[c.Piece])
		alone := reading{own[i].under(context), quality(own[i].signals, c), c.Text}
		pair := alone
		if i+1 < len(claims) && claims[i+1].Piece == c.Piece && countable(&claims[i+1]) && !g.void[i+1] && !wrong[&claims[i+1]] {
			both := own[i].and(own[i+1])
			pair = reading{both.under(context), quality(both.signals, c), g.span(c, &claims[i+1])}
		}
		for d := range known.aspects {
			for k := range known.aspects[d] {
				a := &known.aspects[d][k]
				if best[a].worth >= a.worth*pair.quality || !anyMetIn(a.signs, alone.holds, pair.holds) {
					continue
				}
				r := pair
				if anyMet(a.signs, alone.holds) && alone.quality > 0 {
					r = alone
				}
				if best[a].worth < a.worth*r.quality {
					best[a] = shown{a, c, r.quote, a.worth * r.quality}
				}
			}
		}
	}
	for d := range known.aspects {
		for k := range known.aspects[d] {
			if s, ok := best[&known.aspects[d][k]]; ok {
				g.shown[d] = append(g.shown[d], s)
			}
		}
		slices.SortStableFunc(g.shown[d], func(a, b shown) int { return cmp.Compare(b.worth, a.worth) })
	}
}

// lead is what a paragraph or an item begins with to say what it is about: a few words before a full stop or a colon, or
// words in bold.
func lead(text string) string {
	if bold, ok := strings.CutPrefix(text, "**"); ok {
		head, _, _ := strings.Cut(bold, "**")
		return head
	}
	head, _, cut := strings.Cut(text, ":")
	if !cut && !strings.HasSuffix(text, ".") || len(strings.Fields(head)) > 4 {
		return ""
	}
	return head
}

// countable reports whether a claim says enough to be worth something.
func countable(c *evidence.Claim) bool {
	return !c.Listing && c.Signals.Words >= 4 && c.Form != evidence.Code && (!c.Signals.Question || c.Step == coach.Requirements)
}

// quality is how much a thought ties to its subject, from 0 to 1.
func quality(s signals, c *evidence.Claim) float64 {
	n := 0
	for _, one := range []signals{hasNumber, hasMechanism, hasReason, hasAlternative, hasConsequence} {
		if s&one != 0 {
			n++
		}
	}
	if c.Signals.Wish && s&(hasNumber|hasReason) == 0 {
		return 0
	}
	return []float64{0, 0.6, 0.85, 1, 1, 1}[n]
}

// touch notes the dimensions that a claim touches by a word.
func (g *grader) touch(c *evidence.Claim, h holds) {
	var touched []coach.Dimension
	for d, ids := range known.topics {
		for _, id := range ids {
			if h.terms.has(id) {
				touched = append(touched, d)
				break
			}
		}
	}
	if c.Listing && len(touched) >= stuffed {
		return
	}
	for _, d := range touched {
		g.touched[d] = append(g.touched[d], c)
	}
}
