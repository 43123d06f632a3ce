package ingest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// DefaultMaxBytes is the largest file that is read: some ten thousand pages of
// text.
const DefaultMaxBytes = 16 << 20

var (
	errBinary = errors.New("not text: it holds binary data")
	errEmpty  = errors.New("empty")
)

// readText reads a file of at most limit bytes as Markdown or text, whatever
// its encoding.
func readText(fsys fs.FS, name string, limit int64) (text string, err error) {
	// Libraries that read foreign formats may stumble over a broken file.
	defer func() {
		if fault := recover(); fault != nil {
			text, err = "", fmt.Errorf("broken: %v", fault)
		}
	}()
	data, err := readFile(fsys, name, limit)
	if err != nil {
		return "", err
	}
	return documentText(name, data, limit)
}

// Text reads a document that is in memory, of at most [DefaultMaxBytes]: Markdown or text in any encoding, HTML, PDF or EPUB, by the
// ending of its name or by what it begins like. HTML and EPUB become Markdown. Errors say in a few words what is wrong with it.
func Text(name string, data []byte) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			text, err = "", fmt.Errorf("broken: %v", fault)
		}
	}()
	if len(bytes.TrimSpace(data)) == 0 {
		return "", errEmpty
	}
	return documentText(name, data, DefaultMaxBytes)
}

func documentText(name string, data []byte, limit int64) (string, error) {
	switch formatOf(name, data) {
	case "html":
		return fromHTML(data)
	case "pdf":
		return fromPDF(data)
	case "epub":
		return fromEPUB(data, 4*limit)
	}
	return decode(data)
}

// formats are the endings of file names that are read in a folder, with how. A
// file that is named by itself is read whatever its ending: as what it begins
// like, or as text.
var formats = map[string]string{
	".md": "text", ".markdown": "text", ".mdown": "text", ".mdx": "text", ".txt": "text", ".text": "text",
	".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".epub": "epub",
}

func formatOf(name string, data []byte) string {
	if f := formats[strings.ToLower(path.Ext(name))]; f != "" {
		return f
	}
	begin := strings.ToLower(string(bytes.TrimLeft(data[:min(len(data), 512)], "\ufeff \t\r\n")))
	switch {
	case strings.HasPrefix(begin, "%pdf-"):
		return "pdf"
	case strings.HasPrefix(begin, "<!doctype html"), strings.HasPrefix(begin, "<html"):
		return "html"
	case strings.HasPrefix(begin, "pk\x03\x04") && bytes.Contains(data[:min(len(data), 512)], []byte("application/epub+zip")):
		return "epub"
	}
	return "text"
}

func readFile(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("larger than %d MB: split it", limit>>20)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errEmpty
	}
	return data, nil
}

// decode makes UTF-8 of data: by its byte-order mark, else because it is UTF-8
// already, else as UTF-16 or as a Western one-byte encoding.
func decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return decodeUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return decodeUTF16(data[2:], binary.BigEndian)
	case len(bytes.TrimSpace(data)) == 0:
		return "", errEmpty
	case bytes.IndexByte(data, 0) >= 0:
		return decodeWide(data)
	}
	if controls(data)*20 > len(data) {
		return "", errBinary
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	return decodeBytes(data), nil
}

// controls counts the bytes that texts don't have.
func controls(data []byte) int {
	n := 0
	for _, c := range data {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b || c == 0x7f {
			n++
		}
	}
	return n
}

// decodeWide takes data with zero bytes in it for UTF-16 if nearly every
// second byte is one; else it is no text.
func decodeWide(data []byte) (string, error) {
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i%2]++
		}
	}
	enough := len(data) / 2 * 7 / 10
	switch {
	case len(data)%2 != 0 || len(data) < 4:
	case zeros[1] > enough && zeros[0] == 0:
		return decodeUTF16(data, binary.LittleEndian)
	case zeros[0] > enough && zeros[1] == 0:
		return decodeUTF16(data, binary.BigEndian)
	}
	return "", errBinary
}

func decodeUTF16(data []byte, order binary.ByteOrder) (string, error) {
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, order.Uint16(data))
	}
	runes := utf16.Decode(units)
	lost := 0
	for _, r := range runes {
		if r == unicode.ReplacementChar || r == 0 {
			lost++
		}
	}
	if lost*10 > len(runes) {
		return "", errBinary
	}
	if len(bytes.TrimSpace([]byte(string(runes)))) == 0 {
		return "", errEmpty
	}
	return string(runes), nil
}

// decodeBytes decodes what is not valid UTF-8. If most of what isn't ASCII is
// UTF-8 all the same, only the rest is taken for Windows-1252; else all of it
// is, or Mac Roman if that gives more words and fewer signs within words.
func decodeBytes(data []byte) string {
	valid, broken := 0, 0
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			broken++
		} else if size > 1 {
			valid++
		}
		rest = rest[size:]
	}
	if valid >= broken {
		return mixed(data)
	}
	western, mac := oneByte(data, charmap.Windows1252), oneByte(data, charmap.Macintosh)
	if oddities(mac) < oddities(western) {
		return mac
	}
	return western
}

func mixed(data []byte) string {
	var b bytes.Buffer
	b.Grow(len(data) + len(data)/8)
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			r = fromByte(data[0], charmap.Windows1252)
		}
		b.WriteRune(r)
		data = data[size:]
	}
	return b.String()
}

func oneByte(data []byte, from *charmap.Charmap) string {
	var b bytes.Buffer
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		b.WriteRune(fromByte(c, from))
	}
	return b.String()
}

// fromByte gives a control character for a byte that means nothing, which
// Repair then drops.
func fromByte(c byte, from *charmap.Charmap) rune {
	if r := from.DecodeByte(c); r != utf8.RuneError {
		return r
	}
	return rune(c)
}

// oddities counts what a wrong encoding makes of accented letters: signs and
// capitals right after a small letter.
func oddities(s string) int {
	n := 0
	var last rune
	for _, r := range s {
		if r >= utf8.RuneSelf && unicode.IsLower(last) && !unicode.IsLower(r) && !unicode.IsPunct(r) {
			n++
		}
		if r >= utf8.RuneSelf && !unicode.IsPrint(r) && r != '\u00a0' {
			n++
		}
		last = r
	}
	return n
}
