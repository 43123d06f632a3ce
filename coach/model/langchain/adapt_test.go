package langchain_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// notes asks for JSON.
func notes() prompts.Prompt {
	return prompts.Prompt{Task: prompts.TaskStep, System: "You take notes.\n", User: "Take notes.\n", MaxTokens: 1200,
		Schema: []byte(`{"type":"object","additionalProperties":false,"required":["feedback"],"properties":{"feedback":{"type":"string"}}}`)}
}

// TestConcessions meets models and servers that don't know a field: the answer comes all the same, without it, and the
// next request doesn't try it again.
func TestConcessions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		protocol modeltest.Protocol
		rejects  []string
		requests int
		words    bool // the schema comes in words
	}{
		{"no schema, no JSON mode", modeltest.OpenAI(), []string{"response_format"}, 3, true},
		{"no temperature", modeltest.OpenAI(), []string{"temperature"}, 2, false},
		{"neither, nor usage", modeltest.OllamaCompatible(), []string{"stream_options", "temperature", "response_format"}, 5, true},
		{"old Ollama", modeltest.Ollama(), []string{"format"}, 3, true},
		{"old Claude", modeltest.Anthropic(), []string{"output_config"}, 2, true},
		{"new Claude", modeltest.Anthropic(), []string{"temperature"}, 2, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := modeltest.NewServer(t, test.protocol)
			server.Reject(test.rejects...)
			m := open(t, server, "a-model")
			if _, err := m.Generate(t.Context(), notes(), nil); err != nil {
				t.Fatal(err)
			}
			asked := server.Requests()
			last := asked[len(asked)-1]
			if len(asked) != test.requests {
				t.Errorf("it took %d requests, want %d", len(asked), test.requests)
			}
			if got := strings.Contains(last.System, "additionalProperties"); got != test.words {
				t.Errorf("the schema in words: %v, want %v", got, test.words)
			}
			if _, err := m.Generate(t.Context(), notes(), nil); err != nil {
				t.Fatal(err)
			}
			if again := len(server.Requests()) - len(asked); again != 1 {
				t.Errorf("the second answer took %d requests, want 1", again)
			}
		})
	}
}

// TestRefusedRequest keeps to one request where there is nothing to give up.
func TestRefusedRequest(t *testing.T) {
	t.Parallel()
	server := modeltest.NewServer(t, modeltest.OpenAI())
	server.Reject("messages")
	_, err := open(t, server, "a-model").Generate(t.Context(), notes(), nil)
	if model.ReasonOf(err) != model.ReasonInvalid || model.Retryable(err) {
		t.Errorf("got %v, want a reason not to retry", err)
	}
	if n := len(server.Requests()); n != 1 {
		t.Errorf("it took %d requests, want 1", n)
	}
}

// TestThinkersGetRoom knows some families of models by name, and asks them not to think long before they speak.
func TestThinkersGetRoom(t *testing.T) {
	t.Parallel()
	tests := map[string]bool{
		"gpt-5.1": true, "o4-mini": true, "models/gemini-3-pro": true, "openai/gpt-oss:20b": true, "deepseek-r1:8b": true,
		"gpt-4o": false, "llama3.1": false, "gemini-2.0-flash": false, "qwen2.5-coder": false, "phi-o1": true,
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := modeltest.NewServer(t, modeltest.Google())
			p := prompts.Prompt{Task: prompts.TaskTurn, System: "s", User: "u", MaxTokens: 600}
			if _, err := open(t, server, name).Generate(t.Context(), p, nil); err != nil {
				t.Fatal(err)
			}
			asked := server.Requests()[0]
			if got := asked.MaxTokens > 600; got != want {
				t.Errorf("%d tokens, want more than 600: %v", asked.MaxTokens, want)
			}
			if got := slices.Contains(asked.Fields, "reasoning_effort"); got != want {
				t.Errorf("asked to think little: %v, want %v", got, want)
			}
		})
	}
}

// TestTemperature leaves the interviewer's to the model, and asks for judgements at 0.
func TestTemperature(t *testing.T) {
	t.Parallel()
	for _, protocol := range []modeltest.Protocol{modeltest.OpenAI(), modeltest.Anthropic()} {
		server := modeltest.NewServer(t, protocol)
		m := open(t, server, "a-model")
		for _, p := range []prompts.Prompt{notes(), {Task: prompts.TaskTurn, User: "u", System: "s", MaxTokens: 10}} {
			if _, err := m.Generate(t.Context(), p, nil); err != nil {
				t.Fatal(err)
			}
		}
		asked := server.Requests()
		if asked[0].Temperature == nil || *asked[0].Temperature != 0 {
			t.Errorf("%s: a judgement was asked for at %v", protocol.Name(), asked[0].Temperature)
		}
		if asked[1].Temperature != nil {
			t.Errorf("%s: a turn was asked for at %v", protocol.Name(), *asked[1].Temperature)
		}
	}
}
