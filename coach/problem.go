package coach

// Problem is one exercise of the bank: what the interviewer says, what they know and don't say, and what they look for.
type Problem struct {
	ID     string `yaml:"id" json:"id"`         // level first, then the title as a slug: l6-url-shortener
	Title  string `yaml:"title" json:"title"`   // as people read it
	Level  Level  `yaml:"level" json:"level"`   // the level it is usually asked at
	Kind   string `yaml:"kind" json:"kind"`     // component, platform or ml
	Prompt string `yaml:"prompt" json:"prompt"` // as the interviewer speaks it

	Facts     []Fact        `yaml:"facts" json:"-"`
	Figures   []Figure      `yaml:"figures" json:"-"`
	KeyPoints []KeyPoint    `yaml:"key_points" json:"-"`
	Probes    []Probe       `yaml:"probes" json:"-"`
	RedFlags  []RedFlagSign `yaml:"red_flags" json:"-"`
	Change    *Change       `yaml:"change" json:"-"`
	Reading   []string      `yaml:"reading" json:"-"` // passage or guide ids
}

// Fact is something that the interviewer tells only when asked.
type Fact struct {
	ID     string   `yaml:"id"`
	Asks   []string `yaml:"asks"`   // ways in which people ask for it
	Answer string   `yaml:"answer"` // as the interviewer speaks it
}

// Figure is a number that a good answer arrives at.
type Figure struct {
	Name    string `yaml:"name"`
	Working string `yaml:"working"` // arithmetic that coach/estimate can compute: "100M * 5 / 86400"
	Value   string `yaml:"value"`   // with its unit: "5,800 writes/s"
	Meaning string `yaml:"meaning"` // what follows from it for the design
}

// KeyPoint is one thing that a good answer to a problem contains.
type KeyPoint struct {
	ID        string    `yaml:"id"`
	Step      Step      `yaml:"step"`      // where it is looked for
	Dimension Dimension `yaml:"dimension"` // what it counts towards
	Level     Level     `yaml:"level"`     // asked from this level up; empty means L6
	Point     string    `yaml:"point"`     // the point itself, in a sentence
	Signs     []Sign    `yaml:"signs"`     // how it is recognised in a candidate's words
	Probe     string    `yaml:"probe"`     // the question that looks for it without giving it away
	Hint      string    `yaml:"hint"`      // half a step of help
}

// Sign recognises a point in words: in one thought, at least one alternative of every group must occur. Alternatives
// are lower-case words or phrases; a trailing * stands for any ending ("shard*").
type Sign [][]string

// Probe is a follow-up question for one dimension.
type Probe struct {
	Dimension Dimension `yaml:"dimension"`
	Level     Level     `yaml:"level"` // asked from this level up; empty means L6
	Step      Step      `yaml:"step"`  // empty: wherever it fits
	Text      string    `yaml:"text"`
}

// RedFlagSign is a known wrong turn of a problem and how it shows.
type RedFlagSign struct {
	Dimension Dimension `yaml:"dimension"`
	Flag      string    `yaml:"flag"`  // what would be said of it in a debrief
	Signs     []Sign    `yaml:"signs"` // how it is recognised
}

// Change is a change of requirements that the interviewer brings once, in the middle of an interview.
type Change struct {
	Text         string   `yaml:"text"`          // as spoken: "the budget was halved"
	GoodReaction string   `yaml:"good_reaction"` // what a good answer moves and what it leaves alone
	Signs        []Sign   `yaml:"signs"`
	KeyPoints    []string `yaml:"key_points"` // ids of points that have to be thought over again
}

// KeyPointsOf returns the points that are looked for in a step at a level, in the order of the problem's file.
func (p Problem) KeyPointsOf(step Step, level Level) []KeyPoint {
	var points []KeyPoint
	for _, k := range p.KeyPoints {
		if k.Step == step && level.Includes(k.Level) {
			points = append(points, k)
		}
	}
	return points
}

// Passage is a piece of a study guide that a probe or a score can rest on.
type Passage struct {
	ID      string   `json:"passage"`
	Guide   string   `json:"guide"`
	Heading []string `json:"heading"`
	Text    string   `json:"text"`
}

// Citation points at a passage, with its heading as it was when cited.
type Citation struct {
	Passage string   `json:"passage"`
	Heading []string `json:"heading"`
}

// Cite returns the citation of a passage.
func (p Passage) Cite() Citation { return Citation{Passage: p.ID, Heading: p.Heading} }
