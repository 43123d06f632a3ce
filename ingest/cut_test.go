package ingest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

var update = flag.Bool("update", false, "rewrite golden files")

func cut(text string) []retrieval.Passage {
	_, passages := Cut("g", "notes.md", text)
	return passages
}

// TestCutGolden shows whole guides and their passages. Review the difference
// after -update.
func TestCutGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/cut/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range append(files, "testdata/damaged.txt") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			guide, passages := Cut("guide", name, string(source))
			var b strings.Builder
			fmt.Fprintf(&b, "title %q level %q tags %q passages %d\n", guide.Title, guide.Level, guide.Tags, guide.Passages)
			for _, p := range passages {
				fmt.Fprintf(&b, "\n===== %s  %q\n%s\n", p.ID, p.Heading, p.Text)
			}
			golden := strings.TrimSuffix(name, filepath.Ext(name)) + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("%s differs; it is now:\n%s", golden, b.String())
			}
		})
	}
}

func TestCutIDs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"one heading":                {"# Caching\n\ntext", "g#caching"},
		"emoji and punctuation":      {"# 🏗️ It’s *A/B* `x_y`: 99.9 %!\n\ntext", "g#its-a-b-x-y-99-9"},
		"nothing but emoji":          {"# 🏗️\n\ntext", "g#section"},
		"other scripts":              {"# Ёлка и 缓存\n\ntext", "g#ёлка-и-缓存"},
		"text before any heading":    {"text\n\n# A\n\nmore", "g#notes g#a"},
		"no heading":                 {"text", "g#notes"},
		"headings without text":      {"# A\n## B\n## C\n\ntext", "g#c"},
		"a repeated heading":         {"# A\n## B\n### Why\nx\n## C\n### Why\ny", "g#b-why g#c-why"},
		"repeated, told apart above": {"# A\n## B\n### X\n#### Why\nx\n## C\n### X\n#### Why\ny", "g#b-x-why g#c-x-why"},
		"the very same path":         {"# A\nx\n# A\ny\n# A\nz", "g#a g#a-2 g#a-3"},
		"a number that is a heading": {"# A\nx\n# A\ny\n# A 2\nz", "g#a g#a-3 g#a-2"},
		"underlined":                 {"A title\nof two lines\n====\n\ntext\n\nB\n---\nmore", "g#a-title-of-two-lines g#b"},
		"empty headings":             {"#\n\nx\n\n##\n\ny", "g#notes g#notes-2"},
		"a heading inside a fence":   {"# A\n\n```\n# B\n```\n", "g#a"},
		"a heading inside a quote":   {"# A\n\n> # B\n> text\n", "g#a"},
		"front matter":               {"---\ntitle: T\n# comment\n---\n\n# A\n\ntext", "g#a"},
		"a rule is no front matter":  {"---\n\ntext\n\n---\n\n# A\nmore", "g#notes g#a"},
	} {
		var got []string
		for _, p := range cut(c.text) {
			got = append(got, p.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: ids %q, want %q", name, got, c.want)
		}
	}
}

func TestCutFrontMatter(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"YAML": "---\ntitle: \"Rate limiting\"\nlevel: l7\ntags: [limits, 'API', ]\nother: {a: b}\n---\ntext",
		"list": "---\ntitle: Rate limiting\nlevels:\n  - L7\ntags:\n- limits\n- API\n---\ntext",
		"TOML": "+++\ntitle = \"Rate limiting\"\nlevel = \"L7\"\ntags = [\"limits\", \"API\"]\n+++\ntext",
	} {
		guide, passages := Cut("g", "x.md", text)
		if guide.Title != "Rate limiting" || guide.Level != "L7" || strings.Join(guide.Tags, " ") != "limits API" {
			t.Errorf("%s: %+v", name, guide)
		}
		if len(passages) != 1 || passages[0].Text != "text" || passages[0].Level != "L7" || len(passages[0].Tags) != 2 {
			t.Errorf("%s: %+v", name, passages)
		}
	}
	if guide, _ := Cut("g", "x.md", "---\nlevel: [L6, L7]\n---\n# T\ntext"); guide.Level != "" || guide.Title != "T" {
		t.Errorf("for both levels: %+v", guide)
	}
}

func TestCutLongSections(t *testing.T) {
	t.Parallel()
	paragraph := strings.Repeat("One sentence of a paragraph. ", 20) // 580 characters
	fence := "```go\n" + strings.Repeat("x := compute(x)\n\n", 300) + "```"
	table := "| a | b |\n|---|---|\n" + strings.Repeat("| one | two |\n", 300)
	for name, c := range map[string]struct {
		text   string
		pieces int
		whole  string
	}{
		"short":               {paragraph, 1, paragraph},
		"three paragraphs":    {strings.Repeat(paragraph+"\n\n", 3), 2, ""},
		"a small rest joins":  {strings.Repeat(paragraph+"\n\n", 2) + strings.Repeat("x", 290) + "\n\nThe end.", 1, ""},
		"a fence":             {"Before.\n\n" + fence + "\n\nAfter, at length: " + paragraph, 3, fence},
		"a lead-in and fence": {paragraph + "\n\nAs in:\n\n" + fence, 2, "As in:\n\n" + fence},
		"a table":             {paragraph + "\n\n" + table, 2, strings.TrimSpace(table)},
		"a fence in a list":   {"- one\n\n  " + strings.ReplaceAll(fence, "\n", "\n  ") + "\n- two " + paragraph, 2, "x := compute(x)\n  \n  ```"},
		"a fence in a quote":  {"> quoted\n>\n> " + strings.ReplaceAll(fence, "\n", "\n> "), 1, "> ```"},
		"one huge paragraph":  {strings.Repeat(paragraph, 20), 7, ""},
		"one huge word":       {strings.Repeat("x", 10000), 6, ""},
		"a long list":         {strings.Repeat("- "+paragraph[:200]+"\n", 30), 5, ""},
	} {
		passages := cut("# A\n\n" + c.text + "\n")
		if len(passages) != c.pieces {
			t.Errorf("%s: %d passages, want %d", name, len(passages), c.pieces)
		}
		found := false
		for i, p := range passages {
			if i > 0 && p.ID != fmt.Sprintf("g#a-%d", i+1) {
				t.Errorf("%s: passage %d has id %s", name, i, p.ID)
			}
			found = found || strings.Contains(p.Text, strings.TrimSpace(c.whole))
		}
		if !found {
			t.Errorf("%s: cut, in %d passages, into what must stay whole", name, len(passages))
		}
	}
}

func TestCutAdmonition(t *testing.T) {
	t.Parallel()
	note := "!!! note \"Title\"\n\n    First.\n\n    ```go\n    " + strings.Repeat("line\n    ", 400) + "```"
	passages := cut("# A\n\n" + strings.Repeat("Text. ", 200) + "\n\n" + note + "\n\nAfter.")
	for _, p := range passages {
		if strings.Contains(p.Text, "!!! note") {
			if !strings.Contains(p.Text, note) {
				t.Errorf("the admonition was cut: %.80q…", p.Text)
			}
			return
		}
	}
	t.Error("the admonition is gone")
}

// checkPassages holds what is true of the passages of any text.
func checkPassages(t *testing.T, text string) {
	t.Helper()
	repaired := Repair(text)
	_, body := cutFrontMatter(repaired)
	guide, passages := Cut("g", "notes.md", text)
	again, _ := Cut("g", "notes.md", text)
	if guide.Hash != again.Hash {
		t.Fatal("the same text has two hashes")
	}
	var spans []block
	for _, part := range sections(repaired, body, "notes") {
		spans = append(spans, fill(repaired, part.blocks)...)
	}
	if len(spans) != len(passages) {
		t.Fatalf("%d passages of %d pieces", len(passages), len(spans))
	}
	seen := make(map[string]bool)
	at := body
	var between strings.Builder
	for i, p := range passages {
		if p.Position != i || p.Guide != "g" || !strings.HasPrefix(p.ID, "g#") || len(p.Heading) == 0 || p.Hash == "" {
			t.Fatalf("passage %d is %+v", i, p)
		}
		if seen[p.ID] {
			t.Fatalf("id %s twice", p.ID)
		}
		seen[p.ID] = true
		if strings.TrimSpace(p.Text) == "" || !utf8.ValidString(p.Text) {
			t.Fatalf("passage %s is %q", p.ID, p.Text)
		}
		if spans[i].start < at || repaired[spans[i].start:spans[i].end] != p.Text {
			t.Fatalf("passage %s is no slice of what follows the one before: %q", p.ID, p.Text)
		}
		between.WriteString(repaired[at:spans[i].start])
		at = spans[i].end
	}
	between.WriteString(repaired[at:])
	if lost := notHeadings(between.String()); lost != "" {
		t.Fatalf("a line is in no passage and no heading: %q", lost)
	}
}

var underline = regexp.MustCompile(`^[ \t>]*(=+|-+)[ \t]*$`)

// notHeadings gives a line of what lies between passages that is neither blank
// nor part of a heading.
func notHeadings(between string) string {
	lines := strings.Split(between, "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(strings.TrimLeft(line, " \t"), "#") || underline.MatchString(line) {
			continue
		}
		underlined := false
		for _, next := range lines[i+1:] {
			if strings.TrimSpace(next) == "" {
				break
			}
			underlined = underlined || underline.MatchString(next)
		}
		if !underlined {
			return line
		}
	}
	return ""
}

func FuzzCut(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*.md")
	for _, name := range append(files, "testdata/damaged.txt") {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range []string{
		"", "#", "# \n", "plain a\n===\nplain b\n---\nplain c", "- a\n  - b\n\n    ```\n    x", "> - ```\n", "---\n---\n", "+++\na = 1\n+++\nplain",
		"|a|\n|-|\n|b|", "[a]: b\nplain c", "\t\tcode\n", "<div>\n\n# x\n</div>", "1. a\n1) b\n", "!!! note\n    a\n\n    b\n", "a\r\nplain b\rplain c", "\x00\ufeff",
		strings.Repeat(">", 100) + " a", strings.Repeat("- ", 100) + "a", "plain " + strings.Repeat("x ", 4000),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("decode gives valid UTF-8 only")
		}
		checkPassages(t, text)
	})
}

var fenceLine = regexp.MustCompile("(?m)^ {0,3}(```+|~~~+)")

// TestCutBuiltin holds for the guides that ship: every fence is whole.
func TestCutBuiltin(t *testing.T) {
	t.Parallel()
	files, _ := Builtin().files()
	for _, f := range files {
		text, err := readText(f.fsys, f.path, DefaultMaxBytes)
		if err != nil {
			t.Errorf("%s: %v", f.source, err)
			continue
		}
		checkPassages(t, text)
		if Repair(text) != text {
			t.Errorf("%s is taken for damaged", f.source)
		}
		for _, p := range cut(text) {
			if len(fenceLine.FindAllString(p.Text, -1))%2 != 0 {
				t.Errorf("%s: a fence is cut:\n%s", p.ID, p.Text)
			}
		}
	}
}
