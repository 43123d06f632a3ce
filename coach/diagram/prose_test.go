package diagram_test

import (
	"testing"

	"github.com/interviewcoach/interviewcoach/coach/diagram"
)

func TestWhatIsSpokenOfAndNotDrawn(t *testing.T) {
	t.Parallel()
	const sketch = "flowchart LR\n U[User] --> LB[Load balancer]\n LB --> S[Link service]\n S --> D[(DynamoDB)]"
	const cached = sketch + "\n S --> R[Redis]"
	for name, c := range map[string]struct{ drawing, prose, want string }{
		"relied on twice":   {sketch, "Hot links are in Redis. On a miss we fill Redis from the table.", "You speak of Redis, and your drawing has no cache: where does it stand?"},
		"drawn":             {cached, "Hot links are in Redis. On a miss we fill Redis from the table.", ""},
		"an aside":          {sketch, "Hot links are in Redis.", ""},
		"turned down":       {sketch, "I would not use Kafka here. Kafka instead of a table is overkill. We don't need Kafka.", ""},
		"for later":         {sketch, "If it grows, a CDN is next. Later the CDN answers the hottest links.", ""},
		"another of a kind": {cached, "The cache holds 10M links. A look into the cache takes 1 ms.", ""},
		"on an arrow":       {sketch + "\n S -->|via SQS| W[Worker]", "Clicks go to SQS. Workers read SQS.", ""},
		"too small":         {"flowchart LR\n A --> B", "Redis here. Redis there.", ""},
	} {
		g, err := diagram.Parse("mermaid", c.drawing)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range diagram.Missing(g, c.prose) {
			got += f.Why
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
