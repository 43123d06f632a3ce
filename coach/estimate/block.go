package estimate

import (
	"regexp"
	"strings"
)

type blockKind uint8

const (
	blockProse blockKind = iota // a paragraph or a list item
	blockHeading
	blockCode
	blockTable
)

// block is a part of a text that is read by itself. A table is one block; its rows are cut later.
type block struct {
	kind       blockKind
	start, end int
}

var (
	bullet  = regexp.MustCompile(`^[ \t>]*(?:[-*+•▪◦–]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+`)
	quoting = regexp.MustCompile(`^[ \t]*(?:>[ \t]?)+`)
	rule    = regexp.MustCompile(`^[ \t|:+=_*-]+$`)
)

// silent are the languages of fences that hold no arithmetic of the author's: drawings, data, queries.
var silent = set("mermaid", "json", "yaml", "yml", "sql", "html", "xml", "css", "diff", "plantuml", "dot", "graphviz", "http", "proto", "protobuf",
	"graphql", "toml", "ini", "hcl", "terraform", "dockerfile", "csv", "log", "svg", "d2")

// blocks cuts a text into blocks by its Markdown.
func blocks(text string) []block {
	var out []block
	var fence string // what closes the fence that is open
	muted := false
	open := -1 // the block that the next line of prose may continue
	eachLine(text, func(start, end int) {
		line := text[start:end]
		trimmed := strings.TrimLeft(quoting.ReplaceAllString(line, ""), " \t")
		switch {
		case fence != "":
			open = -1
			if strings.HasPrefix(trimmed, fence) && strings.Trim(trimmed, fence[:1]+" \t\r") == "" {
				fence, muted = "", false
			} else if !muted {
				out = codeLine(out, text, start, end)
			}
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			n := len(trimmed) - len(strings.TrimLeft(trimmed, trimmed[:1]))
			fence, open = trimmed[:n], -1
			language, _, _ := strings.Cut(strings.TrimSpace(trimmed[n:]), " ")
			muted = silent[strings.ToLower(strings.Trim(language, "{}."))]
		case strings.TrimSpace(line) == "" || rule.MatchString(line) && !strings.Contains(line, "|"):
			open = -1
		case strings.HasPrefix(trimmed, "|") || strings.Count(trimmed, " | ") >= 1:
			if n := len(out); n > 0 && out[n-1].kind == blockTable && open == n-1 {
				out[n-1].end = end
			} else {
				out = append(out, block{blockTable, start, end})
			}
			open = len(out) - 1
		case strings.HasPrefix(trimmed, "#"):
			out, open = append(out, block{blockHeading, start, end}), -1
		default:
			if m := bullet.FindString(line); m != "" && strings.TrimSpace(line[len(m):]) != "" {
				out, open = append(out, block{blockProse, start + len(m), end}), len(out)
				return
			}
			if open >= 0 && open == len(out)-1 && out[open].kind == blockProse {
				out[open].end = end
				return
			}
			start += len(quoting.FindString(line))
			out, open = append(out, block{blockProse, start, end}), len(out)
		}
	})
	return out
}

// codeLine adds a line of code, to the one before if it goes on with it.
func codeLine(out []block, text string, start, end int) []block {
	line := strings.TrimLeft(text[start:end], " \t│|")
	if strings.TrimSpace(line) == "" || len(strings.Trim(line, "─━═-=+| \t│┌┐└┘├┤┬┴┼")) == 0 {
		return append(out, block{blockHeading, end, end})
	}
	start = end - len(line)
	goesOn := false
	for _, sign := range []string{"=", "≈", "~=", "→", "->", "=>", "×", "÷", "* ", "/ ", "x ", "+ "} {
		goesOn = goesOn || strings.HasPrefix(line, sign)
	}
	if m := bullet.FindString(line); m != "" && !goesOn {
		line = line[len(m):]
		start = end - len(line)
	}
	if n := len(out); goesOn && n > 0 && out[n-1].kind == blockCode {
		out[n-1].end = end
		return out
	}
	return append(out, block{blockCode, start, end})
}

// eachLine calls f with the bounds of every line, without its newline.
func eachLine(text string, f func(start, end int)) {
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		stop := end
		if stop > start && text[stop-1] == '\r' {
			stop--
		}
		f(start, stop)
		start = end + 1
	}
}
