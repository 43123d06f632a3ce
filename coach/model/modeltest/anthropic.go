package modeltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// messages is Anthropic's protocol.
type messagesAPI struct{}

// Anthropic is the Messages protocol. The key is "test-key".
func Anthropic() Protocol { return messagesAPI{} }

func (messagesAPI) Name() string        { return "anthropic" }
func (messagesAPI) ContentType() string { return "text/event-stream" }

func (messagesAPI) Parse(call Call) (Asked, error) {
	switch {
	case call.Path != "/v1/messages":
		return Asked{}, fmt.Errorf("not found: %s", call.Path)
	case call.Headers["x-api-key"] != "test-key":
		return Asked{}, errors.New("x-api-key is missing or not the test's")
	case call.Headers["anthropic-version"] == "":
		return Asked{}, errors.New("anthropic-version: header is required")
	}
	var fields map[string]json.RawMessage
	var body struct {
		Model     string
		Stream    bool
		MaxTokens int `json:"max_tokens"`
		System    string
		Messages  []struct {
			Role    string
			Content []struct{ Type, Text string }
		}
		Temperature  *float64
		OutputConfig struct {
			Format struct {
				Type   string
				Schema json.RawMessage
			}
		} `json:"output_config"`
	}
	if err := errors.Join(json.Unmarshal(call.Body, &fields), json.Unmarshal(call.Body, &body)); err != nil {
		return Asked{}, fmt.Errorf("parse the request: %w", err)
	}
	asked := Asked{Model: body.Model, Stream: body.Stream, MaxTokens: body.MaxTokens, System: body.System, Temperature: body.Temperature,
		Schema: string(body.OutputConfig.Format.Schema), Fields: slices.Sorted(maps.Keys(fields))}
	for _, m := range body.Messages {
		for _, part := range m.Content {
			if m.Role != "user" || part.Type != "text" {
				return Asked{}, fmt.Errorf("messages: unexpected %s of %s", part.Type, m.Role)
			}
			asked.User += part.Text
		}
	}
	if asked.Model == "" || asked.User == "" || asked.MaxTokens < 1 || !asked.Stream {
		return Asked{}, errors.New("model, max_tokens, a user's message and stream are required")
	}
	if asked.Schema != "" {
		if body.OutputConfig.Format.Type != "json_schema" {
			return Asked{}, errors.New("output_config.format.type: unknown")
		}
		return asked, closed("output_config", []byte(asked.Schema))
	}
	return asked, nil
}

func (messagesAPI) Frames(asked Asked, said Said) []Frame {
	var frames []Frame
	add := func(name string, text bool, data map[string]any) {
		data["type"] = name
		frames = append(frames, Frame{Bytes: event(name, data), Text: text})
	}
	index := 0
	block := func(kind, delta, field string, pieces []string) {
		add("content_block_start", false, map[string]any{"index": index, "content_block": map[string]any{"type": kind, field: ""}})
		for _, piece := range pieces {
			add("content_block_delta", kind == "text", map[string]any{"index": index, "delta": map[string]any{"type": delta, field: piece}})
		}
		if kind == "thinking" {
			add("content_block_delta", false, map[string]any{"index": index, "delta": map[string]any{"type": "signature_delta", "signature": "c2ln"}})
		}
		add("content_block_stop", false, map[string]any{"index": index})
		index++
	}
	add("message_start", false, map[string]any{"message": map[string]any{"id": "msg_1", "type": "message", "role": "assistant",
		"model": asked.Model, "content": []any{}, "usage": map[string]any{"input_tokens": said.Input, "output_tokens": 1}}})
	add("ping", false, map[string]any{})
	if said.Thinking != nil {
		block("thinking", "thinking_delta", "thinking", said.Thinking)
		add("content_block_start", false, map[string]any{"index": index, "content_block": map[string]any{"type": "redacted_thinking", "data": "eA=="}})
		add("content_block_stop", false, map[string]any{"index": index})
		index++
	}
	if said.Pieces != nil {
		block("text", "text_delta", "text", said.Pieces)
	}
	reason := map[Stop]string{StopEnd: "end_turn", StopLength: "max_tokens", StopRefuse: "refusal"}[said.Stop]
	add("message_delta", false, map[string]any{"delta": map[string]any{"stop_reason": reason, "stop_sequence": nil},
		"usage": map[string]any{"output_tokens": said.Output}})
	add("message_stop", false, map[string]any{})
	return frames
}

func (messagesAPI) Whole(Asked, Said) []byte { return nil }

func (messagesAPI) Refuse(mood Mood, message string) (int, map[string]string, []byte) {
	headers := map[string]string{"Content-Type": "application/json"}
	if mood == Throttled {
		headers["Retry-After"] = retryAfter
	}
	return statusOf(mood, 529), headers, encode(map[string]any{"type": "error", "error": map[string]any{"type": "error", "message": message}})
}

func (messagesAPI) Broken() []byte {
	return []byte("event: content_block_delta\ndata: {\"type\":\"content_bl\x00\xff\n\n")
}

func (messagesAPI) Failed() []byte {
	return event("error", map[string]any{"type": "error", "error": map[string]any{"type": "overloaded_error", "message": "Overloaded"}})
}
