package coach

// The kinds of a comment.
const (
	CommentGood    = "good"
	CommentMissing = "missing"
)

// Comment is a remark in the margin, beside the words that it is about.
type Comment struct {
	Quote     string    `json:"quote"`  // verbatim
	Seq       int64     `json:"seq"`    // event that it was said in; 0 in a written design
	Offset    int       `json:"offset"` // of the quote in that text, in UTF-16 units, as browsers count
	Dimension Dimension `json:"dimension"`
	Kind      string    `json:"kind"` // CommentGood or CommentMissing
	Text      string    `json:"text"`
	Passage   string    `json:"passage,omitempty"` // of the guides, to read about it
}
