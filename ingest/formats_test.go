package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func read(t *testing.T, name string, data []byte) (string, error) {
	t.Helper()
	return readText(fstest.MapFS{name: {Data: data}}, name, 1<<20)
}

const page = `<!doctype html><html><head><title> Caching,
 in short </title><style>.x{color:red}</style><script>var menu = "never shown";</script></head>
<body><header>Site banner</header><nav><a href="/">Home</a></nav>
<main><h1>Caching</h1><p>Read <em>first</em>, with a &lt; b and <code>List&lt;String&gt;</code>.</p>
<h2>Patterns</h2>
<table><thead><tr><th>Service</th><th>Key Concepts</th></tr></thead><tbody><tr><td>S3</td><td>Consistency</td></tr></tbody></table>
<pre><code class="language-go">if a &lt; b {

	return
}</code></pre>
<pre class="mermaid">graph LR
  A --> B</pre>
<ul><li>one</li><li>two</li></ul>
<aside>Advertisement</aside><p hidden>hidden text</p></main>
<footer>Imprint</footer></body></html>`

func TestHTML(t *testing.T) {
	t.Parallel()
	text, err := read(t, "page.html", []byte(page))
	if err != nil {
		t.Fatal(err)
	}
	guide, passages := Cut("g", "page.html", text)
	if guide.Title != "Caching, in short" || len(passages) != 2 {
		t.Fatalf("title %q, %d passages of:\n%s", guide.Title, len(passages), text)
	}
	if h := passages[1].Heading; !slices.Equal(h, []string{"Caching", "Patterns"}) {
		t.Errorf("heading %q", h)
	}
	for _, want := range []string{
		"a < b", "`List<String>`", "| Service | Key Concepts |", "| S3", "```go\nif a < b {\n\n\treturn\n}\n```",
		"```mermaid\ngraph LR\n  A --> B\n```", "- one",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in:\n%s", want, text)
		}
	}
	for _, unwanted := range []string{"never shown", "color", "Home", "Advertisement", "Imprint", "hidden text", "banner"} {
		if strings.Contains(text, unwanted) {
			t.Errorf("%q is in:\n%s", unwanted, text)
		}
	}
}

func TestHTMLOddities(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, want string }{
		"broken":                   {"<p>one<b>two</p><table><tr><td>three", "three"},
		"no body":                  {"<h1>Title</h1>text", "# Title"},
		"declared in another code": {"<meta charset=\"windows-1251\"><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>", "Привет"},
		"UTF-8 not declared":       {"<p>naïve — café</p>", "naïve — café"},
		"Latin-1 not declared":     {"<p>na\xefve caf\xe9 d\xe9j\xe0 vu</p>", "naïve café déjà vu"},
		"deep":                     {strings.Repeat("<div>", 400) + "deep", "deep"},
		"named by what it is":      {"\n<!DOCTYPE html><p>text", "text"},
	} {
		file := "x.html"
		if name == "named by what it is" {
			file = "x"
		}
		text, err := read(t, file, []byte(c.data))
		if err != nil || !strings.Contains(text, c.want) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	for name, data := range map[string]string{
		"empty": " ", "only scripts": "<script>x</script>", "far too deep": strings.Repeat("<div>", 100_000) + "x", "binary": "<html>\x00\x01\x02\x03",
	} {
		if text, err := read(t, "x.html", []byte(data)); err == nil {
			t.Errorf("%s: no error, %q", name, text[:min(50, len(text))])
		}
	}
}

// writePDF makes a small PDF file, one page a text. encrypt gives it a password
// that nobody knows.
func writePDF(pages []string, title string, encrypt bool) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(offsets)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 5+2*i))
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	object("<< /Title (%s) >>", title)
	for i, text := range pages {
		var content strings.Builder
		content.WriteString("BT /F1 12 Tf 72 720 Td 14 TL\n")
		for line := range strings.SplitSeq(text, "\n") {
			fmt.Fprintf(&content, "(%s) Tj T*\n", line)
		}
		content.WriteString("ET")
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", 6+2*i)
		object("<< /Length %d >>\nstream\n%s\nendstream", content.Len(), content.String())
	}
	secret := ""
	if encrypt {
		object("<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>", strings.Repeat("ab", 32), strings.Repeat("cd", 32))
		secret = fmt.Sprintf(" /Encrypt %d 0 R /ID [<01> <01>]", len(offsets))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R%s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, secret, start)
	return b.Bytes()
}

func TestPDF(t *testing.T) {
	t.Parallel()
	data := writePDF([]string{"Sharding splits data.\n# not a heading\n-----", "", "Page three."}, "On Sharding", false)
	text, err := read(t, "paper.pdf", data)
	if err != nil {
		t.Fatal(err)
	}
	guide, passages := Cut("paper", "paper.pdf", text)
	if guide.Title != "On Sharding" || len(passages) != 2 {
		t.Fatalf("title %q, %d passages of:\n%s", guide.Title, len(passages), text)
	}
	if p := passages[0]; p.ID != "paper#page-1" || !slices.Equal(p.Heading, []string{"On Sharding", "Page 1"}) ||
		!strings.Contains(p.Text, "Sharding splits data.") || !strings.Contains(p.Text, "not a heading") {
		t.Errorf("first page: %+v", p)
	}
	if p := passages[1]; p.ID != "paper#page-3" || p.Text != "Page three." {
		t.Errorf("third page: %+v", p)
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"encrypted": {writePDF([]string{"secret"}, "x", true), "encrypted"},
		"scanned":   {writePDF([]string{"", ""}, "x", false), "scanned"},
		"cut off":   {data[:len(data)/2], "broken PDF"},
		"not a PDF": {[]byte("%PDF-1.4\nnothing else"), "broken PDF"},
	} {
		if text, err := read(t, "x.pdf", c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, %v, want something on %q", name, text, err, c.want)
		}
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(writePDF([]string{"Sharding splits data.", "Page two."}, "On Sharding", false))
	f.Add(writePDF([]string{"secret"}, "x", true))
	f.Fuzz(func(t *testing.T, data []byte) {
		if text, err := readPDF(data); err == nil && strings.TrimSpace(text) == "" {
			t.Fatal("neither text nor error")
		}
	})
}

func writeEPUB(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	container = `<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`
	opf       = `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>A Book on Queues</dc:title></metadata>
<manifest><item id="c2" href="two%20b.xhtml" media-type="application/xhtml+xml"/><item id="c1" href="one.xhtml" media-type="application/xhtml+xml"/><item id="p" href="p.png" media-type="image/png"/></manifest>
<spine><itemref idref="c1"/><itemref idref="c2"/><itemref idref="gone"/></spine></package>`
)

func TestEPUB(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"mimetype": "application/epub+zip", "META-INF/container.xml": container, "OEBPS/book.opf": opf,
		"OEBPS/one.xhtml":   `<html><head><title>x</title></head><body><h1>First</h1><p>Words of one.</p></body></html>`,
		"OEBPS/two b.xhtml": `<html><body><h1>Second</h1><pre><code>x := 1</code></pre></body></html>`,
	}
	text, err := read(t, "book.epub", writeEPUB(t, files))
	if err != nil {
		t.Fatal(err)
	}
	guide, passages := Cut("book", "book.epub", text)
	if guide.Title != "A Book on Queues" || len(passages) != 2 || passages[0].ID != "book#first" || passages[1].Text != "```\nx := 1\n```" {
		t.Errorf("title %q, passages %+v", guide.Title, passages)
	}
	files["META-INF/encryption.xml"], files["META-INF/rights.xml"] = "<x/>", "<x/>"
	if _, err := read(t, "book.epub", writeEPUB(t, files)); err == nil || !strings.Contains(err.Error(), "encrypted") {
		t.Errorf("a protected book: %v", err)
	}
	for name, data := range map[string][]byte{
		"no zip":        []byte("PK\x03\x04 nonsense"),
		"no container":  writeEPUB(t, map[string]string{"a": "b"}),
		"broken list":   writeEPUB(t, map[string]string{"META-INF/container.xml": container, "OEBPS/book.opf": "<package"}),
		"no text in it": writeEPUB(t, map[string]string{"META-INF/container.xml": container, "OEBPS/book.opf": opf}),
		"a bomb":        writeEPUB(t, map[string]string{"META-INF/container.xml": container, "OEBPS/book.opf": opf, "OEBPS/one.xhtml": strings.Repeat(" ", 8<<20)}),
	} {
		if text, err := read(t, "x.epub", data); err == nil {
			t.Errorf("%s: no error, %q", name, text)
		}
	}
}
