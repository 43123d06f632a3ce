package retrieval

import "context"

// An Embedder turns texts into vectors. It is safe for concurrent use.
type Embedder interface {
	// Embed gives one vector for each text, in their order, each of Dimensions
	// numbers, and does not keep or change texts. It bounds its own batches.
	Embed(ctx context.Context, texts []string) ([][]float32, error)
	// Name identifies the embedder and all that changes what its vectors mean:
	// two embedders of one name give one text one vector.
	Name() string
	Dimensions() int
}

// A QueryEmbedder embeds what is asked otherwise than what is found. Embedders
// that don't make that difference leave it out.
type QueryEmbedder interface {
	EmbedQuery(ctx context.Context, text string) ([]float32, error)
}

// A Weigher is an embedder that knows how much its vectors should count
// against words.
type Weigher interface {
	Weights() Weights
}

// SpaceOf gives the space that an embedder's vectors live in.
func SpaceOf(e Embedder) Space {
	return Space{Embedder: e.Name(), Dimensions: e.Dimensions()}
}

// EmbedText is what of a passage is embedded: its heading path, which says
// what the text is about, and the text.
func EmbedText(p Passage) string {
	n := len(p.Text) + 1
	for _, h := range p.Heading {
		n += len(h) + 3
	}
	b := make([]byte, 0, n)
	for i, h := range p.Heading {
		if i > 0 {
			b = append(b, " > "...)
		}
		b = append(b, h...)
	}
	if len(b) > 0 {
		b = append(b, '\n')
	}
	return string(append(b, p.Text...))
}
