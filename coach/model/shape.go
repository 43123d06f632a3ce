package model

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// maxFaults is how many faults a model is told of: after the first few it is one and the same mistake.
const maxFaults = 12

// shapeFaults lists where text, which is JSON, does not meet a schema, each with its place. The error is of a schema that
// cannot be used.
func shapeFaults(schema []byte, text string) ([]string, error) {
	shape, err := compile(schema)
	if err != nil {
		return nil, err
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return []string{"It was not JSON: " + err.Error()}, nil
	}
	invalid, ok := errors.AsType[*jsonschema.ValidationError](shape.Validate(value))
	if !ok {
		return nil, nil
	}
	var faults []string
	printer := message.NewPrinter(language.English)
	var walk func(*jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 && len(faults) < maxFaults {
			faults = append(faults, "/"+strings.Join(e.InstanceLocation, "/")+": "+e.ErrorKind.LocalizedString(printer))
		}
		for _, cause := range e.Causes {
			walk(cause)
		}
	}
	walk(invalid)
	return faults, nil
}

// compile reads a schema.
func compile(schema []byte) (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return nil, fmt.Errorf("parse the schema: %w", err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("prompt.json", document); err != nil {
		return nil, fmt.Errorf("add the schema: %w", err)
	}
	shape, err := compiler.Compile("prompt.json")
	if err != nil {
		return nil, fmt.Errorf("compile the schema: %w", err)
	}
	return shape, nil
}
