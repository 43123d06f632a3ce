// Package lexical turns text into weighted terms and scores them: the words
// half of hybrid search. Both indexes use it, so that one text has the same
// terms, and one query the same ranking, on either database; the databases'
// own full-text ranking (FTS5's bm25 with its constants fixed, ts_rank without
// document frequencies) has no part in it.
//
// Its invariant: Document and Query are pure functions of their input and of
// Version. Whoever stores terms stores the version with them, and analyses
// anew when it changes.
package lexical
