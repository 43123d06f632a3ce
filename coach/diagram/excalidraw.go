package diagram

import (
	"encoding/json"
	"fmt"
)

// parseExcalidraw reads a scene: boxes with the text bound to them are components, arrows bound at both ends are edges.
func parseExcalidraw(source string) (Graph, error) {
	var scene struct {
		Elements []struct {
			ID          string `json:"id"`
			Type        string `json:"type"`
			Text        string `json:"text"`
			ContainerID string `json:"containerId"`
			IsDeleted   bool   `json:"isDeleted"`
			Start       *struct {
				Element string `json:"elementId"`
			} `json:"startBinding"`
			End *struct {
				Element string `json:"elementId"`
			} `json:"endBinding"`
		} `json:"elements"`
	}
	if err := json.Unmarshal([]byte(source), &scene); err != nil {
		return Graph{}, fmt.Errorf("the scene is not JSON as Excalidraw writes it: %w", err)
	}
	labels := map[string]string{}
	for _, e := range scene.Elements {
		if e.Type == "text" && e.ContainerID != "" && !e.IsDeleted {
			labels[e.ContainerID] = text(e.Text)
		}
	}
	g := Graph{}
	place := map[string]int{}
	for _, e := range scene.Elements {
		if e.IsDeleted {
			continue
		}
		label := labels[e.ID]
		if e.Type == "text" && e.ContainerID == "" {
			label = text(e.Text)
		}
		switch e.Type {
		case "rectangle", "ellipse", "diamond", "text":
			if label == "" {
				continue
			}
			i := g.node(fmt.Sprintf("n%d", len(g.Nodes)))
			if i < 0 {
				continue
			}
			g.Nodes[i].Label, g.Nodes[i].Kind = label, kindOf(label, Unknown)
			place[e.ID] = i
		}
	}
	for _, e := range scene.Elements {
		if e.IsDeleted || (e.Type != "arrow" && e.Type != "line") || e.Start == nil || e.End == nil || len(g.Edges) >= maxEdges {
			continue
		}
		from, ok := place[e.Start.Element]
		to, known := place[e.End.Element]
		if ok && known {
			g.Edges = append(g.Edges, Edge{g.Nodes[from].ID, g.Nodes[to].ID, labels[e.ID]})
		}
	}
	return g, nil
}
