package langchain

import "strings"

// style is what a family of models wants before what is found and what is
// asked; without it they still answer, but find less.
type style struct {
	version  string // part of the embedder's name: its vectors depend on it
	document string
	query    string
}

// styles are those that the models' makers document, the first one that fits
// a name counts.
var styles = []struct {
	name string
	style
}{
	{"nomic-embed-text", style{"nomic-1", "search_document: ", "search_query: "}},
	{"mxbai-embed", style{"mxbai-1", "", "Represent this sentence for searching relevant passages: "}},
	{"snowflake-arctic-embed2", style{"arctic-1", "", "query: "}},
	{"snowflake-arctic-embed", style{"arctic-1", "", "Represent this sentence for searching relevant passages: "}},
	{"e5-", style{"e5-1", "passage: ", "query: "}},
	{"qwen3-embedding", style{"qwen3-1", "", "Instruct: Given a question about system design, find passages that answer it\nQuery: "}},
	{"embeddinggemma", style{"gemma-1", "title: none | text: ", "task: search result | query: "}},
}

// styleOf finds the style of a model by its name.
func styleOf(model string) style {
	model = strings.ToLower(model)
	for _, s := range styles {
		if strings.Contains(model, s.name) {
			return s.style
		}
	}
	return style{}
}
