package model_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// reasons are all there are.
var reasons = []model.Reason{model.ReasonThrottled, model.ReasonOverloaded, model.ReasonDenied, model.ReasonUnknown, model.ReasonIncomplete,
	model.ReasonTimeout, model.ReasonRefused, model.ReasonUnreached, model.ReasonInvalid, model.ReasonUnusable, model.ReasonUnrecorded, model.ReasonBudget, ""}

// TestAdvice reassures in every case: the words are kept, there is something to do, and nothing of the inside is told.
func TestAdvice(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, reason := range reasons {
		err := fmt.Errorf("speak: %w", &model.Error{Reason: reason, Model: "openai:secret", Err: errors.New("sk-secret")})
		advice := model.Advice(err)
		if !strings.Contains(advice, "Your words are kept") || strings.Contains(advice, "secret") || seen[advice] {
			t.Errorf("%q: %s", reason, advice)
		}
		seen[advice] = true
	}
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	if err := model.Interrupted(t.Context(), "m"); err != nil {
		t.Errorf("a living context gives %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), -time.Second)
	defer cancel()
	if err := model.Interrupted(ctx, "m"); model.ReasonOf(err) != model.ReasonTimeout || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a deadline gives %v", err)
	}
	left := errors.New("the candidate left")
	ctx, leave := context.WithCancelCause(t.Context())
	leave(left)
	if err := model.Interrupted(ctx, "m"); !errors.Is(err, left) || model.ReasonOf(err) != "" {
		t.Errorf("a caller who gave up gives %v", err)
	}
	own := fault(model.ReasonTimeout)
	ctx, late := context.WithCancelCause(t.Context())
	late(own)
	if err := model.Interrupted(ctx, "m"); !errors.Is(err, own) {
		t.Errorf("an own timeout gives %v", err)
	}
}
