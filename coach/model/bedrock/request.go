package bedrock

import (
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/document"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"
)

// toolName is the tool that a model without JSON schemas has to call; its input is the answer.
const toolName = "answer"

// request is what a try asks for.
func (m *converser) request(t *try) (*bedrockruntime.ConverseStreamInput, error) {
	p := t.prompt
	system, user := p.System, p.User
	if p.Schema != nil && t.lost&noTool != 0 {
		system += "\nAnswer with one JSON object that meets this JSON schema, without a code fence and without any other word:\n" +
			string(p.Schema) + "\n"
	}
	in := &bedrockruntime.ConverseStreamInput{
		ModelId:         aws.String(m.id),
		InferenceConfig: &types.InferenceConfiguration{MaxTokens: aws.Int32(int32(t.limit))},
	}
	switch {
	case t.lost&noSystem != 0:
		user = system + "\n" + user
	case system != "":
		in.System = []types.SystemContentBlock{&types.SystemContentBlockMemberText{Value: system}}
	}
	in.Messages = []types.Message{{Role: types.ConversationRoleUser, Content: []types.ContentBlock{&types.ContentBlockMemberText{Value: user}}}}
	if p.Schema == nil {
		return in, nil
	}
	if t.lost&noTemperature == 0 {
		in.InferenceConfig.Temperature = aws.Float32(0)
	}
	switch {
	case t.lost&noFormat == 0:
		in.OutputConfig = &types.OutputConfig{TextFormat: &types.OutputFormat{
			Type: types.OutputFormatTypeJsonSchema,
			Structure: &types.OutputFormatStructureMemberJsonSchema{Value: types.JsonSchemaDefinition{
				Name: aws.String(string(p.Task)), Schema: aws.String(string(p.Schema))}},
		}}
	case t.lost&noTool == 0:
		tool, err := t.tool()
		if err != nil {
			return nil, err
		}
		in.ToolConfig = tool
	}
	return in, nil
}

// tool makes the schema that of a tool which has to be called. The schema is taken apart first, because the SDK writes raw
// JSON as a list of byte values.
func (t *try) tool() (*types.ToolConfiguration, error) {
	var schema map[string]any
	if err := json.Unmarshal(t.prompt.Schema, &schema); err != nil {
		return nil, fmt.Errorf("parse the schema of %s: %w", t.prompt.Task, err)
	}
	spec := types.ToolSpecification{
		Name:        aws.String(toolName),
		Description: aws.String("Takes the answer."),
		InputSchema: &types.ToolInputSchemaMemberJson{Value: document.NewLazyDocument(schema)},
	}
	if t.lost&noStrict == 0 {
		spec.Strict = aws.Bool(true)
	}
	return &types.ToolConfiguration{
		Tools:      []types.Tool{&types.ToolMemberToolSpec{Value: spec}},
		ToolChoice: &types.ToolChoiceMemberTool{Value: types.SpecificToolChoice{Name: aws.String(toolName)}},
	}, nil
}
