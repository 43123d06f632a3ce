package model

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/prompts"
)

// Meter adds up what the calls of one interview or one review take, and keeps them within a budget. It travels in the
// context of the work; [Metered] models write on it. It is safe for concurrent use.
type Meter struct {
	mu       sync.Mutex
	budget   float64     // US dollars; 0 is none
	spent    float64     // that the log tells of
	reserved float64     // for calls under way, at their dearest
	fresh    coach.Usage // that the log does not tell of yet
}

// NewMeter returns a meter with a budget in US dollars; 0 is none.
func NewMeter(budget float64) *Meter { return &Meter{budget: budget} }

// Spent tells the meter what the log knows to have been spent, by this server or by another one.
func (m *Meter) Spent(usd float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spent = max(m.spent, usd)
}

// Take returns what was used since the last Take, for the log. What does not get there is given back with Put.
func (m *Meter) Take() coach.Usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	taken := m.fresh
	m.spent += taken.Total().USD
	m.fresh = nil
	return taken
}

// Put gives back what Take took.
func (m *Meter) Put(u coach.Usage) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spent -= u.Total().USD
	m.fresh = u.Add(m.fresh...)
}

// reserve sets the price of a call aside, or says that the budget does not reach.
func (m *Meter) reserve(usd float64, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	// A call that costs nothing is always in the budget.
	if used := m.spent + m.fresh.Total().USD + m.reserved; usd > 0 && m.budget > 0 && used+usd > m.budget {
		return &Error{Reason: ReasonBudget, Model: name,
			Err: fmt.Errorf("$%.4f of $%.2f are used, and the next call may take $%.4f", used, m.budget, usd)}
	}
	m.reserved += usd
	return nil
}

// settle puts what a call really took in the place of what was set aside for it.
func (m *Meter) settle(reserved float64, u coach.Use) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reserved -= reserved
	m.fresh = m.fresh.Add(u)
}

type meterKey struct{}

// WithMeter returns a context whose calls are written on a meter.
func WithMeter(ctx context.Context, m *Meter) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// metered writes calls on the meter of their context.
type metered struct {
	Model
	prices Prices
}

// Metered returns m with a meter: each call is written on the one in its context, by the prices given, and refused where
// the budget would not reach for its dearest outcome. It belongs directly around an adapter, so that every try counts.
func Metered(m Model, prices Prices) Model { return &metered{m, prices} }

// Generate implements [Model].
func (m *metered) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	meter, ok := ctx.Value(meterKey{}).(*Meter)
	if !ok {
		return m.Model.Generate(ctx, p, onDelta)
	}
	name := m.Name()
	dearest, _ := m.prices.Cost(name, Usage{InputTokens: tokensAtMost(p), OutputTokens: p.MaxTokens})
	if err := meter.reserve(dearest, name); err != nil {
		return Reply{}, err
	}
	use := coach.Use{Model: name, Task: string(p.Task), Calls: 1}
	defer func() { meter.settle(dearest, use) }() // even where an adapter panics
	shown := 0
	began := time.Now()
	reply, err := m.Model.Generate(ctx, p, func(text string) {
		if shown == 0 && text != "" && p.Schema == nil {
			use.Streamed, use.FirstTokenMS = 1, int(max(1, time.Since(began).Milliseconds()))
		}
		shown += len(text)
		if onDelta != nil {
			onDelta(text)
		}
	})
	use.Seconds = math.Round(time.Since(began).Seconds()*1e3) / 1e3
	use.InputTokens, use.OutputTokens = reply.Usage.InputTokens, reply.Usage.OutputTokens
	if err != nil {
		use.Failed = 1
	}
	if use.InputTokens+use.OutputTokens == 0 && (err == nil || shown > 0 || paid(err)) {
		use.InputTokens, use.OutputTokens, use.Estimated = tokens(len(p.System)+len(p.User)), tokens(max(shown, len(reply.Text))), true
	}
	cost, known := m.prices.Cost(name, Usage{InputTokens: use.InputTokens, OutputTokens: use.OutputTokens})
	use.USD, use.Unpriced = math.Round(cost*1e9)/1e9, !known
	return reply, err
}

// paid reports whether a service that failed like this had begun to answer, which it will charge for.
func paid(err error) bool {
	switch ReasonOf(err) {
	case ReasonIncomplete, ReasonUnusable, ReasonRefused:
		return true
	default:
		return false
	}
}

// tokens reckons the tokens of so many bytes: four of English make one, as providers' rules of thumb have it.
func tokens(bytes int) int { return (bytes + 3) / 4 }

// tokensAtMost is a bound on the tokens of a prompt: code, figures and other scripts take more of them than English does.
func tokensAtMost(p prompts.Prompt) int {
	return (len(p.System) + len(p.User) + len(p.Schema) + 1) / 2
}

type conversationKey struct{}

// WithConversation returns a context whose calls belong to an interview or a review, for telemetry.
func WithConversation(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, conversationKey{}, id)
}

// Conversation is the id of the interview or the review that a call belongs to, or "".
func Conversation(ctx context.Context) string {
	id, _ := ctx.Value(conversationKey{}).(string)
	return id
}
