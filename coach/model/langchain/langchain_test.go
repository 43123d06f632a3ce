package langchain_test

import (
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/langchain"
	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
)

// open makes a model of the server's provider, configured as a user would.
func open(t testing.TB, server *modeltest.Server, name string) model.Model {
	t.Helper()
	settings := map[string]string{
		"OPENAI_API_KEY": "test-key", "OPENAI_BASE_URL": server.URL + "/v1",
		"OLLAMA_HOST":       server.URL,
		"ANTHROPIC_API_KEY": "test-key", "ANTHROPIC_BASE_URL": server.URL,
		"GEMINI_API_KEY": "test-key", "GOOGLE_GEMINI_BASE_URL": server.URL,
	}
	openers := langchain.Openers(nil, func(name string) string { return settings[name] })
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
