package local

import "github.com/interviewcoach/interviewcoach/coach"

// falsehood is a statement that people of the field know to be wrong, or a scheme known to do harm. It lowers its dimension and
// the trust in the answer's judgement.
type falsehood struct {
	dimension coach.Dimension
	flag      string
	signs     []string
}

// falsehoods hold for any system. What is wrong with one problem alone stands with that problem, as its red flags.
var falsehoods = []falsehood{
	{coach.Reliability, "Claims all three of consistency, availability and partition tolerance, or that networks don't partition.", []string{
		"all three|three of|both & cap", "cap & doesnt apply|does not apply|we run ca|we choose ca|choose all|we choose all three|solved|beat", "consistency & availability & partition* & all three|all of|consistent available and",
		"dont partition|doesnt partition|never partition*|do not partition|no partitions & network*|backbone|data center|cap|and",
		"consistent available and partition tolerant|consistent partition tolerant|strongly consistent low latency partition tolerant",
	}},
	{coach.Reliability, "Uses quorums that do not overlap.", []string{
		"quorum of two|quorum of 2|quorum of one|quorum of 1 & four|of 4|4|five|5|of three|of 3", "quorum & 2 out of 4|2 of 4|two of four|2 of 5|two of five|1 of 3|one of three|half of the",
		"majority|quorum & 2 of 4|two of four|half",
	}},
	{coach.AreRightALot, "Promises exactly-once effects in systems of others.", []string{
		"exactly once & end to end|everywhere|guarantee* by|to the consumers|customers database|2pc|two phase commit|acks before|ack before|all|zero duplicates & !isnt & !impossible & !not possible & !dont promise & !cannot & !at least once & !except",
		"two phase commit|2pc & customer*|consumer*|third part*|client*|stripe|psp|payment provider|partner* & !no & !instead & !cant & !not",
		"exactly once & so each|execution by|by design|semantics end & !isnt & !at least once",
	}},
	{coach.Reliability, "Promises the impossible: full uptime, no failures, no loss by decree.", []string{
		"100%|zero|infinite|six nines|99.9999% & uptime|availability|downtime|reliab*|available & !below & !toward & !isnt & !not & !impossible", "zero data loss|no data loss|nothing is ever lost|no message can be lost|never goes down|never fails|cannot fail|can not fail|impossible by design|lossless & because|by design|end to end|and|since & !wal & !acked",
		"no single point of failure & because|single|restarts|one & single process|one process|kubernetes restarts|one database|single database|one scheduler|one leader",
	}},
	{coach.Scale, "Scales \"infinitely\" or to \"any\" load, without a figure.", []string{
		"infinitely|infinite|unlimited|endlessly & scal*|capacity|load|throughput|elastic*", "any load|any scale|any amount of|handle any", "hot partition*|hot key*|hot spot*|hotspot* & never|impossible|eliminated|eliminates|no more & because|consistent hash*|by design|so that & !split*",
		"dont have to care|do not have to care|dont care about|no need to think & scaling|scale|capacity|availability",
	}},
	{coach.Performance, "Promises no latency, or targets physics forbids.", []string{
		"zero latency|zero cold start*|no latency|0 ms|instant*|no cold starts|eliminat* cold & !below & !adds", "below 1 ms|under 1 ms|1 ms|50 µs|microseconds|µs & across regions|cross region|cross az|global|raft|consensus|quorum|fsync* & !wal on",
		"99%|99% hit|100% & hit rate|cache all & across customers|also across|all answers|everything",
	}},
	{coach.Reliability, "Retries at once and without end, which turns a failure into an outage.", []string{
		"retr* & immediate*|immediately|forever|until success|endless*|every layer|indefinitely & !backoff & !back off & !not & !dont & !never", "chances to succeed",
	}},
	{coach.Reliability, "Loses acknowledged data: acknowledges before the work is done or keeps the only copy in memory.", []string{
		"ack*|acknowledg*|confirm* & before it|before running|before processing|before the work|before we store|before it runs & !not & !never & !only", "acks 0|acks=0|fire and forget & durab*|no message|lost|fastest", "memory only|in memory only|only in memory & durab*|persist*|jobs|timers|holds|orders|state & !rebuilt & !cache",
		"keeps its|keep its|keeps their & timer*|state|session*|counter* & in memory & stateless|exactly|release", "time out and commit|timeout and commit|commit anyway|assume success|assume it succeeded",
	}},
	{coach.Reliability, "Resolves conflicts of money or stock by last write wins.", []string{"last write wins|last writer wins & !not & !never & !would & seat*|balance*|money|payment*|stock|inventory|order*|booking*|active|both"}},
	{coach.Reliability, "Keeps a database lock or transaction open while a person thinks.", []string{"lock|for update|transaction & keep it open|keep open|stays open|held until|hold the lock|open until|open till|keep it|remains open & pay*|minutes|user*|confirm*|done|completed & !no lock & !never & !mistake & !not"}},
	{coach.Security, "Stores card numbers or their check codes itself.", []string{"store*|save*|keep* & card number*|cvv|cvc|credit card* & !never & !not & !dont & !no & !hosted"}},
	{coach.Security, "Takes hashing or encoding for encryption.", []string{"base64 & encrypt*|protect*|secur*", "hashed|hash|sha 256|sha256|md5|one way & decrypt*|encrypt*|reversible|so that they can be & !not & !never & !collision*", "md5|sha1 & password* & !not"}},
	{coach.Security, "Gives out one powerful identity: shared accounts, admin rights, the platform's own role.", []string{
		"admin credential*|root access|admin rights|full access|direct access|platforms iam role|platforms role|one shared|shared service account|shared account|shared credential*|single service account|same credential* & sandbox|llm|model|agent|all|producers|services|database|everyone|bot|customer* & !no & !never & !not & !without & !cant",
	}},
	{coach.Security, "Lets strangers share a sandbox, memory or a kernel as if that were a boundary.", []string{
		"docker|container|containers|pod|kernel & customer*|tenant*|strangers & cant see|cannot see|isolated|isolat*|each other & !own kernel & !microvm & !not a boundary & !isnt a & !alone isnt & !firecracker", "share*|reuse*|dedup*|ksm & sandbox*|memory|kernel|vm & tenant*|customers & !no & !never & !not & !off & !isnt & !leak* & !without & !cant",
	}},
	{coach.Security, "Trusts a model's instructions as a control.", []string{"system prompt|instruct*|prompt & never|must not|not to|prevents|prevented & abuse|injection|refund*|wrong|users & !code & !even & !isnt & !untrusted & !checked", "temperature to 0|temperature 0|fine tun* & remov*|knows everything|no hallucination*|eliminat*|real time knowledge|needs no verification"}},
	{coach.Scale, "Makes one leader, process or database decide everything at a load it cannot take.", []string{
		"single|one|a global|the same & raft leader|leader|paxos|raft group|process|database|redis & all|every|everything|1m|global*|each & order*|decision*|placement*|requests|writes|tweets|jobs|regions|due & !per & !each show & !cell & !node dies", "global order|ordering is global|total order|global ordering & all|every|partitions|regions|earth & !no & !not & !dont & !without",
	}},
	{coach.Cost, "Says that cost does not matter.", []string{
		"cost is|costs are|money is|price is|spending is & not a concern|isnt a concern|not a problem|no concern|no object|not an issue", "cost*|price*|money|spend* & not a concern|not a problem|no concern|doesnt matter|does not matter|no object|have no price|has no price|can be ignored|ignored|no limit|not an issue|is cheap so & !if", "no break even|always cheaper|never more expensive",
	}},
	{coach.Cost, "Runs what must not be interrupted on spot capacity.", []string{"spot & all workers|for brokers|for all|everything|databases|brokers|stateful|synchronous|masters|gpus on spot & !training & !not & !batch & !except & !with checkpoint"}},
	{coach.AreRightALot, "Explains a thing by itself, or rejects an alternative for no reason that holds.", []string{
		"rejected them|reject*|rejected it & because|since & leads to inconsistency|boot in minutes|add latency|dont scale|are slow", "scales better|more scalable|scales very well & nosql|mongodb|cassandra|dynamodb & because|as|which & !joins & !key",
		"lower latency and better fault|both lower|both faster",
	}},
	{coach.AreRightALot, "Leaves the choice open instead of making it.", []string{
		"depends on the use case|right tool for the job|most appropriate one|evaluate these|during the implementation|choose the best|find a good balance|the right balance|both sql and nosql|could be considered|collect these numbers|as the business needs|sql vs nosql|we balance|sql or nosql|mysql or nosql & !because",
	}},
	{coach.Frugality, "Builds for a load far beyond what is asked, or what exists already.", []string{
		"never have to touch|from day one & 10b|1 000|{times}|1000|billion|global|design for", "own graph database|own database|own consensus|own programming language|build our own|write our own|run our own & existing|arent fast|control|rust|because & !not & !dont & !never",
		"42|40|50|30|60 & microservice*", "kept forever|keep forever|forever & hot|all regions|everything & !sums",
	}},
	{coach.Operability, "Leaves operating to a tool or to wonders.", []string{"aiops|self healing|predicts all|ai driven", "100% sampling|trace everything"}},
}

// opposites are two claims of one thing that cannot both hold. An answer that makes both has not chosen.
var opposites = []struct {
	dimension coach.Dimension
	flag      string
	one, two  []string
}{
	{coach.Reliability, "Says strongly consistent and eventually consistent of the same data.",
		[]string{"strongly consistent|strong consistency|linearizab*|serializable|serialisable & !not & !no & !instead & !worth & !costs & !for & !only"},
		[]string{"eventual consistency|eventually consistent|consistency level one|converge in|asynchronous replication|async replication|last write wins & !browse & !map & !search & !analytics & !not & !reject* & !over & !instead"}},
	{coach.Reliability, "Says that there is no single point of failure, beside a part that is one.",
		[]string{"no single point|no spof|without a single point|no single points"},
		[]string{"single process|one process|a single database|one database|single scheduler|single leader|one leader|single redis|one redis|one raft|single instance|one server & !dies & !replica* & !standby"}},
	{coach.Reliability, "Says stateless, and keeps state in the process.",
		[]string{"all services are stateless|services are stateless|everything is stateless|are stateless & all|every|services"},
		[]string{"in memory|in its memory & timer*|session*|state|keeps its|holds & !cache & !index"}},
	{coach.AreRightALot, "Calls one store the truth in two places.",
		[]string{"source of truth & redis|cache|memory"},
		[]string{"only a cache|just a cache|just lose|seats are in|stored in cassandra|stored in postgres*|source of truth & postgres*|cassandra|mysql|database|cache"}},
	{coach.Reliability, "Isolates cells, and lets all of them depend on one part.",
		[]string{"cells|bulkheads|blast radius & limit*|independent|isolat*"},
		[]string{"all the cells|all cells|every cell|among them|shared by all & share|same|depend|one leader|one database"}},
}
