package local

import "github.com/interviewcoach/interviewcoach/coach"

// The leadership dimensions are read from behaviour: who is helped and how that is known, what was decided on which grounds,
// what is shipped and cut first, what is not spent, and how it goes on.
var leadership = map[coach.Dimension][]aspect{
	coach.CustomerObsession: {
		{"who it is for", 1, false, []string{
			human + " & want|wants|need|needs|hate|hates|fear*|suffer*|complain*|annoyed|care about|expect|prefer*|hurts|worst|get angry|feel|notice|look for|ask for|come back|must keep working|upset|cares about|care about|puts the phone|is king|impatient|walk away|walks away|gives up|write to us|are served & !users need to & !their needs & !meet the",
			"who is this for|who feels it|who makes|who uses it|three parties|parties|who clicks|customers here are|our customers are|interesting users|the users are & {why}|{mech}|{figure}|want*|worst|hurt*",
		}},
		{"what hurts", 1.2, false, []string{
			"worst|hurts|hurt most|upset|puts the phone away|gives up|walks away|loses patience|confus*|hate|hates|complain*|annoy*|angry|anger|suffer*|leave us|leave over|notice when|fear|slows everybody|disappoint*|frustrat*|repeat themselves|declined at|stalls the|silently|went wrong|the pain|painful & " + human + "|it|link|seat*|job*|answer*|feel*|write*|reader|ran twice & !pain points",
		}},
		{"ranked", 1.2, true, []string{
			"hurts|hurt|fear|fears|worst|hate|matter*|want & first|in order|then|above & " + human + "|data|then|today|down|slow|lost|{time}",
			"in this order|in that order|the larger harm|is the larger|ranked|i rank|first is my|order decides|comes first|worse than|matters more|more important|nice to have|everything else is|rule one|those are the two|those two|promise 1|above all|before anything else|is worse|worst outcome|most important requirement|prefers an error|in order of & {why}|{mech}|{figure}|nice to have|never|that|those",
		}},
		{"asked", 0.6, false, []string{"id ask|i asked|asked first|id want to know|id like to know|id confirm|first question|i would ask|questions i would|want to know first|who is this for|talking to|spend a week with|ask first & {why}|{figure}|assum*|who|how|are|what|them|people|three"}},
		{"a choice follows", 1.2, true, []string{
			human + " & so that|because|so|therefore|since|thats why|prefer*|otherwise|which is why|as they|is what & see|sees|told|learn|know|knows|notice*|wait*|click*|trust*|lose*|pay|complain*|leave*|feel*|want*|understand|find|assume|give up|go to|type|scroll|open|opens|built|ask for|call us|come back|keep working & !can scale & !user clicks & !if he",
		}},
		{"told in failure", 1.2, true, []string{
			"told|are told|is told|a message to|in plain words|page says|they see|users see|fan sees|customers see|people see|what is seen|clear message|gets the message|warning page|place is kept|extra minutes|2 min|call back|gets called|mail before|says so|with try again|honestly|tell them|they learn & down|fail*|pause*|dies|late|lost|slow|outage*|hopeless|sold|behind|degraded|unavailable|didnt|hasnt|refused|start|kept|wait*",
		}},
		{"beyond the prompt", 1.2, true, []string{
			"id actually fight for|nobody does it|told early|tell us honestly|honestly|forecast*|report before|opt out|opt in|id publish|publish wait|go to dinner|have dinner|can choose|chose beforehand|chooses|choose beforehand|one tap|one click|support can|support has|appeal*|explain why|by choice|before they notice|free of charge & " + human + "|they|it|who|owner|wait|behind|person",
		}},
		{"checked with people", 1.2, true, []string{
			"id ask|id confirm|confirm with|check with product|ask ten|ask them|asked them|asked the|ask the|ask whether|tested with|interview*|survey*|complaint rate|adoption|control group|ask customers|ask users|ask forty|talking to|spend a week with|i asked|validate with|is the only adoption & {figure}|before|after|whether|first|week|if|choice|month & !questions",
		}},
		{"promise", 0.8, false, []string{"promise*|in the contract|yours for|is never lost|never lost|we owe|our word & " + human + "|link*|seat*|never|seconds|{time}|{percent}|yours|job*|told"}},
	},
	coach.AreRightALot: {
		{"alternative and reason", 1.2, false, []string{
			"instead of|rather than|alternative*|versus|vs|why not|prefer*|would also|could also|id pick|id take|i take|i choose|i chose|i considered|dropped|chose against|naive|not aurora|refused|turned down|over|instead|hybrid & because|since|but|so|which|would|costs|loses|needs|cheaper|slower|faster|simpler|harder|until|only|otherwise|doesnt|cant|is expensive|is slow & {reason}|{alt}|{cons} & !over 4|use case",
			"we prefer|id rather|i prefer|we refuse & instead of|than|rather than|over|to",
		}},
		{"alternative in figures", 1.2, true, []string{
			"{alt} & {money}|{percent}|{ms}|{rate}|{times} & instead|over|vs|versus|against|rather|cheaper|than|not worth|would be|would cost|compared|alternative*|no second|prefer*",
			"no|not|instead & {money} & more|would|for|cheaper|nobody|worth|month|year & !problem|concern|idea",
		}},
		{"price admitted", 1.2, true, []string{
			"at the price|price of|the price is|the cost is|cost|downside|in return|in exchange|give up|gives up|gives away|i accept|accepted|we accept|acceptable|id rather|drawback|but splits|the trouble is|risk is|i pay|worth it|worth this|good enough|harder to|more ram & {cons}|{figure}|{alt} & because|but|rather|than|harder|in return|so|seconds|fine|stale|few|that|instead|lose*|late|for|which & !cost effective|costs will",
		}},
		{"what would change it", 1.5, true, []string{
			"change my mind|changes my mind|would change my|turn me|turns me|turned by|would switch|id switch|if im wrong|if i am wrong|wrong if|reconsider*|would be right|is right for|id take|i would take|stop rule|break even|built the wrong|id go there|if it doesnt|plan b|id take containers|would choose|only the edge bill changes & {figure}|{why}|if|when|above|below|for|unless|until",
			"if & {figure} & wins|drop|instead|switch|id|i would|never|we stop|step back|beats",
		}},
		{"doubts its numbers", 1.2, true, []string{
			"guess|my guess|not sure|unsure|least sure|i doubt|doubt|dont trust|my estimate|in my experience|id verify|to verify|could be wrong|may be wrong|id want histograms|the trace replay|prove it wrong|my count|assumes independence|id guess|i think|by my|will say & {figure}|because|whether|if|so|will|first|before|until|is|say",
		}},
		{"a refusal argued", 1, true, []string{
			"not worth|isnt worth|no need|dont need|we dont need|dropped|left out|leave out|refuse*|would be overkill|overkill|not our business|no second|no new|not build|dont promise|i dont promise|dont want|no cache tier|no consensus|no active|not needed|isnt possible|id write no|write no|not a problem of & because|since|so|would|that|{money}|{figure}|as|costs|only & {why}|{figure}",
		}},
		{"sees what matters", 1.2, true, []string{
			"the trouble is|real outage|realistic killer|the point|what matters|isnt the hard|is not the|isnt the|the number|the mistake|mistake everyone|the crowd is|the insight|the killers|the only number|binds|the hard part|the crux|the real|the truth|not machines|is in people|looks tidy|is the problem|line that matters|what fills|arent those|the scaling problem|it also needs|biggest part & {why}|{figure}|not|but",
		}},
		{"conditional", 1, true, []string{
			"for one company|at this size|for a company|with 5 teams|if the team|if a team|right for|good to|if security allows|by topic|for most|only for|in those cases|where that & i|id|would|then|take|pick|choose|start|but|without|buy & {why}|{figure}",
		}},
		{"trade-off named", 0.8, false, []string{"trade off*|tradeoff*|vs|versus|over|compared|hybrid|why not & {reason}|{alt}|{cons} & because|but|so|since|at|costs|slow|expensive|cheaper|harder|simpler|which|fast|loses & !right balance & !use case"}},
	},
	coach.BiasForAction: {
		{"assumption acted on", 1, false, []string{
			"assume|assuming|assumption*|my guess|lets say|call it|i take|i plan|i size & {figure}|so|then|because|only|links|users|region|one|two|python|hosted|marketing|live|map & !the role & !sandbox & !model assumes",
		}},
		{"first version", 1.2, false, []string{
			"first version|v1|mvp|to begin|begin with|for a start|month two|start with|starts with|id start|we start|start by|begins with|weeks 1|month 1|month one|phase 1|phase one|q1|with only|first order|in week|pilot|year 1|steps|alone in|ten people first & {time}|week*|month*|quarter|later|then|only|no|left out|without|one|old|next & !first come & !cold start & !when & !transaction",
		}},
		{"phases", 1.2, true, []string{
			"weeks 1|months 0|month 1|months 2|q1|q2|q3|phase*|year 1|year 2|month 2|month 3|month 4|from month|9 16|4 8|14 20|in week|week 6|month 12 & {figure}",
			"month two|six weeks|eight weeks|ten weeks|two months|three months|first month|a quarter|first quarter & then|later|next|last|after that|second",
			"migrat*|moving|rollout|path|phases|launch|moves|switch over|moved over & then & {percent}|{time}|first|by one|{figure} & !region moves & !fail*",
			"suggestions first|first internal|internal functions|volunteers|new ones first|small ones first|one by one|born on|country first|readers first & then|later|next|last|after & {figure}|{why}|month|quarter",
		}},
		{"exit test", 1.2, true, []string{
			"only when|not until|until it|stop rule|stop if|we stop|second wave|exit|without mismatch|zero differences|beats|if it doesnt|doesnt give|more than one in|more than one team|if its under|cut over after|as the complaint rate|wrong thing|provided & {percent}|{time}|{figure} & move*|build|cut|default|migrat*|ours|ship*|next|old|swap|over|people|complain*|wrong|team*|vendor|headcount|models|running|straight",
			"{time}|{percent} & if not|stop|otherwise|until & swap|old readable|cut over|legacy off|migrat*|opt in|vendor & then|old|without|only|after|stays",
		}},
		{"reversible", 1.2, true, []string{"reversible|two way|undo|undone|way back|flag back|a switch|switch per|a dns change|pointer flip|can leave in|we can leave|step back|its a dial|a dial|switch back|rollback means|old readable|stays readable|opt out|easy to change|moving back|plan b|old stays|old index kept & {why}|{figure}|if|for|means|takes"}},
		{"when it is decided", 1.2, true, []string{"decide in|decide later|not decided|decided in|decide when|on real growth|after 2 months|months of data|until data|before headcount|revisit|when we know|dont trust my|by month 18|decided by & {time}|{figure}|data|growth"}},
		{"value early", 1.2, true, []string{
			"right away|helps right|relief|legacy|wrap|wrapped|as they are|as it is|beneath the old|untouched|most of the value|they asked for|before anything else|present vendor|no data moves|at once|beside the old|asks for today|in front of the old|whatever exists & {time}|week*|month*|day|quarter|quick|q1|first",
		}},
		{"scope cut", 0.8, false, []string{"out of scope|comes later|come later|come last|not in year one|not in the first|later and|left for later|only then|not now & {why}|{figure}|search|resale|reports|billing|then|region|country|because"}},
		{"decides", 0.7, false, []string{"i choose|id choose|i take|i pick|i go with|id go|id start|i start|i decided|we start|i use|i want|i would start|i admit|i size|i rank|we pick|i dont want|id rather & {why}"}},
	},
	coach.Frugality: {
		{"left out", 1, false, []string{leftOut + " & {why}|{figure}", "{refuse} & enough|all that we|worth|nobody|too expensive|small|fits|would cost|simple*|for nothing|needs|need|know the & {reason}|{alt}|{figure} & !fail*"}},
		{"right-sized", 1.2, false, []string{
			"fits|fit in|fit into|is small|are small|thats tiny|is tiny|handful|few dozen|good enough|is enough|one machine|one node|one cluster|one postgres|does this|suffices|plenty|ordinary disks|single node|small for|would do|isnt the hard part|boring & {amount}|{size}|{rate}|{times} & so|because|does|fits|fit|enough|isnt|tiny|small|machine*|node*|memory|each|ordinary|no & !hard problems & !exact figures",
		}},
		{"reused or bought", 1, false, []string{
			"reuse*|existing|bought|buy|off the shelf|as it is|use what|open source|mlflow|hosted|as teams have|managed|built in & instead|rather|so we|not write|dont write|because|than|cheaper|not our|already|no reason & !arent fast & !dont have to care & !legacy shop",
		}},
		{"cheaper taken", 1.2, true, []string{
			"cheaper|cheap to|cheapest|saves|would save|is cheap|costs nothing|half the|halve*|a tenth of|less than|would cost|costs five & {money}|{percent}|{times}|half|{figure} & so|because|instead|same|moved|for|of|at|than|is & !under 1",
		}},
		{"refused with figures", 1.5, true, []string{
			leftOut + "|no a dns|too expensive|for 40 ms & {money} & {why}|month|year|week|would|to save|for",
			leftOut + "|{refuse} & {figure} & because|since|would|so|enough & {why} & region*|cdn|active|service|cache|database|engineer*|cluster|model*|framework|consensus|index",
		}},
		{"threshold for later", 1.2, true, []string{
			"id buy|buy it|id do it|would buy|switch to|id switch|id add|id go there|eighteen more|later if|do it when|until then|not before|revisit|would move|i would look|becomes worth|pays once & {money}|{percent}|{rate}|{size}|{times}|{amount} & when|once|if|above|passes|exceeds|only|until|for",
		}},
		{"small team", 1.2, true, []string{
			"people|engineers|two pizza|team of|teams of|one team|ppl & own it|could own|can run|run it|can own|dont hire|not hire|instead of|enough for|know each|cost more|each line|is pays|seven times|one rotation|own|teams|a team & {amount}|five|six|four|two|three|eight|nine|ten|twenty & !million & !an owner & !because three",
		}},
		{"turned down when idle", 1, true, []string{"scales down|scale down|down after|powered down|turned off|by calendar|calendar|fills nights|borrow*|inactive|idle|bin packing|utilis*|utiliz* & {percent}|{money}|{time}|{figure} & small|base|other days|half|save*|free|share*|drop|give*|arent|days|less|at night|restore & !fewer cold"}},
		{"thrift in its place", 1.5, true, []string{
			"nobody should spend|dont save on|worth more|where thrift|spend where|on the day spend|pays for everyone|pays for itself|pays for the|costs nothing|for free|what saves|not worth|saves more|buys & {money}|{percent}|engineer*|people|days|migration & {why}|{figure}",
		}},
		{"simple by design", 1, true, []string{"one binary|no tiers|boring|simplest|plain code|ordinary|same node|no per person|nothing exotic|each line|fewer parts|one conditional update|one object|static object|static file & {why}|so|hence|because|should know|{figure}"}},
	},
	coach.ThinkBig: {
		{"next step", 0.7, false, []string{"in future|in the future|next step|next would|next|later|eventually|then other|year two|v2|natural next|after that|bigger|extend|if traffic grows & region*|cities|countries|country|add|extend*|expand*|ranking|voice|support*|feature*|several|replication|orders|cluster*|shard*|servers|language*|product* & !fail* & !dies & !lost & !lease"}},
		{"growth path", 1, false, []string{growth + " & node*|machine*|shard*|cell*|more|region*|cluster*|log|same|hold|writers|own|poll*|supply|linear|token*|index|storage|hours|memory|capacity|gpu* & {figure}|{why} & !retr* & !cold & !backoff & !test"}},
		{"what breaks next", 1.2, true, []string{"breaks first|break first|first to break|thing to break|next wall|breaks next|would break|comes first|first to go|look at first|the limit|bounded by|runs out|bottleneck|binds & " + growth + " & !fails"}},
		{"ten times worked", 1.2, true, []string{growth + " & {size}|{rate}|{money}|{amount} & node*|cell*|machine*|cost*|cheaper|breaks|first|hours|log|token*|poll*|shards|hardware|reserved|becomes|still|same|supply|limit*|index|memory|own & !retr* & !cold & !backoff & !test & !each day & !a day"}},
		{"built on by others", 1.5, true, []string{
			"other teams|other companies|product teams|product engineers|others build|third part*|as a service|the companys way|build on this|built on this|same service could|could serve|other services|new line|serve other|can be sold|teams build|any automated|other products|internal teams|other uses|new use*|line of use & could|can|would|will|get|gets|use*|build*|need*|make*|sell*|sold|serve*|fine tune|it|same & !api & !each team & !page*",
		}},
		{"years", 1.2, true, []string{"in three years|in two years|in five years|in years|in some years|after two years|over three years|over two years|years from now|year 2|year 3|year two|year three|next three years|by year|multi year|next generation|after a year|year one|year 1|in a year & will|would|user*|team*|need*|same|isnt|become*|most|who|product*|others|own|reads|get*|tables|service|ours|embed*|if|cost* & !downtime & !of downtime & !minutes & !in three years of being"}},
		{"what must be true", 1.2, true, []string{"this needs|needs a|it needs|needs schema|must be true|only if|requires|what makes|makes that safe|from the start|from day one|from the first day|discipline|refused at & years|year*|others|other|platform|build|engineers|teams|api|service|anyone|product*|incompatible|cards|contract & !10b & !never have to"}},
		{"organisation", 1, true, []string{"team|teams|vp|vps|managers|organisation|organization|hire|headcount|stacks|people|engineers & eighteen|give* back|gives about|signs|yearly|become*|lend|freed|go away|close*|names a date|billed to|who owns|grows to|from 4|per cell|hours a week|reorganis*|reorganiz*|next to hire|promise beforehand|teams of|two pizza"}},
		{"migration", 1, true, []string{"migrat*|old systems|legacy|generation one|first generation|old stack*|existing clusters|moving from|cut over|cutover|wrap|beneath the old|old index|close stacks|old api & month*|months|week*|weeks|quarter|{time}|{percent}|shadow & {figure}|back|then|dual|mirror*|replay*"}},
	},
}

// human is who can want something and be hurt.
const human = "reader|he|she|author|friend|friends|sender|listener*|colleague*|staff|parent*|teacher*|trader*|operator*|user*|customer*|people|person|somebody|someone|anyone|anybody|fan|fans|reader|visitor*|buyer*|seller*|developer*|engineer*|data scientist*|researcher*|analyst*|merchant*|cardholder*|sender*|marketing|artist*|venue*|driver*|rider*|passenger*|subscriber*|author*|support|shopper*|player*|patient*|student*|guest*|viewer*|member*|ppl|everyone|everybody|nobody|product teams|the team|teams|on call"

// leftOut is how something is said not to be built.
const leftOut = "didnt put|didnt build|did not build|i didnt add|without a separate|seems wrong until|not done|left out|leave out|leaves out|leaving out|not built|dont build|wont build|wouldnt build|no second|no cache tier|no cache|no database behind|no workflow|no broker|not worth|dropped|no agent framework|no vector database|no kubernetes|no microservices|no active|not in v1|write no|not our business|no sweeper|no flink|no durable|not doing|reports last|no third|isnt needed|dont want active|no consensus|no new|no own|not write|not buy|no tiers|nothing exotic|i leave|no state|own region|no notebook|we dont run|dont write|do not write|no graph|no websockets|no framework|no fine tuning|no own gpus|no streaming"

// growth is how a design's future size is spoken of.
const growth = "10x|ten times|10 times|tenfold|100x|5x|20x|at 1 000|at ten|grows|grow|growth of|growth|doubles in|world cup|if traffic|at that size|million tenants|in two years"
