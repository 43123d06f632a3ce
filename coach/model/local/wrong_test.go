package local_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/evidence"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
	"github.com/interviewcoach/interviewcoach/prompts"
)

func wrongIn(text string) []string {
	_, wrong := local.Grade(prompts.Report{Said: []coach.Utterance{{Who: coach.Candidate, Text: text}}})
	return wrong
}

// TestFalsehoodsAreFound goes through claims that are wrong anywhere, and through right ones in nearly the same words.
func TestFalsehoodsAreFound(t *testing.T) {
	t.Parallel()
	for text, flag := range map[string]string{
		"We write with a quorum of 2 out of 4 replicas, so reads are always current.":                   "quorums",
		"We write with a quorum of 3 out of 5 replicas, so reads are always current.":                   "",
		"Our network doesn't partition, so CAP doesn't apply to us and we run CA.":                      "all three",
		"When the network partitions we keep consistency and refuse writes in the smaller half.":        "",
		"Exactly-once comes from two-phase commit with the customer's database.":                        "exactly-once",
		"Exactly once isn't possible with a system of somebody else, so we promise at least once.":      "exactly-once:none",
		"The service offers 100% uptime and zero data loss by design.":                                  "impossible",
		"The platform is infinitely scalable because it runs on Kubernetes.":                            "infinitely",
		"On failure clients retry immediately and forever.":                                             "Retries",
		"Clients retry three times with backoff and jitter, never immediately.":                         "",
		"We store the card number encrypted in our users table.":                                        "card numbers",
		"We never store the card number; it goes from the browser to the provider.":                     "",
		"Passwords are protected with base64 encryption.":                                               "hashing",
		"All customers share a kernel, but Docker containers keep them isolated from each other.":       "strangers",
		"Each customer gets a microVM with its own kernel, since a container isn't a boundary.":         "",
		"The system prompt says that the model must never give wrong refunds.":                          "instructions",
		"Cost is not a concern at this stage.":                                                          "cost does not matter",
		"If two regions sell the same seat, last write wins.":                                           "last write wins",
		"We open a transaction with SELECT FOR UPDATE and keep it open until the user has paid.":        "while a person thinks",
		"No lock is held while the user thinks; the hold is a conditional update with an expiry.":       "",
		"Temperature 0 means no hallucinations, so the answers need no verification.":                   "instructions",
		"The right choice depends on the use case and will be made during the implementation.":          "open",
		"Messages are strongly consistent.\n\nThey are stored in Cassandra with consistency level ONE.": "strongly consistent and eventually",
	} {
		wrong := wrongIn(text)
		want, none := strings.CutSuffix(flag, ":none")
		switch {
		case none:
			if slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, want) }) {
				t.Errorf("%q is called wrong: %v", text, wrong)
			}
		case flag == "":
			if len(wrong) > 0 {
				t.Errorf("%q is called wrong: %v", text, wrong)
			}
		case !slices.ContainsFunc(wrong, func(w string) bool { return strings.Contains(w, flag) }):
			t.Errorf("%q is not called wrong for %q: %v", text, flag, wrong)
		}
	}
}

// TestAFalsehoodEarnsNothing holds that jargon around a wrong claim lowers and never lifts.
func TestAFalsehoodEarnsNothing(t *testing.T) {
	t.Parallel()
	sound := "A node dies: its two replicas in other zones answer, and a third is rebuilt from them within 10 minutes, so nothing acknowledged is lost.\n\n"
	grade := func(text string) map[coach.Dimension]int {
		scores, _ := local.Grade(prompts.Report{
			Points: []prompts.Point{}, Said: []coach.Utterance{{Who: coach.Candidate, Text: text}},
		})
		return scores
	}
	plain := grade(sound)
	jargon := grade(sound + "We reach a quorum of 2 out of 4 replicas in 5 ms because consensus is fast, and on failure every layer retries immediately and forever, so 100% uptime is guaranteed.")
	if plain[coach.Reliability] < 2 || jargon[coach.Reliability] >= plain[coach.Reliability] {
		t.Errorf("reliability: %d, and %d with falsehoods", plain[coach.Reliability], jargon[coach.Reliability])
	}
}

// TestEachQuoteStandsInTheText holds that evidence is never made up or put together.
func TestEachQuoteStandsInTheText(t *testing.T) {
	t.Parallel()
	text := "# Failures\n\n- node dies → its replica takes over within 3 s. Nothing is lost, since two of three have it.\n- zone: 1.5× capacity, **n+1**\n\n| what | then |\n| --- | --- |\n| store slow > 50 ms | stale answers from the cache, 60 s at most |\n"
	for _, c := range local.Judge(prompts.Report{Said: []coach.Utterance{{Who: coach.Candidate, Seq: 7, Text: text}}}).Scores {
		for _, e := range c.Evidence {
			if _, ok := evidence.Find(text, e.Quote); !ok || !strings.Contains(text, e.Quote) || e.Seq != 7 {
				t.Errorf("%s: %q (%d) does not stand in the text", c.Dimension, e.Quote, e.Seq)
			}
		}
	}
}
