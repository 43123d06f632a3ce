package report

import (
	"fmt"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// width is how wide lines of a text report may be.
const width = 100

func text(r coach.Report, title string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s (%s): %s", plain(title), r.Level, strings.ToUpper(r.Overall.Title()))
	line("")
	b.WriteString(wrap(plain(r.Summary), ""))
	for _, g := range r.Gates {
		b.WriteString(wrap(gate(g), ""))
	}
	section := func(name string, n int) {
		if n > 0 {
			line("\n%s", name)
		}
	}
	section("To do next", len(r.Next))
	for i, a := range r.Next {
		b.WriteString(wrap(fmt.Sprintf("%d. %s: %s", i+1, a.Dimension.Title(), plain(a.Text)), "  "))
	}
	if r.Changes != nil {
		section("Since the version before", 1)
		for _, c := range changes(*r.Changes) {
			b.WriteString(wrap(plain(c), "  "))
		}
	}
	line("")
	for _, s := range r.Scores {
		line("%-18s %s %d%s", s.Dimension.Title(), bar(s.Score), s.Score, bracketed(spread(s)))
		for _, e := range s.Evidence {
			b.WriteString(wrap("“"+plain(e.Quote)+"”"+at(e.Seq), "    "))
		}
		for _, m := range s.Missing {
			b.WriteString(wrap("missing: "+plain(m), "    "))
		}
		if s.Advice != "" && s.Score < coach.MaxScore {
			b.WriteString(wrap("next time: "+plain(s.Advice), "    "))
		}
	}
	b.WriteString(barsText(r.Bars))
	section("Checklist", len(r.Checklist))
	for _, c := range r.Checklist {
		mark := "[ ]"
		if c.Covered {
			mark = "[x]"
		}
		line("  %s %s", mark, c.Item.Title())
	}
	section("Red flags", len(r.RedFlags))
	for _, f := range r.RedFlags {
		b.WriteString(wrap(f.Dimension.Title()+": "+plain(f.Flag), "  "))
		if f.Quote != "" {
			b.WriteString(wrap("“"+plain(f.Quote)+"”", "    "))
		}
	}
	section("Arithmetic", len(r.Arithmetic))
	for _, s := range r.Arithmetic {
		verdict := "right"
		if !s.OK {
			verdict = "wrong, it comes to " + plain(s.Computed)
		}
		b.WriteString(wrap("“"+plain(s.Quote)+"”: "+verdict, "  "))
	}
	section("Steps", len(r.Steps))
	for _, s := range r.Steps {
		clocks := ""
		if r.Kind == string(coach.SubjectInterview) {
			clocks = fmt.Sprintf(" %s of %s", clock(s.Seconds), clock(s.BudgetSeconds))
		}
		line("  %s:%s", s.Step.Title(), clocks)
		b.WriteString(wrap(plain(s.Feedback), "    "))
	}
	if c := r.Change; c != nil {
		section("The change of requirements", 1)
		b.WriteString(wrap(plain(c.Text), "  "))
		b.WriteString(wrap(plain(c.Verdict), "    "))
		for _, m := range c.Moved {
			b.WriteString(wrap("moved: "+plain(m.Point)+" “"+plain(m.Quote)+"”"+at(m.Seq), "    "))
		}
		for _, p := range c.LeftAlone {
			b.WriteString(wrap("left as it was: "+plain(p), "    "))
		}
		b.WriteString(wrap("A good reaction: "+plain(c.Expected), "    "))
	}
	section("What decided it", len(r.Moments))
	for _, m := range r.Moments {
		b.WriteString(wrap(fmt.Sprintf("%s %s: “%s”%s %s", m.Effect, strings.ToLower(m.Dimension.Title()), plain(m.Quote), at(m.Seq), plain(m.Why)), "  "))
	}
	b.WriteString(commentsText(r.Comments))
	section("To read", len(r.Study))
	for _, s := range r.Study {
		line("  %s  %s", s.Passage, plain(s.Why))
	}
	line("\n%s", provenance(r))
	return b.String()
}

func barsText(bars []coach.Bar) string {
	var b strings.Builder
	for _, bar := range bars {
		fmt.Fprintf(&b, "\nHeld to %s: %s\n", bar.Level, bar.Overall.Title())
		for _, m := range bar.Met {
			b.WriteString(wrap("meets it: "+plain(m), "    "))
		}
		for _, m := range bar.Short {
			b.WriteString(wrap("short: "+plain(m), "    "))
		}
	}
	return b.String()
}

func commentsText(comments []coach.Comment) string {
	var b strings.Builder
	if len(comments) > 0 {
		b.WriteString("\nIn the margin\n")
	}
	for _, c := range comments {
		b.WriteString(wrap(fmt.Sprintf("%s “%s”%s", sign(c.Kind), plain(c.Quote), at(c.Seq)), "  "))
		b.WriteString(wrap(c.Dimension.Title()+": "+plain(c.Text), "    "))
	}
	return b.String()
}

// gate says in a sentence what a hole does to the verdict.
func gate(g coach.Bound) string {
	words := "It bounds the verdict at " + strings.ToLower(g.At.Title())
	if !g.Decided {
		words = "It would bound the verdict at " + strings.ToLower(g.At.Title()) + "; the scores come to no more"
	}
	return "Gate " + string(g.Gate) + ": " + plain(g.Why) + " " + words + "."
}

func at(seq int64) string {
	if seq == 0 {
		return ""
	}
	return fmt.Sprintf(" (#%d)", seq)
}

func provenance(r coach.Report) string {
	p := r.Provenance
	text := fmt.Sprintf("Graded by %s with rubric %s, prompts %s, guides %s; %d unsupported claims were dropped.",
		plain(p.Grader), p.Rubric, p.Prompts, short(p.Guides), p.Unsupported)
	if p.Samples > 1 {
		text += fmt.Sprintf(" The scores are the median of %d judgements.", p.Samples)
	}
	if len(p.NotAssessed) > 0 {
		text += " Not assessed: " + plain(strings.Join(p.NotAssessed, ", ")) + "; ask for the review again."
	}
	return text + models(p.Models) + usage(r.Usage)
}

func short(digest string) string {
	if len(digest) > 12 {
		return digest[:12]
	}
	return digest
}

// wrap breaks words into lines of at most width columns, each with the indent.
func wrap(s, indent string) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(s) {
		n := len([]rune(word))
		switch {
		case column == 0:
			b.WriteString(indent)
			column = len(indent)
		case column+1+n > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	if column > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}
