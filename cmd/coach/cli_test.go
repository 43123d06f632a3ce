package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres/postgrestest"
)

// shell runs commands as a user would, all on one database.
type shell struct {
	t     *testing.T
	flags []string
}

// shells gives one on each database.
func shells(t *testing.T, test func(t *testing.T, s *shell)) {
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		test(t, &shell{t, []string{"--data", t.TempDir()}})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, &shell{t, []string{"--data", t.TempDir(), "--database-url", postgrestest.URL(t)}})
	})
}

// run runs a command and checks its status.
func (s *shell) run(want int, stdin string, args ...string) (out, errs string) {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(s.t.Context(), append(args, s.flags...), streams{strings.NewReader(stdin), &stdout, &stderr})
	if status != want {
		s.t.Fatalf("coach %s: status %d, want %d\n%s%s", strings.Join(args, " "), status, want, stdout.String(), stderr.String())
	}
	return stdout.String(), stderr.String()
}

// decode reads the one JSON document that --json prints.
func decode[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	decoder := json.NewDecoder(strings.NewReader(text))
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if decoder.More() {
		t.Fatalf("more than one document: %s", text)
	}
	return v
}

// damaged is a guide in UTF-8 that was once read as Mac Roman.
const damaged = "# Hot keys ‚Äî a primer\n\nA hot key is one that most requests ask for ‚Äî put a cache in front.\n\n```mermaid\nflowchart LR\n\n  A --> B\n```\n"

func TestGuidesGoInAndAreFound(t *testing.T) {
	t.Parallel()
	shells(t, func(t *testing.T, s *shell) {
		path := filepath.Join(t.TempDir(), "primer.txt")
		if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		type report struct {
			Guides, Passages, Added, Updated, Unchanged int
			Skipped                                     []struct{ Path, Reason string }
		}
		out, errs := s.run(exitDone, "", "ingest", path, "--json")
		if r := decode[report](t, out); r.Guides != 1 || r.Added != 1 || errs != "" {
			t.Errorf("first: %s%s", out, errs)
		}
		out, _ = s.run(exitDone, "", "ingest", path, "--json")
		if r := decode[report](t, out); r.Unchanged != 1 || r.Added != 0 || r.Updated != 0 {
			t.Errorf("again: %s", out)
		}
		out, _ = s.run(exitDone, "", "search", "primer on hot keys", "--json", "-k", "3")
		type found struct {
			Query string
			Hits  []struct {
				Passage, Guide, Text string
				Heading              []string
				Score                float64
			}
		}
		f := decode[found](t, out)
		if len(f.Hits) == 0 || f.Hits[0].Guide != "primer" || !strings.Contains(f.Hits[0].Text+strings.Join(f.Hits[0].Heading, ""), "—") {
			t.Errorf("found %s", out)
		}
		if strings.Contains(out, "‚Äî") {
			t.Error("the guide went in damaged")
		}
	})
}

func TestAnInterviewFromAFile(t *testing.T) {
	t.Parallel()
	shells(t, func(t *testing.T, s *shell) {
		script := "How many links are made a day?\n\nI keep hot links in memory, because 90% of 40,000 reads/s are for them,\nso the store sees 4,000.\n/hint\n/next\n" +
			"100M a month / 2.6M s is 38 writes/s.\n/next\n/next\n/next\n/next\nThe alternative was one big Postgres, but failover costs a minute."
		out, errs := s.run(exitDone, script, "interview", "--problem", "l6-url-shortener")
		for _, want := range []string{"== Requirements ==", "== Trade-offs ==", "URL Shortener (L6):", "Red flags", "so the store sees 4,000"} {
			if !strings.Contains(out, want) {
				t.Errorf("the interview lacks %q:\n%s", want, out)
			}
		}
		if errs != "" {
			t.Errorf("on stderr: %s", errs)
		}
	})
}

func TestFeedbackInEveryFormat(t *testing.T) {
	t.Parallel()
	shells(t, func(t *testing.T, s *shell) {
		design := "# Plan\n\nHot links are kept in memory, because 90% of 40,000 reads/s are for them. If a node dies, its clients retry after 2 s.\n"
		out, _ := s.run(exitDone, design, "feedback", "-", "--problem", "l6-url-shortener", "--format", "json")
		r := decode[coach.Report](t, out)
		if r.Schema != coach.ReportSchema || r.Kind != "design" || len(r.Scores) != 11 || len(r.Checklist) != 10 || r.Provenance.Unsupported != 0 {
			t.Errorf("report %s", out)
		}
		for format, want := range map[string]string{"text": "URL Shortener", "markdown": "| Scale |", "html": "<svg", "json": `"schema": "coach.report/1"`} {
			if out, _ := s.run(exitDone, "", "report", r.ID, "--format", format); !strings.Contains(out, want) {
				t.Errorf("%s lacks %q", format, want)
			}
		}
	})
}

func TestMistakesGetOneLineAndTheirStatus(t *testing.T) {
	t.Parallel()
	s := &shell{t, []string{"--data", t.TempDir()}}
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"dance", exitUsage, "--help"},
		{"search", exitUsage, "query"},
		{"search x -k 0", exitUsage, "-k"},
		{"interview --problem l6-url-shortner", exitFailed, "l6-url-shortener"},
		{"interview --level L9", exitUsage, "L6 or L7"},
		{"interview --minutes 1000", exitUsage, "minutes"},
		{"feedback - --problem l6-url-shortener", exitUsage, "empty"},
		{"feedback nowhere.md --problem l6-url-shortener", exitFailed, "nowhere.md"},
		{"feedback -", exitUsage, "--problem"},
		{"report nowhere", exitFailed, "nowhere"},
		{"problems nowhere", exitFailed, "nowhere"},
		{"ingest nowhere.md", exitFailed, "nowhere.md"},
		{"doctor --model parrot", exitFailed, ""},
		{"serve --model parrot:x", exitUsage, "parrot"},
		{"serve --model openai:", exitUsage, "openai:NAME"},
		{"serve --embedder parrot", exitUsage, "parrot"},
		{"serve --listen nowhere:-1", exitFailed, "--listen"},
		{"search x --database-url nonsense://", exitUsage, "postgres://"},
		{"version --log-level loud", exitUsage, "loud"},
		{"eval scoring nowhere", exitUsage, "labels.jsonl"},
		{"eval retrieval nowhere", exitFailed, "nowhere"},
	} {
		_, errs := s.run(c.status, "", strings.Fields(c.args)...)
		if !strings.Contains(errs, c.says) || strings.Count(strings.TrimSpace(errs), "\n") != 0 || errs == "" {
			t.Errorf("coach %s says %q", c.args, errs)
		}
	}
}

func TestSmallCommands(t *testing.T) {
	t.Parallel()
	s := &shell{t, []string{"--data", t.TempDir()}}
	if out, _ := s.run(exitDone, "", "version"); !regexp.MustCompile(`^coach \S+ commit \S+ go1\.\d+`).MatchString(out) {
		t.Errorf("version: %s", out)
	}
	out, _ := s.run(exitDone, "", "problems", "--json")
	ids := map[string]bool{}
	for _, p := range decode[[]problemLine](t, out) {
		ids[p.ID] = true
	}
	for _, id := range []string{"l6-url-shortener", "l6-distributed-task-scheduler", "l7-aws-lambda", "l7-amazon-s3"} {
		if !ids[id] {
			t.Errorf("the bank lacks %s", id)
		}
	}
	if out, _ := s.run(exitDone, "", "problems", "l6-url-shortener"); !strings.Contains(out, "URL Shortener") {
		t.Errorf("problem: %s", out)
	}
	s.run(exitDone, "", "ingest")
	out, _ = s.run(exitDone, "", "doctor", "--json")
	if d := decode[struct{ OK bool }](t, out); !d.OK {
		t.Errorf("doctor: %s", out)
	}
	if out, _ := s.run(exitDone, "", "--help"); !strings.Contains(out, "serve") {
		t.Errorf("help: %s", out)
	}
}

// TestTheIndexIsChangedOverToAnotherEmbedder embeds an index again through the wire protocol of an OpenAI-compatible server.
func TestTheIndexIsChangedOverToAnotherEmbedder(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		type vector struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		var data []vector
		for i, text := range request.Input {
			asked.Add(1)
			data = append(data, vector{i, []float32{float32(len(text)), float32(strings.Count(text, "e")), 1}})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": data}) // a client that is gone fails by itself
	}))
	defer server.Close()
	t.Setenv("OPENAI_BASE_URL", server.URL+"/v1")
	t.Setenv("OPENAI_API_KEY", "none")
	shells := []*shell{{t, []string{"--data", t.TempDir()}}}
	if url := os.Getenv("COACH_TEST_DATABASE_URL"); url != "" {
		shells = append(shells, &shell{t, []string{"--data", t.TempDir(), "--database-url", postgrestest.URL(t)}})
	}
	for _, s := range shells {
		s.run(exitDone, "", "ingest")
		if _, errs := s.run(exitFailed, "", "ingest", "--embedder", "openai:tiny"); !strings.Contains(errs, "coach ingest --reembed") {
			t.Errorf("another embedder is met with %s", errs)
		}
		before := asked.Load()
		out, _ := s.run(exitDone, "", "ingest", "--reembed", "--embedder", "openai:tiny", "--json")
		type report struct{ Guides, Reembedded int }
		r := decode[report](t, out)
		if r.Reembedded < 200 || int64(r.Reembedded) > asked.Load()-before {
			t.Errorf("%d passages were embedded again with %d texts sent: %s", r.Reembedded, asked.Load()-before, out)
		}
		if out, _ := s.run(exitDone, "", "search", "hot keys", "--embedder", "openai:tiny"); !strings.Contains(out, "caching#hot-keys") {
			t.Errorf("afterwards a search finds %s", out)
		}
		if out, _ := s.run(exitFailed, "", "doctor"); !strings.Contains(out, "written by openai:tiny and not by local") {
			t.Errorf("the doctor says %s", out)
		}
	}
}
