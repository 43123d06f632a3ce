package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"github.com/interviewcoach/interviewcoach/coach/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Servers that start together wait for the one that migrates: they ask each second, for five minutes at most.
const (
	askEvery = 1 // seconds, the shortest that goose has
	askTimes = 300
)

// migrate brings the tables up to date, under a lock that servers starting together wait for.
func migrate(ctx context.Context, pool *pgxpool.Pool, schema string, logger *slog.Logger) (err error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	versions, err := database.NewStore(database.DialectPostgres, "store_versions")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(lockID(schema)), lock.WithLockTimeout(askEvery, askTimes))
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(pool)
	defer func() { err = errors.Join(err, db.Close()) }() // the pool itself stays open
	provider, err := goose.NewProvider("", db, files,
		goose.WithStore(versions), goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	has, knows, err := provider.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read the tables' version: %w", err)
	case has > knows:
		return fmt.Errorf("its logs are of version %d, this program knows %d: %w", has, knows, store.ErrNewer)
	case has == knows:
		return nil // without a lock: the usual start waits for nobody
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

// lockID is the number of the lock for the logs' tables in one schema. Advisory locks belong to the whole database: with
// one number for all, rooms and schemas that have nothing to do with each other would wait for each other.
func lockID(schema string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("coach/store in " + schema)) // a hash takes everything
	return int64(h.Sum64())                            //nolint:gosec // all 64 bits count, whatever their sign
}
