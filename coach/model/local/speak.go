package local

import (
	"fmt"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// speak writes the interviewer's next words.
func speak(t prompts.Turn) string {
	switch t.Purpose {
	case coach.PurposeOpening:
		return fmt.Sprintf("Good to meet you. Here is the problem. %s\n\nBefore you draw anything: what do you need to know from me?",
			strings.TrimSpace(t.Problem.Prompt))
	case coach.PurposeHint:
		return hint(t)
	case coach.PurposeTransition:
		return transition(t)
	case coach.PurposeChange:
		return change(t)
	case coach.PurposeClosing:
		return fmt.Sprintf("That is our time on %s. Thank you for thinking aloud with me. The report follows: it quotes what it "+
			"rests on, so go through it while the conversation is fresh.", t.Problem.Title)
	default:
		return reply(t)
	}
}

// reply answers the candidate's last words, takes up what they said, and asks about the largest gap.
func reply(t prompts.Turn) string {
	last := t.Last().Text
	claims := evidence.Read(evidence.Source{Text: last}).Claims
	if prying(last) {
		return "I can't share what I have in front of me, and it would not help you: the questions are yours to find. Let's stay with the problem. " +
			question(t)
	}
	var parts []string
	asked, answered := answers(t, claims)
	parts = append(parts, answered...)
	if wrong := wrongSum(t); wrong != "" {
		return strings.Join(append(parts, wrong), " ")
	}
	stated := best(claims)
	if stated != nil {
		parts = append(parts, takeUp(*stated))
	}
	switch {
	case asked && stated == nil && t.Step == coach.Requirements:
		// Asked and answered: while requirements are gathered the next move is the candidate's.
	case asked && stated == nil && len(answered) > 0:
		parts = append(parts, "Go on from there.")
	default:
		parts = append(parts, question(t))
	}
	return strings.Join(parts, " ")
}

// change takes up what the candidate said before the requirements changed, and asks what the change moves.
func change(t prompts.Turn) string {
	claims := evidence.Read(evidence.Source{Text: t.Last().Text}).Claims
	_, parts := answers(t, claims)
	if stated := best(claims); stated != nil {
		parts = append(parts, takeUp(*stated)+" Keep that thought.")
	}
	parts = append(parts, "Take the change first: say what in your design it moves, and just as plainly what it leaves alone.")
	return strings.Join(parts, " ")
}

// question asks about the largest gap, with the passage behind it.
func question(t prompts.Turn) string {
	switch {
	case t.Focus != nil:
		return strings.TrimSpace(t.Focus.Probe) + cite(t)
	case len(t.Picture) > 0 && (t.Step == coach.HighLevelDesign || t.Step == coach.DetailedDesign) && !saidBefore(t, t.Picture[0]):
		return "Looking at your drawing: " + t.Picture[0] + " What do you make of that?"
	case t.Probe != nil:
		return strings.TrimSpace(t.Probe.Text) + cite(t)
	}
	if next, ok := t.Step.Next(); ok {
		return fmt.Sprintf("I have no more questions on %s. Is there something you would change, or shall we go on to %s?",
			strings.ToLower(t.Step.Title()), strings.ToLower(next.Title()))
	}
	return "I have no more questions. Is there something in your design that you would change now?"
}

func saidBefore(t prompts.Turn, words string) bool {
	for _, u := range t.Said {
		if u.Who == coach.Interviewer && strings.Contains(u.Text, words) {
			return true
		}
	}
	return false
}

// cite gives the mark of the passage behind a question.
func cite(t prompts.Turn) string {
	if len(t.Passages) == 0 {
		return ""
	}
	return " [" + t.Passages[0].ID + "]"
}

func wrongSum(t prompts.Turn) string {
	for _, s := range t.Sums {
		if !s.OK {
			return fmt.Sprintf("Before we go on, go over this sum again: “%s”. I come to something else, and what you build on it depends on it. What do you get?",
				clip(s.Quote, 20))
		}
	}
	return ""
}

func hint(t prompts.Turn) string {
	if t.Focus == nil {
		return "You have what I was looking for in this step. Use the time to check your own numbers and what happens when one part fails, or go on."
	}
	if t.Hints > 1 {
		return fmt.Sprintf("A little more, then: %s Put it in terms of your design: %s", sentence(t.Focus.Hint), sentence(t.Focus.Probe)) + cite(t)
	}
	return "Here is something to think about. " + sentence(t.Focus.Hint) + cite(t)
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s != "" && !strings.ContainsRune(".?!", rune(s[len(s)-1])) {
		s += "."
	}
	return s
}

// openings say what a step is for; the second is what an L7 is asked on top.
var openings = map[coach.Step][2]string{
	coach.Capacity: {
		"Let's put numbers on it. What load do you expect on average and at peak, how much data, and which of these numbers will shape the design?",
		"Say as well what it will cost per month or per unit, roughly: I want to know which number the business would ask for.",
	},
	coach.HighLevelDesign: {
		"Now the picture. Draw the main components on the board, and walk me through one write and one read from the client to the store and back.",
		"While you draw, tell me which parts are whose: how many teams is this, and where are the lines between them?",
	},
	coach.DetailedDesign: {
		"Let's go deep. Pick the part that carries the risk: its API, its data model and keys, and what happens inside it when something fails in the middle.",
		"And tell me how you would get there from what exists today, with customers on it.",
	},
	coach.ScaleAndOptimize: {
		"Assume it is a success. Where does it break first at ten times the load, and what do you do about that?",
		"Put a price on it: what does the growth cost, and what would you refuse to build?",
	},
	coach.TradeOffs: {
		"Last part. Name the two or three decisions that you weighed, what you gave up with each, and what would change your mind.",
		"Look three years out as well: what does this enable, who else builds on it, and what has to be true for that?",
	},
}

func transition(t prompts.Turn) string {
	var parts []string
	if t.TimedOut {
		parts = append(parts, "The time for that part is over, so let's move on; you can come back to it if it matters later.")
	} else {
		parts = append(parts, "Good, on we go.")
	}
	if asked, answered := answers(t, evidence.Read(evidence.Source{Text: unanswered(t)}).Claims); asked {
		parts = append(parts, answered...)
	}
	open := openings[t.Step]
	parts = append(parts, open[0])
	if t.Level == coach.L7 {
		parts = append(parts, open[1])
	}
	return strings.Join(parts, " ")
}

// unanswered returns the candidate's last words of the step before if the interviewer has not spoken since. Words that came
// in this step are owed a reply of their own.
func unanswered(t prompts.Turn) string {
	if n := len(t.Said); n > 0 && t.Said[n-1].Who == coach.Candidate && t.Said[n-1].Step != t.Step {
		return t.Said[n-1].Text
	}
	return ""
}

// best returns the claim of a message that says most, or nil where it states nothing.
func best(claims []evidence.Claim) *evidence.Claim {
	var top *evidence.Claim
	weight := -1
	for i := range claims {
		c := &claims[i]
		if c.Signals.Question || c.Form == evidence.Code || c.Signals.Words < 4 {
			continue
		}
		if w := c.Signals.Weight(); w > weight {
			top, weight = c, w
		}
	}
	return top
}

// takeUp takes up a claim in the candidate's own words, and says what is in it or what is not.
func takeUp(c evidence.Claim) string {
	quote := "“" + clip(c.Text, 14) + "”"
	s := c.Signals
	switch {
	case c.Listing:
		return "You name " + quote + "; names alone don't tell me what each is for."
	case s.Alternative:
		return quote + ": so you weighed it against something, and I can follow that."
	case s.Number && s.Reason:
		return quote + ": a number and what follows from it, noted."
	case s.Number:
		return "I note " + quote + "."
	case s.Reason:
		return quote + ": that gives me the reason."
	case s.Consequence:
		return quote + ": so you have a case in mind where it matters."
	case s.Wish && !s.Mechanism:
		return quote + " is a goal; I would like to hear how it comes about."
	default:
		return "You say " + quote + "."
	}
}

// clip cuts a quote to a number of words, on one line and without marks of Markdown.
func clip(text string, words int) string {
	fields := strings.Fields(strings.NewReplacer("**", "", "`", "", "|", " ").Replace(text))
	if len(fields) > words {
		return strings.Join(fields[:words], " ") + " …"
	}
	return strings.TrimRight(strings.Join(fields, " "), ".;,")
}
