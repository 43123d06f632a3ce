package langchain

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/tmc/langchaingo/llms"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// wire is a provider's protocol as far as we speak it past langchaingo's client.
type wire interface {
	// client makes langchaingo's client for the model called name.
	client(p provider, name string, client *http.Client) (llms.Model, error)
	// framing is how its streams are put on the line.
	framing() framing
	// options are those of langchaingo's own that a call needs.
	options(c *call) []llms.CallOption
	// amend puts into a request what the client cannot say.
	amend(request map[string]json.RawMessage, c *call) error
	// read takes what one data line of the stream holds, notes in c what it means, and returns what the client is to read
	// instead of it, each in a line by itself. An error ends the stream.
	read(data []byte, c *call) ([][]byte, error)
}

// framing is the media type of a stream, and what stands before the payload in each of its lines.
type framing struct{ kind, prefix string }

// events are server-sent events.
var events = framing{kind: "text/event-stream", prefix: "data:"}

type callKey struct{}

// call is one request on its way: what it asks for, and what was noted about its answer. It travels in the request's
// context, because langchaingo's clients flatten every error that passes through them.
type call struct {
	model    string
	wire     wire
	task     string
	schema   json.RawMessage
	lost     concession
	limit    int  // of tokens
	reckoned int  // tokens of the prompt, more rather than less
	roomy    bool // the limit leaves room for thinking
	effort   bool // ask for little thinking
	shown    bool // text was passed on

	mu    sync.Mutex // the client reads the stream in a goroutine of its own
	noted ending
}

// ending is what was noted about an answer.
type ending struct {
	fault   error
	stop    model.Stop
	reason  string // why the provider is about to end it, where that comes before the end mark
	refused bool   // the model's own words of refusal were seen
	thought bool
	usage   model.Usage
}

// note changes what is noted.
func (c *call) note(change func(*ending)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.noted)
}

// fail notes the first fault and returns it.
func (c *call) fail(err error) error {
	c.note(func(e *ending) {
		if e.fault == nil {
			e.fault = err
		}
	})
	return err
}

// end returns what was noted.
func (c *call) end() ending {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.noted
}

// ended reports whether the provider's end mark was seen.
func (c *call) ended() bool { return c.end().stop != model.StopNone }

// fields is a JSON object to be written.
type fields map[string]any

// set puts a value into a request.
func set(request map[string]json.RawMessage, name string, value any) {
	if out, err := json.Marshal(value); err == nil {
		request[name] = out
	}
}

// lines writes each value for the client to read.
func lines(values ...any) ([][]byte, error) {
	out := make([][]byte, len(values))
	for i, value := range values {
		line, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("write an event for the client: %w", err)
		}
		out[i] = line
	}
	return out, nil
}
