// Package retrieval finds the passages of the study guides that bear on a
// question. It holds the words of that subject (passage, guide, query, hit),
// the two ports that it rests on, Index and Embedder, and the Searcher that
// brings them together.
//
// Two invariants hold everywhere. A passage's text is a verbatim slice of its
// guide, so that whatever cites it can be checked. And an index holds vectors
// of one space only: which embedder wrote them, and with how many dimensions,
// is kept beside them, and vectors of another space are refused, never compared.
//
// Ranking is hybrid: BM25 over words (retrieval/lexical) and the cosine of
// vectors, fused by Weights. When the embedder is out of reach, words still
// answer and the result says so. Both indexes, retrieval/sqlite and
// retrieval/pgvector, pass the one suite in retrieval/indextest; where guides
// come from and how they are cut is package ingest's business.
package retrieval
