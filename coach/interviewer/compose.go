package interviewer

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/assess"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// passagesPerTurn is how many passages stand behind a turn: enough for a choice, few enough to be read. They are chosen
// from passagesFound, so that the problem's own reading comes before what merely sounds like the question.
const (
	passagesPerTurn = 3
	passagesFound   = 8
)

// compose gathers what the interviewer knows when it is their turn.
func (r *room) compose(ctx context.Context, iv coach.Interview, w coach.Work) (prompts.Turn, error) {
	p, err := r.Problems.Problem(iv.Problem)
	if err != nil {
		return prompts.Turn{}, err
	}
	turn := prompts.Turn{
		Purpose: w.Purpose, Problem: p, Level: iv.Level, Mode: iv.Mode, Step: iv.Step,
		TimedOut: iv.EnteredBy == coach.ReasonTime,
		Clock:    prompts.Clock{Spent: iv.Spent(iv.Step, r.Now()), Budget: iv.Budget(iv.Step)},
		Board:    iv.Board.Source, Hints: iv.Hints[iv.Step],
	}
	turn.Notes, turn.Said, turn.Omitted = recall(iv, r.Memory)
	turn.Covered, turn.Missing = coverage(iv, p)
	if w.Purpose != coach.PurposeChange { // which is itself what is asked about
		turn.Focus = focus(iv, turn.Missing, w.Purpose)
	}
	if turn.Focus == nil && w.Purpose != coach.PurposeChange {
		turn.Probe = probe(iv, p)
	}
	turn.Sums = assess.Sums(turn.Last().Text)
	turn.Picture = assess.Picture(iv)
	if w.Purpose == coach.PurposeOpening || w.Purpose == coach.PurposeClosing {
		return turn, nil
	}
	found, err := r.Library.Search(ctx, topic(turn), passagesFound)
	turn.Passages = choose(found, p.Reading)
	if err != nil {
		if ctx.Err() != nil {
			return turn, err
		}
		// The interview goes on without a passage behind the question.
		r.logger.Warn("cannot search the guides", "err", err)
	}
	return turn, nil
}

// coverage splits the current step's key points into those that the candidate made, at whatever time, and the others.
func coverage(iv coach.Interview, p coach.Problem) (covered, missing []coach.KeyPoint) {
	reading := evidence.Read(assess.Sources(iv, "")...)
	for _, point := range p.KeyPointsOf(iv.Step, iv.Level) {
		if _, ok := reading.Covers(point); ok {
			covered = append(covered, point)
		} else {
			missing = append(missing, point)
		}
	}
	thinnestFirst(missing, covered, iv.Level)
	return covered, missing
}

// thinnestFirst orders missing points: dimensions of which least was covered first, and among equals what is asked only
// at the candidate's own level, so that an L7 is pushed on organisation, cost and migration and not on boxes alone.
func thinnestFirst(missing, covered []coach.KeyPoint, level coach.Level) {
	made := map[coach.Dimension]int{}
	for _, c := range covered {
		made[c.Dimension]++
	}
	slices.SortStableFunc(missing, func(a, b coach.KeyPoint) int {
		if d := made[a.Dimension] - made[b.Dimension]; d != 0 {
			return d
		}
		return own(b, level) - own(a, level)
	})
}

func own(p coach.KeyPoint, level coach.Level) int {
	if level == coach.L7 && p.Level == coach.L7 {
		return 1
	}
	return 0
}

// focus picks the gap to probe: the first missing point that was not probed before. A hint goes to what was probed last,
// if it is still missing.
func focus(iv coach.Interview, missing []coach.KeyPoint, purpose coach.Purpose) *coach.KeyPoint {
	probed := map[string]bool{}
	last := ""
	for _, u := range iv.Said {
		if u.Focus != "" {
			probed[u.Focus], last = true, u.Focus
		}
	}
	if purpose == coach.PurposeHint {
		for k := range missing {
			if missing[k].ID == last {
				return &missing[k]
			}
		}
	}
	for k := range missing {
		if !probed[missing[k].ID] {
			return &missing[k]
		}
	}
	return nil
}

// probe picks a follow-up of the problem that was not asked yet, for when no key point is left to ask for.
func probe(iv coach.Interview, p coach.Problem) *coach.Probe {
	var fits []*coach.Probe
	for k := range p.Probes {
		q := &p.Probes[k]
		asked := slices.ContainsFunc(iv.Said, func(u coach.Utterance) bool {
			return u.Who == coach.Interviewer && strings.Contains(u.Text, strings.TrimSpace(q.Text))
		})
		if !asked && iv.Level.Includes(q.Level) && (q.Step == "" || q.Step == iv.Step) && iv.Step != coach.Requirements {
			fits = append(fits, q)
		}
	}
	slices.SortStableFunc(fits, func(a, b *coach.Probe) int {
		return own(coach.KeyPoint{Level: b.Level}, iv.Level) - own(coach.KeyPoint{Level: a.Level}, iv.Level)
	})
	if len(fits) == 0 {
		return nil
	}
	return fits[0]
}

// choose takes the passages of the problem's own reading first, in the order in which they were found, then the others.
func choose(found []coach.Passage, reading []string) []coach.Passage {
	own := func(p coach.Passage) bool { return slices.Contains(reading, p.Guide) || slices.Contains(reading, p.ID) }
	slices.SortStableFunc(found, func(a, b coach.Passage) int {
		switch {
		case own(a) && !own(b):
			return -1
		case own(b) && !own(a):
			return 1
		}
		return 0
	})
	return found[:min(len(found), passagesPerTurn)]
}

// topic is what the guides are searched for: the gap that is probed, or else what was said last.
func topic(t prompts.Turn) string {
	switch {
	case t.Focus != nil:
		subject := t.Focus.Dimension.Title()
		if t.Step == coach.Capacity { // of whose arithmetic a point alone does not speak
			subject = "Capacity estimation. " + subject
		}
		return subject + ". " + t.Focus.Point + " " + t.Focus.Probe
	case t.Probe != nil:
		return t.Probe.Text
	default:
		last := []rune(t.Last().Text)
		return t.Step.Title() + " " + string(last[:min(len(last), 300)])
	}
}

var citationMark = regexp.MustCompile(`\s*\[+([\pL\pN._-]+#[\pL\pN._-]+)\]+`)

// takeCitations takes the marks out of a reply and returns the passages that they name. Only passages that the model was
// given count: the others it made up.
func takeCitations(text string, given []coach.Passage) (string, []coach.Citation) {
	cited := []coach.Citation{}
	for _, m := range citationMark.FindAllStringSubmatch(text, -1) {
		i := slices.IndexFunc(given, func(p coach.Passage) bool { return p.ID == m[1] })
		if i < 0 || slices.ContainsFunc(cited, func(c coach.Citation) bool { return c.Passage == m[1] }) {
			continue
		}
		cited = append(cited, given[i].Cite())
	}
	text = strings.ReplaceAll(text, "\x00", "") // which no database keeps as text
	return strings.TrimSpace(citationMark.ReplaceAllString(text, "")), cited
}
