package coach

import (
	"fmt"
	"strings"
	"time"
)

// Due returns what the clock alone changes at the given moment: the words near the end of a step's time, and the next
// step when it is over. Most of the time it returns nothing.
func Due(iv Interview, now time.Time) []Event {
	if iv.Status != StatusRunning || iv.Step == "" {
		return nil
	}
	budget := iv.Budget(iv.Step)
	left := budget - iv.Spent(iv.Step, now)
	switch {
	case left <= 0:
		return []Event{advance(iv, "", ReasonTime)}
	case left <= nudgeBefore(budget) && !iv.Nudged[iv.Step]:
		return []Event{InterviewerSaid{
			Text: nudge(iv.Step, left), Step: iv.Step, Purpose: PurposeNudge, Citations: []Citation{},
		}}
	}
	return nil
}

// NextDue returns the moment at which [Due] will next have something to say, and false while the clock stands.
func NextDue(iv Interview, now time.Time) (time.Time, bool) {
	if iv.Status != StatusRunning || iv.Step == "" {
		return time.Time{}, false
	}
	budget := iv.Budget(iv.Step)
	end := now.Add(budget - iv.Spent(iv.Step, now))
	if !iv.Nudged[iv.Step] {
		return end.Add(-nudgeBefore(budget)), true
	}
	return end, true
}

func nudge(s Step, left time.Duration) string {
	next := "then we close"
	if n, ok := s.Next(); ok {
		next = "then we go on to " + strings.ToLower(n.Title())
	}
	return fmt.Sprintf("A note on time: about %s left for %s, %s. Say what matters most first.",
		roughly(left), strings.ToLower(s.Title()), next)
}

func roughly(d time.Duration) string {
	if d < 90*time.Second {
		return fmt.Sprintf("%d seconds", max(5, int(d.Round(5*time.Second).Seconds())))
	}
	return fmt.Sprintf("%d minutes", int(d.Round(time.Minute).Minutes()))
}
