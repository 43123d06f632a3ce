package report

import (
	"fmt"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// escapes takes the meaning from everything that Markdown or HTML would act on.
var escapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `&lt;`, `>`, `&gt;`, `&`, `&amp;`, `|`, `\|`, `#`, `\#`, `!`, `\!`, `~`, `\~`,
)

func md(s string) string { return escapes.Replace(plain(s)) }

func markdown(r coach.Report, title string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s (%s): %s\n", md(title), r.Level, r.Overall.Title())
	line("%s\n", md(r.Summary))
	for _, g := range r.Gates {
		line("- %s", md(gate(g)))
	}
	if len(r.Gates) > 0 {
		line("")
	}
	if len(r.Next) > 0 {
		line("## To do next\n")
		for i, a := range r.Next {
			line("%d. **%s**: %s", i+1, a.Dimension.Title(), md(a.Text))
		}
		line("")
	}
	if r.Changes != nil {
		line("## Since the version before\n")
		for _, c := range changes(*r.Changes) {
			line("- %s", md(c))
		}
		line("")
	}
	line("| Dimension | Score | Evidence | Missing |\n| --- | --- | --- | --- |")
	for _, s := range r.Scores {
		quote, missing := "", ""
		if len(s.Evidence) > 0 {
			quote = "“" + md(s.Evidence[0].Quote) + "”" + escapes.Replace(at(s.Evidence[0].Seq))
		}
		if len(s.Missing) > 0 {
			missing = md(s.Missing[0])
		}
		line("| %s | %s %d%s | %s | %s |", s.Dimension.Title(), bar(s.Score), s.Score, bracketed(spread(s)), quote, missing)
	}
	line("\n## What decided it\n")
	for _, m := range r.Moments {
		line("- %s **%s**: “%s”%s %s", m.Effect, strings.ToLower(m.Dimension.Title()), md(m.Quote), escapes.Replace(at(m.Seq)), md(m.Why))
	}
	if len(r.RedFlags) > 0 {
		line("\n## Red flags\n")
		for _, f := range r.RedFlags {
			quote := ""
			if f.Quote != "" {
				quote = " “" + md(f.Quote) + "”"
			}
			line("- **%s**: %s%s", f.Dimension.Title(), md(f.Flag), quote)
		}
	}
	if len(r.Arithmetic) > 0 {
		line("\n## Arithmetic, recomputed\n\n| Written | Claimed | Computed | |\n| --- | --- | --- | --- |")
		for _, s := range r.Arithmetic {
			mark := "right"
			if !s.OK {
				mark = "**wrong**"
			}
			line("| %s | %s | %s | %s |", md(s.Quote), md(s.Claimed), md(s.Computed), mark)
		}
	}
	line("\n## Checklist\n")
	for _, c := range r.Checklist {
		mark := " "
		if c.Covered {
			mark = "x"
		}
		line("- [%s] %s", mark, c.Item.Title())
	}
	b.WriteString(barsMarkdown(r.Bars))
	line("\n## Steps\n")
	for _, s := range r.Steps {
		clocks := ""
		if r.Kind == string(coach.SubjectInterview) {
			clocks = fmt.Sprintf(" (%s of %s)", clock(s.Seconds), clock(s.BudgetSeconds))
		}
		line("- **%s**%s: %s", s.Step.Title(), clocks, md(s.Feedback))
	}
	if c := r.Change; c != nil {
		line("\n## The change of requirements\n\n> %s\n\n%s\n", md(c.Text), md(c.Verdict))
		for _, m := range c.Moved {
			line("- moved: %s “%s”%s", md(m.Point), md(m.Quote), escapes.Replace(at(m.Seq)))
		}
		for _, p := range c.LeftAlone {
			line("- left as it was: %s", md(p))
		}
		line("\nA good reaction: %s", md(c.Expected))
	}
	b.WriteString(commentsMarkdown(r.Comments))
	if len(r.Study) > 0 {
		line("\n## To read\n")
		for _, s := range r.Study {
			line("- `%s`: %s", strings.ReplaceAll(plain(s.Passage), "`", ""), md(s.Why))
		}
	}
	line("\n---\n\n%s", md(provenance(r)))
	return b.String()
}

func barsMarkdown(bars []coach.Bar) string {
	var b strings.Builder
	for _, bar := range bars {
		fmt.Fprintf(&b, "\n## Held to %s: %s\n\n", bar.Level, bar.Overall.Title())
		for _, m := range bar.Met {
			fmt.Fprintf(&b, "- [x] %s\n", md(m))
		}
		for _, m := range bar.Short {
			fmt.Fprintf(&b, "- [ ] %s\n", md(m))
		}
	}
	return b.String()
}

func commentsMarkdown(comments []coach.Comment) string {
	var b strings.Builder
	if len(comments) > 0 {
		b.WriteString("\n## In the margin\n\n")
	}
	for _, c := range comments {
		fmt.Fprintf(&b, "> %s%s\n\n%s **%s**: %s\n\n", md(c.Quote), escapes.Replace(at(c.Seq)), sign(c.Kind), c.Dimension.Title(), md(c.Text))
	}
	return b.String()
}
