package interviewer_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/bedrock"
	"github.com/interviewcoach/interviewcoach/coach/model/langchain"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// question is what the providers of these tests say whenever an interviewer is to speak.
const question = "You count clicks per second. Who is hurt when one of them is counted twice, and how do they notice — 日本語?"

// answer is what they say: a question, notes on a step, or the judgement of an interview.
func answer(asked modeltest.Asked) modeltest.Said {
	words := question
	switch shape := asked.Schema + asked.System + asked.User; {
	case strings.Contains(shape, `"red_flags"`):
		words = judgement()
	case strings.Contains(shape, `"feedback"`):
		words = `{"covered":["ask"],"missed":["exact"],"feedback":"You asked for the load. Ask who reads the numbers."}`
	}
	return modeltest.Said{Pieces: strings.SplitAfter(words, " "), Stop: modeltest.StopEnd, Input: 1000, Output: 100}
}

// judgement gives every dimension a point and claims nothing.
func judgement() string {
	j := prompts.Judgement{Summary: "Little was said.", Checklist: []coach.ChecklistMark{}, RedFlags: []coach.RedFlag{}, Moments: []coach.Moment{}}
	for _, d := range coach.Dimensions() {
		j.Scores = append(j.Scores, prompts.Claim{Dimension: d, Score: 1, Evidence: []coach.Evidence{}, Citations: []string{}, Missing: []string{"a number"}, Advice: "Give a number."})
	}
	text, err := json.Marshal(j)
	if err != nil {
		panic(err) // the judgement is a constant
	}
	return string(text)
}

// distant opens the model of a provider's server as coach serve does, with less patience.
func distant(t *testing.T, server *modeltest.Server, patience time.Duration) model.Model {
	t.Helper()
	registry := langchain.Openers(nil, modeltest.Environment(server))
	registry["bedrock"] = bedrock.New(bedrock.Options{MaxBackoff: time.Millisecond, Load: []func(*config.LoadOptions) error{
		config.WithRegion("eu-central-1"), config.WithBaseEndpoint(server.URL),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test-id", "test-key", "")),
	}}).Open
	m, err := registry.Open(t.Context(), server.Protocol().Name()+":a-model")
	if err != nil {
		t.Fatal(err)
	}
	prices := model.Prices{{Model: "*", Input: 3, Output: 15}}
	limits := model.Limits{
		FirstToken: patience, Idle: patience, Total: 4 * patience, Attempts: 2, Backoff: time.Millisecond, MaxBackoff: time.Millisecond,
		MaxRetryAfter: time.Millisecond, Concurrent: 4,
	}
	return model.Repaired(model.Resilient(model.Metered(m, prices), limits))
}

// patience is how long a model that hangs is waited for, and one that does not.
func patience(mood modeltest.Mood) time.Duration {
	if mood == modeltest.Hang || mood == modeltest.Stall {
		return 150 * time.Millisecond
	}
	return 10 * time.Second
}

// protocols are all providers.
func protocols() []modeltest.Protocol {
	return []modeltest.Protocol{modeltest.Bedrock(), modeltest.Ollama(), modeltest.OpenAI(), modeltest.Anthropic(), modeltest.Google()}
}

// moods says of each mood what of an interview goes on while it lasts: the interviewer's words, and the report.
var moods = []struct {
	mood           modeltest.Mood
	speaks, grades bool
}{
	{modeltest.OK, true, true}, {modeltest.OnePiece, true, true}, {modeltest.Drip, true, true}, {modeltest.Thinking, true, true},
	{modeltest.Tagged, true, true}, {modeltest.Fenced, true, true},
	{modeltest.Prose, true, false}, {modeltest.Shape, true, true}, // a report that says that nothing could be assessed
	{modeltest.Refusal, false, false}, {modeltest.Empty, false, false}, {modeltest.Starved, false, false}, {modeltest.HTML, false, false},
	{modeltest.Throttled, false, false}, {modeltest.Failing, false, false}, {modeltest.Overloaded, false, false},
	{modeltest.Denied, false, false}, {modeltest.Unknown, false, false},
	{modeltest.CutBetween, false, false}, {modeltest.CutInside, false, false}, {modeltest.EarlyEOF, false, false},
	{modeltest.Garbage, false, false}, {modeltest.Fault, false, false}, {modeltest.Stall, false, false}, {modeltest.Hang, false, false},
}

// TestAWholeInterviewOnEachProviderInEachMood has the provider turn moody after the opening. The interview goes on or says
// clearly why it can't; when the mood is over, retry brings it to its report, with every word of the candidate in it and
// every word of the interviewer whole.
func TestAWholeInterviewOnEachProviderInEachMood(t *testing.T) {
	t.Parallel()
	for _, protocol := range protocols() {
		for _, m := range moods {
			t.Run(protocol.Name()+" "+string(m.mood), func(t *testing.T) {
				t.Parallel()
				server := modeltest.NewServer(t, protocol)
				server.Answer(answer)
				iv, log, _ := newHouse(t).open(distant(t, server, patience(m.mood)))
				id, _ := start(t, iv, interviewer.Request{})
				until(t, iv, log, id, "the opening", quiet)

				server.Play(m.mood)
				do(t, iv, id, say("a", "How many clicks per second are there?"))
				state := until(t, iv, log, id, "a reply or a failure", settled(coach.LaneSpeak))
				if failure := state.Failure(coach.LaneSpeak); (failure == "") != m.speaks || failure != "" && !strings.Contains(failure, "Your words are kept") {
					t.Errorf("the failure says %q", failure)
				}
				do(t, iv, id, coach.Command{Do: coach.DoEnd, ID: "e"})
				state = until(t, iv, log, id, "a report or a failure", func(iv coach.Interview) bool {
					return iv.Report != nil || iv.Failure(coach.LaneGrade) != ""
				})
				if failure := state.Failure(coach.LaneGrade); (failure == "") != m.grades || failure != "" && !strings.Contains(failure, "retry") && !strings.Contains(failure, "Retry") {
					t.Errorf("the failure of the report says %q", failure)
				}

				server.Play(modeltest.OK)
				if state.Report == nil {
					do(t, iv, id, coach.Command{Do: coach.DoRetry, ID: "r"})
				}
				state = until(t, iv, log, id, "the report", func(iv coach.Interview) bool { return iv.Report != nil })
				if words := state.CandidateWords(""); len(words) != 1 || words[0].Text != "How many clicks per second are there?" {
					t.Errorf("of the candidate's words there are %+v", words)
				}
				for _, said := range events[coach.InterviewerSaid](t, log, id) {
					if m.mood == modeltest.OK && said.Text != question || strings.Contains(said.Text, "THOUGHT") || said.Text == "" {
						t.Errorf("the interviewer said %q", said.Text)
					}
				}
				if missed := len(state.Report.Provenance.NotAssessed); (missed > 0) != (!m.grades || m.mood == modeltest.Shape) {
					t.Errorf("the report says that it lacks %v", state.Report.Provenance.NotAssessed)
				}
				holdsUsage(t, *state.Report, protocol.Name()+":a-model")
			})
		}
	}
}

// settled is a state in which a lane has nothing on its way.
func settled(lane coach.Lane) func(coach.Interview) bool {
	return func(iv coach.Interview) bool { return quiet(iv) || iv.Failure(lane) != "" }
}

func holdsUsage(t *testing.T, r coach.Report, name string) {
	t.Helper()
	tasks := map[string]coach.Use{}
	for _, u := range r.Usage {
		tasks[u.Task] = u
		if u.Model != name {
			t.Errorf("usage of %s is in the report", u.Model)
		}
	}
	for _, task := range []string{"turn", "step", "report"} {
		u := tasks[task]
		answered := u.Calls > u.Failed // which is not asked of a step: the interview goes on without its notes
		if u.Calls == 0 || task != "step" && !answered || answered && (u.InputTokens < 1000 || u.OutputTokens < 100 || u.USD < 0.0045) || u.Unpriced {
			t.Errorf("the usage for %s is %+v", task, u)
		}
	}
	if parts := r.Provenance.Models; len(parts) != 1 || parts[0].Model != name || parts[0].Turns == 0 || !parts[0].Graded {
		t.Errorf("the parts of the models are %+v", parts)
	}
}

// TestABrokenReplyIsWholeInTheLog cuts a reply in the middle, once: it is gone on with, and the log holds it whole and once.
func TestABrokenReplyIsWholeInTheLog(t *testing.T) {
	t.Parallel()
	for _, protocol := range protocols() {
		for _, mood := range []modeltest.Mood{modeltest.CutBetween, modeltest.CutInside, modeltest.EarlyEOF, modeltest.Fault, modeltest.Stall} {
			t.Run(protocol.Name()+" "+string(mood), func(t *testing.T) {
				t.Parallel()
				server := modeltest.NewServer(t, protocol)
				server.Answer(answer)
				iv, log, _ := newHouse(t).open(distant(t, server, patience(mood)))
				id, _ := start(t, iv, interviewer.Request{})
				until(t, iv, log, id, "the opening", quiet)
				server.Play(mood, modeltest.OK)
				do(t, iv, id, say("a", "How many clicks per second are there?"))
				state := until(t, iv, log, id, "a reply or a failure", settled(coach.LaneSpeak))
				if failure := state.Failure(coach.LaneSpeak); failure != "" || last(state).Text != question {
					t.Errorf("after %q the interviewer said %q", failure, last(state).Text)
				}
			})
		}
	}
}

// TestTheBudgetHoldsAndTheInterviewGoesOn gives an interview less than it would take: another model takes over in time, and
// the report says which did what.
func TestTheBudgetHoldsAndTheInterviewGoesOn(t *testing.T) {
	t.Parallel()
	const budget = 0.1
	server := modeltest.NewServer(t, modeltest.Anthropic())
	server.Answer(answer)
	iv, log, _ := newHouse(t).open(model.Fallback(distant(t, server, patience(modeltest.OK)), local.New(0), nil), func(c *interviewer.Config) { c.Budget = budget })
	id, _ := start(t, iv, interviewer.Request{})
	for i := range 20 {
		until(t, iv, log, id, "a turn", quiet)
		do(t, iv, id, say(strings.Repeat("m", i+1), "I design for the load of clicks per second that you give, because the peak decides."))
	}
	until(t, iv, log, id, "the last turn", quiet)
	do(t, iv, id, coach.Command{Do: coach.DoEnd, ID: "e"})
	state := until(t, iv, log, id, "the report", func(iv coach.Interview) bool { return iv.Report != nil })
	r := state.Report
	if spent := r.Usage.Total().USD; spent <= budget/2 || spent > budget {
		t.Errorf("$%.4f of $%.2f were spent: %+v", spent, budget, r.Usage)
	}
	if parts := r.Provenance.Models; len(parts) != 2 || parts[0].Turns < 3 || parts[1].Model != local.Name || parts[1].Turns < 3 || !parts[1].Graded {
		t.Errorf("the parts of the models are %+v", parts)
	}
}
