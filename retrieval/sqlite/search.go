package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/lexical"
)

const (
	// exactUpTo is the number of passages up to which every vector is compared
	// exactly; above, signs choose oversample × retrieval.Depth of them first.
	exactUpTo  = 4096
	oversample = 10
)

// Search implements retrieval.Index.
func (x *Index) Search(ctx context.Context, request retrieval.Request) ([]retrieval.Hit, error) {
	tx, err := x.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("begin search: %w", err)
	}
	defer tx.Rollback()
	memory, err := x.current(ctx, tx)
	if err != nil {
		return nil, err
	}
	if len(request.Vector) > 0 && memory.passages > 0 {
		if request.Space != memory.space {
			return nil, &retrieval.SpaceError{Index: memory.space, Given: request.Space}
		}
		if len(request.Vector) != memory.space.Dimensions {
			return nil, fmt.Errorf("query vector of %d numbers for %d dimensions", len(request.Vector), memory.space.Dimensions)
		}
	}
	found := memory.search(request)
	hits, err := readHits(ctx, tx, found)
	if err != nil {
		return nil, fmt.Errorf("read hits: %w", err)
	}
	return hits, nil
}

// search ranks in memory: the best candidates of words and of vectors, each
// then scored by both, fused.
func (n *snapshot) search(request retrieval.Request) []retrieval.Candidate {
	allowed := n.allowed(request.Filter)
	words, byWords := n.byWords(request.Text, allowed)
	query := unit(request.Vector)
	var byVector []place
	if query != nil {
		byVector = n.byVector(query, allowed)
	}
	seen := make(map[place]bool, len(byWords)+len(byVector))
	candidates := make([]retrieval.Candidate, 0, len(byWords)+len(byVector))
	for _, p := range slices.Concat(byWords, byVector) {
		if seen[p] {
			continue
		}
		seen[p] = true
		s := n.segments[p.segment]
		c := retrieval.Candidate{Key: s.keys[p.passage], ID: s.ids[p.passage], Words: float64(words[p.segment][p.passage])}
		if query != nil {
			c.Vector = float64(dot(query, s.vector(p.passage, len(query))))
		}
		if c.Words > 0 || c.Vector > 0 {
			candidates = append(candidates, c)
		}
	}
	slices.SortFunc(candidates, retrieval.Fuse(candidates, request.Weights))
	return candidates[:min(len(candidates), request.K)]
}

func (s *segment) vector(i uint32, dimensions int) []float32 {
	return s.vectors[int(i)*dimensions:][:dimensions]
}

// A place is where a passage is in memory.
type place struct{ segment, passage uint32 }

// allowed gives the filter as a question about places; nil if all may pass.
func (n *snapshot) allowed(f retrieval.Filter) func(place) bool {
	if len(f.Guides) == 0 && f.Level == "" && len(f.Tags) == 0 {
		return nil
	}
	return func(p place) bool {
		s := n.segments[p.segment]
		if len(f.Guides) > 0 && !slices.Contains(f.Guides, s.guideID) {
			return false
		}
		if level := s.levels[p.passage]; f.Level != "" && level != "" && level != f.Level {
			return false
		}
		return len(f.Tags) == 0 || slices.ContainsFunc(s.tags[p.passage], func(tag string) bool {
			return slices.Contains(f.Tags, tag)
		})
	}
}

// byWords scores every passage that has a word of the query by BM25 and gives
// the best. scores is by segment and passage.
func (n *snapshot) byWords(text string, allowed func(place) bool) (scores [][]float32, best []place) {
	query := lexical.Query(text).In(n.field)
	all := make([]float32, n.passages)
	scores = make([][]float32, len(n.segments))
	for i, s := range n.segments {
		scores[i], all = all[:len(s.keys):len(s.keys)], all[len(s.keys):]
	}
	found := make([][]posting, len(n.segments))
	for _, q := range query {
		documents := 0
		for i, s := range n.segments {
			found[i] = s.find(q.Term)
			documents += len(found[i])
		}
		worth := float64(q.Weight) * lexical.IDF(documents, n.passages)
		for i, postings := range found {
			lengths := n.segments[i].lengths
			for _, p := range postings {
				scores[i][p.passage] += float32(worth * lexical.Impact(float64(p.weight), float64(lengths[p.passage]), n.meanLength))
			}
		}
	}
	top := newTop(retrieval.Depth)
	for i, segment := range scores {
		for j, score := range segment {
			p := place{uint32(i), uint32(j)}
			if score > top.least() && (allowed == nil || allowed(p)) {
				top.add(p, score)
			}
		}
	}
	return scores, top.places()
}

// byVector gives the places nearest to a query of length 1.
func (n *snapshot) byVector(query []float32, allowed func(place) bool) []place {
	if n.passages <= exactUpTo {
		return n.exactly(query, allowed)
	}
	top := newTop(retrieval.Depth)
	for _, p := range n.bySigns(query, allowed) {
		top.add(p, dot(query, n.segments[p.segment].vector(p.passage, len(query))))
	}
	return top.places()
}

// exactly compares with every vector.
func (n *snapshot) exactly(query []float32, allowed func(place) bool) []place {
	top := newTop(retrieval.Depth)
	for i, s := range n.segments {
		for j := range s.keys {
			p := place{uint32(i), uint32(j)}
			if allowed == nil || allowed(p) {
				top.add(p, dot(query, s.vector(p.passage, len(query))))
			}
		}
	}
	return top.places()
}

// bySigns gives the places whose vectors lie on the query's side most often.
func (n *snapshot) bySigns(query []float32, allowed func(place) bool) []place {
	signs := signs(query, len(query))
	top := newTop(oversample * retrieval.Depth)
	for i, s := range n.segments {
		for j := range s.keys {
			score := float32(len(query) - differing(signs, s.bits[j*len(signs):][:len(signs)]))
			p := place{uint32(i), uint32(j)}
			if score > top.least() && (allowed == nil || allowed(p)) {
				top.add(p, score)
			}
		}
	}
	return top.places()
}

// readHits reads the passages found, in their order.
func readHits(ctx context.Context, tx *sql.Tx, found []retrieval.Candidate) ([]retrieval.Hit, error) {
	if len(found) == 0 {
		return nil, nil
	}
	keys := make([]int64, len(found))
	rank := make(map[int64]int, len(found))
	for i, c := range found {
		keys[i], rank[c.Key] = c.Key, i
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT `+passageColumns+`
		FROM retrieval_passages p JOIN retrieval_guides g ON g.key = p.guide
		WHERE p.key IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	hits := make([]retrieval.Hit, len(found))
	for rows.Next() {
		key, p, err := scanPassage(rows)
		if err != nil {
			return nil, err
		}
		i := rank[key]
		hits[i] = retrieval.Hit{Passage: p, Score: found[i].Fused}
	}
	return hits, rows.Err()
}
