package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

// A snapshot is the index in memory as of one version. It is never changed:
// a newer one shares the segments that are still right.
type snapshot struct {
	version    int64
	number     int64 // of the space, as vectors are kept under it
	space      retrieval.Space
	segments   []*segment
	passages   int
	meanLength float64
	field      float64 // see lexical.Field
}

// A segment holds one guide. Its passages are numbered from 0.
type segment struct {
	guide    int64
	guideID  string
	keys     []int64
	ids      []string
	levels   []string
	tags     [][]string
	lengths  []float32
	terms    []lexical.Term // in order; the postings of terms[i] are postings[starts[i]:starts[i+1]]
	starts   []uint32
	postings []posting
	vectors  []float32 // one after the other
	bits     []uint64  // their signs
}

type posting struct {
	passage uint32
	weight  float32
}

// find gives the postings of a term, none if the guide doesn't have it.
func (s *segment) find(t lexical.Term) []posting {
	i, ok := slices.BinarySearch(s.terms, t)
	if !ok {
		return nil
	}
	return s.postings[s.starts[i]:s.starts[i+1]]
}

// current gives the snapshot of the version that tx sees, from memory if that
// has it.
func (x *Index) current(ctx context.Context, tx *sql.Tx) (*snapshot, error) {
	next := &snapshot{}
	err := tx.QueryRowContext(ctx, `SELECT version, space, embedder, dimensions FROM retrieval_index`).
		Scan(&next.version, &next.number, &next.space.Embedder, &next.space.Dimensions)
	if err != nil {
		return nil, fmt.Errorf("read index version: %w", err)
	}
	if held := x.held(); held.version == next.version {
		return held, nil
	}
	x.loading.Lock()
	defer x.loading.Unlock()
	held := x.held()
	if held.version == next.version {
		return held, nil
	}
	if err := next.load(ctx, tx, held); err != nil {
		return nil, fmt.Errorf("load index into memory: %w", err)
	}
	// A search that began before another's write may load the older state:
	// right for itself, but not to be kept over the newer one.
	if next.version > held.version {
		x.mu.Lock()
		x.memory = next
		x.mu.Unlock()
	}
	return next, nil
}

func (x *Index) held() *snapshot {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.memory
}

// load fills n from the database, with what held has of it already. A guide's
// key changes whenever its content does, so equal keys are equal segments,
// unless all vectors were changed.
func (n *snapshot) load(ctx context.Context, tx *sql.Tx, held *snapshot) error {
	known := make(map[int64]*segment)
	if held.number == n.number && held.space == n.space {
		for _, s := range held.segments {
			known[s.guide] = s
		}
	}
	guides, err := guideKeys(ctx, tx)
	if err != nil {
		return err
	}
	var length float64
	for _, g := range guides {
		s := known[g.guide]
		if s == nil {
			s = g
			if err := s.load(ctx, tx, n.number, n.space.Dimensions); err != nil {
				return fmt.Errorf("guide %s: %w", s.guideID, err)
			}
		}
		n.segments = append(n.segments, s)
		n.passages += len(s.keys)
		for _, l := range s.lengths {
			length += float64(l)
		}
	}
	n.meanLength = max(1, length/float64(max(1, n.passages)))
	n.field = lexical.Field(n.documents, n.passages, n.meanLength)
	return nil
}

// documents counts the passages that have a term.
func (n *snapshot) documents(t lexical.Term) int {
	count := 0
	for _, s := range n.segments {
		count += len(s.find(t))
	}
	return count
}

func guideKeys(ctx context.Context, tx *sql.Tx) ([]*segment, error) {
	rows, err := tx.QueryContext(ctx, `SELECT key, id FROM retrieval_guides ORDER BY key`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var segments []*segment
	for rows.Next() {
		s := &segment{}
		if err := rows.Scan(&s.guide, &s.guideID); err != nil {
			return nil, err
		}
		segments = append(segments, s)
	}
	return segments, rows.Err()
}

func (s *segment) load(ctx context.Context, tx *sql.Tx, space int64, dimensions int) error {
	rows, err := tx.QueryContext(ctx, `
		SELECT p.key, p.id, p.level, p.tags, p.terms, coalesce(v.vector, x'')
		FROM retrieval_passages p LEFT JOIN retrieval_vectors v ON v.passage = p.key AND v.space = ?
		WHERE p.guide = ? ORDER BY p.position`, space, s.guide)
	if err != nil {
		return err
	}
	defer rows.Close()
	var entries []entry
	var bag lexical.Bag
	for rows.Next() {
		var key int64
		var id, level, tags string
		var terms, vector sql.RawBytes
		if err := rows.Scan(&key, &id, &level, &tags, &terms, &vector); err != nil {
			return err
		}
		if bag, err = lexical.Decode(terms, bag[:0]); err != nil {
			return fmt.Errorf("passage %s: %w", id, err)
		}
		for _, w := range bag {
			entries = append(entries, entry{w.Term, posting{uint32(len(s.keys)), w.Weight}})
		}
		if s.vectors, err = decodeVector(vector, dimensions, s.vectors); err != nil {
			return fmt.Errorf("passage %s: %w", id, err)
		}
		tagList, err := list(tags)
		if err != nil {
			return fmt.Errorf("tags of passage %s: %w", id, err)
		}
		s.keys, s.ids = append(s.keys, key), append(s.ids, id)
		s.levels, s.tags = append(s.levels, level), append(s.tags, tagList)
		s.lengths = append(s.lengths, bag.Length())
	}
	s.invert(entries)
	s.bits = signs(s.vectors, dimensions)
	return rows.Err()
}

type entry struct {
	term lexical.Term
	posting
}

// invert orders what was read by term.
func (s *segment) invert(entries []entry) {
	slices.SortFunc(entries, func(a, b entry) int {
		if a.term != b.term {
			return int(int64(a.term) - int64(b.term))
		}
		return int(int64(a.passage) - int64(b.passage))
	})
	s.postings = make([]posting, len(entries))
	for i, e := range entries {
		if i == 0 || e.term != entries[i-1].term {
			s.terms = append(s.terms, e.term)
			s.starts = append(s.starts, uint32(i))
		}
		s.postings[i] = e.posting
	}
	s.starts = append(s.starts, uint32(len(entries)))
}
