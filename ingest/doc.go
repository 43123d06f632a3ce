// Package ingest brings guides into a retrieval.Index: it reads files, repairs
// their text, cuts it into passages, has those embedded and puts each guide in
// place of its older edition.
//
// Invariants. A passage's text is a verbatim slice of the repaired text, of
// whole blocks: no cut falls into a code fence, a table or a diagram. Passage
// ids depend on headings only, so that an edit elsewhere in a guide leaves a
// citation valid; a heading that stops being the only one of its name gets a
// new id rather than another section's. A guide whose content didn't change is
// neither embedded nor written. A file that can't be read is reported and the
// rest goes on.
//
// Libraries. goldmark parses Markdown and tells the byte offsets that passages
// are cut at; ledongthuc/pdf reads PDF page by page; x/net/html parses pages
// and the chapters of EPUB books. langchaingo's loaders and splitters were
// measured and lose text: its Markdown splitter drops code fences, in lists and
// quotes with any setting, and gives no offsets; its HTML loader keeps scripts
// and runs table cells together; its PDF loader loses the breaks of lines.
//
// The library that ships is in guides, see Guides. Ranking and storing are
// package retrieval's business.
package ingest
