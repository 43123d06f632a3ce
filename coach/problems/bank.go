package problems

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/interviewcoach/interviewcoach/coach"
)

//go:embed bank/*.yaml
var embedded embed.FS

// Bank is a set of problems, checked and in order. It never changes and is safe for concurrent use; what it gives out is
// to be read, not written.
type Bank struct {
	problems []coach.Problem
}

// Load reads the bank that ships with the program.
func Load() (*Bank, error) {
	files, err := fs.Sub(embedded, "bank")
	if err != nil {
		return nil, fmt.Errorf("open the problem bank: %w", err)
	}
	return LoadFS(files)
}

// LoadFS reads every *.yaml at the top of a file system as one problem each. A file is named after its problem's id. The
// error joins all faults of all files, in the order of their names; there is no bank unless every file is whole.
func LoadFS(files fs.FS) (*Bank, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the problem bank: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("the problem bank is empty: it needs a <id>.yaml for each problem")
	}
	slices.Sort(names)
	read := make([]coach.Problem, len(names))
	faults := make([]error, len(names))
	var wait sync.WaitGroup
	for i, name := range names {
		wait.Go(func() { read[i], faults[i] = load(files, name) })
	}
	wait.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	slices.SortFunc(read, byLevelThenID)
	return &Bank{problems: read}, nil
}

// load reads one file. A field that no problem has is a fault: it is a slip of the pen that would silently lose a point.
func load(files fs.FS, name string) (coach.Problem, error) {
	source, err := fs.ReadFile(files, name)
	if err != nil {
		return coach.Problem{}, fmt.Errorf("read %s: %w", name, err)
	}
	var p coach.Problem
	if err := yaml.NewDecoder(bytes.NewReader(source), yaml.Strict()).Decode(&p); err != nil {
		return coach.Problem{}, fmt.Errorf("%s: %w", name, err)
	}
	found := check(p)
	if stem := strings.TrimSuffix(path.Base(name), ".yaml"); stem != p.ID {
		found = append(found, fmt.Sprintf("id is %q: name the file %s.yaml", p.ID, p.ID))
	}
	faults := make([]error, len(found))
	for i, f := range found {
		faults[i] = fmt.Errorf("%s: %s", name, f)
	}
	return p, errors.Join(faults...)
}

func byLevelThenID(a, b coach.Problem) int {
	if a.Level != b.Level {
		return slices.Index(coach.Levels(), a.Level) - slices.Index(coach.Levels(), b.Level)
	}
	return strings.Compare(a.ID, b.ID)
}

// All returns the problems, those of L6 first, then by id.
func (b *Bank) All() []coach.Problem { return slices.Clone(b.problems) }

// Problem returns the problem with an id. For an unknown one the error is of [coach.CodeNotFound] and names the ids
// nearest to it.
func (b *Bank) Problem(id string) (coach.Problem, error) {
	for _, p := range b.problems {
		if p.ID == id {
			return p, nil
		}
	}
	err := coach.NotFound("problem", id)
	if near := b.near(id); len(near) > 0 {
		return coach.Problem{}, &coach.Error{
			Code: coach.CodeNotFound, Message: fmt.Sprintf("%s: did you mean %s?", err, strings.Join(near, " or ")),
		}
	}
	return coach.Problem{}, &coach.Error{Code: coach.CodeNotFound, Message: err.Error() + ": `coach problems` lists them all"}
}
