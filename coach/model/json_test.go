package model

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestExtractJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		`{"a":1}`:                 `{"a":1}`,
		"  {\"a\":1}\n":           `{"a":1}`,
		"```json\n{\"a\":1}\n```": `{"a":1}`,
		"Here {it} is: {\"a\":{\"b\":2}} {\"c\":3}": `{"a":{"b":2}}`,
		`{"a":1`:      "",
		`no`:          "",
		``:            "",
		`[1,2]`:       "",
		`{"a":1,}`:    "",
		`{} {"a":1} `: `{"a":1}`,
	}
	for text, want := range tests {
		if got, err := extractJSON(text); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q (%v), want %q", text, got, err, want)
		}
	}
}

// TestExtractJSONTime holds a text made to be slow against a bound: each brace could cost a pass over all of it.
func TestExtractJSONTime(t *testing.T) {
	t.Parallel()
	if got, err := extractJSON(strings.Repeat(`{"a":`, 200_000)); err == nil {
		t.Errorf("found %q", got)
	}
}

// FuzzExtractJSON finds objects in foreign text: they are valid, stand in it as they are, and are found again in themselves.
func FuzzExtractJSON(f *testing.F) {
	f.Add("```json\n{\"a\":1}\n```")
	f.Add(`{"a":{"b":[1,2,{"c":"}"}]}} {`)
	f.Add(`{{{"a":1}`)
	f.Fuzz(func(t *testing.T, text string) {
		object, err := extractJSON(text)
		if err != nil {
			if json.Valid([]byte(text)) && strings.HasPrefix(strings.TrimSpace(text), "{") {
				t.Fatalf("%q was not found", text)
			}
			return
		}
		if !json.Valid([]byte(object)) || !strings.Contains(text, object) || object[0] != '{' {
			t.Fatalf("%q was found in %q", object, text)
		}
		if again, err := extractJSON(object); err != nil || again != object {
			t.Fatalf("%q was found in %q (%v)", again, object, err)
		}
	})
}
