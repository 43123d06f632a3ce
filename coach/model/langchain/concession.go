package langchain

import (
	"regexp"
	"strconv"
	"strings"
)

// concession is a set of things that a model or its server was found not to take.
type concession uint32

// What can be done without.
const (
	noSchema      concession = 1 << iota // no JSON schema: JSON mode instead
	noJSONMode                           // none either: the schema in words alone
	noTemperature                        // the model's own temperature
	otherLimit                           // the limit of tokens under its other name
	noEffort                             // as much thinking as the model likes
	noUsage                              // no count of tokens in the stream
)

// unknownField matches the words in which servers refuse a field; without them, its name in a message says nothing.
var unknownField = regexp.MustCompile(`(?i)support|permitted|allowed|unknown|unrecogni[sz]ed|unexpected|extra|deprecated|invalid`)

// complaints are the names under which servers complain about what can be done without.
var complaints = []struct {
	name string
	lost concession
}{
	{"json_schema", noSchema},
	{"json_object", noSchema},
	{"response_format", noSchema},
	{"output_config", noSchema},
	{"output_format", noSchema},
	{"structured output", noSchema},
	{"format", noSchema},
	{"temperature", noTemperature},
	{"max_completion_tokens", otherLimit},
	{"max_tokens", otherLimit},
	{"reasoning_effort", noEffort},
	{"reasoning effort", noEffort},
	{"stream_options", noUsage},
}

// concede reads from a refusal what the call may do without. It returns 0 where there is nothing left to give.
func (c *call) concede(message string) concession {
	if !unknownField.MatchString(message) {
		return 0
	}
	message = strings.ToLower(message)
	for _, field := range complaints {
		if !strings.Contains(message, field.name) {
			continue
		}
		lost := field.lost
		if lost == noSchema && c.lost&noSchema != 0 {
			lost = noJSONMode
		}
		if c.lost&lost == 0 && c.carries(lost) {
			return lost
		}
	}
	return 0
}

// carries reports whether the call's request held what is to be given up.
func (c *call) carries(lost concession) bool {
	switch lost {
	case noSchema, noJSONMode:
		return c.schema != nil
	case noTemperature:
		return c.schema != nil // prose is asked for at the model's own temperature
	case noEffort:
		return c.effort
	default:
		return true
	}
}

// most matches how servers say that a limit of tokens is above the model's own: "at most 4096 completion tokens",
// "max_tokens: 8000 > 4096, which is the maximum allowed number of output tokens".
var most = regexp.MustCompile(`(?i)(?:at most |> ?|less than or equal to |maximum (?:value|output tokens)[^0-9]{0,20})([0-9]{3,6})`)

// ceiling reads the most tokens that a model allows from a refusal of limit.
func ceiling(message string, limit int) (int, bool) {
	found := most.FindStringSubmatch(message)
	if found == nil || !strings.Contains(message, "tokens") {
		return 0, false
	}
	n, err := strconv.Atoi(found[1])
	return n, err == nil && n < limit
}
