package assess

import (
	"fmt"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// heavy is machinery that pays only under a load or a promise that somebody has to name. Each has its ways to be called.
var heavy = []struct {
	name  string
	terms []string
}{
	{"several clouds", []string{"multi cloud", "cloud agnostic", "second cloud", "two clouds", "three clouds"}},
	{"several active regions", []string{"active active", "multi master", "five regions", "six regions", "every region", "all regions"}},
	{"a service mesh", []string{"service mesh", "istio", "linkerd", "envoy sidecar*", "sidecar per"}},
	{"a fleet of microservices", []string{"microservice*", "micro service*"}},
	{"Kubernetes", []string{"kubernetes", "k8s", "eks cluster", "openshift"}},
	{"a log of events", []string{"kafka", "pulsar", "event bus", "event backbone"}},
	{"event sourcing", []string{"event sourc*", "cqrs"}},
	{"consensus of one's own", []string{"raft", "paxos", "zookeeper", "etcd"}},
	{"a stream processor", []string{"flink", "spark", "storm", "stream processor"}},
	{"a graph database", []string{"graph database", "neo4j", "neptune"}},
	{"a data lake", []string{"data lake", "lakehouse", "data mesh"}},
	{"a search cluster", []string{"elasticsearch", "opensearch"}},
	{"a blockchain", []string{"blockchain", "distributed ledger"}},
	{"machine learning", []string{"ml pipeline", "deep learning", "neural network", "reinforcement learning", "ai driven", "ai powered"}},
	{"a database for each kind of data", []string{"polyglot", "cockroachdb", "spanner", "cassandra", "scylla*", "hbase"}},
	{"a workflow engine", []string{"temporal", "cadence", "airflow", "step functions"}},
	{"chaos on a schedule", []string{"chaos monkey", "chaos engineering platform"}},
}

// maxBare is how many heavy parts an answer may take in with neither a figure nor a reason. One or two slip from anybody; from four
// on they are the design.
const maxBare = 3

// excess finds over-engineering: many heavy parts taken in bare, without a figure, a reason or an alternative beside them. What
// is refused ("no Kafka") is not taken in, and what is argued for is no excess, however big.
func excess(reading *evidence.Reading) (coach.RedFlag, bool) {
	argued, bare := map[string]bool{}, map[string]bool{}
	var names []string
	quote, most := "", 0
	for i := range reading.Claims {
		c := &reading.Claims[i]
		here := 0
		for _, h := range heavy {
			if _, ok := c.Words.Any(h.terms...); !ok || c.Signals.Question {
				continue
			}
			if c.Signals.Number || c.Signals.Reason || c.Signals.Alternative {
				argued[h.name] = true
				continue
			}
			here++
			if !bare[h.name] {
				bare[h.name] = true
				names = append(names, h.name)
			}
		}
		if here > most {
			most, quote = here, c.Text
		}
	}
	kept := names[:0]
	for _, n := range names {
		if !argued[n] {
			kept = append(kept, n)
		}
	}
	if len(kept) <= maxBare {
		return coach.RedFlag{}, false
	}
	return coach.RedFlag{
		Dimension: coach.Frugality, Kind: coach.FlagExcess, Quote: quote,
		Flag: fmt.Sprintf("More machinery than any figure here asks for: %s.", strings.Join(kept, ", ")),
	}, true
}
