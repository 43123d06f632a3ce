package diagram

import (
	"fmt"
	"regexp"
	"strings"
)

// NotDrawn is the kind of a finding about a part that the words rely on and the drawing lacks.
const NotDrawn = "named_but_not_drawn"

// spoken pairs the kinds of components that are looked for in prose with the words that name one, narrower than those of a
// label: a text speaks of stores and services all the time without meaning a box.
var spoken = []struct {
	kind  Kind
	name  string
	words *regexp.Regexp
}{
	{Cache, "cache", regexp.MustCompile(`(?i)\b(redis|memcached?|elasticache|dax|(?:the|a|our) cache)\b`)},
	{Queue, "queue or stream", regexp.MustCompile(`(?i)\b(sqs|kafka|kinesis|rabbitmq|(?:message|work|job|retry) queue|(?:the|a|our) queue|event bus)\b`)},
	{CDN, "content delivery network", regexp.MustCompile(`(?i)\b(cdn|cloudfront|akamai|fastly)\b`)},
	{Gateway, "load balancer or gateway", regexp.MustCompile(`(?i)\b(load balancers?|alb|nlb|api gateway)\b`)},
}

// turnedDown are words by which a sentence speaks of something that is not there: refused, compared with, or for later.
var turnedDown = regexp.MustCompile(`(?i)\b(not?|never|without|instead|rather|alternatives?|refused?|reject\w*|avoid\w*|considered|don't|doesn't|won't|wouldn't|later|versus|vs|would|could|might|if|overkill|skip\w*|nor|neither)\b`)

// sentences are cut roughly: what is asked of them is only which words stand together.
var sentences = regexp.MustCompile(`[.;!?\n]+`)

// fewestMentions is how many sentences have to speak of a part before its absence is worth a word: one may be an aside.
const fewestMentions = 2

// Missing finds parts that the words rely on and the drawing has nothing of the kind of.
func Missing(g Graph, prose string) []Finding {
	if len(g.Nodes) < fewest || len(g.Edges) == 0 {
		return nil
	}
	drawn := map[Kind]bool{}
	for _, n := range g.Nodes {
		drawn[n.Kind] = true
	}
	lines := sentences.Split(prose, -1)
	var out []Finding
	for _, s := range spoken {
		if drawn[s.kind] || labels(g, s.words) {
			continue
		}
		mentions, name := 0, ""
		for _, line := range lines {
			found := s.words.FindString(line)
			if found == "" || turnedDown.MatchString(line) {
				continue
			}
			mentions++
			if name == "" {
				name = found
			}
		}
		if mentions >= fewestMentions {
			out = append(out, Finding{NotDrawn, "", fmt.Sprintf("You speak of %s, and your drawing has no %s: where does it stand?", strings.TrimSpace(name), s.name)})
		}
	}
	return out
}

// labels reports whether a component, a group or an arrow is labelled with any of the words.
func labels(g Graph, words *regexp.Regexp) bool {
	for _, n := range g.Nodes {
		if words.MatchString(n.Label) || words.MatchString(n.Group) {
			return true
		}
	}
	for _, e := range g.Edges {
		if words.MatchString(e.Label) {
			return true
		}
	}
	return false
}
