package modeltest_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/bedrock"
	"github.com/interviewcoach/interviewcoach/coach/model/langchain"
	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
)

// protocols are all providers.
var protocols = []modeltest.Protocol{modeltest.Bedrock(), modeltest.Ollama(), modeltest.OpenAI(), modeltest.Anthropic(), modeltest.Google()}

// open makes a model of the server's provider, whichever it is.
func open(t testing.TB, server *modeltest.Server, name string) model.Model {
	t.Helper()
	registry := langchain.Openers(nil, modeltest.Environment(server))
	registry["bedrock"] = bedrock.New(bedrock.Options{MaxBackoff: time.Millisecond, Load: []func(*config.LoadOptions) error{
		config.WithRegion("eu-central-1"), config.WithBaseEndpoint(server.URL),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test-id", "test-key", "")),
	}}).Open
	m, err := registry.Open(t.Context(), server.Protocol().Name()+":"+name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestAbilities holds the README's table against what each provider's adapter is seen to do.
func TestAbilities(t *testing.T) { //nolint:paralleltest // it prints one table
	seen := map[string]modeltest.Abilities{}
	for _, protocol := range protocols {
		t.Run(protocol.Name(), func(t *testing.T) { seen[protocol.Name()] = modeltest.Run(t, protocol, open) })
	}
	var table strings.Builder
	table.WriteString("| |")
	for _, protocol := range protocols {
		fmt.Fprintf(&table, " `%s:` |", protocol.Name())
	}
	table.WriteString("\n| --- |" + strings.Repeat(" --- |", len(protocols)) + "\n")
	for _, row := range modeltest.Rows {
		table.WriteString("| " + row + " |")
		for _, protocol := range protocols {
			cell := seen[protocol.Name()][row]
			if cell == "" {
				t.Errorf("nothing was tried for %q on %s", row, protocol.Name())
			}
			table.WriteString(" " + cell + " |")
		}
		table.WriteString("\n")
	}
	readme, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), table.String()) {
		t.Errorf("the README's table of providers is another; put this there:\n\n%s", table.String())
	}
}

// TestRecovery goes through what hosts put around an adapter: it fails, it breaks off before a word, and then it answers.
func TestRecovery(t *testing.T) {
	t.Parallel()
	for _, protocol := range protocols {
		t.Run(protocol.Name(), func(t *testing.T) {
			t.Parallel()
			server := modeltest.NewServer(t, protocol, modeltest.Empty, modeltest.Refusal, modeltest.OK)
			limits := model.Limits{Backoff: time.Millisecond}
			second := modeltest.NewServer(t, modeltest.Ollama())
			m := model.Fallback(model.Repaired(model.Resilient(open(t, server, "a-model"), limits)), open(t, second, "behind"), nil)
			var shown strings.Builder
			for _, by := range []string{"ollama:behind", protocol.Name() + ":a-model"} {
				shown.Reset()
				reply, err := m.Generate(t.Context(), modeltest.Turn(), func(text string) { shown.WriteString(text) })
				if err != nil || shown.String() != reply.Text || reply.Model != by {
					t.Errorf("%q was shown of %q by %s (%v), want %s", shown.String(), reply.Text, reply.Model, err, by)
				}
			}
		})
	}
}
