package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/prompts"
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
			if _, err := fmt.Fprintf(std.out, "%s  %-9s %s (%.2f s)\n", mark, f.Check, f.Detail, f.Seconds); err != nil {
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
	check("model", "Check --model, the provider's address and credentials.", func() (string, error) { return examineModel(ctx, flags, logger) })
	return out
}

// examineModel has the model close an interview: one short streamed turn.
func examineModel(ctx context.Context, flags *common, logger *slog.Logger) (string, error) {
	m, err := dependable(ctx, flags.Model, logger)
	if err != nil {
		return "", err
	}
	lib, err := loadPrompts(flags)
	if err != nil {
		return "", err
	}
	prompt, err := lib.Render(prompts.Turn{Purpose: coach.PurposeClosing, Level: coach.L6, Step: coach.TradeOffs, Problem: coach.Problem{Title: "A test"}})
	if err != nil {
		return "", err
	}
	pieces := 0
	reply, err := m.Generate(ctx, prompt, func(string) { pieces++ })
	if err != nil {
		if reason := model.ReasonOf(err); reason != "" {
			return "", fmt.Errorf("%s: %w", reason, err)
		}
		return "", err
	}
	return fmt.Sprintf("%s answered in %d pieces", reply.Model, pieces), nil
}
