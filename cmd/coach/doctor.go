package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
)

type doctorCommand struct {
	JSON bool `help:"Print JSON." name:"json"`
}

// finding is one thing that was checked.
type finding struct {
	Check   string  `json:"check"`
	OK      bool    `json:"ok"`
	Detail  string  `json:"detail"`
	Do      string  `json:"do,omitempty"` // what to do about it
	Seconds float64 `json:"seconds"`
}

// Run checks everything that an interview needs. It fails where something is wrong.
func (c doctorCommand) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	findings := examine(ctx, flags, logger)
	healthy := true
	for _, f := range findings {
		healthy = healthy && f.OK
	}
	if c.JSON {
		if err := printJSON(std.out, map[string]any{"ok": healthy, "checks": findings}); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			mark := "ok  "
			if !f.OK {
				mark = "FAIL"
			}
			if _, err := fmt.Fprintf(std.out, "%s  %-22s %s (%.2f s)\n", mark, f.Check, f.Detail, f.Seconds); err != nil {
				return err
			}
			if f.Do != "" {
				if _, err := fmt.Fprintf(std.out, "      %s\n", f.Do); err != nil {
					return err
				}
			}
		}
	}
	if !healthy {
		return coach.Unavailable("something is wrong; the checks above say what to do", nil)
	}
	return nil
}

func examine(ctx context.Context, flags *common, logger *slog.Logger) []finding {
	var out []finding
	check := func(name, do string, look func() (string, error)) bool {
		began := time.Now()
		detail, err := look()
		f := finding{Check: name, OK: err == nil, Detail: detail, Seconds: time.Since(began).Seconds()}
		if err != nil {
			f.Detail, f.Do = oneLine(err.Error()), do
		}
		out = append(out, f)
		return err == nil
	}
	var db *database
	if check("database", "Check --data or --database-url, the disk's space and rights, and that Postgres is up with pgvector.", func() (string, error) {
		var err error
		if db, err = openDatabase(ctx, flags, logger); err != nil {
			return "", err
		}
		if flags.DatabaseURL != "" {
			return "Postgres answers", db.log.Ping(ctx)
		}
		return "embedded, in " + flags.Data, db.log.Ping(ctx)
	}) {
		defer db.close()
		check("index", "Run coach ingest; with --reembed where the embedder was changed.", func() (string, error) {
			stats, err := db.index.Stats(ctx)
			switch e, failed := openEmbedder(ctx, flags.Embedder); {
			case err == nil && stats.Passages == 0:
				err = errors.New("the index is empty")
			case err == nil && failed == nil && e.Name() != stats.Space.Embedder: // its dimensions may have to be asked of a server
				err = fmt.Errorf("the index was written by %s and not by %s, so words alone are searched", stats.Space.Embedder, e.Name())
			}
			return fmt.Sprintf("%d guides, %d passages, embedded by %s", stats.Guides, stats.Passages, stats.Space.Embedder), err
		})
	}
	check("embedder", "Check --embedder, the provider's address and credentials.", func() (string, error) {
		e, err := openEmbedder(ctx, flags.Embedder)
		if err != nil {
			return "", err
		}
		vectors, err := e.Embed(ctx, []string{"a hot key"})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%s, %d dimensions", e.Name(), len(vectors[0])), nil
	})
	return append(out, examineModels(ctx, flags, logger)...)
}

// examineModels tries the model and, where there is one, its fallback: whether it is reached with these credentials, how fast,
// whether it streams and whether it answers in a given shape. The local model needs nothing.
func examineModels(ctx context.Context, flags *common, logger *slog.Logger) []finding {
	prices, err := loadPrices(flags)
	if err != nil {
		return []finding{{Check: "prices", Detail: oneLine(err.Error()), Do: "Mend or leave out --prices and --budget-per-interview."}}
	}
	out := examineModel(ctx, "model", flags.Model, prices, logger)
	if flags.FallbackModel != "" {
		out = append(out, examineModel(ctx, "fallback", flags.FallbackModel, prices, logger)...)
	}
	return out
}

// modelTime bounds how long one model is tried.
const modelTime = 3 * time.Minute

func examineModel(ctx context.Context, name, uri string, prices model.Prices, logger *slog.Logger) []finding {
	m, err := dependable(ctx, uri, prices, func(m model.Model) model.Model { return m }, logger)
	if err != nil {
		return []finding{{Check: name, Detail: oneLine(err.Error()), Do: "Mend --model or --fallback-model, or what it needs in the environment."}}
	}
	if uri == local.Name {
		return []finding{{Check: name, OK: true, Detail: "local, in this program"}}
	}
	if strings.HasPrefix(uri, "replay:") {
		return []finding{{Check: name, OK: true, Detail: uri + ", a recording"}}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, modelTime, &model.Error{Reason: model.ReasonTimeout, Model: uri, Err: errors.New("no answer in 3 minutes")})
	defer cancel()
	var out []finding
	for _, f := range model.Examine(ctx, m) {
		check := name
		if f.Check != "answers" {
			check = name + " " + f.Check
		}
		out = append(out, finding{Check: check, OK: f.OK, Detail: oneLine(f.Detail), Do: f.Advice, Seconds: f.Took.Seconds()})
	}
	if _, known := prices.Cost(uri, model.Usage{}); !known {
		out = append(out, finding{Check: name + " price", OK: true, Detail: "not known: costs are not reckoned until --prices has it"})
	}
	return out
}
