package langchain

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/tmc/langchaingo/llms"
	lcopenai "github.com/tmc/langchaingo/llms/openai"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// chat is the chat completion protocol of OpenAI and of those compatible with it.
type chat struct {
	limit string // the field that limits tokens
}

func (chat) client(p provider, name string, client *http.Client) (llms.Model, error) {
	return lcopenai.New(lcopenai.WithModel(name), lcopenai.WithBaseURL(p.base), lcopenai.WithToken(p.key),
		lcopenai.WithOrganization(p.organization), lcopenai.WithHTTPClient(client))
}

func (chat) framing() framing { return events }

func (w chat) options(c *call) []llms.CallOption {
	return []llms.CallOption{llms.WithMaxTokens(c.limit)}
}

// The names of the field that limits tokens: the old one, and the one that OpenAI's thinking models demand.
const (
	maxTokens           = "max_tokens"
	maxCompletionTokens = "max_completion_tokens"
)

func (w chat) amend(request map[string]json.RawMessage, c *call) error {
	limit := w.limit
	if c.lost&otherLimit != 0 {
		limit = map[string]string{maxTokens: maxCompletionTokens, maxCompletionTokens: maxTokens}[limit]
	}
	delete(request, maxTokens)
	delete(request, maxCompletionTokens)
	set(request, limit, c.limit)
	if c.schema == nil || c.lost&noTemperature != 0 {
		delete(request, "temperature") // which the client always sends
	}
	if c.lost&noUsage != 0 {
		delete(request, "stream_options")
	}
	if c.effort && c.lost&noEffort == 0 {
		set(request, "reasoning_effort", "low")
	}
	switch {
	case c.schema == nil || c.lost&noJSONMode != 0:
	case c.lost&noSchema != 0:
		set(request, "response_format", fields{"type": "json_object"})
	default:
		set(request, "response_format", fields{"type": "json_schema",
			"json_schema": fields{"name": c.task, "strict": true, "schema": c.schema}})
	}
	return nil
}

// chunk is what of a stream's event has a meaning for us.
type chunk struct {
	Error   json.RawMessage
	Choices []struct {
		Index int
		Delta struct {
			Content          json.RawMessage
			Refusal          string
			ReasoningContent string `json:"reasoning_content"`
			Reasoning        string
		}
		FinishReason string `json:"finish_reason"`
	}
	Usage struct {
		PromptTokens     int `json:"prompt_tokens"`
		CompletionTokens int `json:"completion_tokens"`
	}
}

// read makes of each event the least that the client needs, because it passes over in silence whatever it cannot parse.
func (chat) read(data []byte, c *call) ([][]byte, error) {
	if string(data) == "[DONE]" {
		return [][]byte{data}, nil
	}
	var event chunk
	if err := json.Unmarshal(data, &event); err != nil {
		return nil, c.garbled(fmt.Errorf("parse an event of the stream: %w", err))
	}
	if len(event.Error) > 0 && string(event.Error) != "null" {
		return nil, c.reported(data)
	}
	c.count(event.Usage.PromptTokens, event.Usage.CompletionTokens)
	if len(event.Choices) == 0 || event.Choices[0].Index != 0 {
		return nil, nil
	}
	choice := event.Choices[0]
	text, err := contentText(choice.Delta.Content)
	if err != nil {
		return nil, c.garbled(err)
	}
	c.note(func(e *ending) {
		e.thought = e.thought || choice.Delta.Reasoning != "" || choice.Delta.ReasoningContent != ""
		e.refused = e.refused || choice.Delta.Refusal != ""
	})
	if err := c.finish(choice.FinishReason); err != nil || text == "" {
		return nil, err
	}
	var deltas []any
	for _, piece := range split(text) {
		deltas = append(deltas, fields{"choices": []any{fields{"delta": fields{"content": piece}}}})
	}
	return lines(deltas...)
}

// contentText is the text of a delta's content: a string, or, from servers of models that think in parts, a list.
func contentText(content json.RawMessage) (string, error) {
	if len(content) == 0 || string(content) == "null" {
		return "", nil
	}
	var text string
	if content[0] == '"' {
		err := json.Unmarshal(content, &text)
		return text, err
	}
	var parts []struct{ Type, Text string }
	if err := json.Unmarshal(content, &parts); err != nil {
		return "", errors.New("the content of an event is neither text nor a list of parts")
	}
	for _, part := range parts {
		if part.Type == "text" {
			text += part.Text
		}
	}
	return text, nil
}

// finish notes how the answer ended.
func (c *call) finish(reason string) error {
	stop := model.StopEnd
	switch strings.ToLower(reason) {
	case "", "null":
		return nil
	case "length", "max_tokens":
		stop = model.StopLength
	case "content_filter", "safety", "refusal", "prohibited_content", "recitation", "blocklist", "spii":
		stop = model.StopRefused
	case "error":
		return &model.Error{Reason: model.ReasonOverloaded, Model: c.model, Err: errors.New("the service gave up in the middle of its answer")}
	}
	c.note(func(e *ending) {
		if e.refused && stop == model.StopEnd {
			stop = model.StopRefused
		}
		e.stop = stop
	})
	return nil
}

// count notes how many tokens were used, as far as an event says it.
func (c *call) count(input, output int) {
	c.note(func(e *ending) {
		if input > 0 {
			e.usage.InputTokens = input
		}
		if output > 0 {
			e.usage.OutputTokens = output
		}
	})
}

// reported is the error that a stream carries as an event.
func (c *call) reported(data []byte) error {
	p := readProblem(data)
	return &model.Error{Reason: faultReason(p.Kind), Model: c.model, RetryAfter: p.Wait,
		Err: fmt.Errorf("the service reported in its stream: %s", p.Message)}
}
