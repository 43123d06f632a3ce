package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"github.com/interviewcoach/interviewcoach/coach/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date. SQLite has no lock that could be held from one migration to the next, so of two
// processes that open an old file together one fails at what the other has just made. It looks again: each such failure
// means that the other got further, so there are no more of them than steps.
func migrate(ctx context.Context, db *sql.DB, logger *slog.Logger) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	versions, err := database.NewStore(database.DialectSQLite3, "store_versions")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider("", db, files, goose.WithStore(versions), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	for range len(provider.ListSources()) + 1 {
		if err = up(ctx, provider, logger); err == nil || errors.Is(err, store.ErrNewer) || ctx.Err() != nil {
			break
		}
	}
	return err
}

func up(ctx context.Context, provider *goose.Provider, logger *slog.Logger) error {
	has, knows, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read the tables' version: %w", err)
	case has > knows:
		return fmt.Errorf("its logs are of version %d, this program knows %d: %w", has, knows, store.ErrNewer)
	case has == knows:
		return nil
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return err
	}
	for _, m := range done {
		logger.InfoContext(ctx, "the logs' tables were migrated", "version", m.Source.Version)
	}
	return nil
}
