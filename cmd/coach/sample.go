package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/assess"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
	"github.com/interviewcoach/interviewcoach/web"
)

// sampleLog is a recorded interview, up to its end and without its report.
//
//go:embed sample.json
var sampleLog []byte

// sampler draws the sample report from the recorded log, once for each state of the index.
type sampler struct {
	rooms  *rooms
	mu     sync.Mutex
	digest string
	drawn  web.Sample
}

// draw folds the log and grades it by the local model, through the same code as any interview.
func (s *sampler) draw(ctx context.Context) (web.Sample, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	digest, err := s.rooms.library.Digest(ctx)
	if err != nil {
		return web.Sample{}, err
	}
	if s.drawn.Events != nil && s.digest == digest {
		return s.drawn, nil
	}
	var events []coach.Recorded
	if err := json.Unmarshal(sampleLog, &events); err != nil {
		return web.Sample{}, fmt.Errorf("read the recorded interview: %w", err)
	}
	iv, err := coach.Fold("sample", events)
	if err != nil {
		return web.Sample{}, err
	}
	p, err := s.rooms.bank.Problem(iv.Problem)
	if err != nil {
		return web.Sample{}, err
	}
	assessor := &assess.Assessor{
		Model: local.New(0), Prompts: s.rooms.prompts, Library: s.rooms.library, Logger: s.rooms.logger, Now: iv.LastAt,
	}
	report, err := assessor.Interview(ctx, iv, p)
	if err != nil {
		return web.Sample{}, err
	}
	s.digest, s.drawn = digest, web.Sample{Report: report, Events: events}
	return s.drawn, nil
}
