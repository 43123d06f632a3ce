// Package pgvector is the index on Postgres with the pgvector extension, for
// any number of processes at once.
//
// Both halves of a search are vectors there: meaning as an HNSW-indexed column
// compared by cosine, words as a sparse vector of BM25 impacts behind an
// inverted index of terms. One statement finds the candidates of both, scores
// each by both, fuses and reads them, as retrieval.Fuse does in Go.
//
// Invariants. Writers go one at a time, by the lock of the row that counts
// writes; readers never wait for them. A search sees one state of the database,
// and document frequencies of that same state: they are held in memory, and
// read again, for the guides that changed, when the count has moved.
//
// Left to others: Prepare must have seen the pool's configuration; who made the
// pool closes it. Tables are found by the search path.
package pgvector

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pgvector/pgvector-go"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Index implements retrieval.Index on Postgres.
type Index struct {
	pool *pgxpool.Pool

	mu         sync.Mutex
	statistics *statistics // never changed once stored here
}

var (
	_ retrieval.Index   = (*Index)(nil)
	_ retrieval.Settler = (*Index)(nil)
)

// New brings the tables up to date and gives the index in them. It fails with
// retrieval.ErrNewer if a newer version of the program wrote them.
func New(ctx context.Context, pool *pgxpool.Pool) (*Index, error) {
	if err := migrate(ctx, pool); err != nil {
		return nil, fmt.Errorf("migrate retrieval index: %w", err)
	}
	index := &Index{pool: pool, statistics: &statistics{version: -1}}
	if err := index.reanalyse(ctx); err != nil {
		return nil, fmt.Errorf("bring the index's words up to date: %w", err)
	}
	return index, nil
}

// migrate runs under a lock of the schema: of processes that start together one
// applies what is new, the others wait for it.
func migrate(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	const lock = `hashtextextended('retrieval migrations in ' || current_schema(), 0)`
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(`+lock+`)`); err != nil {
		return err
	}
	defer func() {
		_, _ = conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(`+lock+`)`) // a lost connection has no locks
	}()

	db := stdlib.OpenDBFromPool(pool)
	defer func() { _ = db.Close() }() // the pool itself stays open
	return migrateTables(ctx, db)
}

func migrateTables(ctx context.Context, db *sql.DB) error {
	store, err := database.NewStore(database.DialectPostgres, "retrieval_versions")
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
	rows, err := x.pool.Query(ctx, `SELECT id, title, source, hash, level, tags, passages FROM retrieval_guides ORDER BY id`)
	if err == nil {
		var guides []retrieval.Guide
		guides, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (retrieval.Guide, error) {
			var g retrieval.Guide
			err := row.Scan(&g.ID, &g.Title, &g.Source, &g.Hash, &g.Level, &g.Tags, &g.Passages)
			g.Tags = orNil(g.Tags)
			return g, err
		})
		if err == nil {
			return guides, nil
		}
	}
	return nil, fmt.Errorf("list guides: %w", err)
}

const passageColumns = `p.id, g.id, p.heading, p.text, p.position, p.level, p.tags, p.hash`

// passageInto gives where to scan passageColumns.
func passageInto(p *retrieval.Passage) []any {
	return []any{&p.ID, &p.Guide, &p.Heading, &p.Text, &p.Position, &p.Level, &p.Tags, &p.Hash}
}

// Passage implements retrieval.Index.
func (x *Index) Passage(ctx context.Context, id string) (retrieval.Passage, error) {
	var p retrieval.Passage
	err := pgx.ErrNoRows
	if storable(id) {
		err = x.pool.QueryRow(ctx, `
			SELECT `+passageColumns+`
			FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide WHERE p.id = $1`, id).Scan(passageInto(&p)...)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		err = retrieval.ErrNotFound
	}
	if err != nil {
		return retrieval.Passage{}, fmt.Errorf("read passage %q: %w", id, err)
	}
	p.Heading, p.Tags = orNil(p.Heading), orNil(p.Tags)
	return p, nil
}

// Passages implements retrieval.Index.
func (x *Index) Passages(ctx context.Context, guide string) ([]retrieval.Passage, error) {
	if !storable(guide) {
		return nil, nil
	}
	rows, err := x.pool.Query(ctx, `
		SELECT `+passageColumns+`
		FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide WHERE g.id = $1 ORDER BY p.position`, guide)
	if err != nil {
		return nil, fmt.Errorf("read guide %q: %w", guide, err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (retrieval.Passage, error) {
		var p retrieval.Passage
		err := row.Scan(passageInto(&p)...)
		p.Heading, p.Tags = orNil(p.Heading), orNil(p.Tags)
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("read guide %q: %w", guide, err)
	}
	return out, nil
}

// Vectors implements retrieval.Index.
func (x *Index) Vectors(ctx context.Context, guide string) (map[string][]float32, error) {
	vectors := make(map[string][]float32)
	if !storable(guide) {
		return vectors, nil
	}
	var number int32
	var space retrieval.Space
	err := x.pool.QueryRow(ctx, `SELECT space, embedder, dimensions FROM retrieval_index`).Scan(&number, &space.Embedder, &space.Dimensions)
	if err == nil && space != (retrieval.Space{}) {
		err = x.readVectors(ctx, guide, vectorTable(number), space.Dimensions, vectors)
	}
	if err != nil {
		return nil, fmt.Errorf("read vectors of guide %s: %w", guide, err)
	}
	return vectors, nil
}

func (x *Index) readVectors(ctx context.Context, guide, table string, dimensions int, into map[string][]float32) error {
	rows, err := x.pool.Query(ctx, `
		SELECT p.hash, v.vector
		FROM retrieval_guides g
		JOIN retrieval_passages p ON p.guide = g.key
		JOIN `+table+` v ON v.passage = p.key
		WHERE g.id = $1`, guide)
	if err != nil {
		return err
	}
	var hash string
	var vector *pgvector.HalfVector
	_, err = pgx.ForEachRow(rows, []any{&hash, &vector}, func() error {
		if into[hash] = make([]float32, dimensions); vector != nil {
			into[hash] = vector.Slice()
		}
		return nil
	})
	return err
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
	err = x.pool.QueryRow(ctx, `SELECT embedder, dimensions FROM retrieval_index`).
		Scan(&stats.Space.Embedder, &stats.Space.Dimensions)
	if err != nil {
		return retrieval.Stats{}, fmt.Errorf("read the index's space: %w", err)
	}
	return stats, nil
}

func orNil(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
