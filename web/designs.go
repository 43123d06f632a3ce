package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
)

// design is a written design as HTTP shows it.
type design struct {
	ID        string             `json:"id"`
	Status    coach.DesignStatus `json:"status"`
	Problem   string             `json:"problem"`
	Level     coach.Level        `json:"level"`
	Title     string             `json:"title"`
	CreatedAt time.Time          `json:"created_at"`
	Overall   coach.Overall      `json:"overall,omitempty"`
	Error     string             `json:"error"`
	Text      string             `json:"text,omitempty"`
	Report    *coach.Report      `json:"report"`
}

type designBody struct {
	Problem string      `json:"problem"`
	Level   coach.Level `json:"level"`
	Title   string      `json:"title"`
	Text    string      `json:"text"`
}

func (s *Server) submitDesign(w http.ResponseWriter, r *http.Request) error {
	body, err := readDesign(w, r)
	if err != nil {
		return err
	}
	id, err := s.Designs.Submit(r.Context(), s.Owner, coach.DesignSubmitted{
		Problem: body.Problem, Level: body.Level, Title: body.Title, Text: body.Text,
	})
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/api/designs/"+id)
	return reply(w, http.StatusAccepted, map[string]any{"id": id, "status": coach.DesignQueued})
}

// readDesign reads a design from JSON or from a multipart form with a file.
func readDesign(w http.ResponseWriter, r *http.Request) (designBody, error) {
	var body designBody
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return body, read(w, r, 2*coach.MaxDesign, &body)
	}
	r.Body = http.MaxBytesReader(w, r.Body, 2*coach.MaxDesign)
	if err := r.ParseMultipartForm(2 * coach.MaxDesign); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return body, tooLargeDesign()
		}
		return body, coach.Invalid("the form could not be read: send multipart/form-data with a file, a problem and a level")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }() // what is left in the temporary folder is the system's to clean
	body = designBody{
		Problem: r.FormValue("problem"), Level: coach.Level(r.FormValue("level")), Title: r.FormValue("title"), Text: r.FormValue("text"),
	}
	file, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return body, nil
	}
	if err != nil {
		return body, coach.Invalid("the file could not be read: send it again")
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, coach.MaxDesign+1))
	if err != nil {
		return body, coach.Invalid("the file broke off: send it again")
	}
	if len(text) > coach.MaxDesign {
		return body, tooLargeDesign()
	}
	body.Text = string(text)
	if body.Title == "" {
		body.Title = strings.TrimSuffix(path.Base(header.Filename), path.Ext(header.Filename))
	}
	return body, nil
}

func tooLargeDesign() error {
	return &httpError{http.StatusRequestEntityTooLarge, "Too large", fmt.Sprintf("The design is larger than %d bytes: shorten it.", coach.MaxDesign)}
}

func (s *Server) listDesigns(w http.ResponseWriter, r *http.Request) error {
	list, err := s.Logs.List(r.Context(), s.Owner, coach.SubjectDesign)
	if err != nil {
		return fmt.Errorf("list designs: %w", err)
	}
	out := make([]design, 0, len(list))
	for _, sum := range list {
		out = append(out, design{
			ID: sum.ID, Status: coach.DesignStatus(sum.Status), Problem: sum.Problem, Level: sum.Level, Title: sum.Title,
			CreatedAt: sum.CreatedAt.UTC(), Overall: sum.Overall,
		})
	}
	return reply(w, http.StatusOK, out)
}

func (s *Server) showDesign(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	log, err := s.Logs.Read(r.Context(), s.Owner, id, 0)
	if err != nil {
		return err
	}
	if len(log) > 0 && log[0].Event.Kind() != coach.KindDesignSubmitted {
		return coach.NotFound("design", id)
	}
	d, err := coach.FoldDesign(id, log)
	if err != nil {
		return err
	}
	out := design{
		ID: id, Status: d.Status, Problem: d.Problem, Level: d.Level, Title: d.Title, CreatedAt: d.Submitted.UTC(),
		Error: d.Error, Text: d.Text, Report: d.Report,
	}
	if d.Report != nil {
		out.Overall = d.Report.Overall
	}
	return reply(w, http.StatusOK, out)
}

func (s *Server) deleteDesign(w http.ResponseWriter, r *http.Request) error {
	return s.deleteLog(w, r, coach.SubjectDesign)
}
