package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/interviewcoach/interviewcoach/coach/review"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/sqlite"
	"github.com/interviewcoach/interviewcoach/ingest"
	"github.com/interviewcoach/interviewcoach/prompts"
	"github.com/interviewcoach/interviewcoach/web"
	"github.com/interviewcoach/interviewcoach/web/ui"
)

type serveCommand struct {
	Listen string   `help:"Address to listen on." default:"127.0.0.1:8080"`
	Origin []string `help:"Further origins whose pages may connect, such as https://coach.example.org behind a proxy." placeholder:"ORIGIN"`
}

// Run serves until it is told to stop.
func (c serveCommand) Run(ctx context.Context, flags *common, std streams, logger *slog.Logger) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with --listen", c.Listen, err)
	}
	defer func() { _ = listener.Close() }() // the server closes it first
	counted, err := newModelMetrics(flags)
	if err != nil {
		return err
	}
	r, err := openRooms(ctx, flags, logger, counted.observe)
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.fill(ctx, std); err != nil {
		return err
	}
	runner := r.interviewer()
	defer runner.Stop()
	reviews, err := r.reviews(ctx, flags)
	if err != nil {
		return err
	}
	defer reviews.Stop()

	built, ok := ui.Files()
	if !ok {
		logger.Warn("the browser app is not built; the page at / says how to build it")
	}
	app := web.New(web.Config{
		Owner: store.LocalOwner, Interviews: runner, Logs: r.log, Designs: reviews, Documents: ingest.Text, Problems: r.bank, Library: webLibrary{r.library},
		Rubric: func() (string, string) { return prompts.RubricVersion, r.prompts.Rubric() },
		Sample: (&sampler{rooms: r}).draw, Render: show, UI: built, Ready: r.ready(), Origins: c.Origin, Logger: logger,
	})
	defer app.Stop()
	app.Metrics.Registry().MustRegister(counted)
	server := &http.Server{Handler: app, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn)}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if _, err := fmt.Fprintf(std.out, "Interview Coach is at http://%s\n", listener.Addr()); err != nil {
		return err
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	logger.Info("stopping")
	app.Stop()
	grace, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), 10*time.Second, errors.New("requests were still running after 10 s"))
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// reviews starts the queue of written designs.
func (r *rooms) reviews(ctx context.Context, flags *common) (*review.Queue, error) {
	config := review.Config{
		Log: r.log, Problems: r.bank, Assessor: r.assessor, Postgres: r.pool, Budget: r.budget, Logger: r.logger, Owners: []string{store.LocalOwner},
	}
	if r.pool == nil {
		jobs, err := sqlite.Open(ctx, databasePath(flags)) // the queue asks for a handle of its own
		if err != nil {
			return nil, fmt.Errorf("open the database for the job queue: %w", err)
		}
		r.closers = append(r.closers, func() { _ = jobs.Close() }) // nothing is left to do about it
		config.SQLite = jobs.Write
	}
	queue, err := review.Start(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("start the review of written designs: %w", err)
	}
	return queue, nil
}

// ready is what has to answer before the server counts as ready.
func (r *rooms) ready() map[string]func(context.Context) error {
	return map[string]func(context.Context) error{
		"database": r.log.Ping,
		"index": func(ctx context.Context) error {
			stats, err := r.index.Stats(ctx)
			if err == nil && stats.Passages == 0 {
				err = errors.New("the index is empty: run coach ingest")
			}
			return err
		},
		"model": r.modelReady,
	}
}

// modelReady asks a model that can tell whether it is reachable. Asking one that can't would cost money at each probe.
func (r *rooms) modelReady(ctx context.Context) error {
	if m, ok := r.model.(interface{ Ready(context.Context) error }); ok {
		return m.Ready(ctx)
	}
	return nil
}
