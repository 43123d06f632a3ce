package local

import "github.com/interviewcoach/interviewcoach/coach"

// topics are the words by which a thought touches a dimension. They decide only whether a thought is about it; what the
// thought is worth is decided by what else it holds. Behind the leadership dimensions stand words of behaviour (who
// uses it, what was decided on what grounds, what is left out, what is spent, how it grows), not the dimensions' names.
var topics = map[coach.Dimension][]string{
	coach.Scale: {
		"per second", "qps", "rps", "/s", "requests", "writes", "reads", "load", "peak", "traffic", "throughput", "shard*", "partition*", "hot key*",
		"hot partition*", "hot spot*", "hotspot*", "burst*", "scale*", "scaling", "capacity", "storage", "tb", "pb", "gb", "million", "billion", "horizontal*",
		"more servers", "add servers", "nodes", "fleet", "concurren*", "consistent hash*", "hash*", "ring", "growth", "headroom", "10x", "users", "a day", "daily",
		"bandwidth", "backlog", "queue depth", "worst minute", "spread*",
	},
	coach.Reliability: {
		"fail*", "outage*", "crash*", "dies", "is down", "goes down", "lost", "lose*", "retry", "retries", "retried", "idempot*", "duplicate*", "replica*", "multi az",
		"availability zone*", "zone*", "failover", "fail over", "fallback", "falls back", "degrade*", "degraded", "blast radius", "cell*", "backup*", "restore*", "rto", "rpo",
		"durab*", "quorum", "timeout*", "circuit breaker*", "dead letter", "dlq", "recover*", "availability", "99.9", "99.95", "99.99", "99.999", "redundan*", "disaster*",
		"at least once", "exactly once", "overload*", "shed*", "backpressure", "health check*", "heartbeat*", "lease*", "split brain", "second region", "checksum*",
		"corrupt*", "static stability", "restart*", "power", "rack*",
	},
	coach.Performance: {
		"latency", "p50", "p90", "p95", "p99", "p999", "ms", "millisecond*", "cache*", "caching", "hit rate", "hit ratio", "cdn", "edge", "index*", "fast*", "slow*", "quick*",
		"async*", "prefetch*", "in memory", "redis", "memcached", "warm", "cold start*", "tail", "round trip*", "response time", "hop", "hops", "contention", "batch*",
		"compress*", "connection pool*", "precompute*", "wait", "waits", "seconds to",
	},
	coach.Cost: {
		"cost*", "$", "dollar*", "price*", "pricing", "bill", "bills", "cheap*", "expensive", "budget", "reserved", "spot", "savings",
		"tiering", "storage class*", "cold storage", "glacier", "egress", "unit cost", "margin*", "pay", "pays", "revenue", "usd", "break even", "spend*", "idle",
	},
	coach.Security: {
		"security", "secure", "encrypt*", "tls", "https", "kms", "auth", "authn", "authz", "authenticat*", "authori*", "jwt", "oauth", "iam", "permission*", "least privilege",
		"tenant*", "isolat*", "abuse*", "phish*", "malware", "spam*", "fraud*", "attack*", "attacker*", "ddos", "waf", "rate limit*", "secret*", "credential*", "token*", "audit*",
		"privacy", "pii", "gdpr", "personal data", "injection", "guess*", "enumerat*", "scalper*", "bot", "bots", "sandbox*", "microvm*", "firecracker", "vulnerab*", "insider*",
		"access control", "signed url*", "hypervisor", "malicious", "leak*",
	},
	coach.Operability: {
		"monitor*", "metric*", "alarm*", "alert*", "dashboard*", "log", "logs", "logging", "trace", "traces", "tracing", "runbook*", "on call", "oncall", "pager*", "paged", "page",
		"deploy*", "rollout*", "roll out", "rollback*", "roll back", "rolled back", "canary", "canaries", "one box", "blue green", "feature flag*", "slo", "slos", "sli", "error budget*",
		"game day*", "drill*", "rehears*", "observab*", "cloudwatch", "prometheus", "grafana", "ci/cd", "pipeline", "release*", "upgrade*", "operat*", "incident*", "toil",
		"explain*", "owner", "owns", "audit job*", "reconcil*",
	},
	coach.CustomerObsession: {
		"user*", "customer*", "people", "who click*", "readers", "visitor*", "buyer*", "seller*", "fan", "fans", "developer*", "data scientist*", "researcher*", "they want", "they need",
		"hurt*", "annoy*", "notice*", "experience", "complain*", "requirement*", "must have", "nice to have", "journey", "promise", "trust", "feel*", "wait for", "support",
		"ask", "asked", "functional",
	},
	coach.AreRightALot: {
		"instead of", "rather than", "alternative*", "considered", "trade off*", "tradeoff*", "versus", "vs", "because", "chose", "choose", "i pick", "i picked", "prefer*", "decision*",
		"downside*", "drawback*", "at the cost of", "would change my mind", "change my mind", "wrong if", "unless", "give up", "gives up", "compared", "whereas", "not sure", "i doubt",
		"reconsider", "price of", "weigh*", "loses", "rejected", "refused", "against",
	},
	coach.BiasForAction: {
		"assume*", "assumption*", "first version", "v1", "mvp", "phase*", "week", "weeks", "month one", "quarter", "ship*", "launch*", "start with", "start by", "begin with", "iterate*", "pilot*",
		"prototype*", "reversible", "two way door", "one way door", "later", "for now", "not yet", "decide*", "default", "until we know", "open question*", "experiment*", "measure first",
		"step 1", "milestone*", "exit", "by when",
	},
	coach.Frugality: {
		"simple*", "simpler", "boring", "enough", "reuse*", "existing", "managed", "smallest", "small team", "one team", "two people", "engineers", "not worth", "over engineer*", "overkill",
		"no need", "dont need", "do not need", "skip", "leave out", "leaves out", "left out", "not build", "wont build", "buy", "cheaper", "right size*", "rightsiz*", "fits on", "fits in one", "single node",
		"one box", "cut", "thrift*", "waste*", "utilis*", "utiliz*", "idle", "save*", "without a second", "refuse*", "until then", "only when", "no second region", "no kubernetes",
	},
	coach.ThinkBig: {
		"10x", "ten times", "100x", "year*", "long term", "future", "next year", "platform", "roadmap", "grow*", "growth", "second region", "multi region", "new region*", "expand*", "enable*", "vision",
		"other teams", "self service", "organisation*", "organization*", "migrat*", "strategy", "evolv*", "evolution", "generation", "becomes", "new product*", "new use*", "ecosystem", "breaks next",
		"breaks first", "what it enables", "third part*", "marketplace", "standard*",
	},
}

// checks are the words by which a thought touches a point of the checklist.
var checks = map[coach.ChecklistItem][]string{
	coach.CheckFunctional: {"user can", "users can", "must be able", "functional", "create*", "redirect*", "upload*", "submit*", "invoke*", "feature*", "use case*", "requirement*", "in scope", "out of scope", "customer*", "support*"},
	coach.CheckScale:      {"per second", "qps", "rps", "peak", "million", "billion", "tb", "pb", "gb", "a day", "daily", "per day", "reads", "writes", "requests"},
	coach.CheckData:       {"table*", "schema*", "primary key", "partition key", "sort key", "key is", "keyed by", "column*", "row", "rows", "record*", "index*", "document*", "data model", "gsi", "stored as", "field*", "metadata"},
	coach.CheckAPI:        {"api", "apis", "endpoint*", "post", "get", "put", "delete", "returns 2", "returns 4", "idempotency key", "http", "grpc", "request id", "status code", "parameter*", "429", "301", "302", "201", "202"},
	coach.CheckFailure:    {"fail*", "crash*", "dies", "is down", "goes down", "outage*", "timeout*", "retry", "retries", "lost", "failover", "fallback", "falls back", "degrade*", "dead letter", "recover*"},
	coach.CheckMonitoring: {"monitor*", "metric*", "alarm*", "alert*", "dashboard*", "slo", "canary", "canaries", "p99", "trace", "tracing", "paged"},
	coach.CheckSecurity:   {"encrypt*", "authori*", "authenticat*", "iam", "permission*", "tenant*", "isolat*", "abuse*", "phish*", "attack*", "rate limit*", "secret*", "privacy", "fraud*", "tls", "sandbox*", "malicious"},
	coach.CheckCost:       {"cost*", "$", "price*", "cheaper", "bill", "budget", "unit cost"},
	coach.CheckTeam:       {"team", "teams", "engineer*", "on call", "owner", "owns", "owned", "people", "organisation", "organization", "hire", "staff*", "two pizza"},
	coach.CheckRollout:    {"migrat*", "rollout*", "roll out", "phase*", "canary", "backfill*", "dual write*", "shadow*", "cut over", "cutover", "rollback*", "roll back", "feature flag*", "pilot*", "gradual*", "first version", "launch*"},
}
