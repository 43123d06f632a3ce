package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/interviewcoach/interviewcoach/retrieval"
)

var _ retrieval.Prober = (*Index)(nil)

// Nearest implements retrieval.Prober.
func (x *Index) Nearest(ctx context.Context, vector []float32, k int, exact bool) ([]string, error) {
	tx, err := x.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("begin search: %w", err)
	}
	defer tx.Rollback()
	memory, err := x.current(ctx, tx)
	if err != nil {
		return nil, err
	}
	if len(vector) != memory.space.Dimensions {
		return nil, fmt.Errorf("vector of %d numbers for %d dimensions", len(vector), memory.space.Dimensions)
	}
	query := unit(vector)
	if query == nil {
		return nil, nil
	}
	search := memory.byVector
	if exact {
		search = memory.exactly
	}
	places := search(query, nil)
	ids := make([]string, min(k, len(places)))
	for i := range ids {
		ids[i] = memory.segments[places[i].segment].ids[places[i].passage]
	}
	return ids, nil
}
