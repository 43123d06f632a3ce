package local

import (
	"slices"
	"strings"
	"unicode"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// handout is what was there before the candidate said anything: the problem's statement and notes, the passages of the guides,
// the rubric. Who repeats it has said nothing.
type handout struct {
	words     evidence.Words
	sentences map[evidence.Words]bool
}

func given(in prompts.Report) handout {
	var b strings.Builder
	add := func(texts ...string) {
		for _, t := range texts {
			b.WriteString(t)
			b.WriteString("\n\n")
		}
	}
	add(in.Problem.Prompt, in.Rubric)
	for _, k := range in.Problem.KeyPoints {
		add(k.Point, k.Probe, k.Hint)
	}
	for _, p := range in.Problem.Probes {
		add(p.Text)
	}
	for _, f := range in.Problem.RedFlags {
		add(f.Flag)
	}
	for _, f := range in.Problem.Figures {
		add(f.Meaning)
	}
	if c := in.Problem.Change; c != nil {
		add(c.Text, c.GoodReaction)
	}
	for _, passages := range in.Passages {
		for _, p := range passages {
			add(p.Text)
		}
	}
	h := handout{words: evidence.Normalize(b.String()), sentences: map[evidence.Words]bool{}}
	for _, t := range evidence.Thoughts(b.String()) {
		h.sentences[evidence.Normalize(t.Text)] = true
	}
	return h
}

// holds reports whether a claim only repeats what was given, as a whole sentence or a longer part of one.
func (h handout) holds(w evidence.Words) bool {
	return h.sentences[w] && w.Number() >= 2 || w.Number() >= 6 && strings.Contains(string(h.words), string(w))
}

// disown takes back the points that rest on words which are evidence of nothing.
func (g *grader) disown() {
	g.in.Points = slices.Clone(g.in.Points)
	for i := range g.in.Points {
		p := &g.in.Points[i]
		if !p.Covered {
			continue
		}
		void, stands := false, false
		for k := range g.reading.Claims {
			if c := &g.reading.Claims[k]; c.Seq == p.Seq && strings.HasPrefix(p.Quote, c.Text) {
				void, stands = void || g.void[k], stands || !g.void[k]
			}
		}
		if void && !stands {
			p.Covered, p.Quote, p.Seq = false, "", 0
		}
	}
}

// names are what the dimensions are called, in the form of words.
var names = func() []string {
	var out []string
	for _, d := range coach.Dimensions() {
		out = append(out, string(evidence.Normalize(d.Title())), string(evidence.Normalize(strings.ReplaceAll(string(d), "_", " "))))
	}
	return append(out, " gathers requirements ", " makes trade offs ", " handles ambiguity ", " considers costs ", " plans for growth ", " overall ", " verdict ", " score ", " points ", " rating ")
}()

// gradesItself reports whether a claim is a grade that the candidate wrote: names of dimensions, figures, and nothing else.
func gradesItself(w evidence.Words) bool {
	rest, named := string(w), false
	for _, n := range names {
		if strings.Contains(rest, n) {
			named = true
			rest = strings.ReplaceAll(rest, n, " ")
		}
	}
	for _, word := range strings.Fields(rest) {
		if !strings.ContainsFunc(word, unicode.IsDigit) && !verdictWords[word] {
			return false
		}
	}
	return named && strings.ContainsFunc(rest, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsLetter(r) })
}

var verdictWords = words("of out hire strong strong_hire lean and full marks max maximum is all in dimensions every dimension excellent outstanding perfect best")

// stuffed is how many dimensions a listing may touch before it says nothing in any.
const stuffed = 4
