// Package evaluate measures retrieval on judged sets in BEIR's layout
// (corpus.jsonl, queries.jsonl, qrels), with the figures of trec_eval: nDCG
// with linear gain, recall and reciprocal rank at a cutoff. It searches the way
// the product does, through a retrieval.Searcher; the index that it fills is
// the caller's, who throws it away afterwards.
package evaluate
