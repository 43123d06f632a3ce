package problems

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/interviewcoach/interviewcoach/coach"
)

//go:embed bank/*.yaml
var embedded embed.FS

// Bank is a set of problems in order. It never changes and is safe for concurrent use; what it gives out is to be read,
// not written.
type Bank struct {
	entries []entry
}

// entry is a problem of which the head is known and the rest is read when it is asked for: a program that starts needs
// the list, an interview needs one problem, and reading them all takes a while.
type entry struct {
	head coach.Problem
	read func() (coach.Problem, error) // once; the whole problem, checked
}

// Load opens the bank that ships with the program. Only the heads are read; that the rest is whole is held by a test.
func Load() (*Bank, error) {
	files, err := fs.Sub(embedded, "bank")
	if err != nil {
		return nil, fmt.Errorf("open the problem bank: %w", err)
	}
	b, err := open(files)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// LoadFS reads every *.yaml at the top of a file system as one problem each and checks it. A file is named after its
// problem's id. The error joins all faults of all files, in the order of their names; there is no bank unless every file
// is whole.
func LoadFS(files fs.FS) (*Bank, error) {
	b, err := open(files)
	if b == nil {
		return nil, err
	}
	faults := make([]error, len(b.entries))
	var wait sync.WaitGroup
	for i, e := range b.entries {
		wait.Go(func() { _, faults[i] = e.read() })
	}
	wait.Wait()
	if whole := errors.Join(faults...); whole != nil {
		return nil, whole // which says more than what was wrong with the heads
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// open reads the heads of all problems. Where some can't be read the bank comes back with the error, for a reader who
// wants to know what else is wrong.
func open(files fs.FS) (*Bank, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the problem bank: %w", err)
	}
	if len(names) == 0 {
		return nil, errors.New("the problem bank is empty: it needs a <id>.yaml for each problem")
	}
	b := &Bank{}
	var faults []error
	for _, name := range names {
		source, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read the problem bank: %w", err)
		}
		e := entry{read: sync.OnceValues(func() (coach.Problem, error) { return whole(name, source) })}
		if e.head, err = decode(name, head(source)); err != nil {
			faults = append(faults, fmt.Errorf("read what stands above the facts: %w", err))
		}
		b.entries = append(b.entries, e)
	}
	if err := errors.Join(faults...); err != nil {
		return b, err
	}
	slices.SortFunc(b.entries, func(a, b entry) int { return byLevelThenID(a.head, b.head) })
	return b, nil
}

// afterHead is the line that ends a problem's head.
const afterHead = "\nfacts:"

// head returns what stands above a problem's facts: id, title, level, kind and prompt.
func head(source []byte) []byte {
	top, _, _ := bytes.Cut(source, []byte(afterHead))
	return top
}

// decode reads YAML as a problem. A field that no problem has is a fault: it is a slip of the pen that would silently
// lose a point.
func decode(name string, source []byte) (p coach.Problem, err error) {
	defer func() {
		// goccy/go-yaml 1.19.2 panics on some tags, such as one without a value: our fuzzing found it.
		if r := recover(); r != nil {
			p, err = coach.Problem{}, fmt.Errorf("%s: the YAML cannot be read: %v", name, r)
		}
	}()
	if err := yaml.NewDecoder(bytes.NewReader(source), yaml.Strict()).Decode(&p); err != nil {
		return coach.Problem{}, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

// whole reads and checks all of a problem.
func whole(name string, source []byte) (coach.Problem, error) {
	p, err := decode(name, source)
	if err != nil {
		return coach.Problem{}, err
	}
	found := check(p)
	if stem := strings.TrimSuffix(name, ".yaml"); stem != p.ID {
		found = append(found, fmt.Sprintf("id is %q: name the file %s.yaml", p.ID, p.ID))
	}
	if top, err := decode(name, head(source)); err != nil || !sameHead(top, p) {
		found = append(found, "id, title, level, kind and prompt have to stand above the facts: lists are made of them")
	}
	if len(found) == 0 {
		return p, nil
	}
	faults := make([]error, len(found))
	for i, f := range found {
		faults[i] = fmt.Errorf("%s: %s", name, f)
	}
	return coach.Problem{}, errors.Join(faults...)
}

func sameHead(a, b coach.Problem) bool {
	return a.ID == b.ID && a.Title == b.Title && a.Level == b.Level && a.Kind == b.Kind && a.Prompt == b.Prompt
}

func byLevelThenID(a, b coach.Problem) int {
	if a.Level != b.Level {
		return slices.Index(coach.Levels(), a.Level) - slices.Index(coach.Levels(), b.Level)
	}
	return strings.Compare(a.ID, b.ID)
}

// All returns the problems as lists show them, with id, title, level, kind and prompt and without what [Bank.Problem]
// adds: those of L6 first, then by id.
func (b *Bank) All() []coach.Problem {
	all := make([]coach.Problem, len(b.entries))
	for i, e := range b.entries {
		all[i] = e.head
	}
	return all
}

// Problem returns the whole problem with an id. For an unknown one the error is of [coach.CodeNotFound] and names the
// ids nearest to it.
func (b *Bank) Problem(id string) (coach.Problem, error) {
	for _, e := range b.entries {
		if e.head.ID == id {
			return e.read()
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
