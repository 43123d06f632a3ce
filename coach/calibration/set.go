// Package calibration measures a grader against people: it grades a folder of labelled designs and says how well the
// scores agree.
//
// A folder holds labels.jsonl, one design a line with the scores that a person gave, and the designs as designs/<id>.md or
// <id>.md. The measures are the usual ones for ordinal ratings: quadratic weighted kappa per dimension and for the verdict
// (Cohen 1968), mean absolute error, the share within one point, and precision and recall of arithmetic errors found.
//
// It leaves grading to coach/assess: the same path that grades a user's design grades these.
package calibration

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Label is what a person said of a design.
type Label struct {
	ID      string                  `json:"id"`
	Problem string                  `json:"problem"`
	Level   coach.Level             `json:"level"`
	Scores  map[coach.Dimension]int `json:"scores"`
	Overall coach.Overall           `json:"overall"`
	Errors  []ArithmeticError       `json:"arithmetic_errors"`
}

// ArithmeticError is a wrong sum that a person found.
type ArithmeticError struct {
	Quote   string `json:"quote"`
	Correct string `json:"correct"`
}

// Sample is a labelled design with its text.
type Sample struct {
	Label
	Text string
}

// Load reads a folder. All faults are reported at once, each with its line.
func Load(dir string) ([]Sample, error) {
	path := filepath.Join(dir, "labels.jsonl")
	file, err := os.Open(path) //nolint:gosec // the folder is the user's own argument
	if errors.Is(err, fs.ErrNotExist) {
		return nil, coach.Invalid(fmt.Sprintf("%s does not exist: the folder needs labels.jsonl and designs/<id>.md", path))
	}
	if err != nil {
		return nil, fmt.Errorf("read the labels: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	var samples []Sample
	var faults []error
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		s, err := sample(dir, lines.Bytes())
		if err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", path, n, err))
			continue
		}
		samples = append(samples, s)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the labels: %w", err)
	}
	if len(faults) > 0 {
		return nil, coach.Invalid(errors.Join(faults...).Error())
	}
	if len(samples) == 0 {
		return nil, coach.Invalid(path + " has no labels")
	}
	return samples, nil
}

func sample(dir string, line []byte) (Sample, error) {
	var s Sample
	if err := json.Unmarshal(line, &s.Label); err != nil {
		return s, fmt.Errorf("not a label: %w", err)
	}
	if s.ID == "" || s.ID != filepath.Base(s.ID) {
		return s, fmt.Errorf("%q is not an id", s.ID)
	}
	for _, d := range coach.Dimensions() {
		if score, ok := s.Scores[d]; !ok || score < 0 || score > coach.MaxScore {
			return s, fmt.Errorf("%s: %s needs a score from 0 to %d", s.ID, d, coach.MaxScore)
		}
	}
	if s.Overall.Rank() < 0 || !s.Level.Valid() {
		return s, fmt.Errorf("%s: level %q or overall %q is unknown", s.ID, s.Level, s.Overall)
	}
	for _, path := range []string{filepath.Join(dir, "designs", s.ID+".md"), filepath.Join(dir, s.ID+".md")} {
		text, err := os.ReadFile(path) //nolint:gosec // the folder is the user's own argument
		if err == nil {
			s.Text = string(text)
			return s, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return s, fmt.Errorf("%s: %w", s.ID, err)
		}
	}
	return s, fmt.Errorf("%s: neither designs/%s.md nor %s.md exists", s.ID, s.ID, s.ID)
}
