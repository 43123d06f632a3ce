package interviewer

import (
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
)

// talk is an interview of three steps with so many messages of 400 bytes (115 tokens) in each; the first was assessed, the
// second could not be.
func talk(messages int) coach.Interview {
	iv := coach.NewInterview("x")
	iv.Entered = []coach.Step{coach.Requirements, coach.Capacity, coach.HighLevelDesign}
	iv.Step = coach.HighLevelDesign
	iv.Assessed = map[coach.Step]coach.StepAssessed{
		coach.Requirements: {Step: coach.Requirements, Covered: []string{"a"}, Missed: []string{"b"}, Feedback: "f"},
		coach.Capacity:     {Step: coach.Capacity, Failed: "no model"},
	}
	for _, s := range iv.Entered {
		for range messages {
			iv.Said = append(iv.Said, coach.Utterance{Seq: int64(len(iv.Said) + 1), Step: s, Text: strings.Repeat("x", 400)})
		}
	}
	return iv
}

func TestRecall(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit, notes, said, omitted int
	}{
		"no limit":              {0, 0, 30, 0},
		"all fits":              {30 * 115, 0, 30, 0},
		"the first step goes":   {30*115 - 1, 1, 20, 0},
		"and then old messages": {15 * 115, 1, 15, 5},
		"the last stay":         {1, 1, 2, 18},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			iv := talk(10)
			notes, said, omitted := recall(iv, test.limit)
			if len(notes) != test.notes || len(said) != test.said || omitted != test.omitted {
				t.Fatalf("%d notes, %d messages, %d left out", len(notes), len(said), omitted)
			}
			if said[len(said)-1].Seq != 30 || len(iv.Said) != 30 {
				t.Error("what was said last is not there, or the interview was changed")
			}
			if test.notes == 1 && (notes[0].Messages != 10 || notes[0].Step != coach.Requirements || notes[0].Feedback != "f") {
				t.Errorf("the notes are %+v", notes[0])
			}
		})
	}
}
