package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// downloads are the formats in which a report can be taken away, with their media types and the ends of their names.
var downloads = map[string]struct{ media, end string }{
	"html":     {"text/html; charset=utf-8", "html"},
	"markdown": {"text/markdown; charset=utf-8", "md"},
	"text":     {"text/plain; charset=utf-8", "txt"},
}

// sendReport answers with a report: as JSON, or with ?format= as a file. A file is never shown under this origin: what is in it
// was written by others.
func (s *Server) sendReport(w http.ResponseWriter, r *http.Request, report *coach.Report) error {
	format := r.URL.Query().Get("format")
	if format == "" || format == "json" {
		return reply(w, http.StatusOK, report)
	}
	as, ok := downloads[format]
	if !ok || s.Render == nil {
		return coach.Invalid(fmt.Sprintf("format is %q: choose json, html, markdown or text", format))
	}
	var page bytes.Buffer
	if err := s.Render(&page, format, *report); err != nil {
		return fmt.Errorf("write the report as %s: %w", format, err)
	}
	name := strings.ReplaceAll(report.Problem, `"`, "")
	w.Header().Set("Content-Type", as.media)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="report-%s.%s"`, name, as.end))
	_, err := page.WriteTo(w)
	return err //nolint:wrapcheck // the reader went away
}

func (s *Server) showDesignReport(w http.ResponseWriter, r *http.Request) error {
	d, err := s.design(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if d.Report == nil {
		return coach.NotReady("the design is not reviewed yet: " + sentence(d))
	}
	return s.sendReport(w, r, d.Report)
}
