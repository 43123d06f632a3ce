package ingest

import (
	"strings"
)

// A frontMatter is what a guide says of itself before its text.
type frontMatter struct {
	title string
	level string
	tags  []string
}

// cutFrontMatter takes YAML between --- or TOML between +++ off the head of a
// text, and reads from it the few keys that mean something here; the rest is
// other tools' business. It gives the offset where the text begins.
func cutFrontMatter(text string) (meta frontMatter, body int) {
	fence := strings.TrimRight(firstLine(text), " \t")
	if fence != "---" && fence != "+++" {
		return meta, 0
	}
	key := ""
	for at := len(firstLine(text)) + 1; at < len(text); {
		line := firstLine(text[at:])
		at += len(line) + 1
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == fence, fence == "---" && trimmed == "...":
			return meta, min(at, len(text))
		case strings.HasPrefix(trimmed, "- ") && key != "":
			meta.set(key, strings.TrimSpace(trimmed[2:]))
			continue
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
			continue
		}
		name, value, ok := strings.Cut(trimmed, ":")
		if fence == "+++" {
			name, value, ok = strings.Cut(trimmed, "=")
		}
		if !ok && line == trimmed { // a thematic break, and then text
			return frontMatter{}, 0
		}
		key = strings.ToLower(strings.TrimSpace(name))
		if value = strings.TrimSpace(value); value != "" {
			meta.set(key, value)
		}
	}
	return frontMatter{}, 0 // never closed: not front matter
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func (m *frontMatter) set(key, value string) {
	switch key {
	case "title":
		if m.title == "" {
			m.title = unquote(value)
		}
	case "level", "levels":
		levels := listOf(value)
		if len(levels) == 1 && m.level == "" { // for several levels is for all
			if level := strings.ToUpper(levels[0]); level == "L6" || level == "L7" {
				m.level = level
			}
		} else {
			m.level = ""
		}
	case "tags", "tag", "keywords":
		m.tags = append(m.tags, listOf(value)...)
	}
}

// listOf reads [a, "b"], or a, b, or one item.
func listOf(value string) []string {
	value = strings.TrimSuffix(strings.TrimPrefix(value, "["), "]")
	var out []string
	for item := range strings.SplitSeq(value, ",") {
		if item = unquote(strings.TrimSpace(item)); item != "" {
			out = append(out, item)
		}
	}
	return out
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}
