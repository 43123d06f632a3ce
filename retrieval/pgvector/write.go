package pgvector

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pgvector/pgvector-go"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

// state is the row about the index.
type state struct {
	version    int64
	lastKey    int64
	number     int32 // of the space
	space      retrieval.Space
	meanLength float64
}

// update runs change in one transaction, with the index's row locked and its
// version raised. change gets the row as it is then, with room for keys more
// keys above lastKey.
func (x *Index) update(ctx context.Context, keys int, change func(pgx.Tx, state) error) error {
	return pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		var s state
		err := tx.QueryRow(ctx, `
			UPDATE retrieval_index SET version = version + 1, last_key = last_key + $1
			RETURNING version, last_key - $1, space, embedder, dimensions, mean_length`, keys).
			Scan(&s.version, &s.lastKey, &s.number, &s.space.Embedder, &s.space.Dimensions, &s.meanLength)
		if err != nil {
			return err
		}
		return change(tx, s)
	})
}

// Replace implements retrieval.Index.
func (x *Index) Replace(ctx context.Context, space retrieval.Space, guide retrieval.Guide, passages []retrieval.Embedded) error {
	if err := retrieval.CheckReplace(space, guide, passages); err != nil {
		return err
	}
	err := x.update(ctx, 1+len(passages), func(tx pgx.Tx, s state) error {
		if err := claim(ctx, tx, &s, space); err != nil {
			return err
		}
		if err := remove(ctx, tx, s.number, []string{guide.ID}); err != nil {
			return err
		}
		return insert(ctx, tx, s, guide, passages)
	})
	if err != nil {
		return fmt.Errorf("replace guide %s: %w", guide.ID, err)
	}
	return nil
}

// Remove implements retrieval.Index.
func (x *Index) Remove(ctx context.Context, guides ...string) error {
	guides = slices.DeleteFunc(slices.Clone(guides), func(id string) bool { return !storable(id) })
	if len(guides) == 0 {
		return nil
	}
	err := x.update(ctx, 0, func(tx pgx.Tx, s state) error {
		if s.space == (retrieval.Space{}) {
			return nil
		}
		if err := remove(ctx, tx, s.number, guides); err != nil {
			return err
		}
		var empty bool
		if err := tx.QueryRow(ctx, `SELECT NOT EXISTS (SELECT 1 FROM retrieval_guides)`).Scan(&empty); err != nil || !empty {
			return err
		}
		// The next space has other dimensions, so this one's table goes.
		if _, err := tx.Exec(ctx, `DROP TABLE `+vectorTable(s.number)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE retrieval_index SET space = space + 1, embedder = '', dimensions = 0, mean_length = 0`)
		return err
	})
	if err != nil {
		return fmt.Errorf("remove guides: %w", err)
	}
	return nil
}

// vectorTable names the table of a space's vectors.
func vectorTable(number int32) string { return fmt.Sprintf("retrieval_vectors_%d", number) }

// createVectors makes the table of a space. Its rows hold the filters' columns
// as retrieval_words does. A vector of zeros has no direction: it is null. Like
// that table it has no foreign key, which would cost bulk loads a third: a row
// whose passage is gone is found by no search. Half precision halves what is
// read and indexed, and changes cosines by less than 0.001. Vectors stay in
// their rows as long as these fit a page: fetched from aside (TOAST) a scan
// takes eight times as long, and the planner does not see it coming.
func createVectors(ctx context.Context, tx pgx.Tx, number int32, dimensions int) error {
	_, err := tx.Exec(ctx, fmt.Sprintf(`
		CREATE TABLE %s (
			passage bigint PRIMARY KEY,
			guide   text   COLLATE "C" NOT NULL,
			level   text   NOT NULL,
			tags    text[] NOT NULL,
			vector  halfvec(%d)
		) WITH (toast_tuple_target = 8160)`, vectorTable(number), dimensions))
	return err
}

// claim makes space the index's if it has none, and refuses any other.
func claim(ctx context.Context, tx pgx.Tx, s *state, space retrieval.Space) error {
	if s.space == space {
		return nil
	}
	if s.space != (retrieval.Space{}) {
		return &retrieval.SpaceError{Index: s.space, Given: space}
	}
	if err := dropOthers(ctx, tx, -1); err != nil { // left by a Reembed that was stopped
		return err
	}
	if err := createVectors(ctx, tx, s.number, space.Dimensions); err != nil {
		return err
	}
	s.space = space
	_, err := tx.Exec(ctx, `UPDATE retrieval_index SET embedder = $1, dimensions = $2`, space.Embedder, space.Dimensions)
	return err
}

func remove(ctx context.Context, tx pgx.Tx, space int32, guides []string) error {
	const passages = `(SELECT p.key FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide WHERE g.id = ANY($1))`
	for _, statement := range []string{
		`DELETE FROM ` + vectorTable(space) + ` WHERE passage IN ` + passages,
		`DELETE FROM retrieval_words WHERE passage IN ` + passages,
		`DELETE FROM retrieval_passages WHERE guide IN (SELECT key FROM retrieval_guides WHERE id = ANY($1))`,
		`DELETE FROM retrieval_guides WHERE id = ANY($1)`,
	} {
		if _, err := tx.Exec(ctx, statement, guides); err != nil {
			return err
		}
	}
	return nil
}

// insert writes a guide by COPY. Its keys are those above s.lastKey. Words are
// analysed while Postgres takes in the rest.
func insert(ctx context.Context, tx pgx.Tx, s state, guide retrieval.Guide, passages []retrieval.Embedded) error {
	analysed := make(chan analysis, 1)
	go func() { analysed <- analyse(passages) }()

	key := s.lastKey + 1
	err := copyRows(ctx, tx, "retrieval_passages", []string{"key", "guide", "position", "id", "heading", "text", "level", "tags", "hash"},
		passages, func(i int, p *retrieval.Embedded) []any {
			return []any{key + 1 + int64(i), key, i, p.ID, orEmpty(p.Heading), p.Text, p.Level, orEmpty(p.Tags), p.Hash}
		})
	if err != nil {
		return err
	}
	err = copyRows(ctx, tx, vectorTable(s.number), []string{"passage", "guide", "level", "tags", "vector"},
		passages, func(i int, p *retrieval.Embedded) []any {
			return []any{key + 1 + int64(i), guide.ID, p.Level, orEmpty(p.Tags), vectorOf(p.Vector)}
		})
	if err != nil {
		return err
	}
	words := <-analysed
	if s.meanLength == 0 && len(passages) > 0 {
		// The first guide stands for those to come, until Settle knows better.
		s.meanLength = max(1, words.length/float64(len(passages)))
		if _, err := tx.Exec(ctx, `UPDATE retrieval_index SET mean_length = $1`, s.meanLength); err != nil {
			return err
		}
	}
	err = copyRows(ctx, tx, "retrieval_words", []string{"passage", "guide", "level", "tags", "terms", "impacts"},
		passages, func(i int, p *retrieval.Embedded) []any {
			bag := words.bags[i]
			return []any{key + 1 + int64(i), guide.ID, p.Level, orEmpty(p.Tags), termsOf(bag), impactsOf(bag, s.meanLength)}
		})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO retrieval_guides (key, id, title, source, hash, level, tags, passages, length, documents)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		key, guide.ID, guide.Title, guide.Source, guide.Hash, guide.Level, orEmpty(guide.Tags), len(passages), words.length, words.documents)
	return err
}

// analysis is the words of a guide.
type analysis struct {
	bags      []lexical.Bag
	length    float64
	documents []byte
}

func analyse(passages []retrieval.Embedded) analysis {
	a := analysis{bags: make([]lexical.Bag, len(passages))}
	analyzer := lexical.NewAnalyzer()
	for i, p := range passages {
		a.bags[i] = analyzer.Document(p.Heading, p.Text)
		a.length += float64(a.bags[i].Length())
	}
	a.documents = lexical.Count(a.bags).Encode()
	return a
}

func copyRows(ctx context.Context, tx pgx.Tx, table string, columns []string, passages []retrieval.Embedded, row func(int, *retrieval.Embedded) []any) error {
	rows := pgx.CopyFromSlice(len(passages), func(i int) ([]any, error) { return row(i, &passages[i]), nil })
	_, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns, rows)
	return explain(err)
}

// explain says in words of ours what a constraint says in Postgres's.
func explain(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "23505" {
		return fmt.Errorf("a passage id belongs to another guide already: %s: %w", e.Detail, err)
	}
	return err
}

func termsOf(bag lexical.Bag) []int32 {
	terms := make([]int32, len(bag))
	for i, w := range bag {
		terms[i] = int32(w.Term)
	}
	return terms
}

func impactsOf(bag lexical.Bag, meanLength float64) pgvector.SparseVector {
	length := float64(bag.Length())
	impacts := make(map[int32]float32, len(bag))
	for _, w := range bag {
		impacts[int32(w.Term)] = float32(lexical.Impact(float64(w.Weight), length, meanLength))
	}
	return pgvector.NewSparseVectorFromMap(impacts, lexical.Terms)
}

func vectorOf(v []float32) any {
	for _, x := range v {
		if x != 0 {
			return pgvector.NewHalfVector(v)
		}
	}
	return nil
}
