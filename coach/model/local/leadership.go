package local

import "github.com/interviewcoach/interviewcoach/coach"

// The leadership dimensions are read from behaviour: who is helped and how that is known, what was decided on which grounds,
// what is shipped and cut first, what is not spent, and how it goes on.
var leadership = map[coach.Dimension][]aspect{
	coach.CustomerObsession: {
		{"who it is for", 1, false, []string{
			person + " & want*|need*|hate*|hurt*|complain*|care|fear*|worst|annoy*|dont want|suffer*|feel*|prefer*|expect*|lost a place|leave us|lose trust|get angry|learn & !should be able & !must be able",
			"who is this for|who feels it|who makes|who uses|parties|who clicks|customers here are|customers are|interesting users",
		}},
		{"what hurts", 1.2, false, []string{
			"worst|hurts|hurt|hate|hates|complain*|annoy*|angry|anger|suffer*|leave us|disappoint*|pain*|frustrat*|dead link|no1 complaint|declined at|twice and|silently|painful|stalls|repeat themselves & " + person + "|link|us|is|not|printed|seat*|wait*|answer*|job*|write*",
		}},
		{"ranked", 1.2, true, []string{
			"in this order|ranked|rank|first is|order decides|comes first|worse than|matters more|more important|most important|priority|before anything|promise*|everything else|the job|is worse|first my guess|above all|so rule one|as the job|those are the two & !user stories & {why}|{mech}|{figure}|nice to have|never|that|those",
		}},
		{"asked", 0.6, false, []string{"id ask|i asked|asked first|id want to know|i would ask|questions i would|first i ask|want to know first|talking to|spend a week with|after talking & {why}|{figure}|assume|who|how|are|what|them|people|three"}},
		{"a choice follows", 1.2, true, []string{
			person + " & so that|because|so|therefore|since|thats why|instead of|prefer*|otherwise|which is why|i prefer|as they|as it|is what & see|sees|told|learn|know|knows|notice*|wait*|click*|ask*|trust|keep*|lose*|pay*|complain*|leave*|feel*|want*|understand|need*|prefers|assume|find",
		}},
		{"told in failure", 1.2, true, []string{
			"told|tells|tell them|page says|message|sees|see|notice*|informed|told early|warning page|spinner|place is kept|cart*|extra minutes|apolog*|honestly|call back|gets called|mail before|we say so|says so|kept & down|fail*|paused|dies|wait|late|lost|slow|dead|lose*|behind|hopeless|sold|chance|try again|again|outage|kept|takedown|degraded|started|quick* & !user stories",
		}},
		{"beyond the prompt", 1.2, true, []string{
			"id actually fight for|nobody does it|before they notice|before he notices|tell them|told within|told early|forecast*|report before|opt out|opt in|publish*|wait times|they can go|can choose|chose beforehand|chooses|decides|switch that support|from every screen|one tap|explain* to|appeal*|by choice & " + person + "|fan*|wait|behind|p90|they|it|who|owner",
		}},
		{"checked with people", 1.2, true, []string{
			"ask|asked|asking|tested with|interview|survey|talk to|listen*|pilot*|quote|measure*|complaint rate|adoption|share of new|control group|came back|id ask|wording & ten of them|forty of them|them|customers|fans|teams|users|people|senders|tours|owner|complaint rate|adoption|within three days & {figure}|before|after|whether|first|in week|if|is the",
		}},
		{"promise", 0.8, false, []string{"promise*|guarantee*|we promise|contract|sold|keep our word|owe & " + person + "|link*|seat*|never|seconds|{time}|{percent}|yours|job*"}},
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
			"assume|i assume|assuming|assumption*|my guess|ill assume|lets say|call it|i take|i plan|say & {figure}|so|then|because|only|links|users|region|one|two|python|hosted|marketing|live|map",
		}},
		{"first version", 1.2, false, []string{
			"first version|v1|mvp|first|start with|starts with|start by|begin with|to begin|weeks 1|month 1|month one|q1|phase*|alone & only|one region|one country|one topic|weeks|week|month*|no|left out|without|core|then|later|six weeks|eight weeks|after|second & {time}|weeks|week|month*|quarter|then|later & !first come & !come first & !first 6",
		}},
		{"phases", 1.2, true, []string{
			"week|weeks|month|months|q1|q2|q3|quarter|year 1|year one|phase*|9 16|step*|year & {time}|{amount}|{percent} & then|later|next|after|until|first|new|then|old|move*|shadow*|mirror*|swap|teams|arenas|close|back|wrap|live|queue|features|only when|before",
		}},
		{"exit test", 1.2, true, []string{
			"until|only when|stop rule|stop if|exit|gate|after 30 days|without mismatch|zero differences|beats|beat*|passes|when|if it doesnt|if not|doesnt give|if under|if its under|more than one in|provided|moves on|swap|cut over|opt in then & {percent}|{time}|{figure} & move*|build|go|goes|cut|default|then|back|migrat*|teams|ours|ship*|people|next|straight|old|swap|over|team*|wrong|vendor",
		}},
		{"reversible", 1.2, true, []string{"reversible|two way|undo|a dns change|pointer flip|can leave|step back|dial|switch back|flip|rollback means|old readable|readable|opt out|easy to change|moving back|switch takes|plan b|go back|old stays & {why}|{figure}|if|for|means|takes"}},
		{"when it is decided", 1.2, true, []string{"decide in|decide later|not decided|decided in|decide when|on real|after 2 months|after two months|months of data|until data|by month|before headcount|at month|revisit|when we know|not yet|decide & {time}|{figure}|data|growth"}},
		{"value early", 1.2, true, []string{
			"right away|helps right|relief|early|in front of|legacy|existing|wrap*|as it is|as they are|beneath|untouched|most of the value|first because|asked for|that is what they|before anything|old shop|present vendor & {time}|week*|month*|first|alone|no data moves|quick|core|helps|value|pages",
		}},
		{"decides", 0.7, false, []string{"i choose|id choose|i take|i pick|i go with|id go|id start|i start|i decided|we start|ill|i use|i want|i would start|i admit|i size|i rank|we pick|i dont want & {why}"}},
	},
	coach.Frugality: {
		{"left out", 1, false, []string{
			"left out|leave out|leaves out|not build*|not built|no new|dont build|wont build|no second|no cache|no database|no workflow|without a|not worth|dropped|skip*|no agent framework|no vector database|no active|not in v1|write no|not our business|not needed|dont want|refuse*|no sweeper|no flink|no durable queue|not doing|reports last|no third|no own|dont use|dont need & {why}|{figure}",
			"no|not|without|nothing & needed|build|own|exotic|framework|second|extra & because|since|so|that",
		}},
		{"right-sized", 1.2, false, []string{
			"fit|fits|enough|is small|thats tiny|that is small|few|handful|ordinary|good enough|one machine|one node|one cluster|does this|would do|suffices|plenty|a few dozen|single node & {amount}|{size}|{figure} & so|because|does|fits|fit|enough|isnt|tiny|machine*|node*|memory|would|each|ordinary",
		}},
		{"reused or bought", 1, false, []string{
			"reuse*|existing|bought|buy|managed|off the shelf|as it is|use what|open source|mlflow|hosted|already|kafka as it is|present|as teams have|the legacy & {why}|{figure}|not write|dont write|instead|so",
		}},
		{"cheaper taken", 1.2, true, []string{
			"cheaper|cheap|saves|save|instead of|rather than|less|small model|spot|moved there|tier*|archive*|nvme|template|half|a tenth|without any & {money}|{percent}|{times}|half & so|because|instead|same|is|are|by|only|moved|for|of|at",
		}},
		{"refused with figures", 1.5, true, []string{
			"not worth|no second|no active|left out|dont|wont|refuse*|drop*|dropped|not|no|nobody|too expensive|instead|never & {money} & {why}|month|year|for & build|buy|region*|cdn|active|engineer*|cache|consensus|tier|move|service|replicat*|moving|that|would",
			"refuse*|not worth|left out|no active|no vector|no framework|never build & {figure} & {why}",
		}},
		{"threshold for later", 1.2, true, []string{
			"above|when|once|only if|until|at which|if|passes|exceeds|later|only when|from & {money}|{percent}|{rate}|{times}|{size} & buy|add|move|id|then|start|switch|go|build|worth|need|do it|take|more|eighteen|own|beats",
		}},
		{"small team", 1.2, true, []string{
			"people|engineers|person|two pizza|team of|teams of|four people|five people|six people|one team|small team & {amount}|four|five|six|two|three|eight|seven|ten|nine & own|run|could|can|can run|instead|own it|we dont hire|times|not|build*|first|weeks|months|cost*|team|one rotation|of & !million & !on call for",
		}},
		{"turned down when idle", 1, true, []string{"scales down|scale down|down after|turned off|powered down|by calendar|calendar|fills nights|idle|borrow*|share*|packed|utilis*|utiliz*|off at night|inactive & {percent}|{money}|{time}|{why}|small|base|other days|half"}},
		{"thrift in its place", 1.5, true, []string{
			"spend|not for the|pays for|worth more|nobody should spend|where thrift|dont save|pays off|costs nothing|for free|free|what saves|worth & not|rather|because|on|so|than|where|$* & {why}|{figure} & {money}|{percent}|engineer*|days|person|model|people|migration|bytes|night*",
		}},
		{"simple by design", 1, true, []string{"one binary|no tiers|boring|simplest|simple|plain|ordinary|one row|one table|one number|same node|no per person|nothing exotic|each line|fewer|one row & {why}|so|hence|because|should know"}},
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

// growth is how a design's future size is spoken of.
const growth = "10x|ten times|10 times|tenfold|100x|5x|20x|at 1 000|at ten|grows|grow|growth of|growth|doubles in|world cup|if traffic|at that size|million tenants|in two years"
