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
	Gates      []Bound         `json:"gates"` // holes that bound the verdict, the lowest bound first
	Bars       []Bar           `json:"bars"`  // the same answer held to each level
	Summary    string          `json:"summary"`
	Next       []Action        `json:"next"`      // at most three things to do in the next try, the most important first
	Checklist  []ChecklistMark `json:"checklist"` // all ten items, in order
	RedFlags   []RedFlag       `json:"red_flags"`
	Arithmetic []Sum           `json:"arithmetic"`
	Steps      []StepReport    `json:"steps"`
	Moments    []Moment        `json:"moments"`
	Study      []Study         `json:"study"`
	Change     *Reaction       `json:"change,omitempty"`  // to the change of requirements, where one was brought
	Comments   []Comment       `json:"comments"`          // in the margin, in the order of the text
	Changes    *Changes        `json:"changes,omitempty"` // since the version before, where there is one
	Usage      Usage           `json:"usage"`             // of paid and distant models, from the first word to this report
	Provenance Provenance      `json:"provenance"`
}

// Score is the judgement of one dimension.
type Score struct {
	Dimension  Dimension   `json:"dimension"`
	Score      int         `json:"score"` // 0 to MaxScore
	Evidence   []Evidence  `json:"evidence"`
	Citations  []Citation  `json:"citations"`
	Missing    []string    `json:"missing"`
	Advice     string      `json:"advice"`
	Confidence *Confidence `json:"confidence,omitempty"` // how far samples of the grader agree; nil where there is one
	NotJudged  bool        `json:"not_judged,omitempty"` // no judgement of it held: the score says nothing about the answer
	Next       *Anchor     `json:"next,omitempty"`       // what one point more takes; nil at MaxScore
	Strong     []string    `json:"strong,omitempty"`     // what a strong answer to this problem says that this one did not
}

// Action is a thing to do in the next try.
type Action struct {
	Dimension Dimension `json:"dimension"`
	Text      string    `json:"text"`
	Passage   string    `json:"passage,omitempty"` // to read before
}

// Confidence is how far repeated judgements of one dimension agree. The score is their median.
type Confidence struct {
	Samples int     `json:"samples"` // judgements that held
	Low     int     `json:"low"`     // the lowest score among them
	High    int     `json:"high"`
	Share   float64 `json:"share"` // of the samples that gave the median, 0 to 1
}

// Anchor is what the rubric asks for one score of a dimension.
type Anchor struct {
	Score int    `json:"score"`
	Text  string `json:"text"`
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
	Kind      string    `json:"kind,omitempty"`  // FlagExcess, or empty
}

// FlagExcess is the kind of a red flag for over-engineering. It counts within cost and frugality and nowhere else.
const FlagExcess = "excess"

// Sum is a piece of capacity arithmetic, recomputed.
type Sum struct {
	Quote    string `json:"quote"`
	Claimed  string `json:"claimed"`
	Computed string `json:"computed"`
	OK       bool   `json:"ok"`
	Why      string `json:"why,omitempty"`   // the kind of slip: bits for bytes, a day for a second
	Gross    bool   `json:"gross,omitempty"` // off by ten times or more

	Corrected bool `json:"corrected,omitempty"` // wrong, and put right later by the candidate
	LeanedOn  bool `json:"leaned_on,omitempty"` // wrong, and what it claims is used again in the answer
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
	Rubric      string   `json:"rubric"`                 // version of the rubric
	Prompts     string   `json:"prompts"`                // version of the prompts
	Guides      string   `json:"guides"`                 // digest of the index
	Grader      string   `json:"grader"`                 // model that graded
	Models      Parts    `json:"models"`                 // which model did what
	Unsupported int      `json:"unsupported"`            // claims of the grader that were dropped because they could not be verified
	Withheld    int      `json:"withheld"`               // points that the grader gave and checking took back, over all dimensions
	Samples     int      `json:"samples,omitempty"`      // judgements that the scores are the median of, where it is more than one
	NotAssessed []string `json:"not_assessed,omitempty"` // steps and dimensions of which no judgement held
}
