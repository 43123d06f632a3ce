// Package report shows a [coach.Report] to people: as text for a terminal, as Markdown, and as one self-contained HTML
// page with a radar of the scores.
//
// A report holds the words of candidates, guides and models. Here they are data: the HTML is made by html/template, the
// Markdown escapes what would be markup, and the text drops control characters, so that no report can act on its reader.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// Format names a way to show a report.
type Format string

// The formats. JSON is the report itself and is written by whoever has it.
const (
	Text     Format = "text"
	Markdown Format = "markdown"
	HTML     Format = "html"
	JSON     Format = "json"
)

// Write shows a report in a format other than JSON.
func Write(w io.Writer, f Format, r coach.Report, title string) error {
	switch f {
	case Text:
		return write(w, text(r, title))
	case Markdown:
		return write(w, markdown(r, title))
	case HTML:
		return page(w, r, title)
	default:
		return coach.Invalid(fmt.Sprintf("format is %q: choose text, json, markdown or html", f))
	}
}

func write(w io.Writer, s string) error {
	if _, err := io.WriteString(w, s); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// plain makes foreign words safe for a terminal and fits them on one line.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) {
			return ' '
		}
		return r
	}, s)), " ")
}

func clock(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }

// bar draws a score as five marks.
func bar(score int) string {
	return strings.Repeat("■", score) + strings.Repeat("□", coach.MaxScore-score)
}

// spread says how far samples of a grader agree on a score, or nothing where there was one.
func spread(s coach.Score) string {
	switch c := s.Confidence; {
	case s.NotJudged:
		return "not judged"
	case c == nil:
		return ""
	case c.Low == c.High:
		return fmt.Sprintf("%d samples agree", c.Samples)
	default:
		return fmt.Sprintf("%d to %d in %d samples, %.0f%% at %d", c.Low, c.High, c.Samples, 100*c.Share, s.Score)
	}
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}
