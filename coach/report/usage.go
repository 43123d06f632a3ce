package report

import (
	"fmt"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// models says which model did what, where there was more to do than to grade.
func models(parts coach.Parts) string {
	var said []string
	for _, p := range parts {
		var did []string
		if p.Turns > 0 {
			did = append(did, "spoke "+count(p.Turns, "turn"))
		}
		if p.Steps > 0 {
			did = append(did, "took notes of "+count(p.Steps, "step"))
		}
		if p.Graded {
			did = append(did, "graded")
		}
		if len(did) > 0 {
			said = append(said, plain(p.Model)+" "+strings.Join(did, ", "))
		}
	}
	if len(said) == 0 || len(parts) == 1 && parts[0].Turns+parts[0].Steps == 0 {
		return ""
	}
	return " " + strings.Join(said, "; ") + "."
}

// usage says what the models took, each in a sentence.
func usage(u coach.Usage) string {
	byModel := map[string]coach.Usage{}
	var order []string
	for _, one := range u {
		if _, seen := byModel[one.Model]; !seen {
			order = append(order, one.Model)
		}
		byModel[one.Model] = append(byModel[one.Model], one)
	}
	var b strings.Builder
	for _, model := range order {
		t := byModel[model].Total()
		fmt.Fprintf(&b, " %s of %s", count(t.Calls, "call"), plain(model))
		if t.Failed > 0 {
			fmt.Fprintf(&b, " (%d failed)", t.Failed)
		}
		about := ""
		if t.Estimated {
			about = "about "
		}
		fmt.Fprintf(&b, ": %s%d tokens in, %d out", about, t.InputTokens, t.OutputTokens)
		if t.Streamed > 0 {
			fmt.Fprintf(&b, ", first words after %.1f s", float64(t.FirstTokenMS)/1e3)
		}
		switch {
		case t.Unpriced:
			b.WriteString(", price not known")
		case t.USD > 0:
			fmt.Fprintf(&b, ", $%.4f", t.USD)
		}
		b.WriteString(".")
	}
	return b.String()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
