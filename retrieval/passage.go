package retrieval

// A Passage is a piece of a guide small enough to quote: some whole blocks of
// one section, as they stand in the guide.
type Passage struct {
	// ID is <guide>#<heading-slug>, with -2, -3… where a section is cut in
	// several. It is unique in an index and survives a new ingest of a guide
	// whose headings did not change.
	ID string
	// Guide is the id of the guide that it is from.
	Guide string
	// Heading is the path from the guide's title down to the passage's section.
	Heading []string
	// Text is Markdown, verbatim, without the section's own heading line.
	Text string
	// Position counts a guide's passages from 0, in reading order.
	Position int
	// Level is the interview level that it is meant for ("L6", "L7"), or empty
	// for all.
	Level string
	// Tags are the subjects that its guide names in its front matter.
	Tags []string
	// Hash identifies heading and text, and so what was embedded.
	Hash string
}

// A Guide is what an index knows of a guide besides its passages.
type Guide struct {
	ID    string
	Title string
	// Source says where it was read from: an absolute path, or a name such as
	// builtin:caching.md.
	Source string
	// Hash identifies the guide's content and how it was cut: an equal hash
	// means that nothing has to be done.
	Hash  string
	Level string
	Tags  []string
	// Passages is how many the index holds. Index.Replace counts them itself.
	Passages int
}

// An Embedded passage is one with its vector, ready to be indexed.
type Embedded struct {
	Passage
	// Vector need not have length 1: an index compares directions. A vector of
	// zeros says that the embedder had nothing to go by; only words find it.
	Vector []float32
}

// A Space names what vectors mean. Vectors compare only within one space.
type Space struct {
	Embedder   string
	Dimensions int
}

// Stats describes an index.
type Stats struct {
	Guides   int
	Passages int
	// Space is the zero value while the index is empty.
	Space Space
	// Digest changes when, and only when, the guides' contents do.
	Digest string
}
