// Package sqlite is the embedded index: passages in an SQLite file, searched in
// memory.
//
// SQLite keeps what must last; terms and vectors are also held in memory, one
// segment per guide, because that is where searching them is fast: an exact
// scan in Go beats the vector extensions, and postings in Go beat FTS5 by an
// order of magnitude on queries of common words and rank with our own weights
// (both measured). A row that counts writes tells every process when its
// segments are out of date; only guides that changed are read again.
//
// Invariant: a search sees one state of the database, whole; it compares the
// version and reads the hits' texts in one read transaction.
//
// Left to others: opening the file (WAL, busy timeout, immediate transactions
// on the writing handle) and closing it.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Index implements retrieval.Index on SQLite.
type Index struct {
	read, write *sql.DB

	loading sync.Mutex // one goroutine loads what changed; others wait for it
	mu      sync.RWMutex
	memory  *snapshot // never changed once stored here
}

var _ retrieval.Index = (*Index)(nil)

// New brings the database up to date and gives the index in it. read and write
// are two handles of one file; write must begin its transactions immediate and
// have one connection. It fails with retrieval.ErrNewer on a database that a
// newer version of the program wrote. The caller closes the handles.
func New(ctx context.Context, read, write *sql.DB) (*Index, error) {
	if err := migrate(ctx, write); err != nil {
		return nil, fmt.Errorf("migrate retrieval index: %w", err)
	}
	index := &Index{read: read, write: write, memory: &snapshot{version: -1}}
	if err := index.reanalyse(ctx); err != nil {
		return nil, fmt.Errorf("bring the index's terms up to date: %w", err)
	}
	return index, nil
}

// migrate tries again where it fails: two processes that start together on a
// new file may both find it empty, and SQLite knows no advisory lock.
func migrate(ctx context.Context, db *sql.DB) error {
	const tries = 3
	var err error
	for range tries {
		if err = migrateOnce(ctx, db); err == nil || errors.Is(err, retrieval.ErrNewer) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

func migrateOnce(ctx context.Context, db *sql.DB) error {
	store, err := database.NewStore(database.DialectSQLite3, "retrieval_versions")
	if err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider("", db, files, goose.WithStore(store), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > target {
		return fmt.Errorf("%w: its tables are at %d, this program knows up to %d", retrieval.ErrNewer, current, target)
	}
	_, err = provider.Up(ctx)
	return err
}

// Guides implements retrieval.Index.
func (x *Index) Guides(ctx context.Context) ([]retrieval.Guide, error) {
	rows, err := x.read.QueryContext(ctx, `
		SELECT g.id, g.title, g.source, g.hash, g.level, g.tags,
		       (SELECT count(*) FROM retrieval_passages p WHERE p.guide = g.key)
		FROM retrieval_guides g ORDER BY g.id`)
	if err != nil {
		return nil, fmt.Errorf("list guides: %w", err)
	}
	defer rows.Close()
	var guides []retrieval.Guide
	for rows.Next() {
		var g retrieval.Guide
		var tags string
		if err := rows.Scan(&g.ID, &g.Title, &g.Source, &g.Hash, &g.Level, &tags, &g.Passages); err != nil {
			return nil, fmt.Errorf("list guides: %w", err)
		}
		if g.Tags, err = list(tags); err != nil {
			return nil, fmt.Errorf("read tags of guide %s: %w", g.ID, err)
		}
		guides = append(guides, g)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list guides: %w", err)
	}
	return guides, nil
}

const passageColumns = `p.key, p.id, g.id, p.heading, p.text, p.position, p.level, p.tags, p.hash`

// scanPassage reads a row of passageColumns.
func scanPassage(row interface{ Scan(...any) error }) (key int64, p retrieval.Passage, err error) {
	var heading, tags string
	if err = row.Scan(&key, &p.ID, &p.Guide, &heading, &p.Text, &p.Position, &p.Level, &tags, &p.Hash); err != nil {
		return 0, p, err
	}
	if p.Heading, err = list(heading); err != nil {
		return 0, p, fmt.Errorf("read heading of passage %s: %w", p.ID, err)
	}
	if p.Tags, err = list(tags); err != nil {
		return 0, p, fmt.Errorf("read tags of passage %s: %w", p.ID, err)
	}
	return key, p, nil
}

// Passage implements retrieval.Index.
func (x *Index) Passage(ctx context.Context, id string) (retrieval.Passage, error) {
	_, p, err := scanPassage(x.read.QueryRowContext(ctx, `
		SELECT `+passageColumns+`
		FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide WHERE p.id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = retrieval.ErrNotFound
	}
	if err != nil {
		return retrieval.Passage{}, fmt.Errorf("read passage %q: %w", id, err)
	}
	return p, nil
}

// Passages implements retrieval.Index.
func (x *Index) Passages(ctx context.Context, guide string) ([]retrieval.Passage, error) {
	rows, err := x.read.QueryContext(ctx, `
		SELECT `+passageColumns+`
		FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide WHERE g.id = ? ORDER BY p.position`, guide)
	if err != nil {
		return nil, fmt.Errorf("read guide %q: %w", guide, err)
	}
	defer rows.Close()
	var out []retrieval.Passage
	for rows.Next() {
		_, p, err := scanPassage(rows)
		if err != nil {
			return nil, fmt.Errorf("read guide %q: %w", guide, err)
		}
		out = append(out, p)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read guide %q: %w", guide, err)
	}
	return out, nil
}

// Vectors implements retrieval.Index.
func (x *Index) Vectors(ctx context.Context, guide string) (map[string][]float32, error) {
	rows, err := x.read.QueryContext(ctx, `
		SELECT p.hash, v.vector, i.dimensions
		FROM retrieval_index i
		JOIN retrieval_guides g ON g.id = ?
		JOIN retrieval_passages p ON p.guide = g.key
		JOIN retrieval_vectors v ON v.passage = p.key AND v.space = i.space`, guide)
	if err != nil {
		return nil, fmt.Errorf("read vectors of guide %s: %w", guide, err)
	}
	defer rows.Close()
	vectors := make(map[string][]float32)
	for rows.Next() {
		var hash string
		var data sql.RawBytes
		var dimensions int
		if err := rows.Scan(&hash, &data, &dimensions); err != nil {
			return nil, fmt.Errorf("read vectors of guide %s: %w", guide, err)
		}
		if vectors[hash], err = decodeVector(data, dimensions, nil); err != nil {
			return nil, fmt.Errorf("read vectors of guide %s: %w", guide, err)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read vectors of guide %s: %w", guide, err)
	}
	return vectors, nil
}

// Stats implements retrieval.Index.
func (x *Index) Stats(ctx context.Context) (retrieval.Stats, error) {
	guides, err := x.Guides(ctx)
	if err != nil {
		return retrieval.Stats{}, err
	}
	stats := retrieval.Stats{Digest: retrieval.Digest(guides), Guides: len(guides)}
	for _, g := range guides {
		stats.Passages += g.Passages
	}
	err = x.read.QueryRowContext(ctx, `SELECT embedder, dimensions FROM retrieval_index`).
		Scan(&stats.Space.Embedder, &stats.Space.Dimensions)
	if err != nil {
		return retrieval.Stats{}, fmt.Errorf("read the index's space: %w", err)
	}
	return stats, nil
}

// list reads a JSON array of strings; nil for an empty one.
func list(data string) ([]string, error) {
	if data == "" || data == "[]" {
		return nil, nil
	}
	var out []string
	err := json.Unmarshal([]byte(data), &out)
	return out, err
}

func listJSON(list []string) string {
	if len(list) == 0 {
		return "[]"
	}
	data, err := json.Marshal(list)
	if err != nil { // strings always marshal
		panic(err)
	}
	return string(data)
}
