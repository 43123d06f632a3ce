package pgvector

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

var _ retrieval.Prober = (*Index)(nil)

// Nearest implements retrieval.Prober. Exactly means without the index of vectors.
func (x *Index) Nearest(ctx context.Context, vector []float32, k int, exact bool) (ids []string, err error) {
	err = pgx.BeginTxFunc(ctx, x.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var number int32
		if err := tx.QueryRow(ctx, `SELECT space FROM retrieval_index`).Scan(&number); err != nil {
			return err
		}
		scan := "on"
		if exact {
			scan = "off"
		}
		if _, err := tx.Exec(ctx, `SELECT set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'strict_order', true),
			set_config('enable_indexscan', $2, true), set_config('jit', 'off', true)`, fmt.Sprint(efSearch), scan); err != nil {
			return err
		}
		// The search itself asks for Depth: with fewer, the planner might choose another way.
		rows, err := tx.Query(ctx, `
			WITH near AS MATERIALIZED (
				SELECT passage, vector <=> $1 AS distance FROM `+vectorTable(number)+`
				WHERE vector IS NOT NULL ORDER BY vector <=> $1 LIMIT $2
			)
			SELECT p.id FROM near JOIN retrieval_passages p ON p.key = near.passage ORDER BY near.distance, p.id LIMIT $3`,
			vectorOf(vector), max(k, retrieval.Depth), k)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find nearest passages: %w", err)
	}
	return ids, nil
}
