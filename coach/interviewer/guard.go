package interviewer

import (
	"errors"
	"strings"
	"unicode"

	"github.com/interviewcoach/interviewcoach/prompts"
)

// A guard reads what a model says as it comes and ends it before it gives away what the interviewer keeps to themself: the
// points that are looked for, the instructions, or the hidden facts by the dozen. The prompt forbids all that; the guard
// doesn't trust that a model obeys.
//
// It compares words. A run of [tellingRun] that stands in a secret, or a shorter secret in full, gives it away, and from [warningRun] on the run is held
// back, so that nothing but its first words has been shown by then. All other text passes at once.
type guard struct {
	secrets []secret
	places  map[string][]place // where each word stands in the secrets
	allowed int                // facts that may be told in one reply

	pass  func(string)
	shown strings.Builder // what was passed on
	held  strings.Builder // what was not, yet
	word  strings.Builder // the last one, not yet whole
	runs  map[place]int   // by the place of their last word: the runs that end at the last whole word
	told  map[int]bool    // facts
	gave  bool            // something is given away: nothing passes any more
}

// secret is a text in words. A fact may be told when it is asked for; nothing else may.
type secret struct {
	words []string
	fact  bool
}

// place is a word of a secret.
type place struct{ secret, word int }

const (
	tellingRun   = 10
	warningRun   = 4
	keptAtFewest = 8 // words of a secret, or it can't be told from ordinary speech
	factAtFewest = 4
)

// errGaveAway is the cause with which a reply is ended that gives something away.
var errGaveAway = errors.New("the reply was about to give away what the interviewer keeps")

// newGuard watches the reply to a turn, which is asked for with p. What is safe goes to pass.
func newGuard(t prompts.Turn, p prompts.Prompt, pass func(string)) *guard {
	g := &guard{places: map[string][]place{}, runs: map[place]int{}, told: map[int]bool{}, pass: pass}
	g.allowed = 4 + strings.Count(t.Last().Text, "?") // who asks three things may be told three, and what belongs to them
	facts := map[string]bool{}
	for _, f := range t.Problem.Facts {
		facts[wordKey(f.Answer)] = true
		g.keep(f.Answer, true)
	}
	for _, k := range t.Problem.KeyPoints {
		g.keep(k.Point, false)
	}
	for _, f := range t.Problem.RedFlags {
		g.keep(f.Flag, false)
	}
	if t.Problem.Change != nil {
		g.keep(t.Problem.Change.GoodReaction, false)
	}
	spoken := wordKey(t.Problem.Title + " " + t.Problem.Prompt)
	for line := range strings.Lines(p.System) { // the instructions; the problem and its facts stand among them
		if key := wordKey(line); !facts[key] && !strings.Contains(spoken, key) && !strings.Contains(key, spoken) {
			g.keep(line, false)
		}
	}
	return g
}

// keep makes a text a secret, if it is long enough to be told from ordinary speech.
func (g *guard) keep(text string, fact bool) {
	s := secret{words: strings.Fields(wordKey(text)), fact: fact}
	if len(s.words) < factAtFewest || !fact && len(s.words) < keptAtFewest {
		return
	}
	for i, w := range s.words {
		g.places[w] = append(g.places[w], place{len(g.secrets), i})
	}
	g.secrets = append(g.secrets, s)
}

// wordKey is a text's words in lower case, a space between them.
func wordKey(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !inWord(r) }), " ")
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// write takes the next piece. It reports whether the reply may go on.
func (g *guard) write(piece string) bool {
	longest := g.longest()
	for _, r := range piece {
		if g.gave {
			return false
		}
		if inWord(r) {
			g.word.WriteString(strings.ToLower(string(r)))
		} else if g.word.Len() > 0 {
			longest = g.step()
		}
		g.held.WriteRune(r)
	}
	if !g.gave && longest < warningRun {
		g.release()
	}
	return !g.gave
}

// end takes the end of the reply.
func (g *guard) end() bool {
	if g.word.Len() > 0 {
		g.step()
	}
	if !g.gave {
		g.release()
	}
	return !g.gave
}

func (g *guard) release() {
	if text := g.held.String(); text != "" {
		g.shown.WriteString(text)
		g.held.Reset()
		g.pass(text)
	}
}

// step takes the word that has just become whole, and returns the longest run that ends with it.
func (g *guard) step() int {
	runs := map[place]int{}
	inFact := 0 // the longest run in a fact: words that stand there may be said, wherever else they stand
	for _, at := range g.places[g.word.String()] {
		runs[at] = g.runs[place{at.secret, at.word - 1}] + 1
		if g.secrets[at.secret].fact {
			inFact = max(inFact, runs[at])
		}
	}
	for at, run := range runs {
		s := g.secrets[at.secret]
		switch {
		case run < min(tellingRun, len(s.words)):
		case s.fact:
			g.told[at.secret] = true
		case run > inFact:
			g.gave = true
		}
	}
	g.gave = g.gave || len(g.told) > g.allowed
	g.runs = runs
	g.word.Reset()
	return g.longest()
}

func (g *guard) longest() int {
	n := 0
	for _, run := range g.runs {
		n = max(n, run)
	}
	return n
}

// instead is what is said in the place of a reply that was ended: its whole sentences so far, that the rest is kept, and
// back to the problem.
func (g *guard) instead(t prompts.Turn) string {
	said := strings.TrimSpace(g.shown.String())
	if end := strings.LastIndexAny(said, ".?!"); end >= 0 {
		said = said[:end+1] + " "
	} else {
		said = ""
	}
	question := "What in your design would you like to settle next?"
	if t.Focus != nil {
		question = t.Focus.Probe
	}
	return said + "What I look for and what is in my notes I keep to myself, as any interviewer would. Back to the problem: " + question
}
