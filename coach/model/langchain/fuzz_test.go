package langchain

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// FuzzTap reads foreign streams. Whatever comes, the client gets whole lines of JSON that its scanner takes, and an answer
// that counts as ended was ended by the provider's own mark.
func FuzzTap(f *testing.F) {
	f.Add("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", 0)
	f.Add("event: message_start\r\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1}}}\r\n\r\ndata: {\"type\":\"message_stop\"}", 1)
	f.Add("data: {\"error\":{\"message\":\"x\"}}\n", 0)
	f.Add("{\"error\":\"x\"}", 0)
	f.Add(": ping\nid: 1\nretry: 5\n<html>", 1)
	f.Add("data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"thinking\"}]}}]}\n", 0)
	f.Add("{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"done\":false}\n{\"done\":true,\"done_reason\":\"stop\"}\n", 2)
	f.Fuzz(func(t *testing.T, stream string, protocol int) {
		c := &call{model: "test", wire: chat{}}
		switch protocol {
		case 1:
			c.wire = messages{}
		case 2:
			c.wire = native{}
		}
		out, err := io.ReadAll(newTap(context.Background(), io.NopCloser(strings.NewReader(stream)), c))
		end := c.end()
		if (err != nil) != (end.fault != nil) {
			t.Fatalf("the client got %v, what was noted is %v", err, end.fault)
		}
		if end.fault != nil && model.ReasonOf(end.fault) == "" {
			t.Fatalf("the fault %v has no reason", end.fault)
		}
		for line := range strings.Lines(string(out)) {
			data, ok := strings.TrimSuffix(line, "\n"), true
			if protocol != 2 {
				data, ok = strings.CutPrefix(data, "data: ")
			}
			if !ok || data != "[DONE]" && !json.Valid([]byte(data)) || len(line) > 60<<10 {
				t.Fatalf("the client got the line %q", line)
			}
		}
		if end.stop != model.StopNone && !strings.Contains(stream, "finish_reason") && !strings.Contains(stream, "message_stop") &&
			!strings.Contains(strings.ToLower(stream), "done") && !strings.Contains(stream, `\u`) && !strings.Contains(strings.ToLower(stream), "finish_reason") {
			t.Fatalf("%q was taken for ended", stream)
		}
	})
}

// FuzzProblem reads foreign errors: what is shown of them is one short line of text.
func FuzzProblem(f *testing.F) {
	f.Add([]byte(`{"error":{"message":"x","type":"y","code":3,"details":[{"retryDelay":"1s"}]}}`))
	f.Add([]byte(`[{"error":"x"}]`))
	f.Add([]byte("<html>\xff\x00"))
	f.Fuzz(func(t *testing.T, body []byte) {
		p := readProblem(body)
		if strings.ContainsAny(p.Message, "\n\r\x00\x1b") || utf8.RuneCountInString(p.Message) > 301 || !utf8.ValidString(p.Message) {
			t.Fatalf("the message is %q", p.Message)
		}
		if p.Wait < 0 {
			t.Fatalf("wait %s", p.Wait)
		}
	})
}
