// Package cmd_test holds the plan of the house against the code: who may import whom, which library is used where, and
// that no test code is linked into the binary. The tables in it are that plan; the README draws the same picture.
package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const module = "github.com/interviewcoach/interviewcoach"

// all stands for any package of ours.
const all = "*"

// rooms says which of our packages each of our packages may import, the top floor first. A package that isn't here
// has no place yet: give it one. What a _test.go file imports is not looked at.
var rooms = map[string][]string{
	"cmd/coach": {all},

	"web":    {"coach", "coach/interviewer", "coach/problems", "coach/report", "coach/review", "coach/store", "retrieval", "web/ui"},
	"web/ui": {},

	"coach/interviewer": {"coach", "coach/assess", "coach/evidence", "coach/model", "coach/store", "prompts", "retrieval"},
	"coach/review":      {"coach", "coach/assess", "coach/model", "coach/store"},
	"coach/assess":      {"coach", "coach/diagram", "coach/estimate", "coach/evidence", "coach/model", "prompts", "retrieval"},
	"coach/report":      {"coach"},

	"coach/model":           {"coach", "prompts"},
	"coach/model/bedrock":   {"coach", "coach/model", "prompts"},
	"coach/model/langchain": {"coach", "coach/model", "prompts"},
	"coach/model/local":     {"coach", "coach/evidence", "coach/model", "prompts"},
	"coach/model/modeltest": {"coach", "coach/model", "prompts"},

	"coach/store":           {"coach"},
	"coach/store/postgres":  {"coach", "coach/store"},
	"coach/store/sqlite":    {"coach", "coach/store"},
	"coach/store/storetest": {"coach", "coach/store"},

	"coach/diagram":  {},
	"coach/estimate": {},
	"coach/evidence": {"coach"},
	"coach/problems": {"coach"},

	"ingest": {"retrieval"},

	"retrieval":                 {},
	"retrieval/lexical":         {},
	"retrieval/evaluate":        {"retrieval"},
	"retrieval/indextest":       {"retrieval"},
	"retrieval/pgvector":        {"retrieval", "retrieval/lexical"},
	"retrieval/sqlite":          {"retrieval", "retrieval/lexical"},
	"retrieval/embed/bedrock":   {"retrieval"},
	"retrieval/embed/langchain": {"retrieval"},
	"retrieval/embed/local":     {"retrieval", "retrieval/lexical"},

	"prompts": {"coach"},
	"coach":   {},
}

// libraries says which of our packages may import each library, so that every one can be replaced in one place. The
// longest path counts. A library that isn't here is not used yet: a new dependency is a decision, written down here.
var libraries = map[string][]string{
	// No SQL stands outside a store. cmd/coach opens the one database and hands it on; coach/review hands it to River.
	"database/sql":                    {"coach/store/sqlite", "coach/review", "retrieval/sqlite", "cmd/coach"},
	"modernc.org/sqlite":              {"coach/store/sqlite", "retrieval/sqlite", "cmd/coach"},
	"github.com/jackc/pgx/v5":         {"coach/store/postgres", "coach/review", "retrieval/pgvector", "cmd/coach"},
	"github.com/pgvector/pgvector-go": {"retrieval/pgvector"},
	"github.com/pressly/goose/v3":     {"coach/store/sqlite", "coach/store/postgres", "retrieval/sqlite", "retrieval/pgvector"},
	"github.com/riverqueue/river":     {"coach/review"},

	"github.com/tmc/langchaingo":               {"coach/model/langchain", "retrieval/embed/langchain"},
	"github.com/aws/aws-sdk-go-v2":             {"coach/model/bedrock", "retrieval/embed/bedrock"},
	"github.com/aws/smithy-go":                 {"coach/model/bedrock", "coach/model/modeltest", "retrieval/embed/bedrock"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"coach/model"},

	"github.com/yuin/goldmark": {"ingest"},
	"golang.org/x/text":        {"ingest", "retrieval/lexical"},

	"github.com/gorilla/websocket":        {"web"},
	"github.com/prometheus/client_golang": {"web"},
	"github.com/alecthomas/kong":          {"cmd/coach"},
	"github.com/schollz/progressbar/v3":   {"cmd/coach"},
	"golang.org/x/term":                   {"cmd/coach"},
}

// pkg is what `go list -json` tells of a package, as far as it is asked.
type pkg struct {
	ImportPath string
	Standard   bool
	GoFiles    []string
	Imports    []string
}

func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	for _, fault := range faults(list(t, "./..."), rooms) {
		t.Error(fault)
	}
}

func TestLibrariesStayInTheirRooms(t *testing.T) {
	t.Parallel()
	for _, fault := range strays(list(t, "./..."), libraries) {
		t.Error(fault)
	}
}

func TestBinaryHoldsNoTestCode(t *testing.T) {
	t.Parallel()
	linked := list(t, "-deps", "./cmd/coach")
	if !slices.ContainsFunc(linked, func(p pkg) bool { return p.ImportPath == module+"/coach" }) {
		t.Fatal("cmd/coach does not seem to link coach: go list -deps was not understood")
	}
	for _, fault := range testCode(linked) {
		t.Error(fault)
	}
}

// TestPlanIsAboutThisHouse keeps the tables from speaking of rooms that are gone.
func TestPlanIsAboutThisHouse(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	for _, p := range list(t, "./...") {
		there[room(p.ImportPath)] = true
	}
	for name, may := range rooms {
		for _, at := range append([]string{name}, may...) {
			if at != all && !there[at] {
				t.Errorf("rooms speaks of `%s`, which is not there", at)
			}
		}
	}
	for name, users := range libraries {
		for _, at := range users {
			if !there[at] {
				t.Errorf("libraries lets `%s` import `%s`, but there is no such room", at, name)
			}
		}
	}
}

// TestFaultsAreFound proves the checks on houses that are built wrong.
func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	ours := func(name string, imports ...string) pkg {
		for i, at := range imports {
			if _, known := rooms[at]; known || strings.HasSuffix(at, "test") {
				imports[i] = module + "/" + at
			}
		}
		return pkg{ImportPath: module + "/" + name, Imports: imports}
	}
	tests := []struct {
		name  string
		check func([]pkg) []string
		pkg   pkg
		want  []string
	}{
		{"down", importsOf, ours("web", "coach", "net/http", "github.com/gorilla/websocket"), nil},
		{"into a neighbour's technology", importsOf, ours("web", "retrieval/pgvector"), []string{"`web` may not import `retrieval/pgvector`"}},
		{"up", importsOf, ours("coach", "coach/assess"), []string{"`coach` may not import `coach/assess`"}},
		{"ground floor, a library", librariesOf, ours("coach", "golang.org/x/text/unicode/norm"),
			[]string{"`coach` may not import `golang.org/x/text/unicode/norm`: only `ingest`, `retrieval/lexical` may"}},
		{"SQL outside a store", librariesOf, ours("web", "database/sql"),
			[]string{"`web` may not import `database/sql`: only `cmd/coach`, `coach/review`, `coach/store/sqlite`, `retrieval/sqlite` may"}},
		{"a library nobody decided on", librariesOf, ours("web", "example.org/router"),
			[]string{"`web` imports `example.org/router`, a library that is not in the table libraries"}},
		{"a room nobody planned", importsOf, ours("util", "coach"), []string{"`util` is in no room: add it to the table rooms"}},
		{"testing linked", testCode, ours("coach", "testing"), []string{"`coach` links `testing` into the binary"}},
		{"a suite linked", testCode, ours("web", "coach/store/storetest"), []string{"`web` links `coach/store/storetest` into the binary"}},
		{"httptest linked by a library", testCode, pkg{ImportPath: "example.org/x", Imports: []string{"net/http/httptest"}},
			[]string{"`example.org/x` links `net/http/httptest` into the binary"}},
		{"a library named like a suite", testCode, pkg{ImportPath: "example.org/x", Imports: []string{"example.org/latest"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.check([]pkg{tt.pkg}); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func importsOf(pkgs []pkg) []string   { return faults(pkgs, rooms) }
func librariesOf(pkgs []pkg) []string { return strays(pkgs, libraries) }

// faults are the imports between our packages that the table does not allow.
func faults(pkgs []pkg, allowed map[string][]string) (found []string) {
	for _, p := range pkgs {
		from := room(p.ImportPath)
		may, known := allowed[from]
		if !known {
			found = append(found, fmt.Sprintf("`%s` is in no room: add it to the table rooms", from))
			continue
		}
		for _, path := range p.Imports {
			if to := room(path); to != path && !slices.Contains(may, to) && !slices.Contains(may, all) {
				found = append(found, fmt.Sprintf("`%s` may not import `%s`", from, to))
			}
		}
	}
	return found
}

// strays are the imports of libraries outside the rooms that they belong to.
func strays(pkgs []pkg, allowed map[string][]string) (found []string) {
	for _, p := range pkgs {
		from := room(p.ImportPath)
		for _, path := range p.Imports {
			may, known := owners(path, allowed)
			switch {
			case !known && foreign(path):
				found = append(found, fmt.Sprintf("`%s` imports `%s`, a library that is not in the table libraries", from, path))
			case known && !slices.Contains(may, from):
				may = slices.Sorted(slices.Values(may))
				found = append(found, fmt.Sprintf("`%s` may not import `%s`: only `%s` may", from, path, strings.Join(may, "`, `")))
			}
		}
	}
	return found
}

// testCode are the imports that bring test code into a binary, ours or a library's.
func testCode(linked []pkg) (found []string) {
	for _, p := range linked {
		if p.Standard {
			continue
		}
		for _, path := range p.Imports {
			suite := room(path) != path && strings.HasSuffix(path, "test")
			if suite || path == "testing" || strings.HasPrefix(path, "testing/") || path == "net/http/httptest" {
				found = append(found, fmt.Sprintf("`%s` links `%s` into the binary", room(p.ImportPath), room(path)))
			}
		}
	}
	return found
}

// room is the path inside our module; a foreign path stays as it is.
func room(path string) string { return strings.TrimPrefix(path, module+"/") }

// foreign: neither ours nor the standard library's, whose paths have no dot in their first part.
func foreign(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return room(path) == path && strings.Contains(first, ".")
}

// owners are the rooms of the library whose path is the longest that path begins with.
func owners(path string, allowed map[string][]string) (may []string, known bool) {
	for at := path; ; at = at[:strings.LastIndexByte(at, '/')] {
		if may, known := allowed[at]; known {
			return may, true
		}
		if !strings.Contains(at, "/") {
			return nil, false
		}
	}
}

// list asks Go for packages with what they import, in the root of the repository.
func list(t *testing.T, args ...string) []pkg {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	noteSources(t, root)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-json=ImportPath,Standard,GoFiles,Imports"}, args...)...)
	cmd.Dir, cmd.Stderr = root, &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", args, err, &stderr)
	}
	var pkgs []pkg
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("read what go list says: %v", err)
		}
		if len(p.GoFiles) > 0 { // not a folder of tests only, such as this one
			pkgs = append(pkgs, p)
		}
	}
	if len(pkgs) < 3 {
		t.Fatalf("go list %v names only %d packages", args, len(pkgs))
	}
	return pkgs
}

// noteSources looks at every folder of sources. Go caches a passed test until a file that the test itself looked at
// has changed, and does not see what a program that it started has read.
func noteSources(t *testing.T, root string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && path != root &&
			(strings.HasPrefix(entry.Name(), ".") || slices.Contains([]string{"node_modules", "dist", "bin", "data"}, entry.Name())) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") {
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatalf("look at the sources: %v", err)
	}
}
