package main

import (
	"os"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/review"
	"github.com/interviewcoach/interviewcoach/coach/store"
)

// TestAnswersEarnTheirVerdict holds bank, library and local grader to one another: the strong answer that is kept for each
// problem would be hired at the problem's level, and the weak one would not.
func TestAnswersEarnTheirVerdict(t *testing.T) {
	t.Parallel()
	r := testRooms(t)
	desk := review.Desk{Log: r.log, Problems: r.bank, Assessor: r.assessor}
	verdict := func(p coach.Problem, kind string) coach.Report {
		text, err := os.ReadFile("../../coach/problems/testdata/" + p.ID + "." + kind + ".md")
		if err != nil {
			t.Fatal(err)
		}
		id, err := desk.File(t.Context(), store.LocalOwner, coach.DesignSubmitted{Problem: p.ID, Title: kind, Text: string(text)})
		if err != nil {
			t.Fatal(err)
		}
		report, err := desk.Grade(t.Context(), store.LocalOwner, id)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	for _, p := range r.bank.All() {
		if report := verdict(p, "strong"); report.Overall.Rank() < coach.Hire.Rank() {
			t.Errorf("%s: the strong answer earns %s: %v", p.ID, report.Overall, scoresOf(report))
		}
		if report := verdict(p, "weak"); report.Overall.Rank() > coach.LeanNo.Rank() {
			t.Errorf("%s: the weak answer earns %s: %v", p.ID, report.Overall, scoresOf(report))
		}
	}
}

func scoresOf(r coach.Report) map[coach.Dimension]int {
	scores := map[coach.Dimension]int{}
	for _, s := range r.Scores {
		scores[s.Dimension] = s.Score
	}
	return scores
}
