package diagram

import (
	"fmt"
	"regexp"
)

// What a drawing shows; the values are stable.
const (
	SinglePoint   = "single_point_of_failure"
	DirectToStore = "client_to_store"
	NoPath        = "no_path_to_store"
	NeverWritten  = "store_never_reached"
	Isolated      = "isolated_component"
	NoStore       = "no_store"
)

// fewest is how many components a drawing needs before anything is said of it.
const fewest = 3

// Finding is one thing that a drawing shows.
type Finding struct {
	Kind string
	Node string // id; empty where it is about the whole
	Why  string // a sentence that an interviewer can ask about
}

// many are words of a label that say that there is more than one of a thing, or that somebody else keeps it alive.
var many = regexp.MustCompile(`(?i)cluster|replica|multi[- ]?az|fleet|pool|shards?|partition|group|auto ?scal|\bx ?\d|× ?\d|\d ?x\b|\d ?×|\bN\b|s3|dynamo|sqs|sns|lambda|kinesis|cloudfront|cdn|managed|aurora|` +
	`route ?53|spanner|\bELB\b|\bALB\b|\bNLB\b|api gateway|servers|workers|services|nodes|hosts|cells|zones|eventbridge|dns|ring|quorum`)

// Inspect says what a drawing shows, the gravest first. A sketch of fewer than three components is left alone.
func Inspect(g Graph) []Finding {
	if len(g.Nodes) < fewest || len(g.Edges) == 0 {
		return nil
	}
	v := newView(g)
	var out []Finding
	out = append(out, v.paths()...)
	out = append(out, v.singlePoints()...)
	out = append(out, v.unconnected()...)
	return out
}

// view is a graph with its neighbourhoods.
type view struct {
	Graph
	index map[string]int
	next  [][]int // along the arrows
	near  [][]int // in both directions
}

func newView(g Graph) *view {
	v := &view{Graph: g, index: map[string]int{}, next: make([][]int, len(g.Nodes)), near: make([][]int, len(g.Nodes))}
	for i, n := range g.Nodes {
		v.index[n.ID] = i
	}
	for _, e := range g.Edges {
		a, b := v.index[e.From], v.index[e.To]
		v.next[a] = append(v.next[a], b)
		v.near[a] = append(v.near[a], b)
		v.near[b] = append(v.near[b], a)
	}
	return v
}

func (v *view) of(k Kind) []int {
	var out []int
	for i, n := range v.Nodes {
		if n.Kind == k {
			out = append(out, i)
		}
	}
	return out
}

// reach marks what can be reached from the given nodes without passing through one of them, which may be -1.
func reach(edges [][]int, from []int, without int) []bool {
	seen := make([]bool, len(edges))
	var todo []int
	for _, f := range from {
		if f != without {
			seen[f] = true
			todo = append(todo, f)
		}
	}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, m := range edges[n] {
			if m != without && !seen[m] {
				seen[m] = true
				todo = append(todo, m)
			}
		}
	}
	return seen
}

// paths looks at the ways from clients to stores.
func (v *view) paths() []Finding {
	clients, stores := v.of(Client), v.of(Store)
	if len(stores) == 0 {
		return []Finding{{NoStore, "", "There is no store in your drawing: where does the data live?"}}
	}
	var out []Finding
	for _, e := range v.Edges {
		a, b := v.Nodes[v.index[e.From]], v.Nodes[v.index[e.To]]
		if a.Kind == Client && b.Kind == Store && !many.MatchString(b.Label) {
			out = append(out, Finding{DirectToStore, b.ID, fmt.Sprintf("%s talks to %s directly, with nothing between them.", a.Label, b.Label)})
		}
	}
	if len(clients) == 0 {
		return out
	}
	reached := reach(v.next, clients, -1)
	if !anyReached(reached, stores) && !anyReached(reach(v.near, clients, -1), stores) {
		out = append(out, Finding{NoPath, "", "No arrow leads from a client to a store: how does data get there?"})
	}
	return out
}

func anyReached(seen []bool, nodes []int) bool {
	for _, n := range nodes {
		if seen[n] {
			return true
		}
	}
	return false
}

// singlePoints finds components without which no client reaches a store, and whose label doesn't say that there are several.
func (v *view) singlePoints() []Finding {
	clients, stores := v.of(Client), v.of(Store)
	if len(clients) == 0 || len(stores) == 0 || !anyReached(reach(v.next, clients, -1), stores) {
		return nil
	}
	var out []Finding
	for i, n := range v.Nodes {
		if n.Kind == Client || n.Kind == External || n.Kind == CDN || many.MatchString(n.Label) || many.MatchString(n.Group) {
			continue
		}
		others := make([]int, 0, len(stores))
		for _, s := range stores {
			if s != i {
				others = append(others, s)
			}
		}
		if anyReached(reach(v.next, clients, i), others) {
			continue
		}
		out = append(out, Finding{SinglePoint, n.ID, fmt.Sprintf("Everything goes through %s, and there is one of it in your drawing.", n.Label)})
	}
	return out
}

// unconnected finds components that no arrow touches, and stores that nothing leads to.
func (v *view) unconnected() []Finding {
	var out []Finding
	entered := make([]bool, len(v.Nodes))
	for _, next := range v.next {
		for _, m := range next {
			entered[m] = true
		}
	}
	for i, n := range v.Nodes {
		switch {
		case len(v.near[i]) == 0:
			out = append(out, Finding{Isolated, n.ID, fmt.Sprintf("No arrow touches %s: what uses it?", n.Label)})
		case n.Kind == Store && !entered[i]:
			out = append(out, Finding{NeverWritten, n.ID, fmt.Sprintf("No arrow leads to %s: what writes to it?", n.Label)})
		}
	}
	return out
}
