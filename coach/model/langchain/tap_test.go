package langchain

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// BenchmarkTap is what a token costs between the wire and the interviewer, langchaingo's client left out.
func BenchmarkTap(b *testing.B) {
	const tokens = 1000
	wires := map[string]struct {
		wire wire
		line string
	}{
		"chat":     {chat{}, `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"token "},"finish_reason":null}]}` + "\n\n"},
		"native":   {native{}, `{"model":"m","created_at":"2026-11-23T09:00:00Z","message":{"role":"assistant","content":"token "},"done":false}` + "\n"},
		"messages": {messages{}, "event: content_block_delta\n" + `data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"token "}}` + "\n\n"},
	}
	for name, w := range wires {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			stream := strings.Repeat(w.line, tokens)
			for b.Loop() {
				c := &call{model: "test", wire: w.wire}
				if _, err := io.Copy(io.Discard, newTap(context.Background(), io.NopCloser(strings.NewReader(stream)), c)); err != nil {
					b.Fatal(err)
				}
				answer := model.NewAnswer(context.Background(), "test", prompts.Prompt{}, func(string) {}, false)
				for range tokens {
					answer.Write("token ")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/tokens, "ns/token")
		})
	}
}

// TestTapReadsWhatServersWrite takes streams as servers write them that are not quite the protocol's.
func TestTapReadsWhatServersWrite(t *testing.T) {
	t.Parallel()
	end := `data: {"choices":[{"delta":{},"finish_reason":"stop"}]}` + "\n"
	tests := []struct {
		name, stream string
		text         int // lines with text that the client gets
		stop         model.Stop
		reason       model.Reason
		ollama       bool
	}{
		{"no space after data:", `data:{"choices":[{"delta":{"content":"a"}}]}` + "\r\n\r\n" + end, 1, model.StopEnd, "", false},
		{"content in parts", `data: {"choices":[{"delta":{"content":[{"type":"thinking","thinking":"x"},{"type":"text","text":"a"}]}}]}` + "\n" + end, 1, model.StopEnd, "", false},
		{"content of no known kind", `data: {"choices":[{"delta":{"content":7}}]}` + "\n" + end, 0, model.StopNone, model.ReasonUnusable, false},
		{"fields that langchaingo cannot parse", `data: {"id":7,"created":"x","choices":[{"delta":{"content":"a"}}]}` + "\n" + end, 1, model.StopEnd, "", false},
		{"a second choice", `data: {"choices":[{"index":1,"delta":{"content":"b"}}]}` + "\n" + end, 0, model.StopEnd, "", false},
		{"an error without its framing", `{"error":{"message":"out of memory","type":"api_error"}}`, 0, model.StopNone, model.ReasonOverloaded, false},
		{"a refusal in the stream", `data: {"choices":[{"delta":{"refusal":"no"}}]}` + "\n" + end, 0, model.StopRefused, "", false},
		{"given up in the middle", `data: {"choices":[{"delta":{},"finish_reason":"error"}]}` + "\n", 0, model.StopNone, model.ReasonOverloaded, false},
		{"the last line without its end", strings.TrimSpace(end), 0, model.StopEnd, "", false},
		{"a limit by another name", `data: {"choices":[{"delta":{},"finish_reason":"MAX_TOKENS"}]}` + "\n", 0, model.StopLength, "", false},
		{"Ollama before reasons", `{"message":{"content":"a"},"done":false}` + "\n" + `{"done":true}` + "\n", 1, model.StopEnd, "", true},
		{"Ollama out of memory", `{"message":{"content":"a"},"done":false}` + "\n" + `{"error":"out of memory"}` + "\n", 1, model.StopNone, model.ReasonOverloaded, true},
		{"Ollama behind a proxy", "<html>Sign in</html>\n", 0, model.StopNone, model.ReasonUnusable, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := &call{model: "test", wire: chat{}}
			if test.ollama {
				c.wire = native{}
			}
			out, err := io.ReadAll(newTap(t.Context(), io.NopCloser(strings.NewReader(test.stream)), c))
			if n := strings.Count(string(out), `"content"`); n != test.text || c.end().stop != test.stop || model.ReasonOf(err) != test.reason {
				t.Errorf("the client got %q (%v), the end is %v", out, err, c.end().stop)
			}
		})
	}
}

// TestTapBoundsLines gives up on a server that writes one line for ever.
func TestTapBoundsLines(t *testing.T) {
	t.Parallel()
	c := &call{model: "test", wire: chat{}}
	_, err := io.Copy(io.Discard, newTap(t.Context(), io.NopCloser(endless{}), c))
	if model.ReasonOf(err) != model.ReasonUnusable {
		t.Errorf("got %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
