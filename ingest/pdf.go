package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"
)

// pdfTimeout bounds the reading of one PDF file: a broken one can send its
// reader in circles.
const pdfTimeout = time.Minute

var errScanned = errors.New("no text in it: scanned pages need text recognition first")

// fromPDF gives a file's text with its pages as headings. A page that can't be
// read is left out; a file of which none can is an error.
func fromPDF(data []byte) (string, error) {
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := readPDF(data)
		done <- result{text, err}
	}()
	select {
	case r := <-done:
		return r.text, r.err
	case <-time.After(pdfTimeout):
		return "", fmt.Errorf("not read within %s: it may be broken", pdfTimeout)
	}
}

func readPDF(data []byte) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("broken PDF: %v", fault)
		}
	}()
	reader, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if errors.Is(err, pdf.ErrInvalidPassword) {
		return "", errors.New("encrypted: remove its password first")
	}
	if err != nil {
		return "", fmt.Errorf("broken PDF: %w", err)
	}
	var b strings.Builder
	for number := 1; number <= reader.NumPage(); number++ {
		page, pageErr := readPage(reader, number)
		if pageErr != nil && err == nil {
			err = pageErr
		}
		if page = asText(page); page != "" {
			fmt.Fprintf(&b, "## Page %d\n\n%s\n\n", number, page)
		}
	}
	switch {
	case b.Len() > 0:
		return withTitle(reader.Trailer().Key("Info").Key("Title").Text(), b.String()), nil
	case err != nil:
		return "", err
	}
	return "", errScanned
}

func readPage(reader *pdf.Reader, number int) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("page %d is broken: %v", number, fault)
		}
	}()
	page := reader.Page(number)
	if page.V.IsNull() {
		return "", nil
	}
	return page.GetPlainText(nil)
}

// markup is what would make a line of plain text a heading, a rule or the
// fence of a code block.
var markup = regexp.MustCompile("(?m)^[ \t]*(#{1,6}[ \t]|=+[ \t]*$|-+[ \t]*$|```|~~~)")

// asText keeps lines of plain text from meaning anything in Markdown, and drops
// blanks at their ends.
func asText(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\r")
	}
	s = strings.TrimSpace(strings.Join(lines, "\n"))
	return markup.ReplaceAllStringFunc(s, func(m string) string {
		text := strings.TrimLeft(m, " \t")
		return m[:len(m)-len(text)] + `\` + text
	})
}
