package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/model/modeltest"
)

// stand points this process at a provider's server, as its users would.
func stand(t *testing.T, protocol modeltest.Protocol, moods ...modeltest.Mood) *modeltest.Server {
	t.Helper()
	server := modeltest.NewServer(t, protocol, moods...)
	settings := modeltest.Environment(server)
	for _, name := range modeltest.Settings() {
		t.Setenv(name, settings(name))
	}
	return server
}

type checks struct {
	OK     bool      `json:"ok"`
	Checks []finding `json:"checks"`
}

func (c checks) of(name string) finding {
	for _, f := range c.Checks {
		if f.Check == name {
			return f
		}
	}
	return finding{}
}

// TestDoctorTriesTheModel holds that doctor tells what an interview would meet, and what to do about it.
func TestDoctorTriesTheModel(t *testing.T) { //nolint:paralleltest // it sets the environment
	s := &shell{t, []string{"--data", t.TempDir()}}
	s.run(exitDone, "", "ingest")
	small := func(asked modeltest.Asked) modeltest.Said {
		words := "one two three four"
		if strings.Contains(asked.User, "How many bits") {
			words = `{"answer":8,"sure":true}`
		}
		return modeltest.Said{Pieces: strings.SplitAfter(words, " "), Stop: modeltest.StopEnd, Input: 10, Output: 10}
	}
	for _, test := range []struct {
		protocol modeltest.Protocol
		mood     modeltest.Mood
		check    string // that fails; "" where none does
		advice   string
	}{
		{modeltest.OpenAI(), modeltest.OK, "", ""},
		{modeltest.Ollama(), modeltest.OK, "", ""},
		{modeltest.Anthropic(), modeltest.OK, "", ""},
		{modeltest.Google(), modeltest.OK, "", ""},
		{modeltest.Bedrock(), modeltest.OK, "", ""},
		{modeltest.Anthropic(), modeltest.Denied, "model", "Check the key"},
		{modeltest.Bedrock(), modeltest.Denied, "model", "AWS credentials"},
		{modeltest.Ollama(), modeltest.Unknown, "model", "ollama pull"},
		{modeltest.OpenAI(), modeltest.HTML, "model", "Check that the address is that of the API"},
		{modeltest.OpenAI(), modeltest.Prose, "model answers in JSON", "not keep to a given shape"},
	} {
		t.Run(test.protocol.Name()+" "+string(test.mood), func(t *testing.T) {
			server := stand(t, test.protocol, test.mood)
			server.Answer(small)
			status := exitDone
			if test.check != "" {
				status = exitFailed
			}
			s := &shell{t, s.flags}
			out, _ := s.run(status, "", "doctor", "--json", "--model", test.protocol.Name()+":a-model")
			found := decode[checks](t, out)
			if test.check != "" {
				if f := found.of(test.check); f.OK || !strings.Contains(f.Do, test.advice) {
					t.Errorf("%s says %+v", test.check, f)
				}
				return
			}
			for _, name := range []string{"model", "model streams", "model answers in JSON"} {
				if f := found.of(name); !f.OK || f.Detail == "" {
					t.Errorf("%s says %+v", name, f)
				}
			}
		})
	}
}

func TestBudgetsAndPrices(t *testing.T) { //nolint:paralleltest // it sets the environment
	stand(t, modeltest.OpenAI())
	s := &shell{t, []string{"--data", t.TempDir()}}
	wrong, own := filepath.Join(t.TempDir(), "wrong.json"), filepath.Join(t.TempDir(), "own.json")
	for path, text := range map[string]string{wrong: `[{"model":"x","inptu":1}]`, own: `[{"model":"openai:our-own","input":1,"output":2}]`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		args []string
		says string
	}{
		{[]string{"--budget-per-interview=-1"}, "or 0 for no bound"},
		{[]string{"--budget-per-interview", "1", "--model", "openai:our-own"}, "needs the price of openai:our-own"},
		{[]string{"--prices", "no/such/file"}, "cannot be read"},
		{[]string{"--prices", wrong}, "inptu"},
	} {
		if _, errs := s.run(exitUsage, "", append([]string{"search", "cache"}, test.args...)...); !strings.Contains(errs, test.says) {
			t.Errorf("%v: %s", test.args, errs)
		}
	}
	s.run(exitDone, "", "search", "cache", "--budget-per-interview", "1", "--model", "openai:our-own", "--prices", own)
}
