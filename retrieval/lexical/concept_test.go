package lexical

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// namedIn gives the first names of the concepts that a text names.
func namedIn(text string) []string {
	v := theVocabulary()
	var out []string
	v.named(tokensOf(text), func(r reference, _, _ int) { out = append(out, v.concepts[r.concept].name) })
	return out
}

func TestVocabularyFiles(t *testing.T) {
	t.Parallel()
	v, err := parseVocabulary(conceptsFile, synonymsFile)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, c := range v.concepts {
		if seen[c.name] {
			t.Errorf("concept %q comes twice", c.name)
		}
		seen[c.name] = true
		if !slices.Contains(namedIn(c.name), c.name) {
			t.Errorf("%q names %q and not itself", c.name, namedIn(c.name))
		}
	}
	for line := range entries(conceptsFile) {
		for _, field := range strings.Split(line, "|")[:2] {
			for name := range strings.SplitSeq(field, ",") {
				if name = strings.TrimSpace(name); name == "" && strings.TrimSpace(field) != "" {
					t.Errorf("an empty name in %q", field)
				}
			}
		}
	}
	if _, err := parseVocabulary("a, b | c", ""); err == nil {
		t.Error("a line of two fields: no error")
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"We put an LB in front":            {"load balancer"},
		"load-balancing, Load Balancers":   {"load balancer", "load balancer"},
		"a loadbalancer":                   {"load balancer"},
		"a token bucket":                   {"token bucket"},
		"tokens":                           {"token"},
		"write ahead logging and the WAL":  {"WAL", "WAL"},
		"p99 is high":                      {"latency"},
		"QPS":                              {"throughput"},
		"messages go to the DLQ":           {"dead-letter queue"},
		"Change-Data-Capture":              {"CDC"},
		"fan out, fan-out, fanout":         {"fan-out", "fan-out", "fan-out"},
		"a hotkey and hot keys":            {"hot key", "hot key"},
		"thundering herds":                 {"cache stampede"},
		"time to live":                     {"TTL"},
		"CAP, and a cap on the load":       {"CAP theorem"},
		"a Slack channel, but some slack":  {"chat"},
		"the cat sat on the mat":           nil,
		"":                                 nil,
		"blue/green deployments, A/B test": {"deployment", "A/B testing"},
	} {
		if got := namedIn(text); !slices.Equal(got, want) {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
	for instance, concept := range map[string]string{
		"SQS": "message queue", "CloudFront": "CDN", "DynamoDB": "key-value store", "Kinesis": "event stream",
		"ElastiCache": "cache", "Route 53": "DNS", "S3": "object storage", "Step Functions": "workflow orchestration",
		"ELB": "load balancer", "Bedrock": "LLM", "Redshift": "data warehouse", "Cognito": "authentication",
	} {
		if got := namedIn(instance); !slices.Contains(got, concept) {
			t.Errorf("%s implies %q, and not %s", instance, got, concept)
		}
	}
}

// TestLikeness describes concepts without naming them.
func TestLikeness(t *testing.T) {
	t.Parallel()
	v := theVocabulary()
	for text, want := range map[string]string{
		"keep recently requested results close at hand so the slow database is asked less": "cache",
		"one famous person gets far more visits than everyone else and their node melts":   "hot key",
		"put aside jobs that fail over and over so they do not hold up the rest":           "dead-letter queue",
		"serve pictures from a place near the visitor":                                     "CDN",
		"charging the card a second time when a request is repeated":                       "idempotency",
		"how small can we keep the damage when something goes wrong":                       "blast radius",
		"give the new version to a few people first":                                       "deployment",
	} {
		var got []string
		for _, r := range v.likeness(tokensOf(text)) {
			got = append(got, v.concepts[r.concept].name)
		}
		if !slices.Contains(got, want) {
			t.Errorf("%q is like %q, and not %s", text, got, want)
		}
	}
	for _, text := range []string{"", "the of", "snow on the mountains of Peru", "0-dimensional biomaterials show inductive properties"} {
		if got := v.likeness(tokensOf(text)); len(got) != 0 {
			t.Errorf("%q is like %q", text, v.concepts[got[0].concept].name)
		}
	}
}

// TestBothWays: an acronym finds what spells it out, and the other way round.
func TestBothWays(t *testing.T) {
	t.Parallel()
	shared := func(query, text string) bool {
		document := Document(nil, text)
		return slices.ContainsFunc(Query(query).In(1), func(q Weighted) bool {
			return slices.ContainsFunc(document, func(d Weighted) bool { return d.Term == q.Term })
		})
	}
	for _, pair := range [][2]string{
		{"LB", "load balancing"}, {"CDN", "content delivery network"}, {"DLQ", "dead-letter queues"}, {"QPS", "queries per second"},
		{"p99", "tail latency"}, {"WAL", "a write-ahead log"}, {"CDC", "change data capture"}, {"fanout", "fan-out"}, {"hot key", "a hot partition"},
		{"thundering herd", "cache stampede"}, {"blast radius", "fault isolation"}, {"SQS", "a message queue"}, {"DynamoDB", "a key-value store"},
		{"CloudFront", "a CDN"}, {"S3", "object storage"}, {"Kinesis", "a stream of events"}, {"Lambda", "serverless functions"},
		{"ElastiCache", "caching"}, {"Route 53", "DNS"}, {"Aurora", "a relational database"}, {"EventBridge", "an event bus"},
	} {
		if !shared(pair[0], pair[1]) || !shared(pair[1], pair[0]) {
			t.Errorf("%q and %q do not meet both ways", pair[0], pair[1])
		}
	}
}

// BenchmarkVocabulary is paid once a process, at the first text.
func BenchmarkVocabulary(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parseVocabulary(conceptsFile, synonymsFile); err != nil {
			b.Fatal(err)
		}
	}
}

// TestParaphrases measures how often a question that describes a concept in
// words that nobody foresaw reaches it. The floor is what was measured, less a
// little: raise it with the vocabulary, never by copying the questions into it.
func TestParaphrases(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/paraphrases.txt")
	if err != nil {
		t.Fatal(err)
	}
	v := theVocabulary()
	known := make(map[string]bool)
	for _, c := range v.concepts {
		known[c.name] = true
	}
	asked, reached := 0, 0
	for line := range entries(string(data)) {
		want, question, _ := strings.Cut(line, " | ")
		if !known[want] {
			t.Errorf("no concept is called %q", want)
		}
		asked++
		if slices.ContainsFunc(v.likeness(tokensOf(question)), func(r reference) bool { return v.concepts[r.concept].name == want }) {
			reached++
		}
	}
	t.Logf("%d of %d questions reach their concept", reached, asked)
	if floor := asked / 2; reached < floor {
		t.Errorf("%d of %d questions reach their concept, at least %d did", reached, asked, floor)
	}
}
