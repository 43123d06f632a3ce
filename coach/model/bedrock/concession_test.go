package bedrock

import (
	"testing"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// TestConcede reads the service's own words.
func TestConcede(t *testing.T) {
	t.Parallel()
	tests := []struct {
		message string
		before  concession
		want    concession
	}{
		{"This model doesn't support the outputConfig.textFormat field.", 0, noFormat},
		{"The model returned the following errors: output_config.format: Extra inputs are not permitted", 0, noFormat},
		{"The model returned the following errors: `temperature` is deprecated for this model.", 0, noTemperature},
		{"This model doesn't support system messages. Try again without a system message.", 0, noSystem},
		{"This model doesn't support tool use in streaming mode.", noFormat, noTool},
		{"toolSpec.strict: Extra inputs are not permitted", noFormat, noStrict},
		{"This model doesn't support the toolConfig.toolChoice.tool field.", noFormat | noStrict, noTool},
		{"The model is unsupported for streaming.", 0, noStream},
		{"This model doesn't support tool use.", 0, 0},
		{"Input is too long for requested model.", 0, 0},
	}
	for _, test := range tests {
		try := &try{prompt: prompts.Prompt{Schema: []byte(`{}`)}, lost: test.before}
		if got := try.concede(test.message); got != test.want {
			t.Errorf("%q with %b: %b, want %b", test.message, test.before, got, test.want)
		}
	}
	if got := (&try{}).concede("`temperature` is deprecated"); got != 0 {
		t.Errorf("prose gives up %b", got)
	}
}

func TestCeiling(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]int{
		"The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.": 4096,
		"max_tokens: 8000 > 4096, which is the maximum allowed number of output tokens":                                                    4096,
		"The maximum tokens you requested exceeds the model limit of 10000.":                                                               0,
		"Input is too long.": 0,
	} {
		if got, ok := ceiling(message, 8000); ok != (want != 0) || ok && got != want {
			t.Errorf("%q: %d %v, want %d", message, got, ok, want)
		}
	}
}
