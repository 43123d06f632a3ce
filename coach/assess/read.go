package assess

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/diagram"
	"github.com/interviewcoach/interviewcoach/coach/estimate"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// Sources returns what the candidate said, in one step or, with "", in all, and the whiteboard as it stands if it was last
// changed there.
func Sources(iv coach.Interview, s coach.Step) []evidence.Source {
	var sources []evidence.Source
	for _, u := range iv.CandidateWords(s) {
		sources = append(sources, evidence.Source{Seq: u.Seq, Step: u.Step, Text: u.Text})
	}
	if iv.Board.Source != "" && (s == "" || iv.Board.Step == s) {
		text := iv.Board.Source
		if iv.Board.Format == "mermaid" {
			text = "```mermaid\n" + text + "\n```"
		}
		sources = append(sources, evidence.Source{Seq: iv.Board.Seq, Step: iv.Board.Step, Text: text})
	}
	return sources
}

// said returns both speakers' words of a step.
func said(iv coach.Interview, s coach.Step) []coach.Utterance {
	var out []coach.Utterance
	for _, u := range iv.Said {
		if u.Step == s {
			out = append(out, u)
		}
	}
	return out
}

// Points says which key points were found in what was read.
func Points(reading *evidence.Reading, points []coach.KeyPoint) []prompts.Point {
	out := make([]prompts.Point, len(points))
	for i, k := range points {
		found, ok := reading.Covers(k)
		out[i] = prompts.Point{KeyPoint: k, Covered: ok, Quote: found.Quote, Seq: found.Seq}
	}
	return out
}

// gross is the factor from which a slip misleads a design: the rubric says ten, and nine and a half is written as ten.
const gross = 9.5

// Sums finds the arithmetic in a text and recomputes it.
func Sums(text string) []coach.Sum {
	var sums []coach.Sum
	for _, f := range estimate.Check(text) {
		misleads := !f.OK && (f.Ratio >= gross || f.Ratio <= 1/gross)
		sums = append(sums, coach.Sum{Quote: f.Quote, Claimed: f.Claimed, Computed: f.Computed, OK: f.OK, Why: f.Why, Gross: misleads})
	}
	return sums
}

func sumsOf(sources []evidence.Source) []coach.Sum {
	sums := []coach.Sum{}
	seen := map[string]bool{}
	for _, s := range sources {
		for _, sum := range Sums(s.Text) {
			if !seen[sum.Quote] {
				seen[sum.Quote] = true
				sums = append(sums, sum)
			}
		}
	}
	for i := range sums {
		sums[i].Corrected = !sums[i].OK && slices.ContainsFunc(sums[i+1:], func(later coach.Sum) bool {
			return later.OK && leftSide(later.Quote) == leftSide(sums[i].Quote)
		})
	}
	leanings(sums, sources)
	return sums
}

// leftSide is what a sum adds up, without what it comes to.
func leftSide(quote string) string {
	left, _, _ := strings.Cut(quote, "=")
	left, _, _ = strings.Cut(left, "≈")
	left, _, _ = strings.Cut(left, " is ")
	return strings.Join(strings.Fields(left), " ")
}

// Picture says what is worth asking about in an interview's whiteboard and in the drawings in what was said, in
// sentences. It is empty while nothing is drawn or nothing is to be said of it.
func Picture(iv coach.Interview) []string {
	var drawn []drawing
	var words strings.Builder
	for _, u := range iv.CandidateWords("") {
		drawn = append(drawn, drawings(u.Text)...)
		words.WriteString(u.Text + "\n")
	}
	if iv.Board.Source != "" {
		drawn = append(drawn, drawing{iv.Board.Format, iv.Board.Source})
	}
	if len(drawn) > 0 { // the newest drawing is what stands
		drawn = drawn[len(drawn)-1:]
	}
	return pictureOf(words.String(), drawn...)
}

type drawing struct{ format, source string }

// drawings takes the Mermaid fences out of a text.
func drawings(text string) []drawing {
	var out []drawing
	for _, source := range diagram.Mermaid(text) {
		out = append(out, drawing{"mermaid", source})
	}
	return out
}

// maxPicture bounds what is said of drawings, the most important findings first.
const maxPicture = 8

// pictureOf says what drawings show, each by itself, and what the words rely on that none of them has.
func pictureOf(words string, drawn ...drawing) []string {
	var out []string
	var all diagram.Graph
	for _, d := range drawn {
		g, err := diagram.Parse(d.format, d.source)
		if err != nil {
			out = append(out, fmt.Sprintf("The drawing could not be read: %v.", err))
			continue
		}
		for _, f := range diagram.Inspect(g) {
			out = append(out, f.Why)
		}
		all.Nodes, all.Edges = append(all.Nodes, g.Nodes...), append(all.Edges, g.Edges...)
	}
	for _, f := range diagram.Missing(all, words) {
		out = append(out, f.Why)
	}
	if len(out) > maxPicture {
		out = out[:maxPicture]
	}
	return out
}
