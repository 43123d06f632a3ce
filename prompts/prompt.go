package prompts

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"text/template"
)

//go:embed templates/*.tmpl schemas/*.json rubric/*.md
var builtin embed.FS

// RubricVersion is the version of the rubric that this program grades by.
const RubricVersion = "1"

// Prompt is one request to a model.
type Prompt struct {
	Task      Task
	Version   string // of the library that rendered it
	System    string
	User      string
	Schema    json.RawMessage // JSON schema that the answer has to meet; nil where it is prose
	MaxTokens int
	Input     Input
}

// Library renders prompts. It is safe for concurrent use.
type Library struct {
	templates map[Task]*template.Template
	schemas   map[Task]json.RawMessage
	rubric    string
	version   string
}

// tasks pairs each task with its schema file ("" for prose) and the length of its answer.
var tasks = map[Task]struct {
	schema    string
	maxTokens int
}{
	TaskTurn:   {"", 600},
	TaskStep:   {"schemas/step.json", 1200},
	TaskReport: {"schemas/report.json", 8000},
}

// Load returns the built-in library, with the files of override (turn.tmpl, step.tmpl, report.tmpl) in place of the
// built-in ones where it has them; override may be nil. All faults in the templates are reported at once.
func Load(override fs.FS) (*Library, error) {
	lib := &Library{templates: map[Task]*template.Template{}, schemas: map[Task]json.RawMessage{}}
	digest := sha256.New()
	var faults []error
	for _, task := range []Task{TaskTurn, TaskStep, TaskReport} {
		text, err := source(override, task)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		digest.Write(text)
		t, err := template.New(string(task)).Funcs(functions).Option("missingkey=error").Parse(string(text))
		if err == nil && (t.Lookup("system") == nil || t.Lookup("user") == nil) {
			err = errors.New(`it has to define "system" and "user"`)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("template %s.tmpl: %w", task, err))
			continue
		}
		lib.templates[task] = t
		if file := tasks[task].schema; file != "" {
			schema, err := builtin.ReadFile(file)
			if err != nil {
				faults = append(faults, fmt.Errorf("read the schema of %s: %w", task, err))
			}
			digest.Write(schema)
			lib.schemas[task] = schema
		}
	}
	rubric, err := builtin.ReadFile("rubric/" + RubricVersion + ".md")
	if err != nil {
		faults = append(faults, fmt.Errorf("read rubric %s: %w", RubricVersion, err))
	}
	lib.rubric = string(rubric)
	lib.version = hex.EncodeToString(digest.Sum(nil))[:12]
	return lib, errors.Join(faults...)
}

// source returns the override of a task's template, or the built-in one.
func source(override fs.FS, task Task) ([]byte, error) {
	if override != nil {
		text, err := fs.ReadFile(override, string(task)+".tmpl")
		if err == nil {
			return text, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read the override of template %s: %w", task, err)
		}
	}
	text, err := builtin.ReadFile("templates/" + string(task) + ".tmpl")
	if err != nil {
		return nil, fmt.Errorf("read template %s: %w", task, err)
	}
	return text, nil
}

// Version is the digest of the templates and schemas, for a report's provenance.
func (l *Library) Version() string { return l.version }

// Rubric is the text that people and models grade by, in Markdown.
func (l *Library) Rubric() string { return l.rubric }

// Schema is the JSON schema of a task's answer, or nil where it is prose.
func (l *Library) Schema(task Task) json.RawMessage { return l.schemas[task] }

// Render makes the prompt of a typed input.
func (l *Library) Render(in Input) (Prompt, error) {
	task := in.Task()
	t, ok := l.templates[task]
	if !ok {
		return Prompt{}, fmt.Errorf("render prompt: there is no template for task %q", task)
	}
	p := Prompt{Task: task, Version: l.version, Schema: l.schemas[task], MaxTokens: tasks[task].maxTokens, Input: in}
	for name, into := range map[string]*string{"system": &p.System, "user": &p.User} {
		var out bytes.Buffer
		if err := t.ExecuteTemplate(&out, name, in); err != nil {
			return Prompt{}, fmt.Errorf("render %s prompt: %w", task, err)
		}
		*into = strings.TrimSpace(out.String()) + "\n"
	}
	return p, nil
}
