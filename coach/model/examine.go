package model

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// Finding is one thing that was tried with a model, for coach doctor.
type Finding struct {
	Check  string
	OK     bool
	Detail string        // what was seen
	Advice string        // what to do where it isn't OK
	Took   time.Duration // 0 where it was seen in passing
}

// Examine tries a language model with two short questions, one for prose and one for JSON, and says what it can do: is it
// reached with these credentials, how fast does it begin, does it stream, does it answer in the shape asked for. It is not
// for the local model, which reads no prose. What cannot be tried because the model does not answer is left out.
func Examine(ctx context.Context, m Model) []Finding {
	began := time.Now()
	var first time.Duration
	pieces := 0
	reply, err := m.Generate(ctx, prompts.Prompt{Task: "doctor", MaxTokens: 200,
		System: "You check a connection.", User: "Count from one to twenty in words, separated by spaces. Nothing else."},
		func(string) {
			if pieces++; pieces == 1 {
				first = time.Since(began)
			}
		})
	if err != nil {
		return []Finding{{Check: "answers", Detail: err.Error(), Advice: hostAdvice(err), Took: time.Since(began)}}
	}
	took := time.Since(began)
	findings := []Finding{{Check: "answers", OK: true, Took: took,
		Detail: fmt.Sprintf("%s, first words after %s, all after %s", reply.Model, first.Round(time.Millisecond), took.Round(time.Millisecond))}}
	streams := Finding{Check: "streams", OK: pieces > 1, Detail: fmt.Sprintf("%d pieces", pieces)}
	if !streams.OK {
		streams.Advice = "The interviewer's words will come all at once. A proxy between here and the service may be holding the stream back."
	}
	return append(findings, streams, examineJSON(ctx, m))
}

// examineJSON asks for an answer of a small shape.
func examineJSON(ctx context.Context, m Model) (finding Finding) {
	finding.Check = "answers in JSON"
	began := time.Now()
	defer func() { finding.Took = time.Since(began) }()
	schema := json.RawMessage(`{"type":"object","additionalProperties":false,"required":["answer","sure"],` +
		`"properties":{"answer":{"type":"integer"},"sure":{"type":"boolean"}}}`)
	reply, err := m.Generate(ctx, prompts.Prompt{Task: "doctor", MaxTokens: 200, Schema: schema,
		System: "You answer with one JSON object and nothing else.", User: "How many bits does a byte have, and are you sure? Fields: answer, sure."}, nil)
	if err != nil {
		finding.Detail, finding.Advice = err.Error(), hostAdvice(err)
		if ReasonOf(err) == ReasonUnusable {
			finding.Advice = shapeless
		}
		return finding
	}
	faults, err := shapeFaults(schema, reply.Text)
	if err != nil {
		finding.Detail = err.Error()
		return finding
	}
	if len(faults) > 0 {
		finding.Detail = strings.Join(faults, "; ")
		finding.Advice = shapeless
		return finding
	}
	finding.OK, finding.Detail = true, "in the shape asked for"
	return finding
}

const shapeless = "This model does not keep to a given shape. Reports will miss parts; a larger model will do better."

// hostAdvice says what whoever hosts this can do about an error.
func hostAdvice(err error) string {
	switch ReasonOf(err) {
	case ReasonThrottled:
		return "The service limits how often it is asked. Wait, or ask for a higher limit."
	case ReasonOverloaded:
		return "The service is in trouble. Try later, or set --fallback-model."
	case ReasonDenied:
		return "Check the key or the AWS credentials, and that the account may use this model."
	case ReasonUnknown:
		return "Check the name in --model. With Ollama: ollama pull NAME."
	case ReasonTimeout:
		return "The model is too slow here, or still loading. Try again, or take a smaller one."
	case ReasonUnreached:
		return "Check the address (OLLAMA_HOST, OPENAI_BASE_URL, AWS_REGION and the like) and that the service runs."
	case ReasonIncomplete:
		return "The connection breaks off in the middle of answers. Check proxies and their timeouts."
	case ReasonInvalid, ReasonUnusable:
		return "The service does not answer as its protocol has it. Check that the address is that of the API, and take another model."
	default:
		return "Check --model and the service behind it."
	}
}
