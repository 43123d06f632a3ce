package langchain

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"sync/atomic"

	"github.com/tmc/langchaingo/llms"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// thinkingRoom is how many tokens a model that thinks may use beside those of its answer.
const thinkingRoom = 8192

// thinkers are the families of models that are known to think before they answer. Others are found out by doing so.
var thinkers = regexp.MustCompile(`(?i)(^|[/:-])(o[1-9]|gpt-5|gpt-oss|gemini-(2\.5|[3-9])|deepseek-r|qwq|magistral)`)

// llm is one model of one provider. What is learnt about it from its answers is kept for the next ones.
type llm struct {
	uri      string
	provider provider
	client   llms.Model
	other    *llm        // the same model in another protocol; nil where there is none
	turned   atomic.Bool // the server knows the other protocol only

	lost    atomic.Uint32 // the [concession]s made to it
	ceiling atomic.Int64  // the most tokens that it allows, where it said so
	thinks  atomic.Bool   // it needs thinkingRoom
	primed  atomic.Bool   // its answers begin inside their thinking
}

var _ model.Model = (*llm)(nil)

// open makes the model that is called name at a provider.
func open(uri, name string, p provider, base http.RoundTripper) (*llm, error) {
	client, err := p.wire.client(p, name, &http.Client{Transport: &transport{base: base}})
	if err != nil {
		return nil, fmt.Errorf("make the client: %w", err)
	}
	m := &llm{uri: uri, provider: p, client: client}
	m.thinks.Store(thinkers.MatchString(name))
	if p.compatible != nil {
		if m.other, err = open(uri, name, *p.compatible, base); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Name implements [model.Model].
func (m *llm) Name() string { return m.uri }

// Generate implements [model.Model]. A request that the provider refuses because of a field that this model does not know
// is put again without it, and one whose tokens were used up by thinking with more of them; both before any text is shown.
func (m *llm) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	for {
		if m.turned.Load() {
			return m.other.Generate(ctx, p, onDelta)
		}
		c := m.newCall(p)
		reply, err := m.ask(ctx, c, p, onDelta)
		if m.other != nil && noSuchPath(err) {
			m.turned.Store(true)
			continue
		}
		if err == nil || !m.adapt(c, err) {
			return reply, err
		}
	}
}

// newCall notes what is known about the model now.
func (m *llm) newCall(p prompts.Prompt) *call {
	c := &call{model: m.uri, wire: m.provider.wire, task: string(p.Task), schema: p.Schema, lost: concession(m.lost.Load()),
		limit: p.MaxTokens, reckoned: (len(p.System) + len(p.User) + len(p.Schema)) / 3, roomy: m.thinks.Load()}
	if c.roomy {
		c.limit += thinkingRoom
		c.effort = m.provider.effort && p.Schema == nil
	}
	if ceiling := int(m.ceiling.Load()); ceiling > 0 {
		c.limit = min(c.limit, ceiling)
	}
	return c
}

// ask puts the prompt once.
func (m *llm) ask(ctx context.Context, c *call, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	if err := model.Interrupted(ctx, m.uri); err != nil {
		return model.Reply{}, err
	}
	answer := model.NewAnswer(ctx, m.uri, p, onDelta, m.primed.Load())
	options := append(c.wire.options(c), llms.WithStreamingFunc(func(ctx context.Context, chunk []byte) error {
		answer.Write(string(chunk))
		return ctx.Err()
	}))
	_, err := m.client.GenerateContent(context.WithValue(ctx, callKey{}, c), []llms.MessageContent{
		llms.TextParts(llms.ChatMessageTypeSystem, c.system(p)),
		llms.TextParts(llms.ChatMessageTypeHuman, p.User),
	}, options...)
	reply, err := m.verdict(ctx, c, answer, err)
	c.shown = answer.Shown()
	if c.ended() {
		m.primed.Store(answer.Primed())
	}
	if answer.Thought() {
		m.thinks.Store(true)
	}
	return reply, err
}

// verdict is the guard: it says what a call came to, without believing what langchaingo's client says about it.
func (m *llm) verdict(ctx context.Context, c *call, answer *model.Answer, claimed error) (model.Reply, error) {
	end := c.end()
	if end.thought {
		answer.Think()
	}
	switch {
	case ctx.Err() != nil:
		return model.Reply{}, model.Interrupted(ctx, m.uri)
	case end.fault != nil:
		return model.Reply{}, end.fault
	case end.stop == model.StopNone && claimed != nil:
		return model.Reply{}, &model.Error{Reason: model.ReasonIncomplete, Model: m.uri, Err: claimed}
	case claimed != nil && !answer.Empty():
		return model.Reply{}, &model.Error{Reason: model.ReasonUnusable, Model: m.uri, Err: claimed}
	default:
		return answer.Finish(end.stop, end.usage)
	}
}

// adapt learns from a call that failed before any text was shown, and reports whether to put the request again.
func (m *llm) adapt(c *call, err error) bool {
	if c.shown {
		return false
	}
	if c.end().stop == model.StopLength && !c.roomy {
		m.thinks.Store(true)
		return true
	}
	refused, ok := asStatus(err)
	if !ok || refused.Status != http.StatusBadRequest && refused.Status != http.StatusUnprocessableEntity {
		return false
	}
	if most, ok := ceiling(refused.Message, c.limit); ok {
		m.ceiling.Store(int64(most))
		return true
	}
	if more := c.concede(refused.Message); more != 0 {
		m.lost.Or(uint32(more))
		return true
	}
	return false
}

// system is the prompt's system half, with the schema in words where the provider doesn't take it as a field.
func (c *call) system(p prompts.Prompt) string {
	if p.Schema == nil || c.lost&noSchema == 0 {
		return p.System
	}
	return p.System + "\nAnswer with one JSON object that meets this JSON schema, without a code fence and without any other word:\n" + compact(p.Schema) + "\n"
}

// compact takes the white space out of a schema.
func compact(schema json.RawMessage) string {
	var v any
	if json.Unmarshal(schema, &v) != nil {
		return string(schema)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return string(schema)
	}
	return string(out)
}
