package prompts

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"
	"time"
)

// functions is what templates may call.
var functions = template.FuncMap{
	"fence":   fence,
	"minutes": minutes,
	"lines":   func(s string) string { return strings.TrimSpace(s) },
	"join":    func(parts []string, sep string) string { return strings.Join(parts, sep) },
}

// fenceMarks matches anything that could be taken for the opening or closing of one of our fences.
var fenceMarks = regexp.MustCompile(`(?i)<\s*/?\s*(candidate|interviewer|board|passage|design|conversation)\b[^>]*>?`)

// fence takes the marks of our fences out of foreign text, so that it cannot end its fence early and speak as us.
func fence(text string) string {
	return fenceMarks.ReplaceAllStringFunc(strings.TrimSpace(text), func(mark string) string {
		return strings.NewReplacer("<", "‹", ">", "›").Replace(mark)
	})
}

// minutes says a duration in minutes and seconds: 4:05.
func minutes(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
