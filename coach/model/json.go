package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// errNoJSON is what extractJSON answers where nothing can be read.
var errNoJSON = errors.New("there is no whole JSON object in the answer")

// maxStarts bounds how many opening braces are tried: each may cost a pass over the whole text.
const maxStarts = 64

// extractJSON returns the JSON object in a model's answer: the answer itself, or the longest object where a model put
// words or a code fence around it. What is returned is valid JSON and stands in text as it is.
func extractJSON(text string) (string, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") && json.Valid([]byte(text)) {
		return text, nil
	}
	longest := ""
	for at, tries := 0, 0; tries < maxStarts; tries++ {
		open := strings.IndexByte(text[at:], '{')
		if open < 0 {
			break
		}
		at += open
		var object json.RawMessage
		if err := json.NewDecoder(strings.NewReader(text[at:])).Decode(&object); err != nil {
			at++
			continue
		}
		if object = bytes.TrimSpace(object); len(object) > len(longest) {
			longest = string(object)
		}
		at += len(object)
	}
	if longest == "" {
		return "", errNoJSON
	}
	return longest, nil
}
