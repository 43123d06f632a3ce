package local

import (
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
)

// How far an answer has to speak of the problem that was set. What is weighed is the share of its thoughts that use a word
// of the problem's own, plus the share of the problem's points that it makes. Sound answers to the problem come to 0.4 and
// more, however they are worded; three in four sound answers to another one stay below 0.36, nine in ten below 0.46.
const (
	onSubject   = 0.46
	doubtful    = 0.36 // below this it is taken for an answer to another problem
	offSubject  = 0.25 // below this, and without one of the problem's points, it is about something else altogether
	fewThoughts = 8    // in less nothing can be told
	oneWord     = 8    // the share of all thoughts that one word can speak for, as a divisor
)

// limit returns the highest score that an answer can get in a dimension, for how far it speaks of the problem at all. A
// conversation is held to its problem by the interviewer.
func (g *grader) limit() int {
	if g.in.Subject != coach.SubjectDesign || len(g.reading.Claims) < fewThoughts {
		return coach.MaxScore
	}
	made := 0
	for _, p := range g.in.Points {
		if p.Covered {
			made++
		}
	}
	share := 0.0
	if len(g.in.Points) > 0 {
		share = float64(made) / float64(len(g.in.Points))
	}
	switch about := g.about() + share; {
	case about < offSubject && made == 0:
		return 1
	case about < doubtful:
		return 2
	case about < onSubject:
		return 3
	}
	return coach.MaxScore
}

// about is the share of thoughts that use a word of the problem's own. Where the problem has too few words to tell, it is 1.
func (g *grader) about() float64 {
	words := subject(g.in.Problem)
	if len(words) < 5 {
		return 1
	}
	hits, all := 0, 0
	by := map[string]int{} // one word may speak for a part of the answer only
	for i := range g.reading.Claims {
		if g.void[i] {
			continue
		}
		all++
		for _, w := range strings.Fields(string(g.reading.Claims[i].Words)) {
			if s := shorten(w); words[s] && by[s] <= len(g.reading.Claims)/oneWord {
				by[s]++
				hits++
				break
			}
		}
	}
	return float64(hits) / float64(max(all, 1))
}

// often is in how many texts of a problem a word has to stand to be one of its own.
const often = 3

// subject gathers the words that a problem keeps using and that are not in everybody's mouth. Its title counts three times
// and its statement twice.
func subject(p coach.Problem) map[string]bool {
	times := map[string]int{}
	count := func(text string, by int) {
		seen := map[string]bool{}
		for _, w := range strings.Fields(string(evidence.Normalize(text))) {
			if s := shorten(w); len(s) > 2 && !empty[w] && !everyday[s] && !seen[s] {
				seen[s] = true
				times[s] += by
			}
		}
	}
	count(p.Title, 3)
	count(p.Prompt, 2)
	for _, f := range p.Facts {
		count(f.Answer, 1)
	}
	for _, k := range p.KeyPoints {
		count(k.Point+" "+k.Probe, 1)
		for _, sign := range k.Signs {
			for _, group := range sign {
				count(strings.Join(group, " "), 1)
			}
		}
	}
	own := map[string]bool{}
	for s, n := range times {
		if n >= often {
			own[s] = true
		}
	}
	return own
}

// shorten brings the forms of a word together.
func shorten(w string) string {
	w = strings.TrimSuffix(w, "s")
	if len(w) > 6 {
		w = w[:6]
	}
	return w
}

// everyday are words, shortened, that any system is spoken of with.
var everyday = words(`accept accoun after again agains all anothe answer apart ask averag away back becaus before behind being betwee bill bot break bring build
	busy cache call cant care change code come compan copie cost countr custom data day decide delete deleti differ doesnt dollar down draw each else engine
	every everyb everyt few figure find first five forty four get gigaby give goe half happen here hold hour hundre into keep kept key kind large last
	later least leave limit line load long look lost machin make millio millis minute model money month more most move name never new next night nine nobody
	now number old once one online only open order other out over own owner page part partit pay people per percen person place price promis protec put rather
	read reason record region rest right rule run same say second see send server servic share shop short show six size small somebo someth stand state still
	store such take team ten their them they those thousa three thresh throug time today twelve twenty twice two use versio waitin want way week weigh while
	whom within withou work world worth write writer writte wrong year zone where these those turn off good alone everyw counti billio possib mistak grow but
	need third anybod thing lie book late stand under above near
	150 200 800 active alarm block both budget byte case cell cheape check compar condit contai contro copy count die disk dont enough event fail
	failur fleet front gone host hot hurt idle instea lag latenc left les log los lose memory node object p99 paymen peak platfo poll produc
	queue random rate reader releas repeat replac replic reques retrie retry save separa set shadow shard since slow spread stage stop storag
	stream switch text token top user wait
	nothin until return free start made measur quick better existi alread worst hand fine bad called itself seen single togeth were whole nothing whethe touche`)
