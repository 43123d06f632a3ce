package coach

import "time"

// ReportSchema names the shape of a [Report].
const ReportSchema = "coach.report/1"

// Report is the judgement of an interview or a written design. Every quote in it stands verbatim, white space aside, in
// what the candidate wrote, and every passage existed in the index when it was drawn.
type Report struct {
	Schema    string    `json:"schema"`
	ID        string    `json:"id"`
	Kind      string    `json:"kind"` // interview or design
	Problem   string    `json:"problem"`
	Level     Level     `json:"level"`
	Model     string    `json:"model"`
	CreatedAt time.Time `json:"created_at"`

	Scores     []Score         `json:"scores"` // all eleven dimensions, in order
	Overall    Overall         `json:"overall"`
	Summary    string          `json:"summary"`
	Checklist  []ChecklistMark `json:"checklist"` // all ten items, in order
	RedFlags   []RedFlag       `json:"red_flags"`
	Arithmetic []Sum           `json:"arithmetic"`
	Steps      []StepReport    `json:"steps"`
	Moments    []Moment        `json:"moments"`
	Study      []Study         `json:"study"`
	Change     *Reaction       `json:"change,omitempty"` // to the change of requirements, where one was brought
	Provenance Provenance      `json:"provenance"`
}

// Score is the judgement of one dimension.
type Score struct {
	Dimension Dimension  `json:"dimension"`
	Score     int        `json:"score"` // 0 to MaxScore
	Evidence  []Evidence `json:"evidence"`
	Citations []Citation `json:"citations"`
	Missing   []string   `json:"missing"`
	Advice    string     `json:"advice"`
}

// Evidence is a verbatim quote and the event it was said in (0 in a written design).
type Evidence struct {
	Quote string `json:"quote"`
	Seq   int64  `json:"seq"`
}

// ChecklistMark says whether one of the ten points was covered, and by which words.
type ChecklistMark struct {
	Item    ChecklistItem `json:"item"`
	Covered bool          `json:"covered"`
	Quote   string        `json:"quote,omitempty"`
}

// RedFlag is something that would be raised against the candidate in a debrief.
type RedFlag struct {
	Dimension Dimension `json:"dimension"`
	Flag      string    `json:"flag"`
	Quote     string    `json:"quote,omitempty"` // empty where the flag is an absence
}

// Sum is a piece of capacity arithmetic, recomputed.
type Sum struct {
	Quote    string `json:"quote"`
	Claimed  string `json:"claimed"`
	Computed string `json:"computed"`
	OK       bool   `json:"ok"`
	Why      string `json:"why,omitempty"`   // the kind of slip: bits for bytes, a day for a second
	Gross    bool   `json:"gross,omitempty"` // off by ten times or more

	Corrected bool `json:"corrected,omitempty"` // wrong, and put right later by the candidate
}

// StepReport is what became of one step.
type StepReport struct {
	Step          Step     `json:"step"`
	Seconds       int      `json:"seconds"`
	BudgetSeconds int      `json:"budget_seconds"`
	Covered       []string `json:"covered"`
	Missed        []string `json:"missed"`
	Feedback      string   `json:"feedback"`
}

// Moment is one of the one to three things that decided the verdict.
type Moment struct {
	Quote     string    `json:"quote"`
	Seq       int64     `json:"seq"`
	Effect    string    `json:"effect"` // raised or lowered
	Dimension Dimension `json:"dimension"`
	Why       string    `json:"why"`
}

// Study is a passage worth reading after this answer.
type Study struct {
	Passage string   `json:"passage"`
	Heading []string `json:"heading,omitempty"`
	Why     string   `json:"why"`
}

// Provenance says what a report rests on.
type Provenance struct {
	Rubric      string   `json:"rubric"`      // version of the rubric
	Prompts     string   `json:"prompts"`     // version of the prompts
	Guides      string   `json:"guides"`      // digest of the index
	Grader      string   `json:"grader"`      // model that graded
	Unsupported int      `json:"unsupported"` // claims of the grader that were dropped because they could not be verified
	NotAssessed []string `json:"not_assessed,omitempty"`
}
