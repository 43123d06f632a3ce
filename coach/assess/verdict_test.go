package assess_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/assess"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// scored returns scores that are all the same, apart from some.
func scored(all int, apart map[coach.Dimension]int) []coach.Score {
	var out []coach.Score
	for _, d := range coach.Dimensions() {
		n := all
		if other, ok := apart[d]; ok {
			n = other
		}
		out = append(out, coach.Score{Dimension: d, Score: n})
	}
	return out
}

func TestHolesBoundTheVerdictWhateverTheRestEarns(t *testing.T) {
	t.Parallel()
	slip := coach.Sum{Quote: "6B × 500 B = 3 PB", Claimed: "3 PB", Computed: "3 TB", Gross: true, LeanedOn: true}
	unused, corrected := slip, slip
	unused.LeanedOn, corrected.Corrected = false, true
	for _, c := range []struct {
		name   string
		level  coach.Level
		scores []coach.Score
		sums   []coach.Sum
		want   coach.Overall
		gates  []coach.Gate
	}{
		{"nothing missing", coach.L6, scored(5, nil), nil, coach.StrongHire, nil},
		{"no failure thinking", coach.L6, scored(5, map[coach.Dimension]int{coach.Reliability: 0}), nil, coach.NoHire, []coach.Gate{coach.GateNoFailure}},
		{"no load", coach.L7, scored(5, map[coach.Dimension]int{coach.Scale: 0}), nil, coach.NoHire, []coach.Gate{coach.GateNoLoad}},
		{"no security at L7", coach.L7, scored(5, map[coach.Dimension]int{coach.Security: 0}), nil, coach.LeanNo, []coach.Gate{coach.GateNoSecurity}},
		{"a name for security at L7", coach.L7, scored(5, map[coach.Dimension]int{coach.Security: 1}), nil, coach.LeanNo, []coach.Gate{coach.GateNoSecurity}},
		{"no security at L6", coach.L6, scored(5, map[coach.Dimension]int{coach.Security: 0}), nil, coach.LeanHire, []coach.Gate{coach.GateNoSecurity}},
		{"a name for security at L6", coach.L6, scored(5, map[coach.Dimension]int{coach.Security: 1}), nil, coach.StrongHire, nil},
		{"a slip that the design rests on", coach.L6, scored(5, nil), []coach.Sum{slip}, coach.LeanNo, []coach.Gate{coach.GateMagnitude}},
		{"a slip that nothing rests on", coach.L6, scored(5, nil), []coach.Sum{unused}, coach.StrongHire, nil},
		{"a slip put right", coach.L6, scored(5, nil), []coach.Sum{corrected}, coach.StrongHire, nil},
		{"the lowest bound first", coach.L7, scored(4, map[coach.Dimension]int{coach.Reliability: 0, coach.Security: 0}), nil, coach.NoHire,
			[]coach.Gate{coach.GateNoFailure, coach.GateNoSecurity}},
	} {
		got, bounds := assess.Verdict(c.level, c.scores, c.sums)
		var gates []coach.Gate
		for _, b := range bounds {
			gates = append(gates, b.Gate)
			if !b.Decided || b.Why == "" {
				t.Errorf("%s: the gate %+v does not say what it did", c.name, b)
			}
		}
		if got != c.want || !slices.Equal(gates, c.gates) {
			t.Errorf("%s: %s with gates %v, want %s with %v", c.name, got, gates, c.want, c.gates)
		}
	}
}

func TestWhatWasNotJudgedIsNoHole(t *testing.T) {
	t.Parallel()
	scores := scored(4, nil)
	scores[1] = coach.Score{Dimension: coach.Reliability, NotJudged: true}
	if got, gates := assess.Verdict(coach.L6, scores, nil); got != coach.StrongHire || len(gates) != 0 {
		t.Errorf("%s with gates %v", got, gates)
	}
}

func TestOneAnswerIsHeldToTwoBars(t *testing.T) {
	t.Parallel()
	j := judgement()
	for i := range j.Scores {
		j.Scores[i].Score = 3
	}
	j.Scores[0].Score = 5
	r, err := assessor(t, &scripted{answers: []any{j}}).Design(t.Context(), design(words), problem)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Bars) != 2 || r.Bars[0].Level != coach.L6 || r.Bars[1].Level != coach.L7 || r.Bars[0].Overall != r.Overall {
		t.Fatalf("bars %+v", r.Bars)
	}
	if len(r.Bars[0].Met) != 11 || len(r.Bars[1].Met) != 1 || r.Bars[0].Overall.Rank() <= r.Bars[1].Overall.Rank() {
		t.Errorf("bars %+v", r.Bars)
	}
	if short := strings.Join(r.Bars[1].Short, "\n"); !strings.Contains(short, "Reliability: 3 of 5; 4 asks for: detection and recovery in seconds") {
		t.Errorf("what is short of L7 is not said in the rubric's words:\n%s", short)
	}
	if n := r.Scores[1].Next; n == nil || n.Score != 4 || !strings.Contains(n.Text, "blast radius") || r.Scores[0].Next != nil {
		t.Errorf("the next score of reliability asks for %+v", n)
	}
}

func TestTheRubricHasAnAnchorForEveryScore(t *testing.T) {
	t.Parallel()
	lib, err := prompts.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range coach.Dimensions() {
		for score := 1; score <= coach.MaxScore; score++ {
			if lib.Anchors().Of(d, score) == "" {
				t.Errorf("%s has no anchor for %d", d, score)
			}
		}
	}
}

func TestASlipCountsByWhatRestsOnIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text  string
		gates int
		scale int
	}{
		"used again":       {"6B records × 500 B = 3 PB. Since it is 3 PB we shard over 300 hosts.", 1, 2},
		"another number":   {"6B records × 500 B = 3 PB. A record is read 1,300 times and lives 3 years.", 0, 4},
		"put right":        {"6B records × 500 B = 3 PB. No: 6B records × 500 B = 3 TB, not 3 PB.", 0, 5},
		"not wrong at all": {"6B records × 500 B = 3 TB. Since it is 3 TB one host holds it.", 0, 5},
	} {
		j := judgement()
		for i := range j.Scores {
			j.Scores[i].Score, j.Scores[i].Evidence[0].Quote = 5, "6B records"
		}
		j.Moments, j.Checklist = nil, nil
		r, err := assessor(t, &scripted{answers: []any{j}}).Design(t.Context(), design(c.text), problem)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Gates) != c.gates || r.Scores[0].Score != c.scale {
			t.Errorf("%s: gates %+v, scale %d, sums %+v", name, r.Gates, r.Scores[0].Score, r.Arithmetic)
		}
	}
}

func TestOverEngineeringCountsWithinFrugalityAlone(t *testing.T) {
	t.Parallel()
	const bare = "Clicks are gathered in memory. We run Kubernetes with a service mesh and Kafka. Cassandra, Elasticsearch and Flink follow."
	const argued = "Clicks are gathered in memory. We run no Kubernetes, no service mesh and no Kafka, since 40/s fit one host. Cassandra, Elasticsearch and Flink are not needed."
	for text, want := range map[string]int{bare: 2, argued: 4} {
		j := judgement()
		for i := range j.Scores {
			j.Scores[i].Score = 4
		}
		j.Moments, j.Checklist = nil, nil
		r, err := assessor(t, &scripted{answers: []any{j}}).Design(t.Context(), design(text), problem)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Scores {
			if s.Dimension == coach.Frugality && s.Score != want || s.Dimension != coach.Frugality && s.Score != 4 {
				t.Errorf("%q: %s is %d", text, s.Dimension, s.Score)
			}
		}
		if (want == 2) != slices.ContainsFunc(r.RedFlags, func(f coach.RedFlag) bool { return f.Kind == coach.FlagExcess && f.Quote != "" }) {
			t.Errorf("%q: red flags %+v", text, r.RedFlags)
		}
	}
}
