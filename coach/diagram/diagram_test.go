package diagram_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/diagram"
)

func parse(t *testing.T, source string) diagram.Graph {
	t.Helper()
	g, err := diagram.Parse("mermaid", source)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestFlowcharts(t *testing.T) {
	t.Parallel()
	g := parse(t, `---
title: mine
---
%% a comment
graph TB
  U([Browser]) --> LB[Load balancer]:::edge
  LB -->|reads| R["Redirect service<br/>x6"] & W(Create service)
  R -- miss --> D[(DynamoDB)]
  R -.-> C{{Redis}}; W ==> D
  subgraph zone [Zone A]
    Q[[Kinesis]] <--> J
  end
  classDef edge fill:#f9f
  style U fill:#fff
`)
	labels := map[string]diagram.Kind{
		"Browser": diagram.Client, "Load balancer": diagram.Gateway, "Redirect service x6": diagram.Service, "Create service": diagram.Service,
		"DynamoDB": diagram.Store, "Redis": diagram.Cache, "Kinesis": diagram.Queue, "J": diagram.Unknown,
	}
	if len(g.Nodes) != len(labels) {
		t.Errorf("%d components: %+v", len(g.Nodes), g.Nodes)
	}
	for _, n := range g.Nodes {
		if kind, ok := labels[n.Label]; !ok || kind != n.Kind {
			t.Errorf("component %+v, want kind %q", n, kind)
		}
		if (n.Group == "Zone A") != (n.ID == "Q" || n.ID == "J") {
			t.Errorf("%s stands in %q", n.ID, n.Group)
		}
	}
	want := []diagram.Edge{{"U", "LB", ""}, {"LB", "R", "reads"}, {"LB", "W", "reads"}, {"R", "D", "miss"}, {"R", "C", ""}, {"W", "D", ""}, {"J", "Q", ""}, {"Q", "J", ""}}
	if !reflect.DeepEqual(g.Edges, want) {
		t.Errorf("edges %+v", g.Edges)
	}
}

func TestSequenceDiagramsCarryComponents(t *testing.T) {
	t.Parallel()
	g := parse(t, "sequenceDiagram\n  actor U as User\n  participant A as API server\n  U->>A: GET /x\n  A->>DB: select\n  DB-->>A: row")
	if len(g.Nodes) != 3 || g.Nodes[0].Kind != diagram.Client || g.Nodes[2].Kind != diagram.Store || len(g.Edges) != 3 || g.Edges[1].Label != "select" {
		t.Errorf("%+v", g)
	}
}

func TestExcalidrawScenes(t *testing.T) {
	t.Parallel()
	g, err := diagram.Parse("excalidraw", `{"elements":[
		{"id":"1","type":"rectangle"},{"id":"2","type":"text","text":"Users","containerId":"1"},
		{"id":"3","type":"ellipse"},{"id":"4","type":"text","text":"Postgres","containerId":"3"},
		{"id":"5","type":"arrow","startBinding":{"elementId":"1"},"endBinding":{"elementId":"3"}},
		{"id":"6","type":"rectangle","isDeleted":true}]}`)
	if err != nil || len(g.Nodes) != 2 || g.Nodes[1].Kind != diagram.Store || len(g.Edges) != 1 {
		t.Errorf("%+v, %v", g, err)
	}
	if _, err := diagram.Parse("excalidraw", "{"); err == nil {
		t.Error("half a scene was read")
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"":                           "empty",
		"hello":                      "line 1",
		"pie title x":                "flowchart",
		"graph LR\n  A --> B\n  A B": "line 3",
		"graph LR\n A[open":          "line 2",
	} {
		if _, err := diagram.Parse("mermaid", source); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", source, err)
		}
	}
	if _, err := diagram.Parse("visio", ""); err == nil {
		t.Error("an unknown format was read")
	}
}

func TestFindings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source string
		want   []string
	}{
		"single server": {"graph LR\nU[User] --> S[Server] --> D[(Postgres)]", []string{diagram.SinglePoint, diagram.SinglePoint}},
		"replicated":    {"graph LR\nU[User] --> L[ALB] --> S[Servers x3] --> D[(Postgres cluster)]", nil},
		"client to db":  {"graph LR\nU[User] --> D[(Postgres cluster 2)]\nU --> D2[(MySQL)]\nS[Jobs x2] --> D", []string{diagram.DirectToStore}},
		"no path":       {"graph LR\nU[User] --> S[Servers]\nJ[Jobs x2] --> D[(S3)]", []string{diagram.NoPath}},
		"no store":      {"graph LR\nU[User] --> S[Servers] --> Q[SQS]", []string{diagram.NoStore}},
		"isolated":      {"graph LR\nU[User] --> S[Servers] --> D[(S3)]\nX[Redis]", []string{diagram.Isolated}},
		"too small":     {"graph LR\nU --> S", nil},
	} {
		var got []string
		for _, f := range diagram.Inspect(parse(t, c.source)) {
			got = append(got, f.Kind)
			if f.Why == "" {
				t.Errorf("%s: %s says nothing", name, f.Kind)
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestFencesAreFoundInLists(t *testing.T) {
	t.Parallel()
	got := diagram.Mermaid("a\n\n- x\n  ```mermaid\n  graph LR\n  A --> B\n  ```\n\n> ```mermaid\n> graph TB\n> ```\n\n```go\nx\n```\n")
	if len(got) != 2 || !strings.Contains(got[0], "A --> B") || strings.TrimSpace(got[1]) != "graph TB" {
		t.Errorf("%q", got)
	}
}

func FuzzMermaid(f *testing.F) {
	f.Add("flowchart LR\n  A[\"x\"] -->|y| B[(z)]\n  subgraph g\n  C\n  end")
	f.Add("sequenceDiagram\nA->>B: x")
	f.Fuzz(func(t *testing.T, source string) {
		g, err := diagram.Parse("mermaid", source)
		if err != nil {
			return
		}
		diagram.Inspect(g)
		again, err := diagram.Parse("mermaid", g.Mermaid())
		if err != nil {
			return // ids of a sequence diagram may have blanks, which a flowchart's cannot
		}
		if len(again.Nodes) > len(g.Nodes) {
			t.Fatalf("%d components became %d\n%s", len(g.Nodes), len(again.Nodes), g.Mermaid())
		}
	})
}
