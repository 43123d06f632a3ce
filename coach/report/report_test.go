package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a report with something in every part, and with words that would like to act.
func sample() coach.Report {
	r := coach.Report{
		Schema: coach.ReportSchema, ID: "x", Kind: "interview", Problem: "l6-counter", Level: coach.L6, Model: "local", CreatedAt: time.Unix(0, 0).UTC(),
		Overall: coach.LeanHire, Summary: "Half of it <b>was</b> there.",
		RedFlags:   []coach.RedFlag{{Dimension: coach.Cost, Flag: "No budget | at all", Quote: "money is no object"}},
		Arithmetic: []coach.Sum{{Quote: "2 * 2 = 5", Claimed: "5", Computed: "4"}, {Quote: "1 + 1 = 2", Claimed: "2", Computed: "2", OK: true}},
		Steps:      []coach.StepReport{{Step: coach.Capacity, Seconds: 310, BudgetSeconds: 300, Feedback: "Take *care*."}},
		Moments:    []coach.Moment{{Quote: "<script>alert(1)</script>", Seq: 7, Effect: "lowered", Dimension: coach.Security, Why: "It was [pasted](javascript:x)."}},
		Next:       []coach.Action{{Dimension: coach.Cost, Text: "Name <u>two</u> lines of the bill.", Passage: "cost#lines"}},
		Comments:   []coach.Comment{{Quote: "money is <u>no</u> object", Seq: 3, Dimension: coach.Cost, Kind: coach.CommentMissing, Text: "It is.", Passage: "cost#lines"}},
		Changes: &coach.Changes{Previous: "y", Before: coach.LeanNo, After: coach.LeanHire, Better: []coach.Rescore{{Dimension: coach.Cost, Before: 1, After: 3}},
			Open: []coach.Gap{{Dimension: coach.Cost, Text: "A <u>lever</u>."}}, SumsLeft: []string{"2 * 2 = 5"}},
		Gates:      []coach.Bound{{Gate: coach.GateNoFailure, Dimension: coach.Reliability, At: coach.NoHire, Why: "Nothing <i>fails</i> here.", Decided: true}},
		Bars:       []coach.Bar{{Level: coach.L6, Overall: coach.LeanHire, Met: []string{"Scale: 3 of 5"}, Short: []string{"Cost: 1 of 5 | more"}, Gates: []coach.Gate{coach.GateNoFailure}}},
		Study:      []coach.Study{{Passage: "caching#hot-keys", Why: "Performance was scored 1 of 5."}},
		Provenance: coach.Provenance{Rubric: "1", Prompts: "p", Guides: "0123456789abcdef", Grader: "local", Unsupported: 2, NotAssessed: []string{"capacity"}},
	}
	for i, d := range coach.Dimensions() {
		r.Scores = append(r.Scores, coach.Score{Dimension: d, Score: i % 6})
	}
	r.Scores[2].Evidence = []coach.Evidence{{Quote: "p99 of\n20 ms\x1b[31m", Seq: 4}}
	r.Scores[2].Confidence, r.Scores[3].NotJudged = &coach.Confidence{Samples: 5, Low: 1, High: 3, Share: 0.6}, true
	r.Scores[0].Next, r.Scores[0].Strong = &coach.Anchor{Score: 1, Text: "a *bare* name"}, []string{"Sizes the store by the peak."}
	r.Scores[0].Citations = []coach.Citation{{Passage: "caching#hot-keys", Heading: []string{"Caching", "Hot keys"}}}
	r.Scores[2].Missing, r.Scores[2].Advice = []string{"A budget per hop."}, "Split it."
	for _, c := range coach.Checklist() {
		r.Checklist = append(r.Checklist, coach.ChecklistMark{Item: c, Covered: c == coach.CheckAPI, Quote: map[bool]string{true: "GET /{code}"}[c == coach.CheckAPI]})
	}
	return r
}

// harms is what must not reach the readers of a format.
var harms = map[report.Format][]string{
	report.Text:     {"\x1b"},
	report.Markdown: {"<script>", "<b>", "[pasted](", "\x1b", "<u>"},
	report.HTML:     {"<script>alert", "<b>was", "<i>fails", "<u>"},
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for format, file := range map[report.Format]string{report.Text: "report.txt", report.Markdown: "report.md", report.HTML: "report.html"} {
		var out bytes.Buffer
		if err := report.Write(&out, format, sample(), "Counter"); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path) //nolint:gosec // a path of the test's own
		if err != nil {
			t.Fatal(err)
		}
		if out.String() != string(want) {
			t.Errorf("%s differs from %s; look at the difference, then go test ./coach/report -update\n%s", format, path, out.String())
		}
		for _, harm := range harms[format] {
			if strings.Contains(out.String(), harm) {
				t.Errorf("%s lets %q through", format, harm)
			}
		}
	}
}

func TestAnUnknownFormatIsRefused(t *testing.T) {
	t.Parallel()
	if err := report.Write(&bytes.Buffer{}, "pdf", sample(), "x"); coach.CodeOf(err) != coach.CodeInvalid {
		t.Errorf("pdf: %v", err)
	}
}
