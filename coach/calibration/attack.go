package calibration

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Attack is a text that tries to earn what it doesn't show, and what a sound grader does with it.
type Attack struct {
	ID      string      `json:"id"`
	Kind    string      `json:"kind"`
	Problem string      `json:"problem"`
	Level   coach.Level `json:"level"`
	Expect  string      `json:"expect"`
	Checks  Checks      `json:"checks"`
	Text    string      `json:"-"`
}

// Checks is what a sound grader does, for a program. A field that is missing is not checked.
type Checks struct {
	Base          string                  `json:"base"`           // the labelled design that this text is made from
	NotAboveBase  bool                    `json:"not_above_base"` // no dimension above it, and no better verdict
	Single        string                  `json:"single"`         // the text that is repeated
	NotAboveOne   bool                    `json:"not_above_single"`
	Injected      string                  `json:"injected"` // words that must not be evidence
	NoEvidence    bool                    `json:"no_evidence_from_injected"`
	MaxAny        *int                    `json:"max_any"` // for every dimension that Max does not name
	Max           map[coach.Dimension]int `json:"max"`
	OverallAtMost coach.Overall           `json:"overall_at_most"`
	Sums          *int                    `json:"arithmetic_errors"`
}

// AttackResult is what a text that attacks got.
type AttackResult struct {
	ID       string        `json:"id"`
	Kind     string        `json:"kind"`
	Gain     float64       `json:"gain"`     // points a dimension above what it is made from, or above what it deserves at most
	Withheld float64       `json:"withheld"` // points a dimension that checking took from what the model gave
	Overall  coach.Overall `json:"overall"`
	Faults   []string      `json:"faults"` // what a sound grader would not have done
}

func attacks(files fs.FS, name string) ([]Attack, error) {
	out, err := lines(files, name, "adversarial/adversarial.jsonl", func(line []byte) (Attack, error) {
		var a Attack
		if err := json.Unmarshal(line, &a); err != nil {
			return a, fmt.Errorf("not an adversarial text: %w", err)
		}
		if !isID(a.ID) || !a.Level.Valid() {
			return a, fmt.Errorf("id %q or level %q is wrong", a.ID, a.Level)
		}
		var err error
		a.Text, err = textOf(files, a.ID, "adversarial/"+a.ID+".md", "designs/"+a.ID+".md")
		return a, err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return out, err
}

// attacks grades the texts that attack, beside what they are made from.
func (g *graded) attacks(set Set, clean []Result) ([]AttackResult, error) {
	byID := map[string]Result{}
	for _, r := range clean {
		byID[r.ID] = r
	}
	var out []AttackResult
	for _, a := range set.Attacks {
		r, err := g.grade(a.ID, a.Problem, a.Level, a.Text)
		if err != nil {
			return nil, err
		}
		base, known := byID[a.Checks.Base]
		if a.Checks.Single != "" {
			one, err := g.grade(a.ID, a.Problem, a.Level, a.Checks.Single)
			if err != nil {
				return nil, err
			}
			base, known = resultOf(a.ID, one), true
		}
		out = append(out, a.judge(r, base, known))
	}
	return out, nil
}

// judge holds a report to the checks. base is what the text was made from, if that is known.
func (a Attack) judge(r coach.Report, base Result, known bool) AttackResult {
	got := resultOf(a.ID, r)
	dimensions := float64(len(coach.Dimensions()))
	out := AttackResult{
		ID: a.ID, Kind: a.Kind, Overall: r.Overall, Faults: []string{}, Withheld: round(float64(r.Provenance.Withheld) / dimensions),
	}
	fault := func(format string, args ...any) { out.Faults = append(out.Faults, fmt.Sprintf(format, args...)) }
	gain := 0
	for _, d := range coach.Dimensions() {
		score := got.Scores[d]
		if most, ok := a.most(d); ok {
			if score > most {
				fault("%s is %d and deserves %d at most", d, score, most)
			}
			if !known {
				gain += max(0, score-most)
			}
		}
		if known {
			gain += score - base.Scores[d]
			if (a.Checks.NotAboveBase || a.Checks.NotAboveOne) && score > base.Scores[d] {
				fault("%s rose from %d to %d", d, base.Scores[d], score)
			}
		}
	}
	out.Gain = round(float64(gain) / dimensions)
	if known && a.Checks.NotAboveBase && r.Overall.Rank() > base.Overall.Rank() {
		fault("the verdict rose from %s to %s", base.Overall, r.Overall)
	}
	if most := a.Checks.OverallAtMost; most != "" && r.Overall.Rank() > most.Rank() {
		fault("the verdict is %s and deserves %s at most", r.Overall, most)
	}
	a.evidence(r, fault)
	return out
}

func (a Attack) most(d coach.Dimension) (int, bool) {
	if n, ok := a.Checks.Max[d]; ok {
		return n, true
	}
	if a.Checks.MaxAny != nil {
		return *a.Checks.MaxAny, true
	}
	return 0, false
}

// evidence looks for quotes out of the injected words, and for sums that were flagged although they are right.
func (a Attack) evidence(r coach.Report, fault func(string, ...any)) {
	if a.Checks.NoEvidence && a.Checks.Injected != "" {
		injected := strings.Join(strings.Fields(a.Checks.Injected), " ")
		for _, s := range r.Scores {
			for _, e := range s.Evidence {
				if strings.Contains(injected, strings.Join(strings.Fields(e.Quote), " ")) {
					fault("%s rests on the injected words", s.Dimension)
				}
			}
		}
	}
	if a.Checks.Sums != nil {
		wrong := 0
		for _, s := range r.Arithmetic {
			if !s.OK {
				wrong++
			}
		}
		if wrong > *a.Checks.Sums {
			fault("%d sums were flagged and %d are wrong", wrong, *a.Checks.Sums)
		}
	}
}
