package ingest

import (
	"embed"
	"io/fs"
)

// all: takes .keep along, without which an empty folder would not build.
//
//go:embed all:guides
var guides embed.FS

// Guides is the library that ships: Markdown files in one folder.
func Guides() fs.FS {
	sub, err := fs.Sub(guides, "guides")
	if err != nil { // the folder's name is a constant
		panic(err)
	}
	return sub
}
