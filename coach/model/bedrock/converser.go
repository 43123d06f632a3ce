package bedrock

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"

	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// thinkingRoom is how many tokens a model that thinks may use beside those of its answer.
const thinkingRoom = 8192

// converser is one model. What is learnt about it from its answers is kept for the next ones.
type converser struct {
	id     string
	client *bedrockruntime.Client

	lost    atomic.Uint32 // the [concession]s made to it
	ceiling atomic.Int64  // the most tokens that it allows, where it said so
	thinks  atomic.Bool   // it needs thinkingRoom
	primed  atomic.Bool   // its answers begin inside their thinking
}

var _ model.Model = (*converser)(nil)

// Name implements [model.Model].
func (m *converser) Name() string { return "bedrock:" + m.id }

// Generate implements [model.Model]. A request that is refused because of something that this model does not take is put
// again without it, and one whose tokens were used up by thinking with more of them; both before any text is shown.
func (m *converser) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (model.Reply, error) {
	for {
		t := m.newTry(p)
		reply, err := m.ask(ctx, t, onDelta)
		if err == nil || !m.adapt(t, err) {
			return reply, err
		}
	}
}

// try is one request and what came of it.
type try struct {
	prompt prompts.Prompt
	lost   concession
	limit  int  // of tokens
	roomy  bool // the limit leaves room for thinking
	shown  bool // text was passed on
	stop   model.Stop
	usage  model.Usage
}

// newTry notes what is known about the model now.
func (m *converser) newTry(p prompts.Prompt) *try {
	t := &try{prompt: p, lost: concession(m.lost.Load()), limit: p.MaxTokens, roomy: m.thinks.Load()}
	if t.roomy {
		t.limit += thinkingRoom
	}
	if most := int(m.ceiling.Load()); most > 0 {
		t.limit = min(t.limit, most)
	}
	return t
}

// ask puts the prompt once.
func (m *converser) ask(ctx context.Context, t *try, onDelta func(string)) (model.Reply, error) {
	if err := model.Interrupted(ctx, m.Name()); err != nil {
		return model.Reply{}, err
	}
	if err := credentialed(ctx, m.client); err != nil {
		return model.Reply{}, m.failed(ctx, model.ReasonDenied, err)
	}
	answer := model.NewAnswer(ctx, m.Name(), t.prompt, onDelta, m.primed.Load())
	converse := m.stream
	if t.lost&noStream != 0 {
		converse = m.whole
	}
	err := converse(ctx, t, answer)
	t.shown = answer.Shown()
	if answer.Thought() {
		m.thinks.Store(true)
	}
	if err != nil && t.stop == model.StopNone {
		return model.Reply{}, m.failed(ctx, reasonOf(err), err)
	}
	reply, err := answer.Finish(t.stop, t.usage)
	if t.stop != model.StopNone {
		m.primed.Store(answer.Primed())
	}
	return reply, err
}

// failed makes the typed error of a call that the SDK gave up.
func (m *converser) failed(ctx context.Context, reason model.Reason, err error) error {
	if interrupted := model.Interrupted(ctx, m.Name()); interrupted != nil {
		return interrupted
	}
	return &model.Error{Reason: reason, Model: m.Name(), RetryAfter: retryAfter(err), Attempts: attempts(err), Err: short(err)}
}

// adapt learns from a call that failed before any text was shown, and reports whether to put the request again.
func (m *converser) adapt(t *try, err error) bool {
	if t.shown {
		return false
	}
	if t.stop == model.StopLength && !t.roomy {
		m.thinks.Store(true)
		return true
	}
	e, ok := errors.AsType[*model.Error](err)
	if !ok || e.Reason != model.ReasonInvalid {
		return false
	}
	message := messageOf(err)
	if most, ok := ceiling(message, t.limit); ok {
		m.ceiling.Store(int64(most))
		return true
	}
	if more := t.concede(message); more != 0 {
		m.lost.Or(uint32(more))
		return true
	}
	return false
}
