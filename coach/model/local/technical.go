package local

import "github.com/interviewcoach/interviewcoach/coach"

// Words of the field that many signs share. Plain words stand beside the terms of the trade: both count alike.
const (
	part     = "list|lists|inserter*|box|gateway*|node*|server*|machine*|host*|instance*|broker*|disk*|worker*|process|box|boxes|leader*|primary|master|pod|pods|shard*|replica*|dispatcher*|scheduler*|writer*|matcher*|partition*|piece|pieces|redis|database*|db|cache*|store|owner|agent|coordinator|model server*|gateway*|microvm*|queue|aurora|postgres|controller|chunk*|front|cell"
	failing  = "dies|die|died|dead|fail*|crash*|down|lost|lose*|losing|gone|goes away|breaks|broken|outage*|unreachable|unavailable|restarts|behind|slow|stops|dark|disappears|out|full|loss|burns|burn down|burnt|no power|loses power|fire|drowns|stuck|hangs|stops answering|goes silent|falls over|vanishes|cut off|unplugged|not answering|halfway"
	answerTo = "take over|takes over|takes the|others|other copies|other two|another|standby|failover*|promot*|elect*|rebuil*|replay*|restart*|resum*|again|replica*|copies|follower*|nothing|second|drop*|moves|move to|redirect*|fallback|falls back|default*|stale|refus*|reject*|retry|retries|retried|spare|recover*|restore*|stop sending|stops sending|drain*|withdrawn|pause*|keeps*|keep answering|goes on|go on|still|switch*|route*|picks|detect*|runs out|remain|left|rotation|n 1|reconstruct*|serve*|continue*|put together|made anew|does it again|batch again|run on|carries on|carry on|catches up|catch up|in its place|its place|steps in|picks up|start over|from the copy|from the log|stand in|buffer*|default*|rules only|threshold*|do without|last known|spare one"
	machines = "node*|server*|machine*|host*|instance*|broker*|disk*|box|boxes|shard*|cell*|gpu*|task*|worker*|partition*|replica*|pod|pods|fleet|core*|queue*|brokers|databases|writers"
	person   = "user*|customer*|people|person|somebody|someone|anyone|anybody|fan|fans|reader*|visitor*|buyer*|seller*|developer*|engineer*|data scientist*|researcher*|analyst*|merchant*|cardholder*|sender*|creator*|clicker*|marketing|team|teams|tenant*|owner*|caller*|artist*|venue*|driver*|rider*|passenger*|subscriber*|follower*|author*|agent|agents|support|finance|shopper*|player*|patient*|student*|guest*|viewer*|member*|client*|ppl|they|everyone|everybody|nobody|who"
)

// aspect is one thing that an answer can show in a dimension. It counts once, however often it is shown.
type aspect struct {
	name  string
	worth float64
	deep  bool // something of the upper anchors
	signs []string
}

var technical = map[coach.Dimension][]aspect{
	coach.Scale: {
		{"load", 1, false, []string{"{rate} & {sum}|day|month|peak|average|each|every|per|users|a", "per second|a second|each second|qps|rps & {figure} & {sum}|month|day|hour|divided|average|peak|times|evening*"}},
		{"storage", 1, false, []string{
			"{size} & {sum}|year*|month*|copies|copy|replica*|retention|kept|keep|days|records|rows|objects & stor*|disk*|data|memory|ram|record*|row*|log|raw|keep|kept|copies|copy|retention|year*|month*|day|days|nvme|each|per|object*|index|card*|history",
			"{size} & {sum} & memory|ram|cache|hot|fit*|node*|machine*|server*|set",
		}},
		{"peak", 1, false, []string{"peak*|burst*|spike*|busiest|evening*|rush|black friday|christmas|full hour*|worst minute|worst second|big sale|onsale*|on sale*|surge*|wave|super bowl|world cup|television|at once|the bad minute & {rate}|{times}|{amount}|{percent}"}},
		{"partitioning", 1, false, []string{
			"split*|shard*|partition*|spread*|divid*|cut into|hash*|bucket*|range*|grouped|cells|cell & by|key|keyed|per|id|prefix|hash|own & {why}|even*|spread*|order|same|hot|together|alone|share nothing|never needs|independent*|copies|{figure}",
		}},
		{"sized", 1, true, []string{
			machines + " & {amount} & {rate}|{size} & {sum}|need*|each|per|fit*|so|hold*|does|enough|would|of",
			"size*|sized|provision*|dimension*|plan for|planned|capacity & {rate}|{amount}|{times} & " + machines + "|shop|fleet|store|for|by",
			machines + " & {amount} & {sum} & {times}|{size}|{rate}|usable|headroom|spare|utilisation|utilization",
		}},
		{"hot keys", 1.2, true, []string{
			"hot|hottest|celebrit*|famous|star|stars|pop stars|giant|whale*|viral|popular|skew*|noisy|one tenant|one code|one key|one link|one show|one account|one customer|front row*|super bowl|top|big account*|a big|big customer*|heavy|one user|flood* & {figure}|own|every|each|split*|spread*|local*|copies|memory|merge*|isolat*|several|cap|limit*|moved & {mech}|{why}|{figure}",
		}},
		{"what binds", 1.2, true, []string{
			"binds|bind|bottleneck*|binding|hard part|the problem|is the number|next wall|first to go|breaks first|runs out|uncomfortable|dominat*|what fills|limiting|scaling problem|the wall|bounded by|constraint|drives the & {why}|{figure}|not|doesnt|isnt",
			"tiny|small|easy|nothing for|boring|no problem for|one machine|a handful|few dozen|isnt the|not the & storage|database|db|writes|orders|data|machines|load|bytes|cpu|computers|disk* & {why}|{figure}|problem|crowd|hard",
		}},
		{"overload in figures", 0.8, true, []string{"shed*|throttl*|token bucket|burst|backlog|queue|drain|stampede|admit*|smooth*|jitter|back off|brake|valve|slowdown|429|503 & {figure} & {mech}|{why}"}},
		{"concurrency", 0.8, true, []string{"at once|concurrent*|at the same time|in flight|simultaneous*|executing|parallel & {amount}|{rate} & {sum}|{time}|each|{times}"}},
		{"growth worked", 1.2, true, []string{"{times}|ten times|10x|grow*|growth|double & node*|cell*|machine*|shard*|server*|break*|first|log|limit|disk*|cost*|becomes|same|wall|supply & {amount}|{size}|{rate}|{money}"}},
		{"headroom", 0.8, true, []string{"headroom|spare|to have air|room to grow|left over|utilisation|utilization|margin|n 1|can go|plan for|reserve|zone can|busy|usable|one gone & {percent}|{times}|{amount}|{figure}"}},
		{"limits stated", 0.8, true, []string{"good to|up to|until|beyond|limit of|does|would hold|holds|a node does|one shard|handles|maybe|max & {rate}|{amount} & node|single|one|database|postgres|writer|box|machine|shard|cluster|design & {why}|does|good to|handles"}},
	},
	coach.Reliability: {
		{"part fails", 1, false, []string{part + " & dies|die|dead|fail*|crash*|burns|burnt|stops answering|not answering|goes silent|falls over|loses power|vanishes|goes down|is down|lost|gone|loss of|goes away|disappears|failover*|is slow|not renewing|stops renewing|runs out|missed & " + answerTo}},
		{"zone fails", 1, false, []string{"zone*|az|azs|building*|hall|halls|site|sites|room|house|data center*|datacenter*|data centre*|rack* & " + failing + "|one of three|dark|can go|spare & " + answerTo + "|{figure}|capacity|enough|1.5"}},
		{"region fails", 0.8, true, []string{"region* & " + failing + "|off|withdrawn|evacuat*|pause* & " + answerTo + "|{figure}|accept*"}},
		{"dependency fails", 1, true, []string{
			"provider*|psp|dependency|dependencies|third party|downstream|upstream|metadata*|registry|feature store|feature service|kms|control plane|vendor|bank|network|service|stripe|store|model|payment*|both|callback|destination & slow|down|unavailable|gone|fails|dead|broken|outage|late|unreachable|no answer & " + answerTo + "|cached|breaker|stop*|ask*|brake",
		}},
		{"duplicates", 1, false, []string{
			"idempoten*|request id|dedup*|same key|client key|same number|stored decision|already did|already done|counts once|twice|duplicate*|resend*|event id|hold_id|fence|fenced|run id|unique key|second ask & {mech}|{why}|retry|retries|retried|key|once|refused|same|check*|store*|never|again|leaves one|duplicate*|payment id|by id",
			"retry|retries|retried|tries again & backoff|back off|jitter|budget*|idempoten*|same|key|dead letter|dlq|max|limited|{figure}",
		}},
		{"detection and recovery time", 1, true, []string{
			"detect*|heartbeat*|lease*|misses three|no sign|silent for|pings|knocks|timeout|health check*|failed checks|failover*|takes over|take over|promot*|takeover|recover*|elected|picks|restore*|replay*|hears nothing|standby|withdrawn|stops sending|replays|back in|release*|rebuilt & {time}|{ms}",
		}},
		{"degraded mode", 1, true, []string{
			"degrad*|stale|fallback|do without|last known|older answer|simpler page|plain list|rules only|default features|stop accepting|local disk buffer|falls back|fall back|default values|defaults|read only|shed*|refuse*|paused|pause*|slows|slow down|old answer|cached|still work*|goes on|go on|go on answering|keeps running|run on|rules only|first to go|old one|without it|approve*|creates are|reject*|never warm & {why}|{mech}|{figure} & " + failing + "|if|when|red|until|above|below",
		}},
		{"what is lost", 1, true, []string{"lost|lose|loses|losing|loss|vanish|undercount|gap|rpo|missing & {time}|{figure}|nothing|none|at most|few|few seconds|acceptable|accept|harmless|fine|rather|prefer*|acknowledged|not"}},
		{"blast radius", 1.2, true, []string{
			"cell|cells|blast radius|shuffle shard*|shuffle|bulkhead*|one at a time|share nothing|shares nothing|independent*|own fleet|own queues|isolated|separate|apart|alone|per zone|per customer|costs one|ruins one|hurt one|only that|only one & {why}|{figure}|{mech} & !depend on each other",
		}},
		{"own mistakes", 1.2, true, []string{
			"deploy*|release|releases|config|configs|operator*|our own|us|is us|mistake*|bug|firmware|bad push|bad release|poison*|new version*|rule that|our release|human|delet* & stage*|stop*|back|one cell|one zone|freeze|next day|by itself|brake|shadow|replay|versioned|pin|never by|no deploys|canary|pages|second person|tombstone*|correlated|slow",
			"correlated|at the same time|all at once|retry storm|stampede|thundering|cold cache|comeback|metastable|cascad*|second outage|wave of & {why}|{mech}|{figure}",
		}},
		{"guarantee", 1, true, []string{
			"at least once|at most once|exactly once isnt|exactly once is|dont promise|durab*|acked by|acked in|acknowledg*|quorum|two of three|two of the three|when two|counts as made|never sold twice|never lost|visible when|visible|accepted|survives|never & {why}|{mech}|{figure}",
		}},
		{"target", 0.7, false, []string{"{target} & available|availability|clicks|uptime|reads|requests|success*|right|nines|gets|buying|redirect*|minutes|year|month|outside|invoke|for|of|durab*", "minutes a year|minutes a month|rto|rpo|nines & {figure}"}},
		{"rehearsed", 1, true, []string{"game day*|gameday*|drill*|rehears*|load test*|on purpose|making it happen|region off|zone off|chaos & {time}|{percent}|{figure}|quarter|week*|month*|each|every|before|production"}},
		{"reconciled", 1, true, []string{"reconcil*|checksum*|scrub*|crc|audit job*|recomput*|compare*|difference|mirror* & {why}|{mech}|{time}|{figure} & night*|daily|every|each|zero|all|against|back|fix*|end to end|before|bytes|days"}},
	},
	coach.Performance: {
		{"target", 1, false, []string{"{target} & {ms}|{time} & !in series", "decision in|answers within|shown within|first screen & {ms}|{time}", "under|within|below|target|less than|answers in|after & {ms}", "{ms} & p50|p95|p99|median|most people|target|budget", "within|first words|under|started within|should be there & {time} & target|users|people|share|begin|p99|notice|type"}},
		{"cache or memory", 1, false, []string{"cache*|caching|kept close|kept at hand|near copy|copy next to|in memory|own memory|in process|memory|redis|cdn|edge|lru|popular|hot set|held in & {why}|hit*|most|{percent}|{ms}|fit*|reads|goes|never asks|instead"}},
		{"hit rate", 1, true, []string{"hit|hits|hit rate|hit ratio|miss|misses|catch*|from memory & {percent}|nine|{rate}|{amount}", "{percent}|nine in ten|nine of ten & reads|requests|clicks|lookups|calls & cache*|memory|hot|popular"}},
		{"budget by hop", 1.2, true, []string{
			"{ms} & {sum} & budget|gateway|hop*|network|model|read|check|lookup|feature*|db|queue|route*|poll|retrieval|first|total|claim",
			"budget|split|slack|breakdown|overhead|naive & {ms}",
			"{ms} & gateway|features|routing|postprocess|boot|fetch|pick|rules|model|slack|decision|lookup|looking up & check|write|rest|tail|total|cache|pool|model|score|then|read",
		}},
		{"tail", 1, true, []string{"tail|hedg*|slowest|at least one|parallel|p99 of|stragglers|late features|stop waiting|two random|worst & {ms}|{percent}|{figure}"}},
		{"contention", 1, true, []string{"contention|lock|locks|locked|nowait|skip locked|hot row*|same row*|pile up|connection pool*|double click*|wait for each other|single writer|conditional update|version check|waits|hol blocking|queueing|stalls & {why}|{mech}|{figure}"}},
		{"off the path", 1, false, []string{"async*|in the background|on the side|off the path|queue*|later|log|stream|behind|afterwards|not in the path|never wait* & {why}|doesnt block|dont wait|without waiting|on the side|background|by the hour|instead|never wait* & !fifo"}},
		{"near users", 0.8, true, []string{"region*|edge|anycast|local|near|close to|pops|parts of the world|nearest|cdn & {ms}|latency|fast*|near* & people|users|read*|click*|request*|they|everybody|fans|server*|static|object|page|most"}},
		{"work ahead", 1, false, []string{"precomput*|index|indexes|partial index|batch*|pool of|pooled|prewarm*|warm*|snapshot*|prefetch*|compress*|delta*|fan out|push*|map is|bloom|pack*|stream*|parallel|merge*|dedupe|on demand|zero copy|page cache|sequential & {why}|{figure}"}},
		{"argued from people", 1.2, true, []string{"notice*|feel|feels|double click*|type again|wait for|people|humans|page that|petrol|experience|hate|users & {ms}|{time} & because|since|when|above|ahead|thats|before|ahead of|until|nobody"}},
		{"spent on purpose", 1.2, true, []string{
			"{ms} & worth|costs|cost|price|slower|adds|accept*|rather|instead|in return|not a global|for a|more & {why}|{money}|save*|cheap*|archive*|consensus|quorum",
			"slower|latency|wait & cheaper|save*|$*|worth|by choice|on purpose",
		}},
		{"cold start", 0.8, true, []string{"cold|warm up|warmup|first request|startup|boot & {ms}|{time}|{percent}|pool*|snapshot*|instead|cache*"}},
		{"consistent with load", 0.8, true, []string{"{rate} & {ms} & {amount}", "{rate} & {percent} & hit*|miss*|cache*|store|reads|busy", "{rate} & {sum} & {ms}|{percent}"}},
	},
	coach.Cost: {
		{"driver", 1, false, []string{
			"largest|biggest|most of|dominat*|main|driver*|line|lines|share of|whole of|thats where|the money is|worth more than|never|quietly & cost*|bill|line|lines|money|{money}|spend*|expensive|month",
			"{percent} & of the bill|is training|of cost|of the cost|of spend|idle|utilis*|utiliz* & {money}|bill|line|fleet|machines",
		}},
		{"money a period", 1.2, false, []string{"{money} & month|monthly|year|day|hour|quarter|a h|730|per sale|sale|total|sum|an hour|all in"}},
		{"working", 0.8, true, []string{"{money} & {sum}", "{money} & {times}|{amount} & machines|nodes|tb|gb|per|requests|people|million"}},
		{"unit cost", 1.2, true, []string{"{money} & per million|a million|per request|per redirect|per prediction|per order|per seat|per user|per tenant|per gb|per tb|unit|an answer|per answer|each|per click|million clicks|million redirects|million & {figure}"}},
		{"lever", 1, false, []string{
			"save*|saving*|cheaper|less|halve*|cut*|lower*|reduc*|instead of|half of & {percent}|{money}|{times}|half & cost*|spot|reserved|tier*|bill|memory|machine*|storage|{money}|small*|cach*|compress*|disk*|network|gpu*|month|copies|hours|model",
			"lifecycle|infrequent|glacier|archive|cold tier|tier*|reserved|spot & {why}|{percent}|after|days|cheaper|reduc*|older",
		}},
		{"alternative priced", 1.2, true, []string{"{money} & instead|rather|against|versus|vs|over|cheaper|would be|would cost|more|compared|if bought|managed|not worth|break even|no|dont|too|for|times the|alternative*|quoted & {why}|{times}|build|buy|second|region|cdn|managed|own|ours|active"}},
		{"when it pays", 1.2, true, []string{"break even|breaks even|pays|pay for|pays for|paid back|when the|once|above|at which point|passes|exceed*|if we only|must hold|at 45|wins|never & {money}|{percent} & {why}|{money}|cost*|price|bill|spend*|year"}},
		{"people in the sum", 1.2, true, []string{"engineer*|people|team|salary|salaries|staff|headcount|agents|analyst* & {money} & {sum}|cost*|month|year|week|save*|more than|pays|people|times|a|quarter"}},
		{"revenue", 1, true, []string{"revenue|income|fees|margin|earn*|sell*|price|prices|lose|lost|chargeback*|customers pay|pay for|list price|fraud|exposed|profit & {money}"}},
		{"waste", 0.8, true, []string{"idle|utilis*|utiliz*|over provision*|unused|to do nothing|scales down|down after|turned off|empty|busy & {percent}|{money}|{times}"}},
	},
	coach.Security: {
		{"who may", 1, false, []string{
			"only the owner|only|may|permission*|scope*|scoped|role*|least privilege|policy|policies|allow list|allowed|rights|who is logged in|owner*|default deny|private by default|access|iam|authoris*|authoriz* & see*|write*|read*|change*|delete*|topic*|store|data|tenant*|column*|per|each|evaluated|check*|object*|own|bucket*|reader* & {mech}|{why}|{figure}",
		}},
		{"data protected", 1, false, []string{"encrypt*|kms|masked|mask|tokenis*|tokeniz*|hosted fields|placeholder*|blanked|truncat*|cut short|hashed ip*|never touches|pci|per tenant key|card data|card number*|names and & {mech}|{why}|before|per|key|key*|never|not|direct*|written|at rest|leave*"}},
		{"abuse limited", 1, false, []string{
			"rate limit*|limit*|throttl*|quota*|cap|max|at most|captcha|token bucket|hundred links|verified|bound to|new account* & account*|user*|tenant*|key|card|ip|bot*|scalp*|spam*|abuse*|scraper*|day|device|address|caller* & {figure}|per|{why}|{mech}",
			"phish*|malware|spam*|abuse*|bots|scalper*|fraud* & scan*|check*|list*|takedown*|kill*|deny list|random*|cancel*|blocked|block|refuse* & {mech}|{why}|{time}",
		}},
		{"tenants apart", 1, true, []string{"tenant*|customer|customers|account|accounts|strangers|each other & own kernel|microvm*|isolat*|sandbox*|separate|own vm|per vm|jail*|per tenant|nobody else|never share*|no sharing|no page sharing|cant see|not see|boundary & {why}|{mech}|{figure}"}},
		{"attack closed", 1.2, true, []string{
			"attacker*|thief|thieves|stranger*|nosy|curious|pretend*|someone elses|forged|forge|fake|guess*|walk|walking|enumerat*|inject*|ssrf|replay*|clone*|scalper*|fraudster*|someone will|somebody will|hijack*|side channel*|leak*|trick*|prob*|scripts|script|resell*|bots|malice|malicious|escape|impersonat*|steal*|stolen|bad sites|hide bad|private networks|phish* & so|cant|cannot|refus*|block*|nothing|random|signed|check*|never|off|only|would|throttl*|worthless|bound|closed|generic|isnt|no|instead|per|dead|must|scrambl*|without",
		}},
		{"insiders", 1.2, true, []string{"insider*|employee*|staff|operator*|platform people|support|admin*|analyst*|break glass|our people|people cant|second person|two people|no shell|by hand & log*|second person|two people|cant|no path|only|ticket|recorded|listed|reason|append only|never|needs"}},
		{"secrets", 1, true, []string{"secret*|credential*|access key*|api key*|password*|tokens|token|role & short lived|short|hour|hours|rotat*|minted|expire*|fetched|vault|per sandbox|scoped|by name|never|not in|signed|own"}},
		{"audit trail", 0.8, true, []string{"audit*|logged|log|append only|recorded|listed & who|access|reads|look ups|lookups|admin|reason|manual|every|kills|got|actions|visible"}},
		{"limits admitted", 1.2, true, []string{"wont catch|cant stop|wont get all|not all|some will|not perfect|frankly|accept*|in limits|remains|we say so|even so|honest* & attack*|bots|fraud*|abuse*|scalp*|everyone|delet*|90 days|revoc*|thief|security|them"}},
		{"layers", 1.2, true, []string{"even if|even a|even with|one bug isnt|isnt enough|again at|second check|in depth|twice|both|layer|survive*|fully deceived & {why}|{mech}|check*|rights|policy|vm|key & check*|attack*|rights|bug|policy|deceived|jail*|isolat*|token*|forged|stolen|compromis*|leak*"}},
		{"provenance", 1, true, []string{"signed|signature*|verified|sign & upload*|model file*|code|image*|package*|token*|callback*|jwt|hosts|run & {mech}|{why}|refus*|by"}},
		{"privacy", 1, true, []string{"privacy|personal data|pii|gdpr|erasure|erase*|deleted|deletion|forget*|retention|kept|destroyed|purpose*|sensitivity|addresses & {time}|within|days|per|masked|truncat*|before|never|{why}"}},
		{"attack tested", 1, true, []string{"red team*|pen test*|attack functions|attack set|canary token*|attack ourselves & {time}|{percent}|{figure}|weekly|all the time|each"}},
	},
	coach.Operability: {
		{"alarm with threshold", 1, false, []string{"alarm*|page|pages|paged|alert*|woken|wakes|wake|called|is called|rings|phone rings|gets up|budget in|burn* & {percent}|{time}|{amount}|{ms}|{figure}|doubles|falls"}},
		{"metrics", 1, false, []string{"metric*|measure*|watch*|curve*|we look at|look each|look at two|graph*|dashboard*|lag|rate|ratio|share of|p99|p50|age|oldest|depth|success|fresh*|per az|board & {target}|{percent}|per|oldest|share|ratio|success|lag|{time}|hold*|delay|error*|late|cold|headroom & !error rate"}},
		{"what users see", 1.2, true, []string{"share of|success rate|sli|slo|success|right within|right|success*|solved|started within|adoption|pay success|of clicks|of calls|of requests|decline rate|complaint rate & {percent}|{target}|{ms}|{time} & !should be"}},
		{"probed from outside", 1.2, true, []string{"synthetic*|canary|canaries|robot*|prober*|fake|known link|probes|from outside|outside networks|canary bucket* & {time}|every|each|checked|known|open*|job*|event*|zone|networks|we hear"}},
		{"staged rollout", 1.2, false, []string{"deploy*|release*|rollout*|roll out|rolled|new code|new build*|new version*|version*|change*|rule*|going live|model*|upgrade*|agents|pushed|goes to|go to|config* & {percent}|one machine|one node|one host|one zone|one cell|one region|building|canary|stage*|shadow|small shows|a tenth|a few first|a handful|small group|each hall|then everything|the rest|everybody|first|a day|cell by cell|region by region|show by show|gradual* & !first in first out"}},
		{"rollback on a measure", 1.2, true, []string{"roll back|rollback|put back|is pulled|pulled automatically|withdrawn|old one stays|back to the old|roll it back|rolls back|rolled back|goes back|go back|back by itself|back by themselves|flip*|revert*|automatic return|automatic stop|stops by itself|takes it back|by itself|pointer|back without asking|back if|doesnt go out|stop rule*|blocks & {percent}|{time}|{figure}|metric|number|drop*|error*|rise*|worse|score|sli|if|when|latency|crash|curve|week"}},
		{"on call", 1, true, []string{"on call|oncall|rotation|runbook*|pages a week|one number|pager|commander|who is paged & {figure}|rotation|week|people|link|rehears*|owner|page|their|own|first|declines|per"}},
		{"ownership", 1, true, []string{"owner|owners|owns|own|owned by|belong* & team*|on call|page*|alarm*|model*|service*|ours|topic*|deploy*|job*|pager & !api|{why}|{figure}"}},
		{"rehearsal", 1, true, []string{"game day*|gameday*|drill*|rehears*|load test*|practice*|dry run & {time}|{figure}|quarter|month*|week|production|before|newest|each"}},
		{"explains itself", 1, true, []string{"trace*|trace id|why did|replayed|replay|one query|version each|recorded with|record|history|explain*|every run has a page|by whom & version*|any answer|run|query|config*|prediction*|output|incident|which|prompt|snapshot|planned|score"}},
		{"load on people", 1.2, true, []string{"no action|is deleted|pages a week|above 2|we stop features|alarm that|by itself|weekly review|hours a week|on people|reviewed & alarm*|page*|pages|people|action|we stop|hours|fixing|on call"}},
		{"brakes for people", 0.8, true, []string{"freeze|switch per|kill switch|button|feature flag*|support can|stop the|red button|no deploys|dial & {why}|{time}|anyone|support|per|before|press|can|takes"}},
		{"audits", 0.8, true, []string{"audit*|reconcil*|recomputed|compare*|mismatch|difference|skew|drift|diff & {percent}|{time}|night*|daily|page*|weekly|zero|pages"}},
	},
}
