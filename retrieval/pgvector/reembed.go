package pgvector

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/jackc/pgx/v5"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

// reembedBatch is how many passages are embedded between two transactions.
const reembedBatch = 256

// Reembed implements retrieval.Index. New vectors are written to the next
// space's table in transactions of their own, so that searches and writers go
// on; what writers add meanwhile is found and embedded before the swap.
func (x *Index) Reembed(ctx context.Context, space retrieval.Space, embed func(context.Context, []retrieval.Passage) ([][]float32, error)) error {
	if err := x.reembed(ctx, space, embed); err != nil {
		return fmt.Errorf("embed the index again with %s: %w", space.Embedder, err)
	}
	return nil
}

func (x *Index) reembed(ctx context.Context, space retrieval.Space, embed func(context.Context, []retrieval.Passage) ([][]float32, error)) error {
	var next int32
	if err := x.update(ctx, 0, func(tx pgx.Tx, s state) error {
		// By chance, so that two who do this at once never fill one table.
		next = s.number + 1 + rand.Int32N(1<<16)
		if err := dropOthers(ctx, tx, s.number); err != nil {
			return err
		}
		return createVectors(ctx, tx, next, space.Dimensions)
	}); err != nil {
		return err
	}
	for {
		keys, passages, err := x.withoutVector(ctx, next)
		if err != nil {
			return err
		}
		if len(passages) == 0 {
			swapped, err := x.swap(ctx, next, space)
			if err != nil {
				return err
			}
			if swapped {
				return x.buildIndexes(ctx)
			}
			continue
		}
		vectors, err := embed(ctx, passages)
		if err != nil {
			return err
		}
		if err := retrieval.CheckVectors(space, len(passages), vectors); err != nil {
			return err
		}
		if err := x.addVectors(ctx, next, keys, vectors); err != nil {
			return err
		}
	}
}

// dropOthers drops the tables of all spaces but one. Whatever an earlier
// attempt left behind is of no use: its embedder may have been another one. If
// one is still under way it fails for want of its table, and the index stays
// whole.
func dropOthers(ctx context.Context, tx pgx.Tx, number int32) error {
	rows, err := tx.Query(ctx, `
		SELECT tablename FROM pg_tables
		WHERE schemaname = current_schema() AND tablename ~ '^retrieval_vectors_[0-9]+$' AND tablename <> $1`, vectorTable(number))
	if err != nil {
		return err
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, table := range tables {
		if _, err := tx.Exec(ctx, `DROP TABLE IF EXISTS `+pgx.Identifier{table}.Sanitize()); err != nil {
			return err
		}
	}
	return nil
}

func (x *Index) withoutVector(ctx context.Context, space int32) (keys []int64, passages []retrieval.Passage, err error) {
	rows, err := x.pool.Query(ctx, `
		SELECT p.key, `+passageColumns+`
		FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide
		WHERE NOT EXISTS (SELECT 1 FROM `+vectorTable(space)+` v WHERE v.passage = p.key)
		ORDER BY p.key LIMIT $1`, reembedBatch)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var p retrieval.Passage
		if err := rows.Scan(append([]any{&key}, passageInto(&p)...)...); err != nil {
			return nil, nil, err
		}
		p.Heading, p.Tags = orNil(p.Heading), orNil(p.Tags)
		keys, passages = append(keys, key), append(passages, p)
	}
	return keys, passages, rows.Err()
}

// addVectors writes under the lock of all writers: a passage removed meanwhile
// gets none, and none is removed while it gets one.
func (x *Index) addVectors(ctx context.Context, space int32, keys []int64, vectors [][]float32) error {
	return pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT 1 FROM retrieval_index FOR UPDATE`); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for i, key := range keys {
			batch.Queue(`
				INSERT INTO `+vectorTable(space)+` (passage, guide, level, tags, vector)
				SELECT passage, guide, level, tags, $2 FROM retrieval_words WHERE passage = $1`, key, vectorOf(vectors[i]))
		}
		return tx.SendBatch(ctx, batch).Close()
	})
}

// swap makes the new space the index's, unless a passage still lacks a vector.
func (x *Index) swap(ctx context.Context, next int32, space retrieval.Space) (done bool, err error) {
	err = x.update(ctx, 0, func(tx pgx.Tx, s state) error {
		var missing bool
		err := tx.QueryRow(ctx, `
			SELECT EXISTS (SELECT 1 FROM retrieval_passages p WHERE NOT EXISTS (
				SELECT 1 FROM `+vectorTable(next)+` v WHERE v.passage = p.key))`).Scan(&missing)
		if err != nil || missing {
			return err
		}
		for _, statement := range []string{
			// of guides that were replaced or removed meanwhile
			`DELETE FROM ` + vectorTable(next) + ` v WHERE NOT EXISTS (SELECT 1 FROM retrieval_passages p WHERE p.key = v.passage)`,
			`DROP TABLE IF EXISTS ` + vectorTable(s.number),
		} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		done = true
		_, err = tx.Exec(ctx, `UPDATE retrieval_index SET space = $1, embedder = $2, dimensions = $3`,
			next, space.Embedder, space.Dimensions)
		return err
	})
	return done && err == nil, err
}
