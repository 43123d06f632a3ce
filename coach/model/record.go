package model

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"sync"
	"time"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// exchange is one line of a recording.
type exchange struct {
	Digest string       `json:"digest"`
	Task   prompts.Task `json:"task"`
	Model  string       `json:"model"`
	Deltas []string     `json:"deltas"`
	Text   string       `json:"text,omitempty"`
	Usage  Usage        `json:"usage"`
	Fault  *fault       `json:"error,omitempty"`
}

// fault is a recorded error.
type fault struct {
	Reason     Reason        `json:"reason,omitempty"`
	Message    string        `json:"message"`
	RetryAfter time.Duration `json:"retry_after,omitempty"`
}

// clocks are the times that prompts tell: minutes and seconds.
var clocks = regexp.MustCompile(`\b\d{1,4}:[0-5]\d\b`)

// digest identifies a prompt by what a language model would read. The times in it are left out, because the same interview
// runs at another pace when it is played again.
func digest(p prompts.Prompt) string {
	hash := sha256.New()
	for _, part := range []string{string(p.Task), p.System, p.User, string(p.Schema)} {
		fmt.Fprintf(hash, "%d\n", len(part))
		io.WriteString(hash, clocks.ReplaceAllLiteralString(part, "0:00"))
	}
	return hex.EncodeToString(hash.Sum(nil))[:32]
}

// recorder writes what a model answers.
type recorder struct {
	Model
	logger *slog.Logger

	mu  sync.Mutex
	out io.Writer
}

// Recorder returns m and writes to out, as a line of JSON each, what it answered to which prompt: the prompt's digest, the
// reply with its pieces, or the error. [Replay] answers from it. Logger, which may be nil, is told when out fails; the
// answer counts all the same. The caller closes out.
func Recorder(m Model, out io.Writer, logger *slog.Logger) Model {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return &recorder{Model: m, out: out, logger: logger}
}

// Generate implements [Model].
func (r *recorder) Generate(ctx context.Context, p prompts.Prompt, onDelta func(string)) (Reply, error) {
	line := exchange{Digest: digest(p), Task: p.Task, Deltas: []string{}}
	reply, err := r.Model.Generate(ctx, p, func(text string) {
		line.Deltas = append(line.Deltas, text)
		if onDelta != nil {
			onDelta(text)
		}
	})
	if ctx.Err() != nil {
		return reply, err // nobody waited for the answer, so it is none
	}
	line.Model, line.Text, line.Usage = reply.Model, reply.Text, reply.Usage
	if err != nil {
		line.Model, line.Fault = r.Name(), faultOf(err)
	}
	if fault := r.write(line); fault != nil {
		r.logger.Error("an answer is missing in the recording", "model", r.Name(), "err", fault)
	}
	return reply, err
}

// faultOf is what of an error is recorded.
func faultOf(err error) *fault {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Err == nil {
		return &fault{Reason: ReasonOf(err), Message: err.Error()}
	}
	return &fault{Reason: e.Reason, Message: e.Err.Error(), RetryAfter: e.RetryAfter}
}

func (r *recorder) write(line exchange) error {
	text, err := json.Marshal(line)
	if err != nil {
		return fmt.Errorf("encode an exchange: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.out.Write(append(text, '\n')); err != nil {
		return fmt.Errorf("write an exchange: %w", err)
	}
	return nil
}
