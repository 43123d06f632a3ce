package pgvector

import (
	"strings"
	"unicode/utf8"
)

// storable tells whether Postgres can hold s as text at all.
func storable(s string) bool {
	return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}
