package local

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// judge grades a whole answer.
func judge(in prompts.Report) prompts.Judgement {
	g := newGrader(in)
	j := prompts.Judgement{Checklist: g.checklist(), RedFlags: g.redFlags()}
	for _, d := range coach.Dimensions() {
		j.Scores = append(j.Scores, g.score(d))
	}
	j.Moments = g.moments(j.Scores, j.RedFlags)
	j.Summary = g.summary(j)
	return j
}

// grader is an answer that was read, with what each dimension found in it.
type grader struct {
	in      prompts.Report
	reading *evidence.Reading
	given   handout      // what the candidate was given, and is not his
	void    map[int]bool // claims that are evidence of nothing
	touched map[coach.Dimension][]*evidence.Claim
	shown   map[coach.Dimension][]shown
	wrong   []mistake
	most    int     // the highest score there can be
	mean    float64 // of all dimensions, before rounding
}

func newGrader(in prompts.Report) *grader {
	var sources []evidence.Source
	for _, u := range in.Said {
		sources = append(sources, evidence.Source{Seq: u.Seq, Step: u.Step, Text: u.Text})
	}
	g := &grader{
		in: in, reading: evidence.Read(sources...), void: map[int]bool{},
		touched: map[coach.Dimension][]*evidence.Claim{}, shown: map[coach.Dimension][]shown{},
	}
	g.given = given(in)
	g.weigh()
	g.disown()
	g.most = g.limit()
	for _, d := range coach.Dimensions() {
		g.mean += g.scaled(d) / float64(len(coach.Dimensions()))
	}
	return g
}

// score judges one dimension.
func (g *grader) score(d coach.Dimension) prompts.Claim {
	c := prompts.Claim{Dimension: d, Evidence: []coach.Evidence{}, Citations: []string{}, Missing: []string{}}
	c.Score = g.level(d)
	if d == coach.Scale && slices.ContainsFunc(g.in.Sums, func(s coach.Sum) bool { return s.Gross && !s.Corrected }) {
		c.Score = min(c.Score, 2) // house rule 8 of the rubric
	}
	for _, s := range g.shown[d] {
		if len(c.Evidence) < 3 && !quoted(c.Evidence, s.quote) {
			c.Evidence = append(c.Evidence, coach.Evidence{Quote: s.quote, Seq: s.claim.Seq})
		}
	}
	for _, p := range g.in.Points {
		if p.Dimension == d && p.Covered && len(c.Evidence) < 3 && !quoted(c.Evidence, p.Quote) {
			c.Evidence = append(c.Evidence, coach.Evidence{Quote: p.Quote, Seq: p.Seq})
		}
		if p.Dimension == d && !p.Covered && len(c.Missing) < 3 {
			c.Missing = append(c.Missing, p.Point)
			if c.Advice == "" {
				c.Advice = sentence(p.Hint)
			}
		}
	}
	if c.Score > 1 && len(c.Evidence) == 0 {
		c.Score = 1
	}
	for _, p := range g.in.Passages[d] {
		if len(c.Citations) < 2 {
			c.Citations = append(c.Citations, p.ID)
		}
	}
	if c.Advice == "" {
		c.Advice = general[d]
	}
	return c
}

func quoted(evidence []coach.Evidence, quote string) bool {
	return slices.ContainsFunc(evidence, func(e coach.Evidence) bool {
		return strings.Contains(e.Quote, quote) || strings.Contains(quote, e.Quote)
	})
}

// made counts the key points of a dimension that were made, and all of them.
func (g *grader) made(d coach.Dimension) (made, all int) {
	for _, p := range g.in.Points {
		if p.Dimension != d {
			continue
		}
		all++
		if p.Covered {
			made++
		}
	}
	return made, all
}

// halo is how much of a score comes from the reading of all dimensions: a dimension alone is read with some noise, and
// who reasons well in ten of them seldom stops at the eleventh.
const halo = 0.2

// level turns what was shown in a dimension into a score: 0 where nothing touches it, 1 where no more than names do, and
// from there by how much of the dimension was shown.
func (g *grader) level(d coach.Dimension) int {
	if len(g.touched[d]) == 0 && g.raw(d) == 0 {
		return 0
	}
	x := (1-halo)*g.scaled(d) + halo*g.mean
	return min(max(int(math.Round(x)), 1), g.most)
}

// scaled is what was shown in a dimension on the scale of scores, before rounding.
func (g *grader) scaled(d coach.Dimension) float64 {
	return min(max(scales[d].at(g.raw(d)), lowest), highest)
}

// Between these a reading may move the mean of all.
const (
	lowest  = 0.5
	highest = 5.2
)

// again is what the first, second and further things are worth that one thought shows in a dimension.
var again = []float64{1, 0.85, 0.7, 0.5}

// raw is what was shown in a dimension, before it is brought to the scale of scores.
func (g *grader) raw(d coach.Dimension) float64 {
	x := 0.0
	said := map[*evidence.Claim]int{}
	for _, s := range g.shown[d] { // best first
		x += s.worth * again[min(said[s.claim], len(again)-1)]
		said[s.claim]++
	}
	if made, all := g.made(d); all > 0 {
		x += 2 * float64(made) / float64(all+1) // where one point is all there is, it is not the whole of a dimension
	}
	for _, m := range g.wrong {
		if m.dimension == d {
			x--
		}
		if d == coach.AreRightALot { // whatever is wrong, somebody was wrong
			x -= 0.5
		}
	}
	return max(x, 0)
}

// scale brings what was shown to a score.
type scale struct{ from, slope float64 }

func (s scale) at(x float64) float64 { return s.from + s.slope*x }

// scales were fitted by least squares to designs that people labelled, the spread of the labels kept.
var scales = map[coach.Dimension]scale{
	coach.Scale:             {0.79, 0.39},
	coach.Reliability:       {0.79, 0.34},
	coach.Performance:       {0.55, 0.40},
	coach.Cost:              {0.84, 0.56},
	coach.Security:          {0.80, 0.44},
	coach.Operability:       {1.00, 0.39},
	coach.CustomerObsession: {0.41, 0.64},
	coach.AreRightALot:      {1.06, 0.52},
	coach.BiasForAction:     {0.81, 0.67},
	coach.Frugality:         {0.84, 0.71},
	coach.ThinkBig:          {0.72, 0.66},
}

// general is advice for a dimension where the problem has no point left to recommend.
var general = map[coach.Dimension]string{
	coach.Scale:             "Say the load and the data in numbers, name the resource that binds, and size the design from it.",
	coach.Reliability:       "Go through the parts one by one: what happens when it fails, who notices, and what is lost.",
	coach.Performance:       "Give a target at a percentile, split it over the hops, and say what achieves it.",
	coach.Cost:              "Name the two largest lines of the monthly bill and one lever on each.",
	coach.Security:          "Name who would attack this and how, then close those paths.",
	coach.Operability:       "Say which number wakes somebody up, at which threshold, and how a bad release is rolled back.",
	coach.CustomerObsession: "Say who uses it and what hurts them, and let one choice follow from it.",
	coach.AreRightALot:      "For each main choice name the alternative, what it would have cost, and what would change your mind.",
	coach.BiasForAction:     "State assumptions and act on them; cut a first version with an exit test.",
	coach.Frugality:         "Say what you leave out or reuse, with the figure that makes it right.",
	coach.ThinkBig:          "Say what breaks next at ten times the load, and what this enables for others in some years.",
}

// moments are what decided the verdict: the best evidence of the best dimension, and the claim or gap of the worst.
func (g *grader) moments(scores []prompts.Claim, flags []coach.RedFlag) []coach.Moment {
	byScore := slices.Clone(scores)
	slices.SortStableFunc(byScore, func(a, b prompts.Claim) int { return cmp.Compare(b.Score, a.Score) })
	out := []coach.Moment{}
	for _, c := range byScore[:2] {
		if c.Score >= 2 && len(c.Evidence) > 0 && (len(out) == 0 || out[0].Quote != c.Evidence[0].Quote) {
			e := c.Evidence[0]
			out = append(out, coach.Moment{Quote: e.Quote, Seq: e.Seq, Effect: "raised", Dimension: c.Dimension,
				Why: fmt.Sprintf("It carries %s: what was done is tied to a reason or a number.", strings.ToLower(c.Dimension.Title()))})
		}
	}
	for _, f := range flags {
		if f.Quote != "" && len(out) < 3 {
			if seq, ok := g.seqOf(f.Quote); ok {
				out = append(out, coach.Moment{Quote: f.Quote, Seq: seq, Effect: "lowered", Dimension: f.Dimension, Why: f.Flag})
				break
			}
		}
	}
	for _, s := range g.in.Sums {
		if !s.OK && !s.Corrected && len(out) < 3 {
			if seq, ok := g.seqOf(s.Quote); ok {
				out = append(out, coach.Moment{Quote: s.Quote, Seq: seq, Effect: "lowered", Dimension: coach.Scale,
					Why: "The sum comes to " + s.Computed + ", and a design that rests on it does not hold."})
				break
			}
		}
	}
	for _, c := range slices.Backward(byScore) {
		if len(out) > 0 {
			break
		}
		if found := g.touched[c.Dimension]; len(found) > 0 && len(g.shown[c.Dimension]) == 0 {
			out = append(out, coach.Moment{Quote: found[0].Text, Seq: found[0].Seq, Effect: "lowered", Dimension: c.Dimension,
				Why: "It names the subject without a mechanism, a reason or a number."})
		}
	}
	return out
}

func (g *grader) seqOf(quote string) (int64, bool) {
	for _, s := range g.reading.Sources {
		if _, ok := evidence.Find(s.Text, quote); ok {
			return s.Seq, true
		}
	}
	return 0, false
}

func (g *grader) summary(j prompts.Judgement) string {
	best, worst := j.Scores[0], j.Scores[0]
	for _, c := range j.Scores {
		if c.Score > best.Score {
			best = c
		}
		if c.Score < worst.Score {
			worst = c
		}
	}
	made := 0
	for _, p := range g.in.Points {
		if p.Covered {
			made++
		}
	}
	covered := 0
	for _, m := range j.Checklist {
		if m.Covered {
			covered++
		}
	}
	touched := fmt.Sprintf("%d of the ten points", covered)
	if covered == len(j.Checklist) {
		touched = "all ten points"
	}
	text := fmt.Sprintf("%d of the %d points that a good answer to %s contains were made, and %s of the checklist were touched. ",
		made, len(g.in.Points), g.in.Problem.Title, touched)
	if best.Score >= 2 {
		text += fmt.Sprintf("Strongest was %s (%d of %d). ", strings.ToLower(best.Dimension.Title()), best.Score, coach.MaxScore)
	}
	text += fmt.Sprintf("Weakest was %s (%d): %s", strings.ToLower(worst.Dimension.Title()), worst.Score, worst.Advice)
	return text
}
