package coach_test

import (
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
)

func TestUsageAddsUpByModelAndTask(t *testing.T) {
	t.Parallel()
	first := coach.Usage{{Model: "a", Task: "turn", Calls: 2, Streamed: 2, FirstTokenMS: 100, InputTokens: 10, OutputTokens: 5, Seconds: 1, USD: 0.1}}
	sum := first.Add(
		coach.Use{Model: "a", Task: "turn", Calls: 1, Failed: 1, Seconds: 0.5, Unpriced: true},
		coach.Use{Model: "b", Task: "report", Calls: 1, Streamed: 1, FirstTokenMS: 400, InputTokens: 7, USD: 0.2, Estimated: true},
		coach.Use{Model: "a", Task: "turn", Calls: 1, Streamed: 1, FirstTokenMS: 400, USD: 0.1},
	)
	want := coach.Usage{
		{Model: "a", Task: "turn", Calls: 4, Failed: 1, Streamed: 3, FirstTokenMS: 200, InputTokens: 10, OutputTokens: 5, Seconds: 1.5, USD: 0.2, Unpriced: true},
		{Model: "b", Task: "report", Calls: 1, Streamed: 1, FirstTokenMS: 400, InputTokens: 7, USD: 0.2, Estimated: true},
	}
	if len(sum) != 2 || sum[0] != want[0] || sum[1] != want[1] {
		t.Errorf("the sum is %+v", sum)
	}
	if first[0].Calls != 2 {
		t.Error("adding changed what was added to")
	}
	total := coach.Use{Calls: 5, Failed: 1, Streamed: 4, FirstTokenMS: 250, InputTokens: 17, OutputTokens: 5, Seconds: 1.5, USD: 0.4, Unpriced: true, Estimated: true}
	if got := sum.Total(); got != total {
		t.Errorf("the total is %+v", got)
	}
}

// TestFoldKeepsWhoDidWhat holds that a log tells which model spoke, noted and failed, and what all of it took.
func TestFoldKeepsWhoDidWhat(t *testing.T) {
	t.Parallel()
	use := func(model, task string) coach.Usage {
		return coach.Usage{{Model: model, Task: task, Calls: 1, USD: 0.25}}
	}
	events := append(coach.Begin("l6-url-shortener", coach.L6, 45, coach.Realistic),
		coach.InterviewerSaid{Text: "Hello", Step: coach.Requirements, Purpose: coach.PurposeOpening, Re: 2, Model: "a", Use: use("a", "turn")},
		coach.ModelFailed{Lane: coach.LaneSpeak, Message: "no", Use: use("a", "turn")},
		coach.InterviewerSaid{Text: "Well", Step: coach.Requirements, Purpose: coach.PurposeReply, Re: 2, Model: "b", Use: use("b", "turn")},
		coach.StepAssessed{Step: coach.Requirements, Model: "a", Use: use("a", "step")},
	)
	iv, err := coach.Fold("x", numbered(events))
	if err != nil {
		t.Fatal(err)
	}
	if len(iv.Parts) != 2 || iv.Parts[0] != (coach.Part{Model: "a", Turns: 1, Steps: 1}) || iv.Parts[1] != (coach.Part{Model: "b", Turns: 1}) {
		t.Errorf("the parts are %+v", iv.Parts)
	}
	if total := iv.Usage.Total(); total.Calls != 4 || total.USD != 1 || len(iv.Usage) != 3 {
		t.Errorf("the usage is %+v", iv.Usage)
	}
}

func numbered(events []coach.Event) []coach.Recorded {
	log := make([]coach.Recorded, len(events))
	for i, e := range events {
		log[i] = coach.Recorded{Seq: int64(i + 1), Event: e}
	}
	return log
}
