package diagram

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"
)

var (
	fenceOpen   = regexp.MustCompile("^[ \t>]*(?:[-*+] +|\\d+[.)] +)?(```+|~~~+)[ \t]*mermaid[ \t]*$")
	header      = regexp.MustCompile(`(?i)^(flowchart|graph)(?:[ \t-]+(TB|TD|BT|RL|LR))?[ \t]*;?$`)
	sequence    = regexp.MustCompile(`^sequenceDiagram\b`)
	otherKind   = regexp.MustCompile(`^(pie|gantt|classDiagram|stateDiagram(?:-v2)?|erDiagram|journey|mindmap|timeline|gitGraph|quadrantChart|xychart(?:-beta)?|C4\w*|block(?:-beta)?|architecture(?:-beta)?|sankey(?:-beta)?|requirementDiagram|packet(?:-beta)?|kanban)\b`)
	ignored     = regexp.MustCompile(`^(?:%%|classDef\b|class\b|style\b|linkStyle\b|click\b|direction\b|accTitle\b|accDescr\b|---$)`)
	subgraph    = regexp.MustCompile(`^subgraph\b[ \t]*(.*)$`)
	identifier  = regexp.MustCompile(`^[\pL\pN_][\pL\pN_.]*(?:-[\pL\pN_]+)*`)
	arrow       = regexp.MustCompile(`^[ \t]*([<xo]?)(?:-\.+-?|--+|==+|~~~)(>|x\b|o\b)?`)
	openArrow   = regexp.MustCompile(`^[ \t]*[<xo]?(--|==|-\.)[ \t]+([^|>\-=.][^|>]*?)[ \t]+(-->|---|==>|===|\.->|\.-|--x|--o)`)
	pipeLabel   = regexp.MustCompile(`^[ \t]*\|([^|]*)\|`)
	styleSuffix = regexp.MustCompile(`^:::[\pL\pN_-]+`)
	attributes  = regexp.MustCompile(`^@\{([^}]*)\}`)
	attribute   = regexp.MustCompile(`label:[ \t]*"([^"]*)"`)
	breaks      = regexp.MustCompile(`(?i)<br[ \t]*/?>|\\n`)
	markup      = regexp.MustCompile(`<[^>]*>|[*_` + "`" + `]{1,2}`)
)

// Mermaid takes the sources of the Mermaid fences out of a Markdown text, those in lists and quotes included.
func Mermaid(text string) []string {
	var out []string
	var current []string
	closing, quoted := "", false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if closing == "" {
			if m := fenceOpen.FindStringSubmatch(line); m != nil {
				closing, current = m[1], nil
				quoted = strings.HasPrefix(strings.TrimLeft(line, " \t"), ">")
			}
			continue
		}
		if quoted {
			line = strings.TrimPrefix(strings.TrimLeft(line, " \t"), ">")
		}
		if strings.HasPrefix(strings.TrimLeft(line, " \t>"), closing) {
			out = append(out, strings.Join(current, "\n"))
			closing = ""
			continue
		}
		current = append(current, line)
	}
	return out
}

// parseMermaid reads a flowchart, or the participants and messages of a sequence diagram.
func parseMermaid(source string) (Graph, error) {
	p := &chart{}
	started := false
	front := false
	for n, raw := range strings.Split(source, "\n") {
		line := strings.TrimSpace(raw)
		if n == 0 && line == "---" || front { // front matter
			front = n == 0 || line != "---"
			continue
		}
		if i := strings.Index(line, "%%"); i >= 0 {
			line = strings.TrimSpace(line[:i])
		}
		if line == "" || ignored.MatchString(line) {
			continue
		}
		if !started {
			switch {
			case header.MatchString(line):
				started = true
				continue
			case sequence.MatchString(line):
				return parseSequence(source)
			case otherKind.MatchString(line):
				return Graph{}, fmt.Errorf("line %d: a %s shows no components: draw a flowchart", n+1, strings.Fields(line)[0])
			default:
				if kind, rest, ok := strings.Cut(line, ";"); ok && header.MatchString(kind) {
					started = true
					line = strings.TrimSpace(rest)
					break
				}
				return Graph{}, fmt.Errorf("line %d: a drawing begins with flowchart LR or graph TB, not with %q", n+1, clip(line))
			}
		}
		for part := range strings.SplitSeq(line, ";") {
			if err := p.line(strings.TrimSpace(part)); err != nil {
				return Graph{}, fmt.Errorf("line %d: %w", n+1, err)
			}
		}
	}
	if !started {
		return Graph{}, errors.New("the drawing is empty: begin with flowchart LR")
	}
	return p.Graph, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// chart is a flowchart that is being read.
type chart struct {
	Graph
	groups []string
}

func (c *chart) line(s string) error {
	if s == "" || ignored.MatchString(s) {
		return nil
	}
	if s == "end" {
		if len(c.groups) > 0 {
			c.groups = c.groups[:len(c.groups)-1]
		}
		return nil
	}
	if m := subgraph.FindStringSubmatch(s); m != nil {
		c.groups = append(c.groups, groupName(m[1]))
		return nil
	}
	from, rest, err := c.nodes(s)
	if err != nil {
		return err
	}
	for strings.TrimSpace(rest) != "" {
		label, back, forth, after, ok := link(rest)
		if !ok {
			return fmt.Errorf("after %q comes %q, which is no arrow such as -->", clip(s[:len(s)-len(rest)]), clip(strings.TrimSpace(rest)))
		}
		to, next, err := c.nodes(strings.TrimSpace(after))
		if err != nil {
			return err
		}
		for _, a := range from {
			for _, b := range to {
				if back {
					c.edge(b, a, label)
				}
				if forth || !back {
					c.edge(a, b, label)
				}
			}
		}
		from, rest = to, next
	}
	return nil
}

func (c *chart) edge(from, to int, label string) {
	if from >= 0 && to >= 0 && len(c.Edges) < maxEdges {
		c.Edges = append(c.Edges, Edge{c.Nodes[from].ID, c.Nodes[to].ID, label})
	}
}

func groupName(s string) string {
	s = strings.TrimSpace(s)
	if m := identifier.FindString(s); m != "" && strings.HasPrefix(strings.TrimSpace(s[len(m):]), "[") {
		s = strings.Trim(strings.TrimSpace(s[len(m):]), "[]")
	}
	return text(strings.Trim(s, `"`))
}

// nodes reads "A[label] & B" and returns their indices and what follows.
func (c *chart) nodes(s string) ([]int, string, error) {
	var out []int
	for {
		s = strings.TrimLeft(s, " \t")
		id := identifier.FindString(s)
		if id == "" {
			return nil, "", fmt.Errorf("%q does not begin with the name of a component", clip(s))
		}
		s = s[len(id):]
		label, shape, labelled, rest, err := shaped(s)
		if err != nil {
			return nil, "", fmt.Errorf("component %s: %w", clip(id), err)
		}
		s = rest
		s = s[len(styleSuffix.FindString(s)):]
		i := c.node(id)
		if i >= 0 {
			n := &c.Nodes[i]
			if labelled {
				n.Label = label
			}
			if labelled || n.Kind == Unknown {
				n.Kind = kindOf(n.Label, shape)
			}
			if len(c.groups) > 0 && n.Group == "" {
				n.Group = c.groups[len(c.groups)-1]
			}
		}
		out = append(out, i)
		after := strings.TrimLeft(s, " \t")
		if !strings.HasPrefix(after, "&") {
			return out, s, nil
		}
		s = after[1:]
	}
}

// shapes are the brackets that give a component its form, the longest first.
var shapes = []struct {
	open, close string
	kind        Kind
}{
	{"(((", ")))", Unknown}, {"[(", ")]", Store}, {"([", "])", Unknown}, {"[[", "]]", Unknown}, {"((", "))", Unknown}, {"{{", "}}", Unknown},
	{"[/", "/]", Unknown}, {"[/", `\]`, Unknown}, {`[\`, `\]`, Unknown}, {`[\`, "/]", Unknown}, {"[", "]", Unknown}, {"(", ")", Unknown}, {"{", "}", Unknown}, {">", "]", Unknown},
}

// shaped reads the label of a component, if it has one here.
func shaped(s string) (label string, shape Kind, labelled bool, rest string, err error) {
	if m := attributes.FindStringSubmatch(s); m != nil {
		kind := Unknown
		if strings.Contains(m[1], "shape: cyl") || strings.Contains(m[1], "shape: db") {
			kind = Store
		}
		if l := attribute.FindStringSubmatch(m[1]); l != nil {
			return text(l[1]), kind, true, s[len(m[0]):], nil
		}
		return "", kind, false, s[len(m[0]):], nil
	}
	opened := false
	for _, sh := range shapes {
		if !strings.HasPrefix(s, sh.open) {
			continue
		}
		opened = true
		inner := s[len(sh.open):]
		if strings.HasPrefix(inner, `"`) {
			if end := strings.Index(inner[1:], `"`); end >= 0 && strings.HasPrefix(inner[end+2:], sh.close) {
				return text(inner[1 : end+1]), sh.kind, true, inner[end+2+len(sh.close):], nil
			}
			continue
		}
		if end := strings.Index(inner, sh.close); end >= 0 {
			return text(inner[:end]), sh.kind, true, inner[end+len(sh.close):], nil
		}
	}
	if opened {
		return "", Unknown, false, s, fmt.Errorf("the bracket in %q is not closed", clip(s))
	}
	return "", Unknown, false, s, nil
}

// text is a label as people read it: on one line, without markup.
func text(s string) string {
	s = breaks.ReplaceAllString(strings.Trim(strings.TrimSpace(s), `"`), " ")
	s = strings.NewReplacer("#quot;", `"`, "#amp;", "&").Replace(html.UnescapeString(s))
	s = markup.ReplaceAllString(s, "")
	return strings.Join(strings.Fields(s), " ")
}

// link reads an arrow and its label.
func link(s string) (label string, back, forth bool, rest string, ok bool) {
	if m := openArrow.FindStringSubmatch(s); m != nil {
		return text(m[2]), strings.Contains(m[0][:len(m[0])-len(m[3])], "<"), strings.HasSuffix(m[3], ">"), s[len(m[0]):], true
	}
	m := arrow.FindStringSubmatch(s)
	if m == nil {
		return "", false, false, s, false
	}
	rest = s[len(m[0]):]
	if l := pipeLabel.FindStringSubmatch(rest); l != nil {
		label, rest = text(l[1]), rest[len(l[0]):]
	}
	return label, m[1] == "<", m[2] != "", rest, true
}

var (
	participant = regexp.MustCompile(`^(?:create +)?(participant|actor)\s+(\S+?)(?:\s+as\s+(.+))?$`)
	messageLine = regexp.MustCompile(`^([^\s:>-][^:>-]*?)\s*(?:<<)?--?(?:>>|>|x|\))[+-]?\s*([^:]+?)\s*:\s*(.*)$`)
)

// parseSequence reads participants as components and messages as edges.
func parseSequence(source string) (Graph, error) {
	g := Graph{}
	add := func(id, label string, kind Kind) int {
		before := len(g.Nodes)
		i := g.node(id)
		if i >= 0 && (i == before || label != "") {
			if label != "" {
				g.Nodes[i].Label = text(label)
			}
			g.Nodes[i].Kind = kindOf(g.Nodes[i].Label, kind)
		}
		return i
	}
	for raw := range strings.Lines(source) {
		line := strings.TrimSpace(raw)
		if m := participant.FindStringSubmatch(line); m != nil {
			kind := Unknown
			if m[1] == "actor" {
				kind = Client
			}
			add(m[2], m[3], kind)
		} else if m := messageLine.FindStringSubmatch(line); m != nil {
			from, to := add(strings.TrimSpace(m[1]), "", Unknown), add(strings.TrimSpace(m[2]), "", Unknown)
			if from >= 0 && to >= 0 && len(g.Edges) < maxEdges {
				g.Edges = append(g.Edges, Edge{g.Nodes[from].ID, g.Nodes[to].ID, text(m[3])})
			}
		}
	}
	return g, nil
}
