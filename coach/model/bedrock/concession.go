package bedrock

import (
	"regexp"
	"strconv"
	"strings"
)

// concession is a set of things that a model was found not to take.
type concession uint32

// What can be done without.
const (
	noFormat      concession = 1 << iota // no JSON schema: a tool instead
	noTool                               // none either: the schema in words
	noStrict                             // a tool whose input is not enforced
	noTemperature                        // the model's own temperature
	noSystem                             // all in the user's message
	noStream                             // the answer in one piece
)

// complaints are the words in which the service says what a model does not take, all of them validation errors.
var complaints = []struct {
	word string
	lost concession
}{
	{"outputconfig", noFormat},
	{"output_config", noFormat},
	{"structured output", noFormat},
	{"textformat", noFormat},
	{"json_schema", noFormat},
	{"json schema", noFormat},
	{"strict", noStrict},
	{"tool", noTool},
	{"temperature", noTemperature},
	{"system", noSystem},
	{"stream", noStream},
}

// concede reads from a validation error what the request may do without. It returns 0 where there is nothing left to give.
func (t *try) concede(message string) concession {
	message = strings.ToLower(message)
	for _, complaint := range complaints {
		if strings.Contains(message, complaint.word) && t.carries(complaint.lost) {
			return complaint.lost
		}
	}
	return 0
}

// carries reports whether the request held what is to be given up.
func (t *try) carries(lost concession) bool {
	if t.lost&lost != 0 {
		return false
	}
	schema := t.prompt.Schema != nil
	switch lost {
	case noFormat, noTemperature:
		return schema
	case noStrict, noTool:
		return schema && t.lost&noFormat != 0 && t.lost&noTool == 0
	default:
		return true
	}
}

// most matches how the service says that a limit of tokens is above the model's own: "The maximum tokens you requested
// exceeds the model limit of 4096."
var most = regexp.MustCompile(`(?i)(?:model limit of |at most |> ?|less than or equal to )([0-9]{3,6})`)

// ceiling reads the most tokens that a model allows from a refusal of limit.
func ceiling(message string, limit int) (int, bool) {
	found := most.FindStringSubmatch(message)
	if found == nil || !strings.Contains(message, "tokens") {
		return 0, false
	}
	n, err := strconv.Atoi(found[1])
	return n, err == nil && n < limit
}
