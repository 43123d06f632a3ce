package coach

// wordsBeforeChange is how often the candidate speaks in a step before the problem's requirements change: in the detailed
// design there has to be something that a change can move, and whoever was brief there meets it at the next step.
var wordsBeforeChange = map[Step]int{DetailedDesign: 2, ScaleAndOptimize: 1}

// DueChange returns the event that brings the problem's change of requirements, once, in the middle of an interview: when
// the candidate has a design to change and has just said something. Most of the time it returns nothing.
func DueChange(iv Interview, text string) []Event {
	need, ok := wordsBeforeChange[iv.Step]
	if !ok || text == "" || iv.Changed != "" || iv.Status != StatusRunning || iv.failed[LaneSpeak] != "" {
		return nil
	}
	// With more than one thing to answer, a reply may be on its way already, and it is let finish.
	if len(iv.asks) != 1 || iv.asks[0].purpose != PurposeReply || len(iv.CandidateWords(iv.Step)) < need {
		return nil
	}
	return []Event{RequirementChanged{Text: text}}
}

// Reaction is what a candidate made of the change of requirements. It is read by program from what was said after it,
// whatever model graded.
type Reaction struct {
	Text      string   `json:"text"`            // the change, as spoken
	Seq       int64    `json:"seq"`             // the event that brought it
	Right     bool     `json:"right"`           // what was said meets what the change asks for
	Quote     string   `json:"quote,omitempty"` // the words that do, or the first ones after the change
	QuoteSeq  int64    `json:"quote_seq"`       // where they were said
	Moved     []Moved  `json:"moved"`           // points that the change touches and that were thought over
	LeftAlone []string `json:"left_alone"`      // points that it touches and that were not
	Kept      []string `json:"kept"`            // points made before that it does not touch and that were not reopened
	Expected  string   `json:"expected"`        // what a good reaction moves and what it leaves alone
	Verdict   string   `json:"verdict"`         // all that in a sentence
}

// Moved is a point that was thought over after a change, with the words that do.
type Moved struct {
	Point string `json:"point"`
	Quote string `json:"quote"`
	Seq   int64  `json:"seq"`
}
