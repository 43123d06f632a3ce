package diagram

import (
	"fmt"
	"regexp"
	"strings"
)

// Kind is what a component is.
type Kind string

// The kinds of components that are told apart.
const (
	Client   Kind = "client"
	Gateway  Kind = "gateway" // load balancers, API gateways, routers, DNS
	CDN      Kind = "cdn"
	Service  Kind = "service"
	Cache    Kind = "cache"
	Queue    Kind = "queue" // and streams
	Store    Kind = "store"
	External Kind = "external"
	Unknown  Kind = "unknown"
)

// Node is a component.
type Node struct {
	ID    string
	Label string
	Kind  Kind
	Group string // the subgraph or frame that it stands in; empty outside of any
}

// Edge is an arrow, in the direction in which it is drawn.
type Edge struct {
	From, To string // node ids
	Label    string
}

// Graph is a drawing. Nodes stand in the order in which they were first named.
type Graph struct {
	Nodes []Node
	Edges []Edge
}

// Bounds that keep a hostile drawing from costing much.
const (
	maxSource = 512 << 10
	maxNodes  = 500
	maxEdges  = 3000
)

// Parse reads a drawing in the format mermaid or excalidraw. Errors name the line, where there is one, and what is wrong.
func Parse(format, source string) (Graph, error) {
	if len(source) > maxSource {
		return Graph{}, fmt.Errorf("the drawing has %d bytes and %d are the most", len(source), maxSource)
	}
	switch format {
	case "mermaid":
		return parseMermaid(source)
	case "excalidraw":
		return parseExcalidraw(source)
	}
	return Graph{}, fmt.Errorf("%q is not a format: use mermaid or excalidraw", format)
}

// node returns the index of a node, adding it where it is new; -1 where the drawing has too many.
func (g *Graph) node(id string) int {
	for i := range g.Nodes {
		if g.Nodes[i].ID == id {
			return i
		}
	}
	if len(g.Nodes) >= maxNodes {
		return -1
	}
	g.Nodes = append(g.Nodes, Node{ID: id, Label: id, Kind: Unknown})
	return len(g.Nodes) - 1
}

// kinds pairs words of a label with what they name; the first that fits counts.
var kinds = []struct {
	words *regexp.Regexp
	kind  Kind
}{
	{labelled(`cdn|cloudfront|akamai|fastly|edge cache`), CDN},
	{labelled(`redis|memcached?|elasticache|cache|caches|lru|dax`), Cache},
	{labelled(`sqs|sns|kafka|kinesis|queues?|streams?|topics?|event ?bus|eventbridge|rabbitmq|pub/?sub|dlq|log broker|firehose`), Queue},
	{labelled(`load balancers?|lb|alb|nlb|elb|api gateway|gateway|gw|routers?|route ?53|dns|proxy|ingress|front ?door|nginx|haproxy|envoy`), Gateway},
	{labelled(`databases?|db|dbs|rds|aurora|dynamo ?db|dynamo|postgres(?:ql)?|mysql|cassandra|mongo(?:db)?|spanner|s3|bucket|object store|blob store|store|stores|storage|tables?|` +
		`elasticsearch|opensearch|redshift|bigtable|hbase|warehouse|data lake|etcd|zookeeper|disk|vector index|index store|metadata`), Store},
	{labelled(`users?|clients?|browsers?|mobile|web app|customers?|devices?|sdk|cli|app|apps|buyers?|drivers?|riders?|fans?`), Client},
	{labelled(`third[ -]party|external|payment provider|stripe|partners?|webhooks?`), External},
	{labelled(`services?|servers?|workers?|lambdas?|api|apis|functions?|jobs?|schedulers?|processors?|consumers?|producers?|ec2|ecs|eks|pods?|fleet|hosts?|agents?|pollers?|engine|manager|controller|` +
		`coordinator|dispatcher|placement|frontends?|backends?|cells?`), Service},
}

func labelled(words string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^a-z])(?:` + words + `)(?:[^a-z]|$)`)
}

// kindOf tells what a component is from its label; a shape that says it is a store wins over a word that says nothing.
func kindOf(label string, shape Kind) Kind {
	found := Unknown
	for _, k := range kinds {
		if k.words.MatchString(label) {
			found = k.kind
			break
		}
	}
	if shape == Store && (found == Unknown || found == Service) {
		return Store
	}
	if found == Unknown {
		return shape
	}
	return found
}

// Mermaid writes the graph as a Mermaid flowchart that [Parse] reads back as the same components and arrows. Ids that a
// flowchart cannot have are replaced.
func (g Graph) Mermaid() string {
	var b strings.Builder
	names := map[string]string{}
	for i, n := range g.Nodes {
		names[n.ID] = n.ID
		if identifier.FindString(n.ID) != n.ID || ignored.MatchString(n.ID) || n.ID == "end" || n.ID == "subgraph" {
			names[n.ID] = fmt.Sprintf("n_%d", i)
		}
	}
	b.WriteString("flowchart LR\n")
	group := ""
	for _, n := range g.Nodes {
		if n.Group != group {
			if group != "" {
				b.WriteString("  end\n")
			}
			if group = n.Group; group != "" {
				fmt.Fprintf(&b, "  subgraph %s\n", group)
			}
		}
		left, right := `["`, `"]`
		if n.Kind == Store {
			left, right = `[("`, `")]`
		}
		fmt.Fprintf(&b, "  %s%s%s%s\n", names[n.ID], left, strings.ReplaceAll(n.Label, `"`, "#quot;"), right)
	}
	if group != "" {
		b.WriteString("  end\n")
	}
	for _, e := range g.Edges {
		label := ""
		if e.Label != "" {
			label = `|"` + strings.ReplaceAll(e.Label, `"`, "#quot;") + `"|`
		}
		fmt.Fprintf(&b, "  %s -->%s %s\n", names[e.From], label, names[e.To])
	}
	return b.String()
}
