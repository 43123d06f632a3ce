package evaluate

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A Document is what may be found. BEIR's titles become headings.
type Document struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// A Question is a query with its judgments: document ids and how relevant they
// are, 0 for not at all.
type Question struct {
	ID        string
	Text      string
	Judgments map[string]int
}

// A Set is a judged set. Questions without a relevant document are left out,
// as trec_eval does.
type Set struct {
	Documents []Document
	Questions []Question
}

// Load reads a folder in BEIR's layout. The judgments are in qrels.tsv or
// qrels/test.tsv: query id, document id and grade between tabs (with or without
// a heading line), or TREC's four columns.
func Load(dir string) (*Set, error) {
	set := &Set{}
	err := readJSON(filepath.Join(dir, "corpus.jsonl"), func(d Document) { set.Documents = append(set.Documents, d) })
	if err != nil {
		return nil, err
	}
	judgments, err := readJudgments(dir)
	if err != nil {
		return nil, err
	}
	err = readJSON(filepath.Join(dir, "queries.jsonl"), func(d Document) {
		if j := judgments[d.ID]; relevant(j) > 0 {
			set.Questions = append(set.Questions, Question{d.ID, d.Text, j})
		}
	})
	if err != nil {
		return nil, err
	}
	if len(set.Documents) == 0 || len(set.Questions) == 0 {
		return nil, fmt.Errorf("judged set %s: %d documents, %d judged queries: nothing to measure", dir, len(set.Documents), len(set.Questions))
	}
	return set, nil
}

func relevant(judgments map[string]int) int {
	n := 0
	for _, grade := range judgments {
		if grade > 0 {
			n++
		}
	}
	return n
}

// readJSON reads one document a line. Ids may be numbers: some sets write them
// so.
func readJSON(path string, add func(Document)) error {
	return readLines(path, func(line []byte) error {
		var d struct {
			ID json.RawMessage `json:"_id"`
			Document
		}
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		d.Document.ID = strings.Trim(string(d.ID), `"`)
		if len(d.ID) > 0 && d.ID[0] == '"' {
			if err := json.Unmarshal(d.ID, &d.Document.ID); err != nil {
				return err
			}
		}
		if d.Document.ID == "" {
			return errors.New("no _id")
		}
		add(d.Document)
		return nil
	})
}

func readJudgments(dir string) (map[string]map[string]int, error) {
	path := filepath.Join(dir, "qrels.tsv")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		path = filepath.Join(dir, "qrels", "test.tsv")
	}
	judgments := make(map[string]map[string]int)
	first := true
	err := readLines(path, func(line []byte) error {
		fields := strings.Fields(string(line))
		if len(fields) == 4 { // TREC: query, iteration, document, grade
			fields = []string{fields[0], fields[2], fields[3]}
		}
		if len(fields) != 3 {
			return fmt.Errorf("%d columns, 3 expected", len(fields))
		}
		grade, err := strconv.Atoi(fields[2])
		if err != nil && !first {
			return fmt.Errorf("grade %q: %w", fields[2], err)
		}
		first = false
		if err != nil {
			return nil // the heading line
		}
		if judgments[fields[0]] == nil {
			judgments[fields[0]] = make(map[string]int)
		}
		judgments[fields[0]][fields[1]] = grade
		return nil
	})
	return judgments, err
}

// readLines calls each for every line that isn't blank, however long.
func readLines(path string, each func([]byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open judged set: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	r := bufio.NewReaderSize(f, 1<<20)
	for number := 1; ; number++ {
		line, err := r.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			if err := each(line); err != nil {
				return fmt.Errorf("read %s, line %d: %w", path, number, err)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
	}
}
