package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

// Replace implements retrieval.Index.
func (x *Index) Replace(ctx context.Context, space retrieval.Space, guide retrieval.Guide, passages []retrieval.Embedded) error {
	if err := retrieval.CheckReplace(space, guide, passages); err != nil {
		return err
	}
	err := x.update(ctx, func(tx *sql.Tx) error {
		number, err := claim(ctx, tx, space)
		if err != nil {
			return err
		}
		if err := remove(ctx, tx, guide.ID); err != nil {
			return err
		}
		return insert(ctx, tx, number, guide, passages)
	})
	if err != nil {
		return fmt.Errorf("replace guide %s: %w", guide.ID, err)
	}
	return nil
}

// Remove implements retrieval.Index.
func (x *Index) Remove(ctx context.Context, guides ...string) error {
	if len(guides) == 0 {
		return nil
	}
	err := x.update(ctx, func(tx *sql.Tx) error {
		for _, id := range guides {
			if err := remove(ctx, tx, id); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE retrieval_index SET embedder = '', dimensions = 0
			WHERE NOT EXISTS (SELECT 1 FROM retrieval_guides)`)
		return err
	})
	if err != nil {
		return fmt.Errorf("remove guides: %w", err)
	}
	return nil
}

// update runs change in one transaction and raises the version.
func (x *Index) update(ctx context.Context, change func(*sql.Tx) error) error {
	tx, err := x.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `UPDATE retrieval_index SET version = version + 1`); err != nil {
		return err
	}
	if err := change(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// claim makes space the index's if it has none, and refuses any other. It gives
// the number that the space's vectors are kept under.
func claim(ctx context.Context, tx *sql.Tx, space retrieval.Space) (number int64, err error) {
	var held retrieval.Space
	err = tx.QueryRowContext(ctx, `SELECT space, embedder, dimensions FROM retrieval_index`).
		Scan(&number, &held.Embedder, &held.Dimensions)
	if err != nil {
		return 0, err
	}
	if held == space {
		return number, nil
	}
	if held != (retrieval.Space{}) {
		return 0, &retrieval.SpaceError{Index: held, Given: space}
	}
	_, err = tx.ExecContext(ctx, `UPDATE retrieval_index SET embedder = ?, dimensions = ?`, space.Embedder, space.Dimensions)
	return number, err
}

func remove(ctx context.Context, tx *sql.Tx, guide string) error {
	var key int64
	err := tx.QueryRowContext(ctx, `SELECT key FROM retrieval_guides WHERE id = ?`, guide).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM retrieval_vectors WHERE passage IN (SELECT key FROM retrieval_passages WHERE guide = ?)`,
		`DELETE FROM retrieval_passages WHERE guide = ?`,
		`DELETE FROM retrieval_guides WHERE key = ?`,
	} {
		if _, err := tx.ExecContext(ctx, statement, key); err != nil {
			return err
		}
	}
	return nil
}

func insert(ctx context.Context, tx *sql.Tx, space int64, guide retrieval.Guide, passages []retrieval.Embedded) error {
	var key int64
	err := tx.QueryRowContext(ctx, `
		INSERT INTO retrieval_guides (id, title, source, hash, level, tags) VALUES (?, ?, ?, ?, ?, ?) RETURNING key`,
		guide.ID, guide.Title, guide.Source, guide.Hash, guide.Level, listJSON(guide.Tags)).Scan(&key)
	if err != nil {
		return err
	}
	addPassage, err := tx.PrepareContext(ctx, `
		INSERT INTO retrieval_passages (guide, position, id, heading, text, level, tags, hash, terms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer addPassage.Close()
	addVector, err := tx.PrepareContext(ctx, `INSERT INTO retrieval_vectors (space, passage, vector) VALUES (?, ?, ?)`)
	if err != nil {
		return err
	}
	defer addVector.Close()
	analyzer := lexical.NewAnalyzer()
	for i, p := range passages {
		terms := analyzer.Document(p.Heading, p.Text).Encode()
		result, err := addPassage.ExecContext(ctx, key, i, p.ID, listJSON(p.Heading), p.Text, p.Level, listJSON(p.Tags), p.Hash, terms)
		if err != nil {
			return fmt.Errorf("passage %s: %w", p.ID, err)
		}
		passage, err := result.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := addVector.ExecContext(ctx, space, passage, encodeVector(p.Vector)); err != nil {
			return fmt.Errorf("vector of passage %s: %w", p.ID, err)
		}
	}
	return nil
}

// Reembed implements retrieval.Index. New vectors are written under the next
// space's number in transactions of their own, so that searches and writers go
// on; what writers add meanwhile is found and embedded before the swap.
func (x *Index) Reembed(ctx context.Context, space retrieval.Space, embed func(context.Context, []retrieval.Passage) ([][]float32, error)) error {
	if err := x.reembed(ctx, space, embed); err != nil {
		return fmt.Errorf("embed the index again with %s: %w", space.Embedder, err)
	}
	return nil
}

func (x *Index) reembed(ctx context.Context, space retrieval.Space, embed func(context.Context, []retrieval.Passage) ([][]float32, error)) error {
	var next int64
	if err := x.update(ctx, func(tx *sql.Tx) error {
		// Whatever an earlier attempt left behind is of no use: its embedder
		// may have been another one.
		var number int64
		if err := tx.QueryRowContext(ctx, `SELECT space FROM retrieval_index`).Scan(&number); err != nil {
			return err
		}
		// By chance, so that two who do this at once never fill one space. The
		// other finds its vectors gone, and makes them again.
		next = number + 1 + rand.Int64N(1<<32)
		_, err := tx.ExecContext(ctx, `DELETE FROM retrieval_vectors WHERE space <> ?`, number)
		return err
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
			if swapped || err != nil {
				return err
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

// reembedBatch is how many passages are embedded between two transactions.
const reembedBatch = 256

func (x *Index) withoutVector(ctx context.Context, space int64) (keys []int64, passages []retrieval.Passage, err error) {
	rows, err := x.read.QueryContext(ctx, `
		SELECT `+passageColumns+`
		FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide
		WHERE NOT EXISTS (SELECT 1 FROM retrieval_vectors v WHERE v.passage = p.key AND v.space = ?)
		ORDER BY p.key LIMIT ?`, space, reembedBatch)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		key, p, err := scanPassage(rows)
		if err != nil {
			return nil, nil, err
		}
		keys, passages = append(keys, key), append(passages, p)
	}
	return keys, passages, rows.Err()
}

func (x *Index) addVectors(ctx context.Context, space int64, keys []int64, vectors [][]float32) error {
	tx, err := x.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for i, key := range keys {
		// A passage removed meanwhile gets none.
		_, err := tx.ExecContext(ctx, `
			INSERT INTO retrieval_vectors (space, passage, vector)
			SELECT ?, key, ? FROM retrieval_passages WHERE key = ?`, space, encodeVector(vectors[i]), key)
		if err != nil {
			return err
		}
	}
	return tx.Commit()
}

// swap makes the new space the index's, unless a passage still lacks a vector.
func (x *Index) swap(ctx context.Context, next int64, space retrieval.Space) (done bool, err error) {
	err = x.update(ctx, func(tx *sql.Tx) error {
		var missing bool
		err := tx.QueryRowContext(ctx, `
			SELECT EXISTS (SELECT 1 FROM retrieval_passages p WHERE NOT EXISTS (
				SELECT 1 FROM retrieval_vectors v WHERE v.passage = p.key AND v.space = ?))`, next).Scan(&missing)
		if err != nil || missing {
			return err
		}
		done = true
		_, err = tx.ExecContext(ctx, `UPDATE retrieval_index SET space = ?, embedder = ?, dimensions = ?`,
			next, space.Embedder, space.Dimensions)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM retrieval_vectors WHERE space <> ?`, next)
		return err
	})
	return done && err == nil, err
}

// reanalyse rewrites the terms if another version of the analysis wrote them.
func (x *Index) reanalyse(ctx context.Context) error {
	var written int
	if err := x.read.QueryRowContext(ctx, `SELECT analysis FROM retrieval_index`).Scan(&written); err != nil {
		return err
	}
	if written == lexical.Version {
		return nil
	}
	return x.update(ctx, func(tx *sql.Tx) error {
		var keys []int64
		rows, err := tx.QueryContext(ctx, `SELECT key FROM retrieval_passages`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var key int64
			if err := rows.Scan(&key); err != nil {
				return err
			}
			keys = append(keys, key)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		analyzer := lexical.NewAnalyzer()
		for _, key := range keys {
			_, p, err := scanPassage(tx.QueryRowContext(ctx, `
				SELECT `+passageColumns+` FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide WHERE p.key = ?`, key))
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `UPDATE retrieval_passages SET terms = ? WHERE key = ?`,
				analyzer.Document(p.Heading, p.Text).Encode(), key); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE retrieval_index SET analysis = ?`, lexical.Version)
		return err
	})
}

// encodeVector writes v scaled to length 1; nothing if it has none.
func encodeVector(v []float32) []byte {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return []byte{}
	}
	scale := 1 / math.Sqrt(sum)
	out := make([]byte, 0, 4*len(v))
	for _, x := range v {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(float64(x)*scale)))
	}
	return out
}

// decodeVector appends the vector in data to buf, zeros if it holds none.
func decodeVector(data []byte, dimensions int, buf []float32) ([]float32, error) {
	if len(data) == 0 {
		return append(buf, make([]float32, dimensions)...), nil
	}
	if len(data) != 4*dimensions {
		return nil, fmt.Errorf("vector of %d bytes for %d dimensions", len(data), dimensions)
	}
	buf = slices.Grow(buf, dimensions)
	for ; len(data) > 0; data = data[4:] {
		buf = append(buf, math.Float32frombits(binary.LittleEndian.Uint32(data)))
	}
	return buf, nil
}
