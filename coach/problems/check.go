package problems

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewcoach/interviewcoach/coach"
)

// What a problem needs at least, so that an interview about it doesn't run dry.
const (
	minFacts       = 8
	minAsks        = 3
	minFigures     = 5
	minStepPoints  = 3 // of L6, in each step
	minStepPoints7 = 2 // of L7, in each step of an L7 problem
	minPoints7     = 4 // of L7, in an L6 problem that is taken at L7
	minRedFlags    = 5
	minSignGroups  = 2 // a sign of one group is a list of names
)

var kinds = []string{"component", "platform", "ml"}

var slugged = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// slug writes a title as part of an id: lower case, words joined by hyphens.
func slug(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "-")
}

// faults gathers what is wrong with a problem, each with where it stands.
type faults []string

func (f *faults) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// need reports a text that is missing.
func (f *faults) need(where, text string) {
	if strings.TrimSpace(text) == "" {
		f.add("%s is missing", where)
	}
}

// check returns all faults of a problem.
func check(p coach.Problem) []string {
	var f faults
	f.head(p)
	f.facts(p.Facts)
	f.figures(p.Figures)
	f.keyPoints(p)
	f.probes(p.Probes)
	f.redFlags(p.RedFlags)
	f.change(p)
	f.reading(p.Reading)
	return f
}

func (f *faults) head(p coach.Problem) {
	f.need("title", p.Title)
	f.need("prompt", p.Prompt)
	if !p.Level.Valid() {
		f.add("level is %q: write L6 or L7", p.Level)
	}
	if want := strings.ToLower(string(p.Level)) + "-" + slug(p.Title); p.ID != want {
		f.add("id is %q: title and level make it %q", p.ID, want)
	}
	if !slices.Contains(kinds, p.Kind) {
		f.add("kind is %q: choose from %s", p.Kind, strings.Join(kinds, ", "))
	}
}

// unique reports an id that is no slug, or that was there before.
func (f *faults) unique(where, id string, seen map[string]bool) {
	if !slugged.MatchString(id) {
		f.add("%s: id %q is no slug", where, id)
	}
	if seen[id] {
		f.add("%s: there are two", where)
	}
	seen[id] = true
}

func (f *faults) facts(facts []coach.Fact) {
	if len(facts) < minFacts {
		f.add("facts: %d, at least %d are needed", len(facts), minFacts)
	}
	seen := map[string]bool{}
	for i, fact := range facts {
		where := fmt.Sprintf("facts[%d] %s", i, fact.ID)
		f.unique(where, fact.ID, seen)
		f.need(where+": answer", fact.Answer)
		if len(fact.Asks) < minAsks {
			f.add("%s: %d asks, at least %d are needed", where, len(fact.Asks), minAsks)
		}
		for _, ask := range fact.Asks {
			f.need(where+": an ask", ask)
		}
	}
}

func (f *faults) figures(figures []coach.Figure) {
	if len(figures) < minFigures {
		f.add("figures: %d, at least %d are needed", len(figures), minFigures)
	}
	for i, figure := range figures {
		where := fmt.Sprintf("figures[%d] %s", i, figure.Name)
		f.need(where+": name", figure.Name)
		f.need(where+": working", figure.Working)
		f.need(where+": value", figure.Value)
		f.need(where+": meaning", figure.Meaning)
	}
}

func (f *faults) keyPoints(p coach.Problem) {
	seen := map[string]bool{}
	counted := map[coach.Dimension]bool{}
	own := map[coach.Step]int{}  // of L6, by step
	more := map[coach.Step]int{} // of L7, by step
	all7 := 0
	for i, k := range p.KeyPoints {
		where := fmt.Sprintf("key_points[%d] %s", i, k.ID)
		f.unique(where, k.ID, seen)
		f.need(where+": point", k.Point)
		f.need(where+": probe", k.Probe)
		f.need(where+": hint", k.Hint)
		f.placed(where, k.Step, k.Dimension, k.Level)
		f.signs(where, k.Signs)
		counted[k.Dimension] = true
		if k.Level == coach.L7 {
			more[k.Step]++
			all7++
		} else {
			own[k.Step]++
		}
	}
	for _, s := range coach.Steps() {
		if own[s] < minStepPoints {
			f.add("key_points: %d for %s, at least %d are needed", own[s], s, minStepPoints)
		}
		if p.Level == coach.L7 && more[s] < minStepPoints7 {
			f.add("key_points: %d of L7 for %s, at least %d are needed", more[s], s, minStepPoints7)
		}
	}
	if all7 < minPoints7 {
		f.add("key_points: %d of L7, at least %d are needed", all7, minPoints7)
	}
	for _, d := range coach.Dimensions() {
		if !counted[d] {
			f.add("key_points: none counts towards %s", d)
		}
	}
}

// placed checks a step, a dimension and a level; an empty level is L6.
func (f *faults) placed(where string, s coach.Step, d coach.Dimension, l coach.Level) {
	if !s.Valid() {
		f.add("%s: there is no step %q", where, s)
	}
	if !d.Valid() {
		f.add("%s: there is no dimension %q", where, d)
	}
	if l != "" && !l.Valid() {
		f.add("%s: there is no level %q", where, l)
	}
}

// signs checks that something can be recognised, and that no sign is a mere list of names.
func (f *faults) signs(where string, signs []coach.Sign) {
	if len(signs) == 0 {
		f.add("%s: it has no signs", where)
	}
	for i, s := range signs {
		if len(s) < minSignGroups {
			f.add("%s: signs[%d] has %d groups, at least %d are needed: a subject, and a mechanism, a reason or a number", where, i, len(s), minSignGroups)
		}
		for j, group := range s {
			if len(group) == 0 {
				f.add("%s: signs[%d], group %d is empty", where, i, j)
			}
			for _, alternative := range group {
				if fault := alternativeFault(alternative); fault != "" {
					f.add("%s: signs[%d], group %d: %q %s", where, i, j, alternative, fault)
				}
			}
		}
	}
}

func alternativeFault(a string) string {
	stem := strings.TrimSuffix(a, "*")
	switch {
	case a != strings.ToLower(a):
		return "is not lower case"
	case a != strings.Join(strings.Fields(a), " "):
		return "has stray spaces"
	case strings.Contains(stem, "*"):
		return "has a * before its end"
	case !strings.ContainsFunc(stem, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '$' || r == '%' }):
		return "has no letter"
	case strings.HasSuffix(a, "*") && len(stem) < 3 && stem != "$": // "$*" stands for any price
		return "stands for too many words"
	}
	return ""
}

func (f *faults) probes(probes []coach.Probe) {
	has := map[coach.Dimension]map[coach.Level]bool{}
	for i, q := range probes {
		where := fmt.Sprintf("probes[%d]", i)
		f.need(where+": text", q.Text)
		if q.Step != "" && !q.Step.Valid() {
			f.add("%s: there is no step %q", where, q.Step)
		}
		f.placed(where, coach.Requirements, q.Dimension, q.Level)
		if has[q.Dimension] == nil {
			has[q.Dimension] = map[coach.Level]bool{}
		}
		level := q.Level
		if level == "" {
			level = coach.L6
		}
		has[q.Dimension][level] = true
	}
	for _, d := range coach.TechnicalDimensions() {
		for _, l := range coach.Levels() {
			if !has[d][l] {
				f.add("probes: none for %s at %s", d, l)
			}
		}
	}
}

func (f *faults) redFlags(flags []coach.RedFlagSign) {
	if len(flags) < minRedFlags {
		f.add("red_flags: %d, at least %d are needed", len(flags), minRedFlags)
	}
	for i, flag := range flags {
		where := fmt.Sprintf("red_flags[%d]", i)
		f.need(where+": flag", flag.Flag)
		if !flag.Dimension.Valid() {
			f.add("%s: there is no dimension %q", where, flag.Dimension)
		}
		f.signs(where, flag.Signs)
	}
}

func (f *faults) change(p coach.Problem) {
	if p.Change == nil {
		f.add("change is missing")
		return
	}
	f.need("change: text", p.Change.Text)
	f.need("change: good_reaction", p.Change.GoodReaction)
	f.signs("change", p.Change.Signs)
	if len(p.Change.KeyPoints) == 0 {
		f.add("change: it names no key points")
	}
	for _, id := range p.Change.KeyPoints {
		if !slices.ContainsFunc(p.KeyPoints, func(k coach.KeyPoint) bool { return k.ID == id }) {
			f.add("change: there is no key point %q", id)
		}
	}
}

func (f *faults) reading(guides []string) {
	if len(guides) == 0 {
		f.add("reading is missing")
	}
	for _, id := range guides {
		if guide, _, _ := strings.Cut(id, "#"); !slugged.MatchString(guide) {
			f.add("reading: %q is no guide", id)
		}
	}
}
