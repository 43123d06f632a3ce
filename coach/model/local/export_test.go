package local

import (
	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// Grade grades without a prompt around it, and says what was found wrong.
func Grade(in prompts.Report) (map[coach.Dimension]int, []string) {
	g := newGrader(in)
	scores := map[coach.Dimension]int{}
	for _, d := range coach.Dimensions() {
		scores[d] = g.score(d).Score
	}
	var wrong []string
	for _, m := range g.wrong {
		wrong = append(wrong, m.flag)
	}
	return scores, wrong
}

// Judge grades without a prompt around it.
func Judge(in prompts.Report) prompts.Judgement { return judge(in) }
