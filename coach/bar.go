package coach

// Gate names a hole that no average makes good.
type Gate string

// The gates. The names are part of a report's JSON.
const (
	GateNothing    Gate = "nothing_to_build_on" // most dimensions are not shown or are bare names
	GateNoLoad     Gate = "no_load"             // no load figures, or only misleading ones, and little on failures
	GateNoFailure  Gate = "no_failure_thinking" // no sentence about anything that fails
	GateNoSecurity Gate = "no_security"         // security is not mentioned, or is a bare name where the level asks for more
	GateMagnitude  Gate = "wrong_magnitude"     // a figure is off by ten times or more and the design rests on it
)

// Bound is a gate that an answer does not pass. Its verdict is at most At, whatever the rest earns.
type Bound struct {
	Gate      Gate      `json:"gate"`
	Dimension Dimension `json:"dimension,omitempty"`
	At        Overall   `json:"at"`
	Why       string    `json:"why"`
	Quote     string    `json:"quote,omitempty"` // empty where the hole is an absence
	Decided   bool      `json:"decided"`         // without the gates the verdict would have been better than At
}

// Bar is an answer held to one level: the same scores, the verdict that they earn there, and what meets that level and
// what falls short of it.
type Bar struct {
	Level   Level    `json:"level"`
	Overall Overall  `json:"overall"`
	Met     []string `json:"met"`
	Short   []string `json:"short"`
	Gates   []Gate   `json:"gates"`
}

// Score returns the score that a dimension has to reach for a level: what the rubric calls sound there.
func (l Level) Score() int {
	if l == L7 {
		return 4
	}
	return 3
}
