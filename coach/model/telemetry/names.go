package telemetry

import (
	"strings"

	"go.opentelemetry.io/otel/attribute"
)

// Attributes of the conventions, and of ours where they have none.
const (
	operation     = attribute.Key("gen_ai.operation.name")
	provider      = attribute.Key("gen_ai.provider.name")
	requestModel  = attribute.Key("gen_ai.request.model")
	responseModel = attribute.Key("gen_ai.response.model")
	maxTokens     = attribute.Key("gen_ai.request.max_tokens")
	streamed      = attribute.Key("gen_ai.request.stream")
	firstChunk    = attribute.Key("gen_ai.response.time_to_first_chunk")
	outputType    = attribute.Key("gen_ai.output.type")
	inputTokens   = attribute.Key("gen_ai.usage.input_tokens")
	outputTokens  = attribute.Key("gen_ai.usage.output_tokens")
	tokenType     = attribute.Key("gen_ai.token.type")
	conversation  = attribute.Key("gen_ai.conversation.id")
	instructions  = attribute.Key("gen_ai.system_instructions")
	inputMessages = attribute.Key("gen_ai.input.messages")
	outputMessage = attribute.Key("gen_ai.output.messages")
	errorType     = attribute.Key("error.type")
	task          = attribute.Key("coach.task") // what the call is for: turn, step or report
)

// Names and bucket boundaries of the conventions' histograms.
const (
	durationName   = "gen_ai.client.operation.duration"
	firstChunkName = "gen_ai.client.operation.time_to_first_chunk"
	tokensName     = "gen_ai.client.token.usage"
)

var (
	secondsBounds = []float64{.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92}
	tokensBounds  = []float64{1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864}
)

// providers are the conventions' names of ours.
var providers = map[string]string{
	"bedrock": "aws.bedrock", "openai": "openai", "anthropic": "anthropic", "google": "gcp.gemini", "ollama": "ollama",
}

// Provider is the conventions' name of the provider with this URI scheme.
func Provider(scheme string) string {
	if known, ok := providers[scheme]; ok {
		return known
	}
	return "interview_coach" // local, a recording
}

// split takes a model's URI apart into the provider's name and the model's.
func split(uri string) (providerName, modelName string) {
	scheme, name, _ := strings.Cut(uri, ":")
	if _, ok := providers[scheme]; !ok {
		name = uri
	}
	return Provider(scheme), name
}
