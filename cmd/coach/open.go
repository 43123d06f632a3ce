package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/assess"
	"github.com/interviewcoach/interviewcoach/coach/interviewer"
	"github.com/interviewcoach/interviewcoach/coach/model"
	"github.com/interviewcoach/interviewcoach/coach/model/bedrock"
	"github.com/interviewcoach/interviewcoach/coach/model/langchain"
	"github.com/interviewcoach/interviewcoach/coach/model/local"
	"github.com/interviewcoach/interviewcoach/coach/problems"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
	"github.com/interviewcoach/interviewcoach/prompts"
	"github.com/interviewcoach/interviewcoach/retrieval"
	bedrockembed "github.com/interviewcoach/interviewcoach/retrieval/embed/bedrock"
	langchainembed "github.com/interviewcoach/interviewcoach/retrieval/embed/langchain"
	locale "github.com/interviewcoach/interviewcoach/retrieval/embed/local"
	"github.com/interviewcoach/interviewcoach/retrieval/pgvector"
	retrievalsqlite "github.com/interviewcoach/interviewcoach/retrieval/sqlite"
)

// database is the opened database, with the rooms that keep something in it.
type database struct {
	log   store.Log
	index retrieval.Index

	pool *pgxpool.Pool // nil for the embedded database

	closers []func()
}

func (d *database) close() {
	for i := len(d.closers) - 1; i >= 0; i-- {
		d.closers[i]()
	}
}

// databasePath is where the embedded database lives.
func databasePath(flags *common) string { return filepath.Join(flags.Data, "coach.db") }

// openDatabase opens the database that the flags name and brings its tables up to date.
func openDatabase(ctx context.Context, flags *common, logger *slog.Logger) (*database, error) {
	if flags.DatabaseURL != "" {
		return openPostgres(ctx, flags.DatabaseURL, logger)
	}
	path := databasePath(flags)
	db, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open the database %s (choose another folder with --data): %w", path, err)
	}
	d := &database{closers: []func(){func() { _ = db.Close() }}} // nothing is left to do about it
	s, err := sqlite.New(ctx, db, logger)
	if err != nil {
		d.close()
		return nil, fmt.Errorf("open the database %s: %w", path, err)
	}
	d.log, d.closers = s, append(d.closers, func() { _ = s.Close() })
	if d.index, err = retrievalsqlite.New(ctx, db.Read, db.Write); err != nil {
		d.close()
		return nil, fmt.Errorf("open the index in %s: %w", path, err)
	}
	return d, nil
}

func openPostgres(ctx context.Context, url string, logger *slog.Logger) (*database, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, coach.Invalid("--database-url cannot be read: write postgres://user:password@host:5432/name")
	}
	// The first connection decides whether there is a server at all: say so soon.
	dial, cancel := context.WithTimeoutCause(ctx, 10*time.Second, errors.New("no answer from Postgres in 10 s"))
	defer cancel()
	if err := pgvector.Prepare(dial, config); err != nil {
		return nil, fmt.Errorf("prepare Postgres at %s (is it running, and is pgvector installed?): %w", config.ConnConfig.Host, err)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("connect to Postgres at %s: %w", config.ConnConfig.Host, err)
	}
	d := &database{pool: pool, closers: []func(){pool.Close}}
	s, err := postgres.New(ctx, pool, logger)
	if err != nil {
		d.close()
		return nil, fmt.Errorf("open the database at %s: %w", config.ConnConfig.Host, err)
	}
	d.log, d.closers = s, append(d.closers, func() { _ = s.Close() })
	if d.index, err = pgvector.New(ctx, pool); err != nil {
		d.close()
		return nil, fmt.Errorf("open the index at %s: %w", config.ConnConfig.Host, err)
	}
	return d, nil
}

// rooms are the parts of a running coach, wired.
type rooms struct {
	*database
	bank     *problems.Bank
	prompts  *prompts.Library
	model    model.Model
	embedder retrieval.Embedder
	library  library
	assessor *assess.Assessor
	budget   float64 // of an interview or a review, in US dollars; 0 is none
	logger   *slog.Logger
}

// openRooms opens the database, the model and everything between.
// Each observer is told of every call of a model.
func openRooms(ctx context.Context, flags *common, logger *slog.Logger, observers ...func(context.Context, model.Call)) (*rooms, error) {
	if flags.GraderSamples < 1 || flags.GraderSamples > assess.MaxSamples {
		return nil, coach.Invalid(fmt.Sprintf("--grader-samples is %d: choose from 1 to %d", flags.GraderSamples, assess.MaxSamples))
	}
	bank, err := problems.Load()
	if err != nil {
		return nil, fmt.Errorf("load the problem bank: %w", err)
	}
	lib, err := loadPrompts(flags)
	if err != nil {
		return nil, err
	}
	sending, err := openTelemetry(ctx, flags, logger)
	if err != nil {
		return nil, err
	}
	m, closing, err := openModel(ctx, flags, watched(sending, observers), logger)
	if err != nil {
		sending.close()
		return nil, err
	}
	embedder, err := sending.openEmbedder(ctx, flags.Embedder)
	if err != nil {
		closing()
		sending.close()
		return nil, err
	}
	db, err := openDatabase(ctx, flags, logger)
	if err != nil {
		closing()
		sending.close()
		return nil, err
	}
	db.closers = append(db.closers, sending.close, closing)
	r := &rooms{database: db, bank: bank, prompts: lib, model: m, embedder: embedder, budget: flags.Budget, logger: logger}
	r.library = library{index: db.index, searcher: retrieval.NewSearcher(db.index, embedder), logger: logger}
	r.assessor = &assess.Assessor{Model: m, Prompts: lib, Library: r.library, Logger: logger, Now: time.Now, Samples: flags.GraderSamples}
	return r, nil
}

// watched puts around a model what watches its calls.
func watched(sending *observability, observers []func(context.Context, model.Call)) func(model.Model) model.Model {
	return func(m model.Model) model.Model {
		m = sending.around(m)
		for _, observe := range observers {
			m = model.Observed(m, observe)
		}
		return m
	}
}

func loadPrompts(flags *common) (*prompts.Library, error) {
	if flags.Prompts == "" {
		lib, err := prompts.Load(nil)
		if err != nil {
			return nil, fmt.Errorf("load the prompts: %w", err)
		}
		return lib, nil
	}
	lib, err := prompts.Load(os.DirFS(flags.Prompts))
	if err != nil {
		return nil, coach.Invalid(fmt.Sprintf("the prompts in %s cannot be used: %v", flags.Prompts, err))
	}
	return lib, nil
}

// openEmbedder opens the embedder that a URI names. A distant one is asked for one vector, to learn its dimension.
func openEmbedder(ctx context.Context, uri string) (retrieval.Embedder, error) {
	scheme, name, _ := strings.Cut(uri, ":")
	switch {
	case uri == "local":
		return locale.New(), nil
	case scheme == "bedrock" && name != "":
		client, err := bedrock.New(bedrock.Options{}).Client(ctx)
		if err != nil {
			return nil, fmt.Errorf("open embedder %s: %w", uri, err)
		}
		e, err := bedrockembed.Open(name, client)
		if err != nil {
			return nil, fmt.Errorf("open embedder %s: %w", uri, err)
		}
		return e, nil
	case (scheme == "ollama" || scheme == "openai" || scheme == "google") && name != "":
		base, key, err := langchain.Endpoint(scheme, os.Getenv)
		if err != nil {
			return nil, fmt.Errorf("open embedder %s: %w", uri, err)
		}
		e, err := langchainembed.Open(ctx, langchainembed.Config{Scheme: scheme, Model: name, BaseURL: base, Key: key})
		if err != nil {
			return nil, fmt.Errorf("open embedder %s: %w", uri, err)
		}
		return e, nil
	}
	return nil, coach.Invalid(fmt.Sprintf("%q is not an embedder: use local, or bedrock, ollama, openai or google with a name, as in ollama:nomic-embed-text", uri))
}

// conversationTokens is what a turn's prompt holds of the conversation word for word. An hour of talk takes about 12,000;
// beyond it a model reads worse and costs more than the beginning is worth.
const conversationTokens = 24_000

// interviewer returns an interviewer over the rooms, changed as the caller wants. The caller stops it.
func (r *rooms) interviewer(change ...func(*interviewer.Config)) *interviewer.Interviewer {
	memory := conversationTokens
	if r.model.Name() == local.Name { // which reads no prompt
		memory = 0
	}
	config := interviewer.Config{
		Memory: memory,
		Log:    r.log, Problems: r.bank, Library: r.library, Assessor: r.assessor, Model: r.model, Prompts: r.prompts, Budget: r.budget, Logger: r.logger,
	}
	for _, c := range change {
		c(&config)
	}
	return interviewer.New(config)
}
