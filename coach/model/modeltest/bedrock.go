package modeltest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/smithy-go/eventstream"
)

// converse is Bedrock's Converse and ConverseStream.
type converse struct{}

// Bedrock is the Converse protocol with its binary event stream, written by the SDK's own codec.
func Bedrock() Protocol { return converse{} }

func (converse) Name() string        { return "bedrock" }
func (converse) ContentType() string { return "application/vnd.amazon.eventstream" }

// converseRequest is what of a request the server looks at.
type converseRequest struct {
	System   []struct{ Text string }
	Messages []struct {
		Role    string
		Content []struct{ Text string }
	}
	InferenceConfig struct {
		MaxTokens   int
		Temperature *float64
	}
	OutputConfig struct {
		TextFormat struct {
			Type      string
			Structure struct {
				JSONSchema struct{ Name, Schema string } `json:"jsonSchema"`
			}
		}
	}
	ToolConfig struct {
		Tools []struct {
			ToolSpec struct {
				Name        string
				InputSchema struct{ JSON json.RawMessage }
			}
		}
		ToolChoice struct{ Tool struct{ Name string } }
	}
}

func (converse) Parse(call Call) (Asked, error) {
	id, operation, ok := strings.Cut(strings.TrimPrefix(call.Path, "/model/"), "/")
	name, err := url.PathUnescape(id)
	if err != nil || !ok || operation != "converse" && operation != "converse-stream" {
		return Asked{}, fmt.Errorf("unknown operation %s", call.Path)
	}
	if !strings.HasPrefix(call.Headers["authorization"], "AWS4-HMAC-SHA256 ") {
		return Asked{}, errors.New("the request is not signed")
	}
	var fields map[string]json.RawMessage
	var body converseRequest
	if err := errors.Join(json.Unmarshal(call.Body, &fields), json.Unmarshal(call.Body, &body)); err != nil {
		return Asked{}, fmt.Errorf("parse the request: %w", err)
	}
	asked := Asked{Model: name, Stream: operation == "converse-stream", MaxTokens: body.InferenceConfig.MaxTokens,
		Temperature: body.InferenceConfig.Temperature, Schema: body.OutputConfig.TextFormat.Structure.JSONSchema.Schema,
		Fields: append(slices.Sorted(maps.Keys(fields)), operation)}
	for _, part := range body.System {
		asked.System += part.Text
	}
	for _, m := range body.Messages {
		for _, part := range m.Content {
			asked.User += part.Text
		}
	}
	if asked.User == "" {
		return Asked{}, errors.New("messages: at least one is required")
	}
	if tools := body.ToolConfig.Tools; len(tools) == 1 && tools[0].ToolSpec.Name == body.ToolConfig.ToolChoice.Tool.Name {
		asked.Schema, asked.Tool = string(tools[0].ToolSpec.InputSchema.JSON), true
	}
	if asked.Schema != "" {
		return asked, closed("schema", []byte(asked.Schema))
	}
	return asked, nil
}

func (converse) Frames(asked Asked, said Said) []Frame {
	var frames []Frame
	add := func(name string, text bool, data any) {
		frames = append(frames, Frame{Bytes: message("event", name, encode(data)), Text: text})
	}
	index := 0
	delta := func(text bool, value any) {
		add("contentBlockDelta", text, map[string]any{"contentBlockIndex": index, "delta": value})
	}
	stop := func() {
		add("contentBlockStop", false, map[string]any{"contentBlockIndex": index})
		index++
	}
	add("messageStart", false, map[string]any{"role": "assistant"})
	if said.Thinking != nil {
		for _, piece := range said.Thinking {
			delta(false, map[string]any{"reasoningContent": map[string]any{"text": piece}})
		}
		delta(false, map[string]any{"reasoningContent": map[string]any{"signature": "c2ln"}})
		stop()
	}
	if asked.Tool && said.Pieces != nil {
		add("contentBlockStart", false, map[string]any{"contentBlockIndex": index,
			"start": map[string]any{"toolUse": map[string]any{"toolUseId": "tool-1", "name": "answer"}}})
	}
	for _, piece := range said.Pieces {
		if asked.Tool {
			delta(true, map[string]any{"toolUse": map[string]any{"input": piece}})
		} else {
			delta(true, map[string]any{"text": piece})
		}
	}
	stop()
	add("somethingNew", false, map[string]any{"p": "abcdefg"})
	add("messageStop", false, map[string]any{"stopReason": converseStop(asked, said)})
	add("metadata", false, map[string]any{"usage": converseUsage(said), "metrics": map[string]any{"latencyMs": 12}})
	return frames
}

func (converse) Whole(asked Asked, said Said) []byte {
	text := strings.Join(said.Pieces, "")
	var content []any
	if said.Thinking != nil {
		content = append(content, map[string]any{"reasoningContent": map[string]any{"reasoningText": map[string]any{"text": strings.Join(said.Thinking, "")}}})
	}
	switch {
	case asked.Tool && json.Valid([]byte(text)):
		content = append(content, map[string]any{"toolUse": map[string]any{"toolUseId": "tool-1", "name": "answer", "input": json.RawMessage(text)}})
	case said.Pieces != nil:
		content = append(content, map[string]any{"text": text})
	}
	return encode(map[string]any{"output": map[string]any{"message": map[string]any{"role": "assistant", "content": content}},
		"stopReason": converseStop(asked, said), "usage": converseUsage(said), "metrics": map[string]any{"latencyMs": 12}})
}

func converseStop(asked Asked, said Said) string {
	if asked.Tool && said.Stop == StopEnd {
		return "tool_use"
	}
	return map[Stop]string{StopEnd: "end_turn", StopLength: "max_tokens", StopRefuse: "content_filtered"}[said.Stop]
}

func converseUsage(said Said) map[string]any {
	return map[string]any{"inputTokens": said.Input, "outputTokens": said.Output, "totalTokens": said.Input + said.Output}
}

func (converse) Refuse(mood Mood, text string) (int, map[string]string, []byte) {
	kind := map[Mood]string{Throttled: "ThrottlingException", Failing: "InternalServerException", Overloaded: "ServiceUnavailableException",
		Denied: "AccessDeniedException", Unknown: "ResourceNotFoundException"}[mood]
	status := statusOf(mood, http.StatusServiceUnavailable)
	switch mood {
	case Denied:
		status = http.StatusForbidden
	case "":
		kind = "ValidationException"
	}
	headers := map[string]string{"Content-Type": "application/json", "X-Amzn-ErrorType": kind}
	if mood == Throttled {
		headers["Retry-After"] = retryAfter
	}
	return status, headers, encode(map[string]any{"message": text})
}

// Broken is a frame whose checksum is wrong.
func (converse) Broken() []byte {
	frame := message("event", "contentBlockDelta", []byte(`{"contentBlockIndex":0,"delta":{"text":"?"}}`))
	frame[len(frame)-1] ^= 0xff
	return frame
}

func (converse) Failed() []byte {
	return message("exception", "serviceUnavailableException", []byte(`{"message":"Overloaded"}`))
}

// message is a frame of the event stream.
func message(kind, name string, payload []byte) []byte {
	var m eventstream.Message
	m.Headers.Set(":message-type", eventstream.StringValue(kind))
	m.Headers.Set(":"+kind+"-type", eventstream.StringValue(name))
	m.Headers.Set(":content-type", eventstream.StringValue("application/json"))
	m.Payload = payload
	var out bytes.Buffer
	if err := eventstream.NewEncoder().Encode(&out, m); err != nil {
		panic(err)
	}
	return out.Bytes()
}
