package modeltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// chat is the chat completion protocol in one of its dialects.
type chat struct {
	name      string
	path      string
	key       string // header value that is demanded; "" for none
	thinking  string // the delta's field of thinking
	refusal   bool   // refusals come in a field of their own
	maxTokens string // the field that limits tokens
	strict    bool   // schemas have to be closed, as OpenAI demands it
}

// OpenAI is the chat completion protocol as OpenAI speaks it. The key is "test-key".
func OpenAI() Protocol {
	return chat{name: "openai", path: "/v1/chat/completions", key: "Bearer test-key", thinking: "reasoning_content",
		refusal: true, maxTokens: "max_completion_tokens", strict: true}
}

// OllamaCompatible is the chat completion protocol as Ollama speaks it under /v1, of a server that knows nothing else.
func OllamaCompatible() Protocol {
	return chat{name: "ollama", path: "/v1/chat/completions", thinking: "reasoning", maxTokens: "max_tokens"}
}

// Google is the chat completion protocol as Gemini speaks it. The key is "test-key".
func Google() Protocol {
	return chat{name: "google", path: "/v1beta/openai/chat/completions", key: "Bearer test-key", thinking: "reasoning_content",
		maxTokens: "max_completion_tokens"}
}

func (c chat) Name() string        { return c.name }
func (c chat) ContentType() string { return "text/event-stream" }

func (c chat) Parse(call Call) (Asked, error) {
	if call.Path != c.path {
		return Asked{}, errPath
	}
	if c.key != "" && call.Headers["authorization"] != c.key {
		return Asked{}, errors.New("the API key is missing or not the test's")
	}
	var fields map[string]json.RawMessage
	var body struct {
		Model    string
		Stream   bool
		Messages []struct {
			Role    string
			Content string
		}
		Temperature    *float64
		ResponseFormat struct {
			Type       string
			JSONSchema struct {
				Name   string
				Strict bool
				Schema json.RawMessage
			} `json:"json_schema"`
		} `json:"response_format"`
	}
	if err := errors.Join(json.Unmarshal(call.Body, &fields), json.Unmarshal(call.Body, &body)); err != nil {
		return Asked{}, fmt.Errorf("parse the request: %w", err)
	}
	asked := Asked{Model: body.Model, Stream: body.Stream, Temperature: body.Temperature, Schema: string(body.ResponseFormat.JSONSchema.Schema),
		JSONMode: body.ResponseFormat.Type == "json_object", Fields: slices.Sorted(maps.Keys(fields))}
	for _, m := range body.Messages {
		switch m.Role {
		case "system":
			asked.System += m.Content
		case "user":
			asked.User += m.Content
		default:
			return Asked{}, fmt.Errorf("messages: unknown role %q", m.Role)
		}
	}
	if err := json.Unmarshal(fields[c.maxTokens], &asked.MaxTokens); err != nil || asked.MaxTokens < 1 {
		return Asked{}, fmt.Errorf("%s is missing or wrong", c.maxTokens)
	}
	if asked.Model == "" || asked.User == "" || !asked.Stream {
		return Asked{}, errors.New("model, a user's message and stream are required")
	}
	if c.strict && asked.Schema != "" {
		if !body.ResponseFormat.JSONSchema.Strict || body.ResponseFormat.JSONSchema.Name == "" {
			return Asked{}, errors.New("response_format: a strict schema with a name is required")
		}
		return asked, closed("response_format", []byte(asked.Schema))
	}
	return asked, nil
}

// closed reports an object in a schema that is not closed or leaves a property optional.
func closed(where string, schema json.RawMessage) error {
	var s struct {
		Type                 string
		AdditionalProperties *bool `json:"additionalProperties"`
		Required             []string
		Properties           map[string]json.RawMessage
		Items                json.RawMessage
	}
	if err := json.Unmarshal(schema, &s); err != nil {
		return fmt.Errorf("invalid schema in %s: %w", where, err)
	}
	if s.Type == "object" && (s.AdditionalProperties == nil || *s.AdditionalProperties || len(s.Required) != len(s.Properties)) {
		return fmt.Errorf("invalid schema in %s: objects have to be closed, and all of their properties required", where)
	}
	for name, property := range s.Properties {
		if err := closed(where+"."+name, property); err != nil {
			return err
		}
	}
	if s.Items != nil {
		return closed(where+"[]", s.Items)
	}
	return nil
}

func (c chat) Frames(asked Asked, said Said) []Frame {
	chunk := func(delta map[string]any, finish any) []byte {
		return event("", map[string]any{"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": asked.Model,
			"choices": []any{map[string]any{"index": 0, "delta": delta, "finish_reason": finish}}})
	}
	frames := []Frame{{Bytes: []byte(": processing\n\n")}, {Bytes: chunk(map[string]any{"role": "assistant", "content": ""}, nil)}}
	for _, piece := range said.Thinking {
		frames = append(frames, Frame{Bytes: chunk(map[string]any{c.thinking: piece, "content": nil}, nil)})
	}
	for _, piece := range said.Pieces {
		frames = append(frames, Frame{Bytes: chunk(map[string]any{"content": piece}, nil), Text: true})
	}
	finish := map[Stop]string{StopEnd: "stop", StopLength: "length", StopRefuse: "content_filter"}[said.Stop]
	if c.refusal && said.Stop == StopRefuse {
		frames = append(frames, Frame{Bytes: chunk(map[string]any{"refusal": "I can't help with that."}, nil)})
		finish = "stop"
	}
	usage := map[string]any{"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": asked.Model, "choices": []any{},
		"usage": map[string]any{"prompt_tokens": said.Input, "completion_tokens": said.Output, "total_tokens": said.Input + said.Output}}
	return append(frames, Frame{Bytes: chunk(map[string]any{}, finish)}, Frame{Bytes: event("", usage)}, Frame{Bytes: []byte("data: [DONE]\n\n")})
}

func (c chat) Whole(Asked, Said) []byte { return nil }

func (c chat) Refuse(mood Mood, message string) (int, map[string]string, []byte) {
	status := statusOf(mood, http.StatusServiceUnavailable)
	headers := map[string]string{"Content-Type": "application/json"}
	if mood == Throttled {
		headers["Retry-After"] = retryAfter
	}
	return status, headers, encode(map[string]any{"error": map[string]any{"message": message, "type": "error", "code": nil}})
}

func (c chat) Broken() []byte { return []byte("data: {\"choices\":[{\"delta\":{\"cont\x00\xff\n\n") }

func (c chat) Failed() []byte {
	return event("", map[string]any{"error": map[string]any{"message": "The server is overloaded.", "type": "server_error", "code": "overloaded"}})
}

// statusOf is the HTTP status of a mood.
func statusOf(mood Mood, overloaded int) int {
	switch mood {
	case Throttled:
		return http.StatusTooManyRequests
	case Failing:
		return http.StatusInternalServerError
	case Overloaded:
		return overloaded
	case Denied:
		return http.StatusUnauthorized
	case Unknown:
		return http.StatusNotFound
	default:
		return http.StatusBadRequest
	}
}

// event is a server-sent event, with its name where it has one.
func event(name string, data any) []byte {
	var b strings.Builder
	if name != "" {
		b.WriteString("event: " + name + "\n")
	}
	b.WriteString("data: ")
	b.Write(encode(data))
	b.WriteString("\n\n")
	return []byte(b.String())
}

// encode makes JSON of what always has one.
func encode(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return out
}
