package prompts

import (
	"strconv"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Anchors are the rubric's words for each score of each dimension, read out of its tables.
type Anchors map[coach.Dimension]map[int]string

// Of returns what a score of a dimension asks for, or "" where the rubric does not say.
func (a Anchors) Of(d coach.Dimension, score int) string { return a[d][score] }

// Anchors reads the tables whose first column names a dimension and whose heading names scores.
func (l *Library) Anchors() Anchors {
	out := Anchors{}
	var columns []string
	for line := range strings.SplitSeq(l.rubric, "\n") {
		if !strings.HasPrefix(line, "|") {
			columns = nil
			continue
		}
		cells := cells(line)
		if columns == nil {
			columns = cells
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(cells[0], "`"), "`")
		d := coach.Dimension(name)
		if !d.Valid() {
			continue
		}
		for i, text := range cells {
			if i >= len(columns) {
				break
			}
			if score, err := strconv.Atoi(columns[i]); err == nil {
				if out[d] == nil {
					out[d] = map[int]string{}
				}
				out[d][score] = text
			}
		}
	}
	return out
}

// cells splits a row of a Markdown table.
func cells(row string) []string {
	out := strings.Split(strings.Trim(strings.TrimSpace(row), "|"), "|")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}
