package pgvector

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

// statistics are what a search has to know of the index before it can be
// written down, as of one version.
type statistics struct {
	version   int64
	number    int32
	space     retrieval.Space
	passages  int
	field     float64 // see lexical.Field
	guides    map[int64]guideStatistics
	documents map[lexical.Term]int // how many passages have a word
}

type guideStatistics struct {
	passages  int
	length    float64
	documents lexical.Bag
}

// known gives the statistics in memory.
func (x *Index) known() *statistics {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.statistics
}

// reload reads what changed since held. Several searches may do so at once
// after a write; what they read is the same.
func (x *Index) reload(ctx context.Context, held *statistics) (*statistics, error) {
	next := &statistics{guides: make(map[int64]guideStatistics)}
	err := pgx.BeginTxFunc(ctx, x.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		return next.load(ctx, tx, held)
	})
	if err != nil {
		return nil, fmt.Errorf("read the index's statistics: %w", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if next.version > x.statistics.version {
		x.statistics = next
	}
	return next, nil
}

func (n *statistics) load(ctx context.Context, tx pgx.Tx, held *statistics) error {
	err := tx.QueryRow(ctx, `SELECT version, space, embedder, dimensions FROM retrieval_index`).
		Scan(&n.version, &n.number, &n.space.Embedder, &n.space.Dimensions)
	if err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT key FROM retrieval_guides`)
	if err != nil {
		return err
	}
	keys, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return err
	}
	var missing []int64
	for _, key := range keys {
		if g, ok := held.guides[key]; ok {
			n.guides[key] = g
		} else {
			missing = append(missing, key)
		}
	}
	rows, err = tx.Query(ctx, `SELECT key, passages, length, documents FROM retrieval_guides WHERE key = ANY($1)`, missing)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var g guideStatistics
		var encoded []byte
		if err := rows.Scan(&key, &g.passages, &g.length, &encoded); err != nil {
			return err
		}
		if g.documents, err = lexical.Decode(encoded, nil); err != nil {
			return fmt.Errorf("guide %d: %w", key, err)
		}
		n.guides[key] = g
	}
	if err := rows.Err(); err != nil {
		return err
	}
	n.count(len(held.documents))
	return nil
}

// count sums up the guides. words is about how many words there are.
func (n *statistics) count(words int) {
	n.documents = make(map[lexical.Term]int, words)
	var length float64
	for _, g := range n.guides {
		n.passages += g.passages
		length += g.length
		for _, w := range g.documents {
			n.documents[w.Term] += int(w.Weight)
		}
	}
	n.field = lexical.Field(func(t lexical.Term) int { return n.documents[t] }, n.passages, max(1, length/float64(max(1, n.passages))))
}
