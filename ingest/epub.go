package ingest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
)

// fromEPUB joins a book's chapters in reading order. An EPUB is a zip file of
// XHTML pages with a list of them, so this needs no library. limit bounds what
// is unpacked.
func fromEPUB(data []byte, limit int64) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", fmt.Errorf("broken EPUB: %w", err)
	}
	book := epub{files: make(map[string]*zip.File), left: limit}
	for _, f := range archive.File {
		book.files[f.Name] = f
	}
	if book.files["META-INF/encryption.xml"] != nil && book.files["META-INF/rights.xml"] != nil {
		return "", errors.New("encrypted: its copy protection has to go first")
	}
	var container struct {
		Root []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := book.parse("META-INF/container.xml", &container); err != nil {
		return "", err
	}
	if len(container.Root) == 0 {
		return "", errors.New("broken EPUB: it names no book")
	}
	return book.text(container.Root[0].Path)
}

type epub struct {
	files map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// text reads the book whose package document is at name.
func (b *epub) text(name string) (string, error) {
	var book struct {
		Title string `xml:"metadata>title"`
		Items []struct {
			ID   string `xml:"id,attr"`
			Href string `xml:"href,attr"`
			Type string `xml:"media-type,attr"`
		} `xml:"manifest>item"`
		Spine []struct {
			Ref string `xml:"idref,attr"`
		} `xml:"spine>itemref"`
	}
	if err := b.parse(name, &book); err != nil {
		return "", err
	}
	chapters := make(map[string]string, len(book.Items))
	for _, item := range book.Items {
		href, err := url.PathUnescape(item.Href)
		if err == nil && strings.Contains(item.Type, "html") {
			chapters[item.ID] = path.Join(path.Dir(name), href)
		}
	}
	var text strings.Builder
	for _, ref := range book.Spine {
		data, err := b.read(chapters[ref.Ref])
		if err != nil {
			return "", err
		}
		if len(bytes.TrimSpace(data)) == 0 {
			continue
		}
		chapter, err := fromHTML(data)
		if err != nil {
			continue // a cover page without text
		}
		_, body := cutFrontMatter(chapter)
		text.WriteString(strings.TrimSpace(chapter[body:]) + "\n\n")
	}
	if text.Len() == 0 {
		return "", errors.New("no text in it")
	}
	return withTitle(book.Title, text.String()), nil
}

func (b *epub) parse(name string, into any) error {
	data, err := b.read(name)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(data, into); err != nil {
		return fmt.Errorf("broken EPUB: %s: %w", name, err)
	}
	return nil
}

// read unpacks a file; nothing if the book doesn't have it.
func (b *epub) read(name string) ([]byte, error) {
	f := b.files[name]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("broken EPUB: %s: %w", name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, b.left+1))
	if err != nil {
		return nil, fmt.Errorf("broken EPUB: %s: %w", name, err)
	}
	if b.left -= int64(len(data)); b.left < 0 {
		return nil, errors.New("too large when unpacked: split it")
	}
	return data, nil
}
