package local_test

import (
	"os"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/calibration"
	"github.com/interviewcoach/interviewcoach/coach/problems"
)

// TestItAgreesWithPeople grades the designs that come with the program, which people labelled before any grader had seen
// them, and holds the agreement. The scales were fitted with these among others, so this is a floor and no proof.
func TestItAgreesWithPeople(t *testing.T) {
	t.Parallel()
	bank, err := problems.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := calibration.Load("../../calibration/set/own")
	if err != nil {
		t.Fatal(err)
	}
	samples := set.Samples
	scores := make([]map[coach.Dimension]int, len(samples))
	for i, s := range samples {
		scores[i] = grade(t, bank, s.Problem, s.Text)
	}
	mean, within, total := 0.0, 0, 0
	for _, d := range coach.Dimensions() {
		var theirs, ours []int
		for i, s := range samples {
			theirs, ours = append(theirs, s.Scores[d]), append(ours, scores[i][d])
			if off := s.Scores[d] - scores[i][d]; off*off <= 1 {
				within++
			}
			total++
		}
		k := calibration.Kappa(theirs, ours, coach.MaxScore+1)
		mean += k / float64(len(coach.Dimensions()))
		if k < 0.7 {
			t.Errorf("%s: kappa is %.2f", d, k)
		}
	}
	t.Logf("mean kappa %.3f, %d of %d within one", mean, within, total)
	if mean < 0.8 || within*20 < total*19 {
		t.Errorf("mean kappa is %.3f, and %d of %d scores are within one", mean, within, total)
	}
}

// TestAnswersToAnotherQuestionAreBounded grades sound answers against problems that they don't answer.
func TestAnswersToAnotherQuestionAreBounded(t *testing.T) {
	t.Parallel()
	bank, err := problems.Load()
	if err != nil {
		t.Fatal(err)
	}
	for answer, other := range map[string]string{
		"l6-ticketmaster": "l6-url-shortener", "l6-url-shortener": "l6-ticketmaster", "l6-twitter-timeline": "l6-ticketmaster",
		"l6-real-time-fraud-detection": "l6-url-shortener", "l6-ai-customer-service-chatbot": "l6-url-shortener",
	} {
		text, err := os.ReadFile("../../problems/testdata/" + answer + ".strong.md") //nolint:gosec // our own texts
		if err != nil {
			t.Fatal(err)
		}
		for d, score := range grade(t, bank, other, string(text)) {
			if score > 2 {
				t.Errorf("the answer to %s earns %d for %s of %s", answer, score, d, other)
			}
		}
	}
}
