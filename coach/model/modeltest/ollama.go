package modeltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
)

// ollama is Ollama's own protocol.
type ollama struct{}

// Ollama is the protocol of Ollama's /api/chat: a JSON object a line.
func Ollama() Protocol { return ollama{} }

func (ollama) Name() string        { return "ollama" }
func (ollama) ContentType() string { return "application/x-ndjson" }

func (ollama) Parse(call Call) (Asked, error) {
	if call.Path != "/api/chat" {
		return Asked{}, errPath
	}
	var top map[string]json.RawMessage
	var body struct {
		Model    string
		Stream   bool
		Messages []struct{ Role, Content string }
		Format   json.RawMessage
		Options  map[string]float64
	}
	if err := errors.Join(json.Unmarshal(call.Body, &top), json.Unmarshal(call.Body, &body)); err != nil {
		return Asked{}, fmt.Errorf("parse the request: %w", err)
	}
	asked := Asked{Model: body.Model, Stream: body.Stream, MaxTokens: int(body.Options["num_predict"]), Context: int(body.Options["num_ctx"]),
		Fields: slices.Concat(slices.Sorted(maps.Keys(top)), slices.Sorted(maps.Keys(body.Options)))}
	if t, ok := body.Options["temperature"]; ok {
		asked.Temperature = &t
	}
	switch format := string(body.Format); {
	case format == `"json"`:
		asked.JSONMode = true
	case format != "" && format[0] == '{':
		asked.Schema = format
	case format != "":
		return Asked{}, fmt.Errorf("invalid format: %s", format)
	}
	for _, m := range body.Messages {
		switch m.Role {
		case "system":
			asked.System += m.Content
		case "user":
			asked.User += m.Content
		default:
			return Asked{}, fmt.Errorf("invalid role: %s", m.Role)
		}
	}
	if asked.Model == "" || asked.User == "" || asked.MaxTokens < 1 || asked.Context < asked.MaxTokens {
		return Asked{}, errors.New("model, a user's message, num_predict and a num_ctx that holds it are required")
	}
	return asked, nil
}

func (ollama) Frames(asked Asked, said Said) []Frame {
	line := func(fields map[string]any) []byte {
		fields["model"], fields["created_at"] = asked.Model, "2026-11-23T09:00:00.000000Z"
		return append(encode(fields), '\n')
	}
	piece := func(message map[string]any) []byte {
		message["role"] = "assistant"
		return line(map[string]any{"message": message, "done": false})
	}
	var frames []Frame
	for _, thought := range said.Thinking {
		frames = append(frames, Frame{Bytes: piece(map[string]any{"content": "", "thinking": thought})})
	}
	for _, text := range said.Pieces {
		frames = append(frames, Frame{Bytes: piece(map[string]any{"content": text}), Text: true})
	}
	// Ollama never declines by itself; a filter before it says so in the words of OpenAI's protocol.
	reason := map[Stop]string{StopEnd: "stop", StopLength: "length", StopRefuse: "content_filter"}[said.Stop]
	return append(frames, Frame{Bytes: line(map[string]any{
		"message": map[string]any{"role": "assistant", "content": ""}, "done": true, "done_reason": reason,
		"total_duration": 1000, "prompt_eval_count": said.Input, "eval_count": said.Output,
	})})
}

func (ollama) Whole(Asked, Said) []byte { return nil }

func (ollama) Refuse(mood Mood, message string) (int, map[string]string, []byte) {
	headers := map[string]string{"Content-Type": "application/json; charset=utf-8"}
	if mood == Throttled {
		headers["Retry-After"] = retryAfter
	}
	return statusOf(mood, http.StatusServiceUnavailable), headers, encode(map[string]any{"error": message})
}

func (ollama) Broken() []byte { return []byte("{\"message\":{\"role\":\"assistant\",\"cont\x00\xff\n") }

func (ollama) Failed() []byte {
	return []byte("{\"error\":\"an error was encountered while running the model\"}\n")
}
