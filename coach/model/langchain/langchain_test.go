package langchain_test

import (
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/langchain"
	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// open makes a model of the server's provider, configured as a user would.
func open(t testing.TB, server *modeltest.Server, name string) model.Model {
	t.Helper()
	openers := langchain.Openers(nil, modeltest.Environment(server))
	m, err := openers.Open(t.Context(), server.Protocol().Name()+":"+name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSuite(t *testing.T) { //nolint:paralleltest // the suite counts goroutines
	for _, protocol := range []modeltest.Protocol{modeltest.Ollama(), modeltest.OpenAI(), modeltest.Anthropic(), modeltest.Google()} {
		t.Run(protocol.Name(), func(t *testing.T) { modeltest.Run(t, protocol, open) })
	}
}

// TestCompatibleServers takes what stands in for Ollama and knows only OpenAI's protocol: it is found out once.
func TestCompatibleServers(t *testing.T) { //nolint:paralleltest // the suite counts goroutines
	modeltest.Run(t, modeltest.OllamaCompatible(), open)
}

// TestContextOfOllama asks for room for the prompt and the answer, for Ollama cuts what doesn't fit in silence.
func TestContextOfOllama(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[int]int{300: 8 << 10, 30_000: 16 << 10, 60_000: 32 << 10, 300_000: 128 << 10, 900_000: 128 << 10} {
		server := modeltest.NewServer(t, modeltest.Ollama())
		p := prompts.Prompt{Task: prompts.TaskTurn, System: "s", User: strings.Repeat("x", bytes), MaxTokens: 600}
		if _, err := open(t, server, "a-model").Generate(t.Context(), p, nil); err != nil {
			t.Fatal(err)
		}
		if got := server.Requests()[0].Context; got != want {
			t.Errorf("for %d bytes a context of %d was asked for, want %d", bytes, got, want)
		}
	}
	server := modeltest.NewServer(t, modeltest.Ollama())
	set := modeltest.Environment(server)
	m, err := langchain.Openers(nil, func(name string) string {
		if name == "OLLAMA_CONTEXT_LENGTH" {
			return "4096"
		}
		return set(name)
	}).Open(t.Context(), "ollama:small")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Generate(t.Context(), prompts.Prompt{Task: prompts.TaskTurn, User: "u", MaxTokens: 600}, nil); err != nil || server.Requests()[0].Context != 4096 {
		t.Errorf("a context of %d was asked for (%v), want 4096", server.Requests()[0].Context, err)
	}
	_, err = m.Generate(t.Context(), prompts.Prompt{Task: prompts.TaskTurn, User: strings.Repeat("x", 15_000), MaxTokens: 600}, nil)
	if model.ReasonOf(err) != model.ReasonInvalid || !strings.Contains(err.Error(), "OLLAMA_CONTEXT_LENGTH") || len(server.Requests()) != 1 {
		t.Errorf("a prompt that does not fit gave %v after %d requests", err, len(server.Requests()))
	}
}
