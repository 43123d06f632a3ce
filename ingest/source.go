package ingest

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Source is a file or folder to ingest.
type Source struct {
	fsys fs.FS
	root string // in fsys
	// prefix turns a path in fsys into a guide's Source.
	prefix string
	err    error // why there is nothing to read
}

// builtinPrefix begins the Source of the guides that ship.
const builtinPrefix = "builtin:"

// Builtin is the library that ships.
func Builtin() Source { return FS(Guides(), builtinPrefix) }

// FS is all that is in fsys. Prefix begins what the guides' Source will say,
// and tells this library's guides from all others.
func FS(fsys fs.FS, prefix string) Source { return Source{fsys: fsys, root: ".", prefix: prefix} }

// Path is a file, or a folder with all below it. One that doesn't exist is
// reported by Run as skipped.
func Path(name string) Source {
	abs, err := filepath.Abs(name)
	if err != nil {
		return Source{root: name, err: err}
	}
	if resolved, err := filepath.EvalSymlinks(abs); err == nil {
		abs = resolved
	}
	info, err := os.Stat(abs)
	if err != nil {
		return Source{root: ".", prefix: filepath.ToSlash(abs), err: err}
	}
	if info.IsDir() {
		return Source{fsys: os.DirFS(abs), root: ".", prefix: strings.TrimSuffix(filepath.ToSlash(abs), "/") + "/"}
	}
	dir, file := filepath.Split(abs)
	return Source{fsys: os.DirFS(dir), root: file, prefix: filepath.ToSlash(dir)}
}

// covers tells whether a guide of that Source would be found here, if it still
// existed.
func (s Source) covers(source string) bool {
	if s.err != nil {
		return source == s.prefix || strings.HasPrefix(source, strings.TrimSuffix(s.prefix, "/")+"/")
	}
	if s.root != "." {
		return source == s.prefix+s.root
	}
	return strings.HasPrefix(source, s.prefix)
}

// A file is one to ingest.
type file struct {
	fsys   fs.FS
	path   string // in fsys
	source string // what Guide.Source will be
}

// files lists what a source holds, in order, and what it leaves out.
// Directories and files whose name begins with a point are passed over in
// silence; a link is followed to a file, not to a folder, so that no walk goes
// in circles.
func (s Source) files() (files []file, skipped []Skipped) {
	if s.err != nil {
		return nil, []Skipped{{Path: strings.ToValidUTF8(s.prefix, "\ufffd"), Reason: reason(s.err)}}
	}
	skip := func(name, reason string) {
		skipped = append(skipped, Skipped{Path: strings.ToValidUTF8(s.prefix+name, "\ufffd"), Reason: reason})
	}
	_ = fs.WalkDir(s.fsys, s.root, func(name string, d fs.DirEntry, err error) error {
		if err != nil && !utf8.ValidString(name) {
			skip(name, "its name is not UTF-8: rename it")
			return nil
		}
		if err != nil {
			skip(name, reason(err))
			return nil
		}
		if name != s.root && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		if !utf8.ValidString(s.prefix + name) {
			skip(name, "its name is not UTF-8: rename it")
			return nil
		}
		if d.Type()&fs.ModeSymlink != 0 {
			info, err := fs.Stat(s.fsys, name)
			if err != nil {
				skip(name, reason(err))
				return nil
			}
			if info.IsDir() {
				skip(name, "a link to a folder: name that folder itself to ingest it")
				return nil
			}
		}
		if name != s.root && formats[strings.ToLower(path.Ext(name))] == "" {
			skip(name, "not a kind of file that is read ("+strings.Join(slices.Sorted(maps.Keys(formats)), " ")+")")
			skipped[len(skipped)-1].Other = true
			return nil
		}
		files = append(files, file{s.fsys, name, s.prefix + name})
		return nil
	})
	return files, skipped
}

// reason is an error in the words of a report, which names the path itself.
func reason(err error) string {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read: permission denied"
	case errors.As(err, &pathError):
		return pathError.Err.Error()
	}
	return err.Error()
}
