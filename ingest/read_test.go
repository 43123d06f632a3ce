package ingest

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	const text = "# Großes Café\n\n“Zitate” – naïve façade, Ärger über Öl. L’été à la plage."
	wide := func(bigEndian bool) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(text)) {
			lo, hi := byte(u), byte(u>>8)
			if bigEndian {
				lo, hi = hi, lo
			}
			b.WriteByte(lo)
			b.WriteByte(hi)
		}
		return b.String()
	}
	encode := func(c *charmap.Charmap) string {
		out, err := c.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, data := range map[string]string{
		"UTF-8":                      text,
		"UTF-8 with a mark":          "\xef\xbb\xbf" + text,
		"UTF-16 little":              "\xff\xfe" + wide(false),
		"UTF-16 big":                 "\xfe\xff" + wide(true),
		"UTF-16 little, no mark":     wide(false),
		"UTF-16 big, no mark":        wide(true),
		"Windows-1252":               encode(charmap.Windows1252),
		"Mac Roman":                  encode(charmap.Macintosh),
		"UTF-8 with one stray byte":  strings.Replace(text, "Öl", "\xd6l", 1),
		"UTF-8 with one broken sign": strings.Replace(text, "è", "\xc3", 1),
	} {
		got, err := decode([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if Repair(got) != text {
			t.Errorf("%s: %q", name, got)
		}
	}
	for name, c := range map[string]struct {
		data string
		want error
	}{
		"nothing":       {"", errEmpty},
		"blank":         {" \r\n\t", errEmpty},
		"a mark":        {"\xff\xfe", errEmpty},
		"a program":     {"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00text", errBinary},
		"a PNG":         {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", errBinary},
		"random, wide":  {"\xff\xfe" + strings.Repeat("\x00\xd8\x00\xd8", 50), errBinary},
		"many controls": {strings.Repeat("ab\x01", 100), errBinary},
	} {
		if _, err := decode([]byte(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "text", "\xff\xfea\x00", "\xfe\xff\x00a", "caf\xe9", "caf\x8e", "\xef\xbb\xbfx", "a\x00b\x00", "\xd6\xd6\xd6"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := decode(data)
		if err == nil && (!utf8.ValidString(text) || strings.TrimSpace(text) == "" && len(data) == 0) {
			t.Fatalf("%q became %q", data, text)
		}
	})
}

func TestReadTextLimit(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"a.md": {Data: []byte(strings.Repeat("x", 1<<20))}, "b.md": {Data: []byte(strings.Repeat("x", 1<<20+1))}}
	if _, err := readText(files, "a.md", 1<<20); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := readText(files, "b.md", 1<<20); err == nil {
		t.Error("above the limit: no error")
	}
}
