package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// fromHTML makes Markdown of a page's main content, headings, tables and code
// kept. (langchaingo's loader keeps script text, escapes code and glues table
// cells; article extractors drop tables of short pages.)
func fromHTML(data []byte) (string, error) {
	text, err := htmlText(data)
	if err != nil {
		return "", err
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return "", fmt.Errorf("broken HTML: %w", err)
	}
	title := ""
	if node := first(root, func(n *html.Node) bool { return n.DataAtom == atom.Title }); node != nil {
		title = textOf(node)
	}
	content := mainContent(root)
	prune(content)
	nameDiagrams(content)
	convert := converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(), table.NewTablePlugin()))
	markdown, err := convert.ConvertNode(content)
	if err != nil {
		return "", fmt.Errorf("convert HTML: %w", err)
	}
	if len(bytes.TrimSpace(markdown)) == 0 {
		return "", errors.New("no text in it")
	}
	return withTitle(title, string(markdown)), nil
}

// htmlText decodes a page: by what it declares itself to be, if that is neither
// UTF-8 nor the browsers' default, for which decode looks closer.
func htmlText(data []byte) (string, error) {
	encoding, name, _ := charset.DetermineEncoding(data, "")
	if name == "utf-8" || name == "windows-1252" {
		return decode(data)
	}
	text, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return decode(data)
	}
	return string(text), nil
}

// withTitle puts a title in front matter, where Cut looks for it.
func withTitle(title, markdown string) string {
	title = strings.Join(strings.Fields(title), " ")
	if title == "" {
		return markdown
	}
	return "---\ntitle: " + title + "\n---\n\n" + markdown
}

// mainContent is the page's <main>, or its only <article>, or its body.
func mainContent(root *html.Node) *html.Node {
	isMain := func(n *html.Node) bool { return n.DataAtom == atom.Main || attribute(n, "role") == "main" }
	if node := first(root, isMain); node != nil {
		return node
	}
	var articles []*html.Node
	each(root, func(n *html.Node) bool {
		if n.DataAtom == atom.Article {
			articles = append(articles, n)
			return false
		}
		return true
	})
	if len(articles) == 1 {
		return articles[0]
	}
	if node := first(root, func(n *html.Node) bool { return n.DataAtom == atom.Body }); node != nil {
		return node
	}
	return root
}

// prune takes out what is not content.
func prune(content *html.Node) {
	var out []*html.Node
	each(content, func(n *html.Node) bool {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Nav, atom.Aside, atom.Form, atom.Button,
			atom.Svg, atom.Iframe, atom.Object, atom.Canvas, atom.Select, atom.Textarea:
			out = append(out, n)
			return false
		case atom.Header, atom.Footer: // the page's, not an article's
			if n.Parent != nil && n.Parent.DataAtom == atom.Body {
				out = append(out, n)
				return false
			}
		}
		role := attribute(n, "role")
		hidden := hasAttribute(n, "hidden") || attribute(n, "aria-hidden") == "true"
		if n != content && n.Type == html.ElementNode && (hidden || role == "navigation" || role == "banner" || role == "contentinfo" || role == "search") {
			out = append(out, n)
			return false
		}
		return true
	})
	for _, n := range out {
		n.Parent.RemoveChild(n)
	}
}

// nameDiagrams marks <pre class="mermaid"> and <div class="mermaid"> as code in
// that language.
func nameDiagrams(content *html.Node) {
	var diagrams []*html.Node
	each(content, func(n *html.Node) bool {
		if (n.DataAtom == atom.Pre || n.DataAtom == atom.Div) && hasClass(n, "mermaid") {
			diagrams = append(diagrams, n)
			return false
		}
		return true
	})
	for _, n := range diagrams {
		code := &html.Node{Type: html.ElementNode, Data: "code", DataAtom: atom.Code, Attr: []html.Attribute{{Key: "class", Val: "language-mermaid"}}}
		code.AppendChild(&html.Node{Type: html.TextNode, Data: strings.TrimSpace(rawText(n))})
		for n.FirstChild != nil {
			n.RemoveChild(n.FirstChild)
		}
		n.Data, n.DataAtom = "pre", atom.Pre
		n.AppendChild(code)
	}
}

// each walks a tree; visit says whether to go into a node.
func each(n *html.Node, visit func(*html.Node) bool) {
	if !visit(n) {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, visit)
	}
}

func first(n *html.Node, is func(*html.Node) bool) *html.Node {
	var found *html.Node
	each(n, func(n *html.Node) bool {
		if found == nil && is(n) {
			found = n
		}
		return found == nil
	})
	return found
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttribute(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func hasClass(n *html.Node, class string) bool {
	for c := range strings.FieldsSeq(attribute(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// textOf is a node's text on one line; rawText keeps its lines.
func textOf(n *html.Node) string { return strings.Join(strings.Fields(rawText(n)), " ") }

func rawText(n *html.Node) string {
	var b strings.Builder
	each(n, func(n *html.Node) bool {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		if n.DataAtom == atom.Br {
			b.WriteByte('\n')
		}
		return true
	})
	return b.String()
}
