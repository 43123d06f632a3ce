package ingest_test

import (
	"bufio"
	"hash/fnv"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/interviewcoach/interviewcoach/ingest"
	"github.com/interviewcoach/interviewcoach/retrieval/embed/local"
)

// covers maps each heading of the guide that the product began with to the passages of ours that cover it, in more depth.
var covers = map[string][]string{
	"Architecting at Amazon Scale":        {"l6-versus-l7#l6-versus-l7", "six-step-framework#the-six-step-framework"},
	"Real Technical Examples":             {"case-dynamo-and-spanner#dynamos-mechanisms", "case-kafka-and-s3#how-an-object-store-is-built"},
	"Interview Format":                    {"six-step-framework#the-hour-at-a-glance", "l6-versus-l7#the-difference-in-one-table"},
	"Time Management Strategy":            {"six-step-framework#the-hour-at-a-glance", "communicating-at-the-whiteboard#manage-the-clock-aloud"},
	"Technical Dimensions":                {"dimensions-and-red-flags#scale", "dimensions-and-red-flags#operability"},
	"Leadership Dimensions":               {"leadership-dimensions#where-each-dimension-shows-in-the-hour", "dimensions-and-red-flags#are-right-a-lot-how-you-make-trade-offs"},
	"Microservices Architecture":          {"architecture-patterns#microservices", "team-structure#boundaries-follow-communication"},
	"Event-Driven Architecture":           {"architecture-patterns#event-driven-architecture", "queues-and-streams#queue-or-log"},
	"Cell-Based Architecture":             {"architecture-patterns#cell-based-architecture"},
	"Must-Know Services for L6":           {"aws-services-l6#generic-names-first"},
	"Additional for L7":                   {"aws-services-l7#which-role-needs-which-service"},
	"Step 1: Requirements Gathering":      {"six-step-framework#step-one-requirements-in-five-minutes"},
	"Step 2: Capacity Estimation":         {"six-step-framework#step-two-capacity-in-five-minutes", "capacity-estimation#storage-arithmetic"},
	"Step 3: High-Level Design":           {"six-step-framework#step-three-high-level-design-in-fifteen-minutes"},
	"Step 4: Detailed Design":             {"six-step-framework#step-four-detailed-design-in-twenty-minutes"},
	"Step 5: Scale & Optimize":            {"six-step-framework#step-five-scale-and-optimize-in-ten-minutes"},
	"Step 6: Trade-offs & Alternatives":   {"six-step-framework#step-six-trade-offs-in-five-minutes"},
	"Design Amazon's Book Recommendation": {"machine-learning-systems#serving"},
	"Design a Distributed Task Scheduler": {"queues-and-streams#timers-delays-and-workflows", "case-tao-and-borg#borgs-mechanisms"},
	"Design a Global Content Delivery":    {"media-and-content-delivery#building-one-yourself"},
	"Design AWS Lambda from Scratch":      {"serverless-platform-internals#shape-of-the-platform"},
	"Design a Machine Learning Platform":  {"machine-learning-systems#the-platform-question-l7", "vector-databases-and-mlops#operating-models"},
	"Design Amazon's Supply Chain":        {"architecture-patterns#event-driven-failure-cases", "machine-learning-systems#framing-before-models"},
	"Sharding Strategies":                 {"sharding#consistent-hashing-with-virtual-nodes", "sharding#hash-modulo-n-is-not-consistent-hashing"},
	"Caching Patterns":                    {"caching#cache-aside"},
	"Rate Limiting":                       {"rate-limiting#token-bucket"},
	"System Design Checklist":             {"checklist#the-ten-point-checklist"},
	"Generative AI Systems":               {"generative-ai-systems#reference-architecture"},
	"ML Infrastructure & MLOps":           {"vector-databases-and-mlops#pipelines-and-their-tests", "machine-learning-systems#the-feature-store"},
	"ML Design Problems":                  {"machine-learning-systems#what-the-interviewer-asks-about-ml-systems"},
	"Papers":                              {"case-dynamo-and-spanner#side-by-side", "case-tao-and-borg#borgs-mechanisms"},
	"Pro Tips":                            {"communicating-at-the-whiteboard#communicating-at-the-whiteboard"},
}

func TestTheLibraryCoversWhatItBeganWith(t *testing.T) {
	t.Parallel()
	index := newIndex(t)
	if _, err := ingest.Run(t.Context(), ingest.Options{Sources: []ingest.Source{ingest.Builtin()}, Index: index, Embedder: local.New()}); err != nil {
		t.Fatal(err)
	}
	for heading, passages := range covers {
		for _, id := range passages {
			if _, err := index.Passage(t.Context(), id); err != nil {
				t.Errorf("%s: %v", heading, err)
			}
		}
	}
}

var year = regexp.MustCompile(`\b(19[5-9]\d|20[0-3]\d)\b`)

func TestGuidesAreWhatAReaderExpects(t *testing.T) {
	t.Parallel()
	for name, text := range guides(t) {
		if n := len(strings.Fields(text)); n < 1000 || n > 2500 {
			t.Errorf("%s: %d words, want 1,000 to 2,500", name, n)
		}
		if n := strings.Count(text, "\n## "); n < 5 {
			t.Errorf("%s: %d sections, and citations lead to sections", name, n)
		}
		if !year.MatchString(text) {
			t.Errorf("%s: its numbers name no year", name)
		}
		if !strings.Contains(text, "Sources:") && !strings.Contains(text, "## Sources") {
			t.Errorf("%s: it names no sources", name)
		}
	}
}

// TestNothingIsCopied looks for runs of eight words of the text that the product began with, kept as hashes in testdata.
func TestNothingIsCopied(t *testing.T) {
	t.Parallel()
	theirs := make(map[uint64]bool)
	f, err := os.Open("testdata/foreign.shingles")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if line := lines.Text(); !strings.HasPrefix(line, "#") {
			h, err := strconv.ParseUint(line, 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			theirs[h] = true
		}
	}
	if len(theirs) < 500 {
		t.Fatalf("%d runs of words to compare with", len(theirs))
	}
	for name, text := range guides(t) {
		for run, h := range shingles(text) {
			if theirs[h] {
				t.Errorf("%s copies “%s”", name, run)
			}
		}
	}
}

// shingles hashes each run of eight words of prose.
func shingles(text string) map[string]uint64 {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := make(map[string]uint64)
	for i := 0; i+8 <= len(words); i++ {
		run := strings.Join(words[i:i+8], " ")
		h := fnv.New64a()
		_, _ = h.Write([]byte(run)) // never fails
		out[run] = h.Sum64()
	}
	return out
}

// guides returns the text of each guide that ships, by file name.
func guides(t *testing.T) map[string]string {
	t.Helper()
	out := make(map[string]string)
	err := fs.WalkDir(os.DirFS("guides"), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".md") {
			return err
		}
		data, err := os.ReadFile("guides/" + path)
		out[path] = string(data)
		return err
	})
	if err != nil || len(out) < 20 {
		t.Fatalf("%d guides, %v", len(out), err)
	}
	return out
}
