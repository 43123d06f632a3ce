package retrieval

import (
	"context"
	"errors"
	"fmt"
)

var (
	// ErrNotFound says that the index holds no such passage.
	ErrNotFound = errors.New("no such passage")
	// ErrSpace says that the index was written by another embedder, or with another
	// number of dimensions. Errors carrying it are *SpaceError.
	ErrSpace = errors.New("index was written by another embedder")
	// ErrNewer says that the database was written by a newer version of the program.
	ErrNewer = errors.New("index was written by a newer version of the program")
)

// A SpaceError tells which two vector spaces met. It matches ErrSpace.
type SpaceError struct{ Index, Given Space }

func (e *SpaceError) Error() string {
	return fmt.Sprintf("index holds vectors of %s with %d dimensions, not of %s with %d: embed the guides again, or configure the embedder that wrote them",
		e.Index.Embedder, e.Index.Dimensions, e.Given.Embedder, e.Given.Dimensions)
}

// Is makes a SpaceError match ErrSpace.
func (e *SpaceError) Is(target error) bool { return target == ErrSpace }

// An Index keeps passages and finds them. Its methods are safe for concurrent
// use, by several processes where the database allows it. Who opened the
// database closes it.
type Index interface {
	// Replace puts a guide in place of whatever the index holds under its id,
	// all of it or, on an error, nothing. Readers see the old guide or the new
	// one. The first guide decides the index's space; one of another space is
	// refused with ErrSpace. A passage id that another guide holds, or that
	// comes twice, is an error.
	Replace(ctx context.Context, space Space, guide Guide, passages []Embedded) error
	// Remove deletes guides with their passages; ids that the index doesn't
	// hold are passed over. An index left empty forgets its space.
	Remove(ctx context.Context, guides ...string) error
	// Guides lists what the index holds, by id.
	Guides(ctx context.Context) ([]Guide, error)
	// Passages gives a guide's passages in the order of its text, none for a guide that the index doesn't hold.
	Passages(ctx context.Context, guide string) ([]Passage, error)
	// Passage gives one passage, or ErrNotFound.
	Passage(ctx context.Context, id string) (Passage, error)
	// Search gives at most Request.K hits, best first, ties by id; none is no
	// error. Without a vector only words count, without words only the vector.
	// A vector of another space is refused with ErrSpace.
	Search(ctx context.Context, request Request) ([]Hit, error)
	// Vectors gives the vectors of a guide's passages, by Passage.Hash, so that
	// what didn't change need not be embedded again. It gives none for a guide
	// that the index doesn't hold. They are as good as the given ones, not equal:
	// they have length 1, and an index may store fewer digits.
	Vectors(ctx context.Context, guide string) (map[string][]float32, error)
	// Reembed gives every passage a new vector by embed, in a new space, beside
	// the old ones, and then swaps: searches use the old space until it is
	// done, and a failure leaves that in place. embed gets batches.
	Reembed(ctx context.Context, space Space, embed func(context.Context, []Passage) ([][]float32, error)) error
	// Stats tells what the index holds and by whom it was written.
	Stats(ctx context.Context) (Stats, error)
}

// A Settler is an index that has work to do after many guides were written,
// such as building what would slow down each single write. ingest calls it
// once at its end.
type Settler interface {
	Settle(ctx context.Context) error
}

// A Prober is an index that can be asked for nearest neighbours alone, as a search finds them and exactly, so that what the
// short cut misses can be measured.
type Prober interface {
	Index
	// Nearest gives the ids of at most k passages, nearest to a vector of the index's space first.
	Nearest(ctx context.Context, vector []float32, k int, exact bool) ([]string, error)
}

// A Request is a query as an index takes it.
type Request struct {
	// Text is analysed for words; its syntax means nothing.
	Text string
	// Vector is the text's, in Space. Empty: words only.
	Vector []float32
	Space  Space
	// K is how many hits are wanted, 1 to MaxK.
	K       int
	Filter  Filter
	Weights Weights
}

// A Filter narrows a search. Its zero value lets everything pass.
type Filter struct {
	// Guides lets only these guides' passages pass.
	Guides []string
	// Level lets pass what is meant for it and what is meant for all.
	Level string
	// Tags lets pass what carries at least one of them.
	Tags []string
}

// A Hit is a passage that was found. Score is from 0 to 1, comparable within
// one search only.
type Hit struct {
	Passage
	Score float64
	// Also names passages that are nearly alike and were found as well. A Searcher fills it in.
	Also []string
}
