package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"

	"github.com/interviewcoach/interviewcoach/coach"
)

// maxUpload bounds a file with a design in it: a PDF is much larger than its text.
const maxUpload = 12 << 20

// readDesign reads a design from JSON or from a multipart form with a file.
func (s *Server) readDesign(w http.ResponseWriter, r *http.Request) (designBody, error) {
	var body designBody
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return body, read(w, r, 2*coach.MaxDesign, &body)
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	if err := r.ParseMultipartForm(2 * coach.MaxDesign); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return body, &httpError{http.StatusRequestEntityTooLarge, "Too large", fmt.Sprintf("The file is larger than %d bytes: send its text alone.", maxUpload)}
		}
		return body, coach.Invalid("the form could not be read: send multipart/form-data with a file, a problem and a level")
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }() // what is left in the temporary folder is the system's to clean
	body = designBody{
		Problem: r.FormValue("problem"), Description: r.FormValue("description"), Level: coach.Level(r.FormValue("level")),
		Title: r.FormValue("title"), Text: r.FormValue("text"), Previous: r.FormValue("previous"),
	}
	file, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return body, nil
	}
	if err != nil {
		return body, coach.Invalid("the file could not be read: send it again")
	}
	defer func() { _ = file.Close() }()
	if body.Text, err = s.textOf(file, header); err != nil {
		return body, err
	}
	if body.Title == "" {
		body.Title = strings.TrimSuffix(path.Base(header.Filename), path.Ext(header.Filename))
	}
	return body, nil
}

// textOf reads the text of an uploaded file.
func (s *Server) textOf(file multipart.File, header *multipart.FileHeader) (string, error) {
	data, err := io.ReadAll(file)
	if err != nil {
		return "", coach.Invalid("the file broke off: send it again")
	}
	text := string(data)
	if s.Documents != nil {
		if text, err = s.Documents(path.Base(header.Filename), data); err != nil {
			return "", coach.Invalid(fmt.Sprintf("the file cannot be read (%v): send Markdown, text, HTML or a PDF with text in it", err))
		}
	}
	if len(text) > coach.MaxDesign {
		return "", tooLargeDesign()
	}
	return text, nil
}

func tooLargeDesign() error {
	return &httpError{http.StatusRequestEntityTooLarge, "Too large", fmt.Sprintf("The design is larger than %d bytes: shorten it.", coach.MaxDesign)}
}
