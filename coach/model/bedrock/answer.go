package bedrock

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"

	"github.com/interviewcoach/interviewcoach/coach/model"
)

// stream asks for a streamed answer and reads it to its end. An error after messageStop is none: all of the answer was
// there.
func (m *converser) stream(ctx context.Context, t *try, answer *model.Answer) error {
	in, err := m.request(t)
	if err != nil {
		return err
	}
	out, err := m.client.ConverseStream(ctx, in, ownProtocol)
	if err != nil {
		return err
	}
	stream := out.GetStream()
	defer func() { _ = stream.Close() }() // what it could say, Err says
	for event := range stream.Events() {
		model.Alive(ctx)
		if err := t.event(event, answer); err != nil {
			return err
		}
	}
	if err := stream.Err(); err != nil {
		return &brokenStream{err}
	}
	if ctx.Err() != nil && t.stop == model.StopNone {
		return ctx.Err()
	}
	return nil
}

// event takes one event of a stream. Those that are not known mean nothing.
func (t *try) event(event types.ConverseStreamOutput, answer *model.Answer) error {
	switch e := event.(type) {
	case *types.ConverseStreamOutputMemberContentBlockDelta:
		switch delta := e.Value.Delta.(type) {
		case *types.ContentBlockDeltaMemberText:
			answer.Write(delta.Value)
		case *types.ContentBlockDeltaMemberToolUse:
			answer.Write(aws.ToString(delta.Value.Input))
		case *types.ContentBlockDeltaMemberReasoningContent:
			answer.Think()
		}
	case *types.ConverseStreamOutputMemberMessageStop:
		return t.ended(e.Value.StopReason)
	case *types.ConverseStreamOutputMemberMetadata:
		t.count(e.Value.Usage)
	}
	return nil
}

// whole asks for an answer in one piece, of models that don't stream.
func (m *converser) whole(ctx context.Context, t *try, answer *model.Answer) error {
	in, err := m.request(t)
	if err != nil {
		return err
	}
	out, err := m.client.Converse(ctx, &bedrockruntime.ConverseInput{ModelId: in.ModelId, System: in.System, Messages: in.Messages,
		InferenceConfig: in.InferenceConfig, OutputConfig: in.OutputConfig, ToolConfig: in.ToolConfig})
	if err != nil {
		return err
	}
	t.count(out.Usage)
	if message, ok := out.Output.(*types.ConverseOutputMemberMessage); ok {
		for _, block := range message.Value.Content {
			if err := takeBlock(block, answer); err != nil {
				return err
			}
		}
	}
	return t.ended(out.StopReason)
}

// takeBlock takes one block of an answer that came in one piece.
func takeBlock(block types.ContentBlock, answer *model.Answer) error {
	switch b := block.(type) {
	case *types.ContentBlockMemberText:
		answer.Write(b.Value)
	case *types.ContentBlockMemberReasoningContent:
		answer.Think()
	case *types.ContentBlockMemberToolUse:
		var input any
		if err := b.Value.Input.UnmarshalSmithyDocument(&input); err != nil {
			return fmt.Errorf("read the tool's input: %w", err)
		}
		text, err := json.Marshal(input)
		if err != nil {
			return fmt.Errorf("write the tool's input: %w", err)
		}
		answer.Write(string(text))
	}
	return nil
}

// ended notes how the answer ended.
func (t *try) ended(reason types.StopReason) error {
	switch reason {
	case types.StopReasonMaxTokens, types.StopReasonModelContextWindowExceeded:
		t.stop = model.StopLength
	case types.StopReasonContentFiltered, types.StopReasonGuardrailIntervened, "refusal":
		t.stop = model.StopRefused
	case types.StopReasonMalformedModelOutput, types.StopReasonMalformedToolUse:
		return &malformed{reason}
	default:
		t.stop = model.StopEnd
	}
	return nil
}

// count notes how many tokens were used.
func (t *try) count(u *types.TokenUsage) {
	if u == nil {
		return
	}
	t.usage = model.Usage{
		InputTokens:  int(aws.ToInt32(u.InputTokens) + aws.ToInt32(u.CacheReadInputTokens) + aws.ToInt32(u.CacheWriteInputTokens)),
		OutputTokens: int(aws.ToInt32(u.OutputTokens)),
	}
}
