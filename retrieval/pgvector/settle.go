package pgvector

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

const (
	// indexedFrom is how many passages make indexes of words and vectors worth
	// their while; up to there every passage is compared, which is exact and
	// takes milliseconds.
	indexedFrom = 2000
	// maxIndexed is the most dimensions that pgvector indexes. Beyond, every
	// vector is compared.
	maxIndexed = 4000
	// drift is how far the mean length may be from the one that impacts were
	// computed with.
	drift = 0.1
)

// linking says how densely the index of vectors is built: to how many neighbours
// a vector is linked (m), and how many are looked at to choose them
// (ef_construction). Dense graphs are for many passages: on 40,000 vectors of
// the local embedder, which are harder than a language model's because few of
// them are alike, recall@10 was 0.92 with 16 and 128, 0.976 with 24 and 200, and
// 0.995 with 32 and 200, with an efSearch of 400. The last takes more than three
// times as long to build as the first, which small indexes get by with.
func linking(passages int) (m, efConstruction int) {
	if passages > 30_000 {
		return 32, 200
	}
	return 16, 128
}

// Settle implements retrieval.Settler: after many writes it computes BM25's
// impacts anew if passages have become longer or shorter, builds the indexes of
// words and vectors once there are enough of them, and has the planner's figures
// taken.
func (x *Index) Settle(ctx context.Context) error {
	if err := x.settleLength(ctx); err != nil {
		return fmt.Errorf("compute word impacts: %w", err)
	}
	if err := x.buildIndexes(ctx); err != nil {
		return fmt.Errorf("build indexes: %w", err)
	}
	return nil
}

func (x *Index) settleLength(ctx context.Context) error {
	const means = `SELECT i.mean_length, coalesce((SELECT sum(length) / nullif(sum(passages), 0) FROM retrieval_guides), 0) FROM retrieval_index i`
	var used, mean float64
	if err := x.pool.QueryRow(ctx, means).Scan(&used, &mean); err != nil {
		return err
	}
	if mean == 0 || math.Abs(mean-used) <= drift*mean {
		return nil
	}
	return x.update(ctx, 0, func(tx pgx.Tx, s state) error {
		if err := tx.QueryRow(ctx, means).Scan(&used, &mean); err != nil || mean == 0 {
			return err
		}
		return rewriteWords(ctx, tx, max(1, mean), false)
	})
}

// rewriteWords computes all impacts anew from the passages' texts and, if the
// analysis is another one, the terms and the guides' counts of them.
func rewriteWords(ctx context.Context, tx pgx.Tx, mean float64, counts bool) error {
	const batch = 1000
	analyzer := lexical.NewAnalyzer()
	for after := int64(0); ; {
		rows, err := tx.Query(ctx, `SELECT key, heading, text FROM retrieval_passages WHERE key > $1 ORDER BY key LIMIT $2`, after, batch)
		if err != nil {
			return err
		}
		updates := &pgx.Batch{}
		var heading []string
		var text string
		_, err = pgx.ForEachRow(rows, []any{&after, &heading, &text}, func() error {
			bag := analyzer.Document(heading, text)
			updates.Queue(`UPDATE retrieval_words SET terms = $2, impacts = $3 WHERE passage = $1`, after, termsOf(bag), impactsOf(bag, mean))
			return nil
		})
		if err != nil {
			return err
		}
		if updates.Len() == 0 {
			break
		}
		if err := tx.SendBatch(ctx, updates).Close(); err != nil {
			return err
		}
	}
	if counts {
		if err := recount(ctx, tx); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `UPDATE retrieval_index SET mean_length = $1, analysis = $2`, mean, lexical.Version)
	return err
}

// recount counts each guide's words anew.
func recount(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, `SELECT key FROM retrieval_guides`)
	if err != nil {
		return err
	}
	keys, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	analyzer := lexical.NewAnalyzer()
	for _, key := range keys {
		rows, err := tx.Query(ctx, `SELECT heading, text FROM retrieval_passages WHERE guide = $1`, key)
		if err != nil {
			return err
		}
		bags, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (lexical.Bag, error) {
			var heading []string
			var text string
			err := row.Scan(&heading, &text)
			return analyzer.Document(heading, text), err
		})
		if err != nil {
			return err
		}
		var length float64
		for _, b := range bags {
			length += float64(b.Length())
		}
		if _, err := tx.Exec(ctx, `UPDATE retrieval_guides SET documents = $2, length = $3 WHERE key = $1`,
			key, lexical.Count(bags).Encode(), length); err != nil {
			return err
		}
	}
	return nil
}

// reanalyse rewrites the words if another version of the analysis wrote them.
func (x *Index) reanalyse(ctx context.Context) error {
	var written int
	if err := x.pool.QueryRow(ctx, `SELECT analysis FROM retrieval_index`).Scan(&written); err != nil {
		return err
	}
	if written == lexical.Version {
		return nil
	}
	return x.update(ctx, 0, func(tx pgx.Tx, s state) error {
		if err := tx.QueryRow(ctx, `SELECT analysis FROM retrieval_index`).Scan(&written); err != nil || written == lexical.Version {
			return err
		}
		return rewriteWords(ctx, tx, s.meanLength, true)
	})
}

// buildIndexes builds the indexes of words and of the vectors in use, where they
// are missing. Building at once is many times faster than row by row, and gives
// the better graph of vectors. It stops writers meanwhile, not readers.
func (x *Index) buildIndexes(ctx context.Context) error {
	return pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		var number int32
		var space retrieval.Space
		var passages int
		err := tx.QueryRow(ctx, `
			SELECT space, embedder, dimensions, (SELECT coalesce(sum(passages), 0) FROM retrieval_guides)
			FROM retrieval_index FOR UPDATE`).Scan(&number, &space.Embedder, &space.Dimensions, &passages)
		if err != nil || space == (retrieval.Space{}) {
			return err
		}
		if passages >= indexedFrom {
			if err := createIndexes(ctx, tx, number, space.Dimensions, passages); err != nil {
				return err
			}
		}
		for _, table := range []string{vectorTable(number), "retrieval_words", "retrieval_passages", "retrieval_guides"} {
			if _, err := tx.Exec(ctx, `ANALYZE `+table); err != nil {
				return err
			}
		}
		return nil
	})
}

func createIndexes(ctx context.Context, tx pgx.Tx, number int32, dimensions, passages int) error {
	statements := []string{
		`SELECT set_config('maintenance_work_mem', '512MB', true)`,
		`CREATE INDEX IF NOT EXISTS retrieval_words_terms ON retrieval_words USING gin (terms)`,
	}
	if dimensions <= maxIndexed {
		m, efConstruction := linking(passages)
		statements = append(statements, fmt.Sprintf(
			`CREATE INDEX IF NOT EXISTS %[1]s_hnsw ON %[1]s USING hnsw (vector halfvec_cosine_ops) WITH (m = %[2]d, ef_construction = %[3]d)`,
			vectorTable(number), m, efConstruction))
	}
	for _, statement := range statements {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
