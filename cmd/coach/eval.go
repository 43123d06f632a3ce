package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
	"github.com/interviewcoach/interviewcoach/retrieval"
	"github.com/interviewcoach/interviewcoach/retrieval/evaluate"
	retrievalsqlite "github.com/interviewcoach/interviewcoach/retrieval/sqlite"
)

type evalCommand struct {
	Retrieval evalRetrieval `cmd:"" help:"Measure retrieval on a judged set in BEIR layout."`
	Recall    evalRecall    `cmd:"" help:"Measure how many of the true nearest passages your index finds."`
	Scoring   evalScoring   `cmd:"" help:"Measure the grader on labelled designs."`
}

type evalRetrieval struct {
	Dir     string `arg:"" help:"Folder with corpus.jsonl, queries.jsonl and qrels.tsv." type:"path"`
	K       int    `help:"Depth of the ranking that is measured." short:"k" default:"10"`
	Compare bool   `help:"Measure as well plain BM25, words alone and vectors alone."`
	JSON    bool   `help:"Print JSON." name:"json"`
}

// Run measures retrieval in an index of its own, apart from the user's guides.
func (c evalRetrieval) Run(ctx context.Context, flags *common, std streams) (err error) {
	if c.K < 1 || c.K > 100 {
		return coach.Invalid(fmt.Sprintf("-k is %d: choose from 1 to 100", c.K))
	}
	set, err := evaluate.Load(c.Dir)
	if err != nil {
		return fmt.Errorf("read the judged set %s: %w", c.Dir, err)
	}
	embedder, err := openEmbedder(ctx, flags.Embedder)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "coach-eval-")
	if err != nil {
		return fmt.Errorf("make a folder for the index: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // the system cleans its temporary folder too
	db, err := sqlite.Open(ctx, filepath.Join(dir, "eval.db"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it is thrown away
	index, err := retrievalsqlite.New(ctx, db.Read, db.Write)
	if err != nil {
		return err
	}
	report, err := evaluate.Run(ctx, set, index, embedder, c.K)
	if err != nil {
		return fmt.Errorf("measure retrieval: %w", err)
	}
	if !c.Compare {
		return printJSON(std.out, report)
	}
	variants, err := evaluate.Compare(ctx, set, index, embedder, c.K)
	if err != nil {
		return fmt.Errorf("compare ways to search: %w", err)
	}
	if c.JSON {
		return printJSON(std.out, evaluate.Comparison{Report: report, Variants: variants})
	}
	return printVariants(std, variants)
}

func printVariants(std streams, variants []evaluate.Variant) error {
	out := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	k := variants[0].K
	_, err := fmt.Fprintf(out, "%d documents, %d queries\tnDCG@%d\trecall@%d\tMRR@%d\tp50 ms\tp99 ms\t\n", variants[0].Documents, variants[0].Queries, k, k, k)
	for _, v := range variants {
		if err != nil {
			break
		}
		_, err = fmt.Fprintf(out, "%s\t%.4f\t%.4f\t%.4f\t%.2f\t%.2f\t\n", v.Name, v.NDCG, v.Recall, v.MRR, ms(v.P50), ms(v.P99))
	}
	if err != nil {
		return fmt.Errorf("print the comparison: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("print the comparison: %w", err)
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

type evalRecall struct {
	K      int  `help:"How many nearest passages are looked for." short:"k" default:"10"`
	Probes int  `help:"How many of the index's own vectors are asked with." default:"200"`
	JSON   bool `help:"Print JSON." name:"json"`
}

// Run compares the index's search by vectors with an exact one, on the user's own guides.
func (c evalRecall) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	if c.K < 1 || c.K > 100 || c.Probes < 1 {
		return coach.Invalid(fmt.Sprintf("-k is %d and --probes is %d: choose from 1 to 100, and at least one probe", c.K, c.Probes))
	}
	db, err := openDatabase(ctx, flags, logger)
	if err != nil {
		return err
	}
	defer db.close()
	index, ok := db.index.(retrieval.Prober)
	if !ok {
		return coach.Invalid("this index cannot be asked for exact neighbours")
	}
	found, err := evaluate.ProbeIndex(ctx, index, c.Probes, c.K)
	if err != nil {
		return fmt.Errorf("measure the index: %w", err)
	}
	if c.JSON {
		return printJSON(std.out, found)
	}
	_, err = fmt.Fprintf(std.out, "recall@%d %.4f over %d probes of %d passages (worst %.2f); p50 %.2f ms, exact %.2f ms\n",
		found.K, found.Recall, found.Probes, found.Passages, found.Worst, found.P50, found.Exact)
	return err
}
