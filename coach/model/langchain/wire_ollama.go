package langchain

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/tmc/langchaingo/llms"
	lcollama "github.com/tmc/langchaingo/llms/ollama"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// native is Ollama's own protocol, a JSON object a line. The size of its context is asked for in each request: where it
// is not, Ollama takes its server's, often 4096 tokens, and cuts what is longer in silence.
type native struct {
	key     string // "" where none is set
	context int    // tokens of prompt and answer together; 0 where the prompt decides
}

func (native) client(p provider, name string, client *http.Client) (llms.Model, error) {
	return lcollama.New(lcollama.WithModel(name), lcollama.WithServerURL(p.base), lcollama.WithHTTPClient(client))
}

func (native) framing() framing { return framing{kind: "application/x-ndjson"} }

func (native) options(*call) []llms.CallOption { return nil }

// headers adds the key, which the client has no option for.
func (w native) headers(h http.Header) {
	if w.key != "" {
		h.Set("Authorization", "Bearer "+w.key)
	}
}

// contexts are the sizes of context that are asked for. A model is loaded anew for each, so there are few.
var contexts = []int{8 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10}

// amend says what langchaingo's client cannot: a schema, the size of the context, and no options that nobody chose.
func (w native) amend(request map[string]json.RawMessage, c *call) error {
	size := w.context
	need := c.reckoned + c.limit
	if size > 0 && need > size {
		return fmt.Errorf("the prompt and its answer take about %d tokens, and OLLAMA_CONTEXT_LENGTH allows %d: raise it", need, size)
	}
	for i := 0; size == 0; i++ {
		if i == len(contexts)-1 || need <= contexts[i] {
			size = contexts[i]
		}
	}
	options := fields{"num_ctx": size, "num_predict": c.limit}
	if c.schema != nil && c.lost&noTemperature == 0 {
		options["temperature"] = 0
	}
	set(request, "options", options)
	set(request, "stream", true)
	switch {
	case c.schema == nil || c.lost&noJSONMode != 0:
		delete(request, "format")
	case c.lost&noSchema != 0:
		set(request, "format", "json")
	default:
		set(request, "format", c.schema)
	}
	return nil
}

// line is what of a line has a meaning for us.
type line struct {
	Error   json.RawMessage
	Message struct {
		Content  string
		Thinking string
	}
	Done            bool
	DoneReason      string `json:"done_reason"`
	PromptEvalCount int    `json:"prompt_eval_count"`
	EvalCount       int    `json:"eval_count"`
}

func (native) read(data []byte, c *call) ([][]byte, error) {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, c.garbled(fmt.Errorf("parse a line of the stream: %w", err))
	}
	if len(l.Error) > 0 && string(l.Error) != "null" {
		return nil, c.reported(data)
	}
	c.count(l.PromptEvalCount, l.EvalCount)
	c.note(func(e *ending) { e.thought = e.thought || l.Message.Thinking != "" })
	var out []any
	if l.Message.Content != "" {
		for _, piece := range split(l.Message.Content) {
			out = append(out, fields{"message": fields{"role": "assistant", "content": piece}})
		}
	}
	if l.Done {
		reason := l.DoneReason
		if reason == "" { // of a server older than reasons
			reason = "stop"
		}
		if err := c.finish(reason); err != nil {
			return nil, err
		}
		out = append(out, fields{"message": fields{"role": "assistant"}, "done": true})
	}
	return lines(out...)
}

var _ wire = native{}

// noSuchPath reports an error of a server that does not know Ollama's own protocol at all, which one that lacks only the
// model tells otherwise.
func noSuchPath(err error) bool {
	refused, ok := asStatus(err)
	return ok && (refused.Status == http.StatusNotFound || refused.Status == http.StatusMethodNotAllowed) && !mentionsModel.MatchString(refused.Message) &&
		model.ReasonOf(err) != ""
}
