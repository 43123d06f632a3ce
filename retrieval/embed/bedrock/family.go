package bedrock

import "encoding/json"

// family is a kind of models that are asked in the same way.
type family struct {
	name       string // part of their ids
	dimensions int
	batch      int // texts in a request
	signs      int // of a text that are read
	ask        func(batch []string, query bool) any
	read       func(body []byte) ([][]float32, error)
}

// families are the models that are known; the first one whose name is part of
// an id counts.
var families = []family{
	{"amazon.titan-embed-text-v2", titanLength, 1, 50_000, askTitan, readTitan},
	{"amazon.titan-embed-text-v1", 1536, 1, 25_000, askOldTitan, readTitan},
	{"cohere.embed-v4", cohereLength, 96, 100_000, askCohere4, readCohere},
	{"cohere.embed-", 1024, 96, 2048, askCohere, readCohere},
}

// The lengths that are asked for, of models that have several.
const (
	titanLength  = 1024
	cohereLength = 1024
)

func askTitan(batch []string, _ bool) any {
	return map[string]any{"inputText": batch[0], "dimensions": titanLength, "normalize": true}
}

func askOldTitan(batch []string, _ bool) any { return map[string]any{"inputText": batch[0]} }

func readTitan(body []byte) ([][]float32, error) {
	var answer struct{ Embedding []float32 }
	err := json.Unmarshal(body, &answer)
	return [][]float32{answer.Embedding}, err
}

func askCohere(batch []string, query bool) any { return cohereRequest(batch, query) }

func cohereRequest(batch []string, query bool) map[string]any {
	use := "search_document"
	if query {
		use = "search_query"
	}
	return map[string]any{"texts": batch, "input_type": use, "truncate": "END", "embedding_types": []string{"float"}}
}

func askCohere4(batch []string, query bool) any {
	request := cohereRequest(batch, query)
	request["output_dimension"] = cohereLength
	request["truncate"] = "RIGHT"
	return request
}

func readCohere(body []byte) ([][]float32, error) {
	var answer struct {
		Embeddings struct{ Float [][]float32 }
	}
	err := json.Unmarshal(body, &answer)
	return answer.Embeddings.Float, err
}
