package langchain

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/tmc/langchaingo/llms"
	lcanthropic "github.com/tmc/langchaingo/llms/anthropic"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// messages is Anthropic's protocol.
type messages struct{}

func (messages) client(p provider, name string, client *http.Client) (llms.Model, error) {
	return lcanthropic.New(lcanthropic.WithModel(name), lcanthropic.WithBaseURL(p.base), lcanthropic.WithToken(p.key),
		lcanthropic.WithHTTPClient(client))
}

func (messages) framing() framing { return events }

func (messages) options(c *call) []llms.CallOption {
	return []llms.CallOption{llms.WithMaxTokens(c.limit)}
}

func (messages) amend(request map[string]json.RawMessage, c *call) error {
	if c.schema == nil || c.lost&noTemperature != 0 {
		delete(request, "temperature")
	}
	if c.schema != nil && c.lost&noSchema == 0 {
		set(request, "output_config", fields{"format": fields{"type": "json_schema", "schema": c.schema}})
	}
	return nil
}

// event is what of a stream's event has a meaning for us.
type event struct {
	Type         string
	Index        int
	ContentBlock struct{ Type string } `json:"content_block"`
	Message      struct{ Usage anthropicUsage }
	Usage        anthropicUsage
	Delta        struct {
		Type       string
		Text       string
		StopReason string `json:"stop_reason"`
	}
}

type anthropicUsage struct {
	Input        int `json:"input_tokens"`
	Output       int `json:"output_tokens"`
	CacheRead    int `json:"cache_read_input_tokens"`
	CacheWritten int `json:"cache_creation_input_tokens"`
}

// read makes of each event the least that the client needs, and keeps the rest from it: it prints events that it does not
// know to the standard log, refuses blocks that it does not know, and an error event leaves its goroutine behind.
func (messages) read(data []byte, c *call) ([][]byte, error) {
	var e event
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, c.garbled(fmt.Errorf("parse an event of the stream: %w", err))
	}
	switch e.Type {
	case "message_start":
		usage := e.Message.Usage
		c.count(usage.Input+usage.CacheRead+usage.CacheWritten, usage.Output)
		return lines(fields{"type": e.Type, "message": fields{"usage": fields{"input_tokens": usage.Input}}})
	case "content_block_start":
		kind := "text"
		if e.ContentBlock.Type != "text" {
			c.note(func(e *ending) { e.thought = true })
			kind = "thinking" // a block of which the client expects nothing more
		}
		return lines(fields{"type": e.Type, "index": e.Index, "content_block": fields{"type": kind}})
	case "content_block_delta":
		if e.Delta.Type != "text_delta" {
			return nil, nil
		}
		var deltas []any
		for _, piece := range split(e.Delta.Text) {
			deltas = append(deltas, fields{"type": e.Type, "index": e.Index, "delta": fields{"type": "text_delta", "text": piece}})
		}
		return lines(deltas...)
	case "content_block_stop":
		return lines(fields{"type": e.Type, "index": e.Index})
	case "message_delta":
		c.count(0, e.Usage.Output)
		c.note(func(noted *ending) { noted.reason = e.Delta.StopReason })
		return lines(fields{"type": e.Type, "delta": fields{"stop_reason": e.Delta.StopReason}, "usage": fields{"output_tokens": e.Usage.Output}})
	case "message_stop":
		c.note(func(e *ending) { e.stop = stopOf(e.reason) })
		return lines(fields{"type": e.Type})
	case "error":
		return nil, c.reported(data)
	default:
		return nil, nil
	}
}

// stopOf is how a message ended.
func stopOf(reason string) model.Stop {
	switch reason {
	case "max_tokens", "model_context_window_exceeded":
		return model.StopLength
	case "refusal":
		return model.StopRefused
	default:
		return model.StopEnd
	}
}
