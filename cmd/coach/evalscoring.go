package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/calibration"
)

type evalScoring struct {
	Dir       string `arg:"" optional:"" help:"Folder with labels.jsonl and designs/<id>.md; default: the set that ships with the program." type:"path"`
	Baselines bool   `help:"Measure two graders as well that understand nothing: one sees the length, one counts numerals."`
	JSON      bool   `help:"Print JSON." name:"json"`
}

// Run measures the grader.
func (c evalScoring) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	set, err := c.set()
	if err != nil {
		return err
	}
	r, err := openRooms(ctx, flags, logger)
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.fill(ctx, std); err != nil {
		return err
	}
	report, err := calibration.Run(ctx, set, r.bank, r.assessor, calibration.Options{Baselines: c.Baselines})
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(std.out, report)
	}
	return write(std, agreementText(report))
}

func (c evalScoring) set() (calibration.Set, error) {
	if c.Dir == "" {
		return calibration.Builtin()
	}
	return calibration.Load(c.Dir)
}

func write(std streams, text string) error {
	if _, err := fmt.Fprint(std.out, text); err != nil {
		return fmt.Errorf("print the figures: %w", err)
	}
	return nil
}

// agreementText shows the figures side by side: the grader, people, and graders that understand nothing.
func agreementText(r calibration.Report) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	heads, columns := []string{"grader"}, []calibration.Figures{r.Figures}
	if r.Raters != nil {
		heads, columns = append(heads, "person 2"), append(columns, r.Raters.Figures)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Baselines)) {
		heads, columns = append(heads, name), append(columns, r.Baselines[name])
	}
	row := func(name string, value func(calibration.Figures) float64) {
		fmt.Fprintf(&b, "  %-30s", name)
		for _, c := range columns {
			fmt.Fprintf(&b, " %9.3f", value(c))
		}
		b.WriteByte('\n')
	}
	line("%d designs; agreement with the labels (quadratic weighted kappa):", r.Designs)
	fmt.Fprintf(&b, "  %-30s", "")
	for _, h := range heads {
		fmt.Fprintf(&b, " %9s", h)
	}
	b.WriteByte('\n')
	for _, d := range coach.Dimensions() {
		row(d.Title(), func(f calibration.Figures) float64 { return f.QWK[string(d)] })
	}
	row("mean", func(f calibration.Figures) float64 { return f.QWK["mean"] })
	row("verdict", func(f calibration.Figures) float64 { return f.QWK["overall"] })
	row("off by, in points", func(f calibration.Figures) float64 { return f.MAE })
	row("share within one point", func(f calibration.Figures) float64 { return f.WithinOne })
	line("arithmetic errors: precision %.2f, recall %.2f; %d unsupported claims; checking moved a clean score by %.3f points",
		r.Arithmetic.Precision, r.Arithmetic.Recall, r.Unsupported, r.CleanMoved)
	line("by problem (mean kappa, verdict, off by):")
	for _, problem := range slices.Sorted(maps.Keys(r.Folds)) {
		f := r.Folds[problem]
		line("  %-30s %9.3f %9.3f %9.3f  (%d designs)", problem, f.QWK["mean"], f.QWK["overall"], f.MAE, f.Designs)
	}
	if len(r.Adversarial) > 0 {
		line("texts that try to earn what they don't show (gain and withheld in points a dimension):")
	}
	for _, a := range r.Adversarial {
		line("  %-6s %-26s gain %+.3f  withheld %.3f  %s", a.ID, a.Kind, a.Gain, a.Withheld, a.Overall)
		for _, f := range a.Faults {
			line("         not sound: %s", f)
		}
	}
	for _, result := range r.Results {
		scores := ""
		for _, d := range coach.Dimensions() {
			scores += fmt.Sprintf(" %d", result.Scores[d])
		}
		line("  %-8s%s  %s", result.ID, scores, result.Overall)
	}
	return b.String()
}
