package pgvector

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pgvector/pgvector-go"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

const (
	// efSearch is how many candidates an HNSW scan keeps in view: more find
	// more of the true neighbours and cost time: with 200 instead, recall@10 fell
	// from 0.995 to 0.985. It has to exceed retrieval.Depth.
	efSearch = 400
	// matching bounds how many passages the words half may have to rank,
	// roughly: beyond, the least telling words of a query only rank, and no
	// longer find.
	matching = 5000
	// tries is how often a search starts again because others write.
	tries = 5
)

// errStale: what this process has in memory is of another version.
var errStale = errors.New("statistics are out of date")

// Search implements retrieval.Index.
func (x *Index) Search(ctx context.Context, request retrieval.Request) ([]retrieval.Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("search: %w", context.Cause(ctx))
	}
	known := x.known()
	for range tries {
		hits, err := x.try(ctx, request, known)
		if !errors.Is(err, errStale) {
			return hits, err
		}
		if known, err = x.reload(ctx, known); err != nil {
			return nil, err
		}
	}
	// Others write faster than this process reads. Frequencies a few writes old
	// rank as well.
	last := *known
	last.version = anyVersion
	return x.try(ctx, request, &last)
}

// anyVersion lets statistics serve for whatever the index is now.
const anyVersion = -2

// try searches once, by one round trip, with what is known.
func (x *Index) try(ctx context.Context, request retrieval.Request, known *statistics) ([]retrieval.Hit, error) {
	if known.version == -1 {
		return nil, errStale
	}
	statement, args, err := known.statement(request)
	if err != nil {
		// What is known may be out of date: who changed the space tells others
		// by the version only.
		var version int64
		if readErr := x.pool.QueryRow(ctx, `SELECT version FROM retrieval_index`).Scan(&version); readErr != nil {
			return nil, fmt.Errorf("read index version: %w", readErr)
		}
		if version != known.version {
			return nil, errStale
		}
		return nil, err
	}
	batch := &pgx.Batch{}
	batch.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`)
	batch.Queue(`SELECT version FROM retrieval_index`)
	var hits []retrieval.Hit
	if statement != "" {
		batch.Queue(`SELECT set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'strict_order', true), set_config('jit', 'off', true)`, fmt.Sprint(efSearch))
		batch.Queue(statement, args...)
	}
	batch.Queue(`COMMIT`)
	err = x.send(ctx, batch, known.version, statement != "", &hits)
	var fault *pgconn.PgError
	if errors.As(err, &fault) && fault.Code == "42P01" && known.version != anyVersion {
		return nil, errStale // the space's table is gone: there is a new one
	}
	return hits, err
}

func (x *Index) send(ctx context.Context, batch *pgx.Batch, version int64, searching bool, hits *[]retrieval.Hit) (err error) {
	results := x.pool.SendBatch(ctx, batch)
	defer func() { err = cmp.Or(err, results.Close()) }()
	if _, err := results.Exec(); err != nil {
		return fmt.Errorf("begin search: %w", err)
	}
	var now int64
	if err := results.QueryRow().Scan(&now); err != nil {
		return fmt.Errorf("read index version: %w", err)
	}
	if version != anyVersion && now != version {
		return errStale
	}
	if !searching {
		return nil
	}
	if _, err := results.Exec(); err != nil {
		return fmt.Errorf("set up search: %w", err)
	}
	rows, err := results.Query()
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	*hits, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (retrieval.Hit, error) {
		var h retrieval.Hit
		err := row.Scan(append(passageInto(&h.Passage), &h.Score)...)
		h.Heading, h.Tags = orNil(h.Heading), orNil(h.Tags)
		return h, err
	})
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	return nil
}

// statement writes a search down. It is empty where nothing can be found.
func (n *statistics) statement(request retrieval.Request) (string, []any, error) {
	if n.passages == 0 {
		return "", nil, nil
	}
	var vector any
	if len(request.Vector) > 0 {
		if request.Space != n.space {
			return "", nil, &retrieval.SpaceError{Index: n.space, Given: request.Space}
		}
		if len(request.Vector) != n.space.Dimensions {
			return "", nil, fmt.Errorf("query vector of %d numbers for %d dimensions", len(request.Vector), n.space.Dimensions)
		}
		vector = vectorOf(request.Vector)
	}
	terms, weights := n.words(request.Text)
	if vector == nil && len(terms) == 0 {
		return "", nil, nil
	}
	weighing := request.Weights.OrDefault()
	args := arguments{}
	replacements := []string{
		"{terms}", args.add(terms), "{weights}", args.add(weights),
		"{k}", args.add(request.K), "{depth}", fmt.Sprint(retrieval.Depth),
		"{w}", args.add(weighing.Words), "{v}", args.add(weighing.Vector),
		"{vectors}", vectorTable(n.number),
		"{columns}", passageColumns,
	}
	replacements = append(replacements, "{filter}", filter(request.Filter, &args))
	text := wordsOnly
	if vector != nil {
		text = fused
		replacements = append(replacements, "{vector}", args.add(vector))
	}
	return strings.NewReplacer(replacements...).Replace(text), args, nil
}

type arguments []any

func (a *arguments) add(value any) string {
	*a = append(*a, value)
	return fmt.Sprintf("$%d", len(*a))
}

// filter gives the conditions of a filter, each beginning with AND.
func filter(f retrieval.Filter, args *arguments) string {
	var b strings.Builder
	valid := func(list []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return !storable(s) })
	}
	if len(f.Guides) > 0 {
		b.WriteString(" AND guide = ANY(" + args.add(valid(f.Guides)) + "::text[])")
	}
	if f.Level != "" {
		b.WriteString(" AND level IN ('', " + args.add(strings.ToValidUTF8(strings.ReplaceAll(f.Level, "\x00", "?"), "?")) + ")")
	}
	if len(f.Tags) > 0 {
		b.WriteString(" AND tags && " + args.add(valid(f.Tags)) + "::text[]")
	}
	return b.String()
}

// words gives the terms that find passages and the weights that rank them.
func (n *statistics) words(text string) ([]int32, pgvector.SparseVector) {
	type word struct {
		term      lexical.Term
		documents int
		worth     float64
	}
	var found []word
	weights := make(map[int32]float32)
	for _, q := range lexical.Query(text).In(n.field) {
		documents := n.documents[q.Term]
		if documents == 0 {
			continue
		}
		worth := float64(q.Weight) * lexical.IDF(documents, n.passages)
		found = append(found, word{q.Term, documents, worth})
		weights[int32(q.Term)] = float32(worth)
	}
	slices.SortFunc(found, func(a, b word) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.term, b.term))
	})
	terms := make([]int32, 0, len(found))
	sum := 0
	for _, w := range found {
		if sum += w.documents; sum > matching && len(terms) > 0 {
			break
		}
		terms = append(terms, int32(w.term))
	}
	return terms, pgvector.NewSparseVectorFromMap(weights, lexical.Terms)
}

// fused is retrieval.Fuse in SQL. Each half puts its best candidates forward;
// every candidate is then scored by both, by its key. The inner product and the
// cosine come as distances, hence the signs. A null vector is at no distance.
const fused = `
WITH by_words AS MATERIALIZED (
	SELECT passage FROM retrieval_words
	WHERE terms && {terms}::int[] {filter}
	ORDER BY impacts <#> {weights}, passage LIMIT {depth}
), by_vector AS MATERIALIZED (
	SELECT passage FROM {vectors}
	WHERE vector IS NOT NULL {filter}
	ORDER BY vector <=> {vector} LIMIT {depth}
), scored AS MATERIALIZED (
	SELECT c.passage, -(w.impacts <#> {weights}) AS words, coalesce(1 - (v.vector <=> {vector}), 0) AS vector
	FROM (SELECT passage FROM by_words UNION SELECT passage FROM by_vector) c
	JOIN retrieval_words w ON w.passage = c.passage
	JOIN {vectors} v ON v.passage = c.passage
), candidates AS MATERIALIZED (
	SELECT * FROM scored WHERE words > 0 OR vector > 1e-7
), bounds AS (
	SELECT max(words) AS most, max(vector) AS high,
	       CASE WHEN min(vector) = max(vector) THEN 0 ELSE greatest(min(vector), 0) END AS low
	FROM candidates
), ranked AS (
	SELECT passage,
	       ({w}::float8 * coalesce(words / nullif(most, 0), 0)
	        + {v}::float8 * CASE WHEN high > low THEN greatest(vector - low, 0) / (high - low) ELSE 0 END)
	       / ({w}::float8 + {v}::float8) AS score
	FROM candidates, bounds
)
SELECT {columns}, r.score
FROM ranked r
JOIN retrieval_passages p ON p.key = r.passage
JOIN retrieval_guides g ON g.key = p.guide
ORDER BY r.score DESC, p.id LIMIT {k}`

// wordsOnly is the same without vectors.
const wordsOnly = `
WITH candidates AS MATERIALIZED (
	SELECT passage, -(impacts <#> {weights}) AS words FROM retrieval_words
	WHERE terms && {terms}::int[] {filter}
	ORDER BY impacts <#> {weights}, passage LIMIT {depth}
)
SELECT {columns}, {w}::float8 * words / nullif(max(words) OVER (), 0) / ({w}::float8 + {v}::float8) AS score
FROM candidates c
JOIN retrieval_passages p ON p.key = c.passage
JOIN retrieval_guides g ON g.key = p.guide
ORDER BY score DESC, p.id LIMIT {k}`
