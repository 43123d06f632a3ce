package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

//go:embed page.tmpl
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"clock":      clock,
	"bar":        bar,
	"lower":      strings.ToLower,
	"provenance": provenance,
	"short":      short,
	"gate":       gate,
	"sign":       sign,
	"changes":    changes,
	"marks":      marks,
	"spread":     spread,
}).Parse(pageText))

func page(w io.Writer, r coach.Report, title string) error {
	err := pageTemplate.Execute(w, struct {
		coach.Report
		Title string
		Radar radar
		Told  string // the radar, in words
		Timed bool
	}{r, title, newRadar(r), told(r), r.Kind == string(coach.SubjectInterview)})
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// radar is the geometry of the six technical scores on a circle, in units of an SVG of 320 by 260; labels stand out to both sides.
type radar struct {
	Rings  []string
	Shape  string
	Labels []label
}

type label struct {
	X, Y   float64
	Anchor string
	Text   string
}

const centreX, centreY, radius = 160.0, 130.0, 90.0

func newRadar(r coach.Report) radar {
	axes := coach.TechnicalDimensions()
	by := map[coach.Dimension]int{}
	for _, s := range r.Scores {
		by[s.Dimension] = s.Score
	}
	point := func(axis int, part float64) (x, y float64) {
		angle := 2*math.Pi*float64(axis)/float64(len(axes)) - math.Pi/2
		return centreX + radius*part*math.Cos(angle), centreY + radius*part*math.Sin(angle)
	}
	polygon := func(part func(axis int) float64) string {
		points := make([]string, len(axes))
		for i := range axes {
			x, y := point(i, part(i))
			points[i] = fmt.Sprintf("%.1f,%.1f", x, y)
		}
		return strings.Join(points, " ")
	}
	out := radar{Shape: polygon(func(i int) float64 { return float64(by[axes[i]]) / coach.MaxScore })}
	for ring := 1; ring <= coach.MaxScore; ring++ {
		out.Rings = append(out.Rings, polygon(func(int) float64 { return float64(ring) / coach.MaxScore }))
	}
	for i, d := range axes {
		x, y := point(i, 1.16)
		anchor := "middle"
		if x > centreX+10 {
			anchor = "start"
		} else if x < centreX-10 {
			anchor = "end"
		}
		out.Labels = append(out.Labels, label{x, y + 4, anchor, fmt.Sprintf("%s %d", d.Title(), by[d])})
	}
	return out
}

// told is the radar in words, for whoever does not see it.
func told(r coach.Report) string {
	parts := []string{}
	technical := coach.TechnicalDimensions()
	for _, s := range r.Scores {
		if slices.Contains(technical, s.Dimension) {
			parts = append(parts, fmt.Sprintf("%s %d", strings.ToLower(s.Dimension.Title()), s.Score))
		}
	}
	return fmt.Sprintf("Technical scores out of %d: %s.", coach.MaxScore, strings.Join(parts, ", "))
}

// marks are the points of a score, those that were reached first.
func marks(score int) []bool {
	out := make([]bool, coach.MaxScore)
	for i := range min(score, coach.MaxScore) {
		out[i] = true
	}
	return out
}
