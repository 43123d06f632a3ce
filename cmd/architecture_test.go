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
	"coach/calibration": {"coach"},

	"coach/model":           {"coach", "prompts"},
	"coach/model/bedrock":   {"coach", "coach/model", "prompts"},
	"coach/model/langchain": {"coach", "coach/model", "prompts"},
	"coach/model/local":     {"coach", "coach/evidence", "coach/model", "prompts"},
	"coach/model/modeltest": {"coach", "coach/model", "prompts"},
	"coach/model/telemetry": {"coach/model", "prompts"},

	"coach/store":                       {"coach"},
	"coach/store/postgres/postgrestest": {},
	"coach/store/postgres":              {"coach", "coach/store"},
	"coach/store/sqlite":                {"coach", "coach/store"},
	"coach/store/storetest":             {"coach", "coach/store"},

	"coach/diagram":  {},
	"coach/estimate": {},
	"coach/evidence": {"coach"},
	"coach/problems": {"coach"},

	"ingest": {"retrieval"},

	"retrieval":                 {},
	"retrieval/lexical":         {},
	"retrieval/evaluate":        {"retrieval", "retrieval/lexical"},
	"retrieval/indextest":       {"retrieval"},
	"retrieval/pgvector":        {"retrieval", "retrieval/lexical"},
	"retrieval/sqlite":          {"retrieval", "retrieval/lexical"},
	"retrieval/embed/bedrock":   {"retrieval"},
	"retrieval/embed/langchain": {"retrieval"},
	"retrieval/embed/local":     {"retrieval", "retrieval/lexical"},
	"retrieval/embed/telemetry": {"retrieval"},

	"prompts": {"coach"},
	"coach":   {},
}

// libraries says which of our packages may import each library, so that every one can be replaced in one place. The
// longest path counts. A library that isn't here is not used yet: a new dependency is a decision, written down here.
var libraries = map[string][]string{
	// No SQL stands outside a store. cmd/coach opens the one database and hands it on; coach/review hands it to River.
	"database/sql":                    {"coach/store/sqlite", "coach/review", "retrieval/sqlite", "retrieval/pgvector", "cmd/coach"},
	"modernc.org/sqlite":              {"coach/store/sqlite", "retrieval/sqlite", "cmd/coach"},
	"github.com/jackc/pgx/v5":         {"coach/store/postgres", "coach/store/postgres/postgrestest", "coach/review", "retrieval/pgvector", "cmd/coach"},
	"github.com/pgvector/pgvector-go": {"retrieval/pgvector"},
	"github.com/pressly/goose/v3":     {"coach/store/sqlite", "coach/store/postgres", "retrieval/sqlite", "retrieval/pgvector"},
	"github.com/riverqueue/river":     {"coach/review"},

	"github.com/tmc/langchaingo":               {"coach/model/langchain", "retrieval/embed/langchain"},
	"github.com/aws/aws-sdk-go-v2":             {"coach/model/bedrock", "retrieval/embed/bedrock"},
	"github.com/aws/smithy-go":                 {"coach/model/bedrock", "coach/model/modeltest", "retrieval/embed/bedrock"},
	"github.com/santhosh-tekuri/jsonschema/v6": {"coach/model"},

	"github.com/yuin/goldmark": {"ingest"},
	"golang.org/x/net":         {"ingest"},

	"github.com/JohannesKaufmann/html-to-markdown/v2": {"ingest"},
	"github.com/ledongthuc/pdf":                       {"ingest"},

	"golang.org/x/text":          {"ingest", "retrieval/lexical"},
	"golang.org/x/sync":          {"ingest", "retrieval/embed/bedrock"},
	"golang.org/x/text/language": {"coach/model"},
	"golang.org/x/text/message":  {"coach/model"},
	"github.com/goccy/go-yaml":   {"coach/problems"},

	"github.com/gorilla/websocket":        {"web"},
	"github.com/prometheus/client_golang": {"web", "cmd/coach"},
	"go.opentelemetry.io/otel":            {"coach/model/telemetry", "retrieval/embed/telemetry", "cmd/coach"},
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

// TestFaultsAreFound proves the checks on houses that are built wrong, against a plan of its own.
func TestFaultsAreFound(t *testing.T) {
	t.Parallel()
	plan := map[string][]string{"cmd/coach": {all}, "web": {"coach"}, "coach": {}}
	shelf := map[string][]string{
		"database/sql":      {"cmd/coach"},
		"golang.org/x/text": {"web", "ingest"},
	}
	walls := func(p pkg) []string { return faults([]pkg{p}, plan) }
	books := func(p pkg) []string { return strays([]pkg{p}, shelf) }
	tests := []struct {
		name    string
		check   func(pkg) []string
		from    string
		imports string
		want    string // empty: allowed
	}{
		{"down", walls, module + "/web", module + "/coach", ""},
		{"the wiring imports all", walls, module + "/cmd/coach", module + "/retrieval/pgvector", ""},
		{"no business of this check", walls, module + "/coach", "example.org/x", ""},
		{"into a neighbour's technology", walls, module + "/web", module + "/retrieval/pgvector", "`web` may not import `retrieval/pgvector`"},
		{"up", walls, module + "/coach", module + "/web", "`coach` may not import `web`"},
		{"a room nobody planned", walls, module + "/util", "fmt", "`util` is in no room: add it to the table rooms"},

		{"standard library", books, module + "/coach", "net/http", ""},
		{"where it belongs", books, module + "/web", "golang.org/x/text/unicode/norm", ""},
		{"elsewhere", books, module + "/coach", "golang.org/x/text/unicode/norm",
			"`coach` may not import `golang.org/x/text/unicode/norm`: only `ingest`, `web` may"},
		{"the standard library's, kept in one place", books, module + "/web", "database/sql",
			"`web` may not import `database/sql`: only `cmd/coach` may"},
		{"a library that begins alike", books, module + "/web", "golang.org/x/textual",
			"`web` imports `golang.org/x/textual`, a library that is not in the table libraries"},

		{"testing linked", oneTestCode, module + "/coach", "testing", "`coach` links `testing` into the binary"},
		{"a part of it", oneTestCode, module + "/coach", "testing/fstest", "`coach` links `testing/fstest` into the binary"},
		{"a suite linked", oneTestCode, module + "/web", module + "/coach/store/storetest", "`web` links `coach/store/storetest` into the binary"},
		{"by a library", oneTestCode, "example.org/x", "net/http/httptest", "`example.org/x` links `net/http/httptest` into the binary"},
		{"a library named like a suite", oneTestCode, "example.org/x", "example.org/latest", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(tt.check(pkg{ImportPath: tt.from, Imports: []string{tt.imports}}), "; ")
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func oneTestCode(p pkg) []string { return testCode([]pkg{p}) }

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
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
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
