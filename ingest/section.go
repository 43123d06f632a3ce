package ingest

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A section is a heading's own text, down to the next heading of any level.
type section struct {
	heading []string // from the title down; never empty
	top     string   // the heading of the first level that it stands under, if any
	blocks  []block
}

// A block is a piece that is never cut: whole lines, text[start:end].
type block struct {
	start, end int
	kind       blockKind
}

type blockKind int

const (
	prose  blockKind = iota // may be cut between sentences if it is far too long
	rigid                   // code, table, diagram, HTML
	leadIn                  // introduces the block after it, and stays with it
)

// markdown parses what guides are written in. Raw text only: nothing here is
// ever rendered.
func markdown() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
}

// sections parses text from offset body on. title is what the guide is called
// if it has no heading of its own.
func sections(source string, body int, title string) []section {
	data := []byte(source)
	root := markdown().Parse(text.NewReader(data[body:]))
	c := collector{source: source, body: body, title: title, from: body}
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		c.node(node)
	}
	c.finish(len(source))
	return c.sections
}

// collector walks a document's top level. A node tells where it begins; where
// it ends is where the next one begins, so that nothing is lost between them.
type collector struct {
	source   string
	body     int
	title    string
	path     [7]string // headings by level, from 1
	sections []section
	open     []opened // the section's blocks so far
	from     int      // where its text begins
}

type opened struct {
	start int
	node  ast.Node
}

func (c *collector) node(node ast.Node) {
	start := c.lineStart(c.position(node))
	if heading, ok := node.(*ast.Heading); ok {
		c.finish(start)
		c.from = c.headingEnd(heading, start)
		c.path[heading.Level] = strings.Join(strings.Fields(plain(heading, []byte(c.source[c.body:]))), " ")
		for level := heading.Level + 1; level < len(c.path); level++ {
			c.path[level] = ""
		}
		return
	}
	c.open = append(c.open, opened{start, node})
}

// position is a node's offset, or that of the first thing in it.
func (c *collector) position(node ast.Node) int {
	if p := node.Pos(); p >= 0 {
		return c.body + p
	}
	if node.Type() == ast.TypeBlock && node.Lines() != nil && node.Lines().Len() > 0 {
		return c.body + node.Lines().At(0).Start
	}
	if node.FirstChild() != nil {
		return c.position(node.FirstChild())
	}
	return c.from
}

func (c *collector) lineStart(at int) int {
	at = min(at, len(c.source))
	return max(c.body, strings.LastIndexByte(c.source[:at], '\n')+1)
}

func (c *collector) lineEnd(at int) int {
	if i := strings.IndexByte(c.source[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(c.source)
}

// headingEnd is where a heading's lines end: one for # Heading, one more than
// its text where it is underlined.
func (c *collector) headingEnd(heading *ast.Heading, start int) int {
	end := c.lineEnd(start)
	if strings.HasPrefix(strings.TrimLeft(c.source[start:end], " \t"), "#") || heading.Lines().Len() == 0 {
		return end
	}
	last := heading.Lines().At(heading.Lines().Len() - 1)
	return c.lineEnd(c.lineEnd(c.lineStart(c.body + last.Start)))
}

// finish ends the section under way at offset end.
func (c *collector) finish(end int) {
	var blocks []block
	for i, o := range c.open {
		start, stop := o.start, end
		if i == 0 {
			start = c.from
		}
		if i+1 < len(c.open) {
			stop = c.open[i+1].start
		}
		blocks = append(blocks, c.split(o.node, max(start, c.from), stop)...)
	}
	if len(c.open) == 0 {
		blocks = c.trimmed(nil, block{c.from, end, prose})
	}
	if len(blocks) > 0 {
		c.sections = append(c.sections, section{c.heading(), c.path[1], keepTogether(c.source, blocks)})
	}
	c.open = nil
	c.from = end
}

// heading is the path to the section under way. Where no heading of the first
// level stands above, the guide's title does; levels left out below are left
// out.
func (c *collector) heading() []string {
	path := []string{c.title}
	if c.path[1] != "" {
		path[0] = c.path[1]
	}
	for _, h := range c.path[2:] {
		if h != "" {
			path = append(path, h)
		}
	}
	return path
}

// split gives the blocks of a node between two offsets: a list's items are
// blocks of their own, all else is one.
func (c *collector) split(node ast.Node, start, end int) []block {
	if _, ok := node.(*ast.List); !ok || runes(c.source[start:end]) <= targetRunes {
		return c.trimmed(nil, block{start, end, kindOf(node)})
	}
	var out []block
	for item := node.FirstChild(); item != nil; item = item.NextSibling() {
		stop := end
		if next := item.NextSibling(); next != nil {
			stop = c.lineStart(c.position(next))
		}
		out = c.trimmed(out, block{start, stop, kindOf(item)})
		start = stop
	}
	return out
}

// trimmed appends b without the blank lines around it, if anything is left.
func (c *collector) trimmed(to []block, b block) []block {
	for b.start < b.end {
		end := min(c.lineEnd(b.start), b.end)
		if strings.TrimSpace(c.source[b.start:end]) != "" {
			break
		}
		b.start = end
	}
	b.end = b.start + len(strings.TrimRight(c.source[b.start:b.end], " \t\n"))
	if b.start < b.end {
		to = append(to, b)
	}
	return to
}

// kindOf tells whether there is something in a node that may not be cut.
func kindOf(node ast.Node) blockKind {
	kind := prose
	_ = ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n.Kind() {
		case ast.KindFencedCodeBlock, ast.KindCodeBlock, ast.KindHTMLBlock:
			kind = rigid
			return ast.WalkStop, nil
		}
		if n.Kind().String() == "Table" {
			kind = rigid
			return ast.WalkStop, nil
		}
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return kind
}

// keepTogether makes one block of an admonition (!!! note) and the indented
// lines that belong to it, and marks what introduces the next block.
func keepTogether(source string, blocks []block) []block {
	var out []block
	admonition := false
	for _, b := range blocks {
		text := source[b.start:b.end]
		indented := strings.HasPrefix(text, "    ") || strings.HasPrefix(text, "\t")
		if admonition && indented {
			out[len(out)-1].end = b.end
			out[len(out)-1].kind = rigid
			continue
		}
		admonition = strings.HasPrefix(text, "!!!") || strings.HasPrefix(text, "???")
		if b.kind == prose && introduces(text) {
			b.kind = leadIn
		}
		out = append(out, b)
	}
	return out
}

// introduces tells a line that ends in a colon, or that is all bold: a heading
// in all but name.
func introduces(text string) bool {
	if len(text) > 200 || strings.Contains(text, "\n") {
		return false
	}
	return strings.HasSuffix(text, ":") || strings.HasPrefix(text, "**") && strings.HasSuffix(strings.TrimSuffix(text, ":"), "**")
}

// plain is the text of a heading without its markup.
func plain(node ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
