package ingest

import "time"

// A Report says what a run did.
type Report struct {
	// Guides and Passages are what the sources hold.
	Guides   int `json:"guides"`
	Passages int `json:"passages"`
	// Added, Updated, Unchanged and Removed count guides; the first three add up
	// to Guides.
	Added     int `json:"added"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
	// Reembedded counts the passages of the whole index that were given a vector by another embedder.
	Reembedded int `json:"reembedded,omitempty"`
	// Skipped are the files that were left out.
	Skipped []Skipped `json:"skipped"`
	Seconds float64   `json:"seconds"`
}

// Skipped is a file that was left out, and why.
type Skipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
	// Other tells a file in a folder that is of no kind that is read, such as a
	// picture: it was passed over, where the rest failed.
	Other bool `json:"-"`
}

// Progress says how far a run has come.
type Progress struct {
	Done, Total int // files
	Passages    int // embedded so far
	Path        string
	Elapsed     time.Duration
}
