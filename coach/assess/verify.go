package assess

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// verifier holds a judgement against what the candidate wrote and the passages that were given.
type verifier struct {
	sources   []evidence.Source
	reading   *evidence.Reading
	addressed []string // paragraphs that speak to the grader
	passages  map[string]coach.Passage
	dropped   int
	notJudged []string
}

func newVerifier(c answer, reading *evidence.Reading, given map[coach.Dimension][]coach.Passage) *verifier {
	v := &verifier{sources: c.sources, reading: reading, addressed: addressed(c.sources), passages: map[string]coach.Passage{}}
	for _, ps := range given {
		for _, p := range ps {
			v.passages[p.ID] = p
		}
	}
	return v
}

// quote finds a quote in the candidate's words, in the named event first. It returns the words as they stand there, and where.
func (v *verifier) quote(text string, seq int64) (string, int64, bool) {
	for _, same := range []bool{true, false} {
		for _, s := range v.sources {
			if (s.Seq == seq) != same {
				continue
			}
			if found, ok := evidence.Find(s.Text, text); ok {
				return found, s.Seq, true
			}
		}
	}
	return "", 0, false
}

// maxFaults is how many reasons a model is given at once: more would be noise.
const maxFaults = 12

// faults lists what is wrong with a judgement, in sentences for the model that made it.
func (v *verifier) faults(j prompts.Judgement) []string {
	var out []string
	add := func(format string, args ...any) {
		if len(out) < maxFaults {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	judged := map[coach.Dimension]bool{}
	for _, c := range j.Scores {
		if !c.Dimension.Valid() {
			add("%q is not a dimension", c.Dimension)
			continue
		}
		judged[c.Dimension] = true
		if c.Score < 0 || c.Score > coach.MaxScore {
			add("%s: the score %d is not from 0 to %d", c.Dimension, c.Score, coach.MaxScore)
		}
		for _, e := range c.Evidence {
			if v.bidding(e.Quote) {
				add("%s: words to the grader are no evidence: %q", c.Dimension, clip(e.Quote))
			} else if _, _, ok := v.quote(e.Quote, e.Seq); !ok {
				add("%s: this quote does not stand in the candidate's words: %q", c.Dimension, clip(e.Quote))
			}
		}
		for _, id := range c.Citations {
			if _, ok := v.passages[id]; !ok {
				add("%s: there is no passage %q among those given", c.Dimension, clip(id))
			}
		}
		if c.Score > 1 && len(c.Evidence) == 0 {
			add("%s: a score of %d needs a quote", c.Dimension, c.Score)
		}
	}
	for _, d := range coach.Dimensions() {
		if !judged[d] {
			add("%s is not judged", d)
		}
	}
	for _, m := range j.Moments {
		if _, _, ok := v.quote(m.Quote, m.Seq); !ok {
			add("moments: this quote does not stand in the candidate's words: %q", clip(m.Quote))
		}
	}
	for _, f := range j.RedFlags {
		if _, _, ok := v.quote(f.Quote, 0); f.Quote != "" && !ok {
			add("red_flags: this quote does not stand in the candidate's words: %q", clip(f.Quote))
		}
	}
	return out
}

func clip(s string) string {
	r := []rune(s)
	if len(r) > 160 {
		return string(r[:160]) + "…"
	}
	return s
}

// settle keeps of a judgement what holds, and counts what doesn't.
func (v *verifier) settle(j prompts.Judgement, in prompts.Report) coach.Report {
	r := coach.Report{RedFlags: []coach.RedFlag{}, Moments: []coach.Moment{}}
	for _, d := range coach.Dimensions() {
		i := slices.IndexFunc(j.Scores, func(c prompts.Claim) bool { return c.Dimension == d })
		if i < 0 {
			r.Scores = append(r.Scores, coach.Score{
				Dimension: d, Evidence: []coach.Evidence{}, Citations: []coach.Citation{}, Missing: []string{}, Advice: "",
				NotJudged: len(v.sources) > 0,
			})
			if len(v.sources) > 0 {
				v.notJudged = append(v.notJudged, string(d))
			}
			continue
		}
		r.Scores = append(r.Scores, v.score(j.Scores[i]))
	}
	r.Checklist = v.checklist(j.Checklist)
	for _, f := range j.RedFlags {
		if found, _, ok := v.quote(f.Quote, 0); ok {
			f.Quote = found
		} else if f.Quote != "" {
			v.dropped++
			continue
		}
		if f.Kind = ""; f.Dimension == coach.Frugality && f.Quote != "" { // what a debrief holds against thrift is excess
			f.Kind = coach.FlagExcess
		}
		if f.Dimension.Valid() && strings.TrimSpace(f.Flag) != "" {
			r.RedFlags = append(r.RedFlags, f)
		}
	}
	for _, m := range j.Moments {
		found, seq, ok := v.quote(m.Quote, m.Seq)
		if !ok || !m.Dimension.Valid() || (m.Effect != "raised" && m.Effect != "lowered") {
			v.dropped++
			continue
		}
		if m.Quote, m.Seq = found, seq; len(r.Moments) < 3 {
			r.Moments = append(r.Moments, m)
		}
	}
	if f, ok := excess(v.reading); ok && !slices.ContainsFunc(r.RedFlags, func(f coach.RedFlag) bool { return f.Kind == coach.FlagExcess }) {
		r.RedFlags = append(r.RedFlags, f)
	}
	holdByArithmetic(&r, in.Sums)
	holdByExcess(&r)
	return r
}

func (v *verifier) score(c prompts.Claim) coach.Score {
	s := coach.Score{
		Dimension: c.Dimension, Score: min(max(c.Score, 0), coach.MaxScore),
		Evidence: []coach.Evidence{}, Citations: []coach.Citation{}, Missing: []string{}, Advice: strings.TrimSpace(c.Advice),
	}
	for _, e := range c.Evidence {
		found, seq, ok := v.quote(e.Quote, e.Seq)
		if !ok || v.bidding(e.Quote) {
			v.dropped++
			continue
		}
		s.Evidence = append(s.Evidence, coach.Evidence{Quote: found, Seq: seq})
	}
	for _, id := range c.Citations {
		p, ok := v.passages[id]
		if !ok {
			v.dropped++
			continue
		}
		s.Citations = append(s.Citations, p.Cite())
	}
	for _, m := range c.Missing {
		if m = strings.TrimSpace(m); m != "" {
			s.Missing = append(s.Missing, m)
		}
	}
	if s.Score > 1 && len(s.Evidence) == 0 {
		s.Score = 1
	}
	return s
}

func (v *verifier) checklist(marks []coach.ChecklistMark) []coach.ChecklistMark {
	out := make([]coach.ChecklistMark, 0, 10)
	for _, item := range coach.Checklist() {
		mark := coach.ChecklistMark{Item: item}
		for _, m := range marks {
			if m.Item != item || !m.Covered {
				continue
			}
			if found, _, ok := v.quote(m.Quote, 0); ok && !v.bidding(m.Quote) {
				mark.Covered, mark.Quote = true, found
			} else {
				v.dropped++
			}
		}
		out = append(out, mark)
	}
	return out
}

// holdByArithmetic applies the rubric's rule on wrong sums where the model did not: a slip of ten times or more that the
// design leans on holds scale to at most 2, and one that nothing leans on keeps it from the best score.
func holdByArithmetic(r *coach.Report, sums []coach.Sum) {
	for _, s := range sums {
		if s.OK || !s.Gross || s.Corrected {
			continue
		}
		most := coach.MaxScore - 1
		if s.LeanedOn {
			most = 2
		}
		holdTo(r, coach.Scale, most, "Capacity figures that hold: "+s.Quote+" comes to "+s.Computed+".")
	}
}

// holdByExcess holds cost and frugality to at most 2 where machinery that the stated load does not need was quoted: over-engineering
// is a fault of thrift, and of nothing else.
func holdByExcess(r *coach.Report) {
	for _, f := range r.RedFlags {
		if f.Kind == coach.FlagExcess {
			holdTo(r, f.Dimension, 2, "A size that fits the load: "+f.Flag)
		}
	}
}

func holdTo(r *coach.Report, d coach.Dimension, most int, missing string) {
	for i := range r.Scores {
		if s := &r.Scores[i]; s.Dimension == d && s.Score > most {
			s.Score = most
			s.Missing = append(s.Missing, missing)
		}
	}
}
