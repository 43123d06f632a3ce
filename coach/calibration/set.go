package calibration

import (
	"bufio"
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
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

// Set is a folder of labelled designs.
type Set struct {
	Samples []Sample
	Second  map[string]Label // what a second rater said, by design; nil where there was none
	Attacks []Attack         // texts that try to earn what they don't show; may be empty
}

//go:embed set
var own embed.FS

// Builtin returns the set that ships with the product.
func Builtin() (Set, error) {
	var all Set
	for _, dir := range []string{"own", "held"} {
		part, err := fs.Sub(own, "set/"+dir)
		if err != nil {
			return Set{}, fmt.Errorf("read the built-in set: %w", err)
		}
		s, err := read(part, "the built-in set "+dir)
		if err != nil {
			return Set{}, err
		}
		all.Samples = append(all.Samples, s.Samples...)
		all.Attacks = append(all.Attacks, s.Attacks...)
	}
	return all, nil
}

// Load reads a folder: labels.jsonl, and rater2.jsonl and adversarial/adversarial.jsonl where they are. All faults are
// reported at once, each with its line.
func Load(dir string) (Set, error) { return read(os.DirFS(dir), dir) }

func read(files fs.FS, name string) (Set, error) {
	var s Set
	labels, err := lines(files, name, "labels.jsonl", label)
	if errors.Is(err, fs.ErrNotExist) {
		return s, coach.Invalid(fmt.Sprintf("%s/labels.jsonl does not exist: the folder needs labels.jsonl and designs/<id>.md", name))
	}
	var missing []error
	for _, l := range labels {
		text, textErr := textOf(files, l.ID, "designs/"+l.ID+".md", l.ID+".md")
		if textErr != nil {
			missing = append(missing, textErr)
		}
		s.Samples = append(s.Samples, Sample{Label: l, Text: text})
	}
	if err = errors.Join(append([]error{err}, missing...)...); err != nil {
		return s, coach.Invalid(err.Error())
	}
	if len(s.Samples) == 0 {
		return s, coach.Invalid(name + "/labels.jsonl has no labels")
	}
	second, err := lines(files, name, "rater2.jsonl", label)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, coach.Invalid(err.Error())
	}
	for _, l := range second {
		if s.Second == nil {
			s.Second = map[string]Label{}
		}
		s.Second[l.ID] = l
	}
	if s.Attacks, err = attacks(files, name); err != nil {
		return s, coach.Invalid(err.Error())
	}
	return s, nil
}

// lines reads a file of one JSON value a line. A file that is not there is [fs.ErrNotExist]; faults name their lines.
func lines[T any](files fs.FS, folder, file string, parse func([]byte) (T, error)) ([]T, error) {
	raw, err := fs.ReadFile(files, file)
	if err != nil {
		return nil, fmt.Errorf("read %s/%s: %w", folder, file, err)
	}
	var out []T
	var faults []error
	scanner := bufio.NewScanner(bytes.NewReader(raw))
	scanner.Buffer(nil, 1<<20)
	for n := 1; scanner.Scan(); n++ {
		if strings.TrimSpace(scanner.Text()) == "" {
			continue
		}
		v, err := parse(scanner.Bytes())
		if err != nil {
			faults = append(faults, fmt.Errorf("%s/%s:%d: %w", folder, file, n, err))
			continue
		}
		out = append(out, v)
	}
	if err := scanner.Err(); err != nil {
		faults = append(faults, fmt.Errorf("read %s/%s: %w", folder, file, err))
	}
	return out, errors.Join(faults...)
}

func label(line []byte) (Label, error) {
	var l Label
	if err := json.Unmarshal(line, &l); err != nil {
		return l, fmt.Errorf("not a label: %w", err)
	}
	if !isID(l.ID) {
		return l, fmt.Errorf("%q is not an id", l.ID)
	}
	for _, d := range coach.Dimensions() {
		if score, ok := l.Scores[d]; !ok || score < 0 || score > coach.MaxScore {
			return l, fmt.Errorf("%s: %s needs a score from 0 to %d", l.ID, d, coach.MaxScore)
		}
	}
	if l.Overall.Rank() < 0 || !l.Level.Valid() {
		return l, fmt.Errorf("%s: level %q or overall %q is unknown", l.ID, l.Level, l.Overall)
	}
	return l, nil
}

// isID says whether a name can be a file's, in the folder and nowhere else.
func isID(id string) bool {
	return id != "" && id == path.Base(id) && !strings.ContainsAny(id, `\:`) && !strings.HasPrefix(id, ".")
}

func textOf(files fs.FS, id string, names ...string) (string, error) {
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err == nil {
			return string(text), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%s: %w", id, err)
		}
	}
	return "", fmt.Errorf("%s: none of %s exists", id, strings.Join(names, ", "))
}
