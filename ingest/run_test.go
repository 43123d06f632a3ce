package ingest_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	_ "modernc.org/sqlite"

	"github.com/interviewcoach/interviewcoach/ingest"
	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/embed/local"
	"github.com/interviewcoach/interviewcoach/retrieval/sqlite"
)

func newIndex(t testing.TB) *sqlite.Index {
	t.Helper()
	dsn := "file:" + filepath.Join(t.TempDir(), "coach.db") + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(NORMAL)"
	read, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	write, err := sql.Open("sqlite", dsn+"&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	write.SetMaxOpenConns(1)
	t.Cleanup(func() {
		if err := errors.Join(read.Close(), write.Close()); err != nil {
			t.Error(err)
		}
	})
	index, err := sqlite.New(context.Background(), read, write)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// counting counts what it has embedded.
type counting struct {
	retrieval.Embedder
	mu    sync.Mutex
	texts int
	fail  string // a text with this in it can't be embedded
}

func (c *counting) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	for _, text := range texts {
		if c.fail != "" && strings.Contains(text, c.fail) {
			return nil, errors.New("embedder is down")
		}
	}
	c.mu.Lock()
	c.texts += len(texts)
	c.mu.Unlock()
	return c.Embedder.Embed(ctx, texts)
}

type bench struct {
	t        *testing.T
	index    *sqlite.Index
	embedder *counting
	dir      string
}

func setup(t *testing.T) *bench {
	return &bench{t, newIndex(t), &counting{Embedder: local.New()}, t.TempDir()}
}

func (b *bench) file(name, text string) string {
	b.t.Helper()
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
	return path
}

func (b *bench) run(prune bool, sources ...ingest.Source) ingest.Report {
	b.t.Helper()
	report, err := ingest.Run(b.t.Context(), ingest.Options{Sources: sources, Index: b.index, Embedder: b.embedder, Prune: prune})
	if err != nil {
		b.t.Fatal(err)
	}
	if report.Seconds <= 0 || report.Added+report.Updated+report.Unchanged != report.Guides {
		b.t.Errorf("report does not add up: %+v", report)
	}
	return report
}

func (b *bench) guides() string {
	b.t.Helper()
	guides, err := b.index.Guides(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	ids := make([]string, len(guides))
	for i, g := range guides {
		ids[i] = g.ID
	}
	return strings.Join(ids, " ")
}

// counts are a report's figures, in the order of its fields.
func counts(r ingest.Report) string {
	return fmt.Sprintf("guides %d passages %d added %d updated %d unchanged %d removed %d skipped %d",
		r.Guides, r.Passages, r.Added, r.Updated, r.Unchanged, r.Removed, len(r.Skipped))
}

func (b *bench) want(what string, r ingest.Report, want string) {
	b.t.Helper()
	if got := counts(r); got != want {
		b.t.Errorf("%s:\n got %s\nwant %s\nskipped %v", what, got, want, r.Skipped)
	}
}

func TestRunTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.file("a.md", "# A\n\ntext\n\n## B\n\nmore")
	b.file("deep/c.txt", "plain text")
	b.want("first", b.run(false, ingest.Path(b.dir)), "guides 2 passages 3 added 2 updated 0 unchanged 0 removed 0 skipped 0")
	if b.embedder.texts != 3 {
		t.Errorf("%d texts embedded, want 3", b.embedder.texts)
	}
	b.want("second", b.run(false, ingest.Path(b.dir)), "guides 2 passages 3 added 0 updated 0 unchanged 2 removed 0 skipped 0")
	if b.embedder.texts != 3 {
		t.Errorf("the second run embedded %d texts", b.embedder.texts-3)
	}
	b.file("a.md", "# A\n\ntext\n\n## B\n\nmore and more")
	defer func() {
		if b.embedder.texts != 4 {
			t.Errorf("one passage changed, and %d were embedded anew", b.embedder.texts-3)
		}
	}()
	b.want("after an edit", b.run(false, ingest.Path(b.dir)), "guides 2 passages 3 added 0 updated 1 unchanged 1 removed 0 skipped 0")
	p, err := b.index.Passage(t.Context(), "a#b")
	if err != nil || p.Text != "more and more" || !reflect.DeepEqual(p.Heading, []string{"A", "B"}) {
		t.Errorf("passage: %+v, %v", p, err)
	}
	b.want("the same by two ways", b.run(false, ingest.Path(b.dir), ingest.Path(filepath.Join(b.dir, "a.md"))),
		"guides 2 passages 3 added 0 updated 0 unchanged 2 removed 0 skipped 0")
}

func TestRunPrune(t *testing.T) {
	t.Parallel()
	b := setup(t)
	gone := b.file("one/gone.md", "# Gone\n\ntext")
	b.file("one/stays.md", "# Stays\n\ntext")
	elsewhere := b.file("two/elsewhere.md", "# Elsewhere\n\ntext")
	one := ingest.Path(filepath.Join(b.dir, "one"))
	b.run(false, one, ingest.Path(elsewhere), ingest.FS(fstest.MapFS{"shipped.md": {Data: []byte("# S\n\nx")}}, "builtin:"))
	for _, path := range []string{gone, elsewhere} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	b.want("without prune", b.run(false, one), "guides 1 passages 1 added 0 updated 0 unchanged 1 removed 0 skipped 0")
	b.want("with prune", b.run(true, one), "guides 1 passages 1 added 0 updated 0 unchanged 1 removed 1 skipped 0")
	if got := b.guides(); got != "elsewhere shipped stays" {
		t.Errorf("left are %s", got)
	}
	b.want("a file that is gone", b.run(true, ingest.Path(elsewhere)), "guides 0 passages 0 added 0 updated 0 unchanged 0 removed 1 skipped 1")
	b.file("one/stays.md", "\x00\x01\x02 no text any more")
	b.want("unreadable is not gone", b.run(true, one), "guides 0 passages 0 added 0 updated 0 unchanged 0 removed 0 skipped 1")
	if got := b.guides(); got != "shipped stays" {
		t.Errorf("left are %s", got)
	}
}

func TestRunSkips(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.file("good.md", "# Good\n\ntext")
	b.file("empty.md", " \n\n")
	b.file("headings.md", "# Only\n\n## Headings")
	b.file("binary.md", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x3e\x00")
	b.file("controls.md", strings.Repeat("\x01\x02\x03abc", 100))
	b.file("picture.png", "not looked at")
	b.file(".hidden.md", "# Hidden\n\ntext")
	b.file(".git/x.md", "# Hidden\n\ntext")
	b.file("line.md", strings.Repeat("x", 3<<20))
	for name, target := range map[string]string{"loop": b.dir, "nowhere.md": filepath.Join(b.dir, "missing"), "link.md": filepath.Join(b.dir, "good.md")} {
		if err := os.Symlink(target, filepath.Join(b.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	report, err := ingest.Run(t.Context(), ingest.Options{
		Sources: []ingest.Source{ingest.Path(b.dir), ingest.Path(filepath.Join(b.dir, "not-there"))},
		Index:   b.index, Embedder: b.embedder, MaxBytes: 2 << 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	b.want("all sorts", report, "guides 2 passages 2 added 2 updated 0 unchanged 0 removed 0 skipped 9")
	var got []string
	for _, s := range report.Skipped {
		got = append(got, strings.TrimPrefix(filepath.ToSlash(s.Path), filepath.ToSlash(b.dir)+"/")+": "+s.Reason)
	}
	sort.Strings(got)
	want := []string{
		"binary.md: not text: it holds binary data",
		"controls.md: not text: it holds binary data",
		"empty.md: empty",
		"headings.md: no text in it",
		"line.md: larger than 2 MB: split it",
		"loop: a link to a folder: name that folder itself to ingest it",
		"not-there: does not exist",
		"nowhere.md: does not exist",
		"picture.png: not a kind of file that is read (.epub .htm .html .markdown .md .mdown .mdx .pdf .text .txt .xhtml)",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("skipped:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestRunIDs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.file("a/README.md", "# A\n\ntext of a")
	b.file("b/README.md", "# B\n\ntext of b")
	b.file("Über Größe_2.md", "# Ü\n\ntext")
	b.file("🏗️.md", "# E\n\ntext")
	b.run(false, ingest.Path(b.dir))
	first := b.guides()
	if first != "b-readme guide readme über-größe-2" {
		t.Errorf("ids: %s", first)
	}
	b.file("a/a/README.md", "# AA\n\nsorts before all others")
	b.run(false, ingest.Path(b.dir))
	p, err := b.index.Passage(t.Context(), "readme#a")
	if err != nil || p.Text != "text of a" {
		t.Errorf("an id went to another file: %+v, %v", p, err)
	}
	// A user's own guide doesn't take the place of one that ships.
	b.run(false, ingest.FS(fstest.MapFS{"caching.md": {Data: []byte("# Caching\n\nships")}}, "builtin:"))
	b.file("mine/caching.md", "# Caching\n\nmine")
	b.run(false, ingest.Path(filepath.Join(b.dir, "mine")))
	p, err = b.index.Passage(t.Context(), "caching#caching")
	if err != nil || p.Text != "ships" {
		t.Errorf("what ships: %+v, %v", p, err)
	}
	if p, err = b.index.Passage(t.Context(), "mine-caching#caching"); err != nil || p.Text != "mine" {
		t.Errorf("the user's: %+v, %v", p, err)
	}
	// A file that moved, and changed, is another guide; prune takes the old one.
	if err := os.Rename(filepath.Join(b.dir, "mine"), filepath.Join(b.dir, "moved")); err != nil {
		t.Fatal(err)
	}
	b.file("moved/caching.md", "# Caching\n\nmine, edited")
	if b.run(true, ingest.Path(b.dir)); !strings.Contains(b.guides(), "moved-caching") || strings.Contains(b.guides(), "mine-caching") {
		t.Errorf("ids: %s", b.guides())
	}
}

func TestRunFails(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.file("a.md", "# A\n\ntext")
	b.file("b.md", "# B\n\nunlucky")
	b.file("c.md", "# C\n\ntext")
	b.embedder.fail = "unlucky"
	report, err := ingest.Run(t.Context(), ingest.Options{Sources: []ingest.Source{ingest.Path(b.dir)}, Index: b.index, Embedder: b.embedder})
	if err == nil || !strings.Contains(err.Error(), "b.md") {
		t.Errorf("error %v, want one that names the file", err)
	}
	if strings.Contains(b.guides(), "b") || len(strings.Fields(b.guides())) != report.Added {
		t.Errorf("report %+v, guides %s: what was done is kept", report, b.guides())
	}
	b.embedder.fail = ""
	b.run(false, ingest.Path(b.dir))
	if b.guides() != "a b c" {
		t.Errorf("guides %s", b.guides())
	}
	other := &renamed{b.embedder}
	_, err = ingest.Run(t.Context(), ingest.Options{Sources: []ingest.Source{ingest.Path(b.dir)}, Index: b.index, Embedder: other})
	if !errors.Is(err, retrieval.ErrSpace) {
		t.Errorf("another embedder: %v, want ErrSpace", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("somebody stopped it")
	cancel(stop)
	b.file("d.md", "# D\n\ntext")
	if _, err = ingest.Run(ctx, ingest.Options{Sources: []ingest.Source{ingest.Path(b.dir)}, Index: b.index, Embedder: b.embedder}); err == nil {
		t.Error("a cancelled run succeeded")
	}
}

type renamed struct{ retrieval.Embedder }

func (renamed) Name() string { return "renamed" }

func TestRunProgress(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.file("a.md", "# A\n\ntext")
	b.file("b.md", "# B\n\ntext")
	var seen []string
	_, err := ingest.Run(t.Context(), ingest.Options{
		Sources: []ingest.Source{ingest.Path(b.dir)}, Index: b.index, Embedder: b.embedder,
		Progress: func(p ingest.Progress) { seen = append(seen, fmt.Sprintf("%d/%d %d", p.Done, p.Total, p.Passages)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(seen, ", "); got != "1/2 1, 2/2 2" {
		t.Errorf("progress: %s", got)
	}
}

func TestReembed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, "# Heading %d\n\nthe text of number %d\n\n", i, i)
	}
	b.file("a.md", text.String())
	b.run(false, ingest.Path(b.dir))
	other := &renamed{b.embedder}
	var last ingest.Progress
	if err := ingest.Reembed(t.Context(), b.index, other, func(p ingest.Progress) { last = p }); err != nil {
		t.Fatal(err)
	}
	if last.Done != 300 || last.Total != 300 {
		t.Errorf("progress ended at %+v", last)
	}
	stats, err := b.index.Stats(t.Context())
	if err != nil || stats.Space.Embedder != "renamed" || stats.Passages != 300 {
		t.Errorf("stats %+v, %v", stats, err)
	}
	result, err := retrieval.NewSearcher(b.index, other).Search(t.Context(), retrieval.Query{Text: "number 77", K: 1})
	if err != nil || result.Degraded != nil || len(result.Hits) != 1 || result.Hits[0].ID != "a#heading-77" {
		t.Errorf("%+v, %v", result, err)
	}
}

func TestReportJSON(t *testing.T) {
	t.Parallel()
	b := setup(t)
	data, err := json.Marshal(b.run(false))
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"guides", "passages", "added", "updated", "unchanged", "removed", "skipped", "seconds"} {
		if _, ok := fields[name]; !ok {
			t.Errorf("%s is missing in %s", name, data)
		}
	}
	if list, ok := fields["skipped"].([]any); !ok || len(list) != 0 {
		t.Errorf("skipped is %v, want []", fields["skipped"])
	}
}

// TestRunDamaged ingests a file that was misread as Mac Roman.
func TestRunDamaged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.want("damaged", b.run(false, ingest.Path("testdata/damaged.txt")), "guides 1 passages 3 added 1 updated 0 unchanged 0 removed 0 skipped 0")
	searcher := retrieval.NewSearcher(b.index, b.embedder)
	result, err := searcher.Search(t.Context(), retrieval.Query{Text: "does consistent hashing move keys on a resize?", K: 1})
	if err != nil || result.Degraded != nil || len(result.Hits) != 1 {
		t.Fatalf("%+v, %v", result, err)
	}
	hit := result.Hits[0]
	if hit.ID != "damaged#what-to-compare" || !strings.Contains(hit.Text, "R --> P2[Partition 2 → naïve]") || hit.Heading[0] != "🏗️ Partitioning — a field guide" {
		t.Errorf("hit %+v", hit)
	}
}
