package pgvector

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxvector "github.com/pgvector/pgvector-go/pgx"
)

// extensionLock keeps processes that start together from creating the
// extension at once, which CREATE EXTENSION IF NOT EXISTS does not survive.
const extensionLock = 0x636f616368766563 // "coachvec"

// Prepare readies a database and a pool's configuration for New, before the
// pool is made: it sees to it that the extension exists, over a connection of
// its own, and has every connection of the pool know the extension's types. An
// AfterConnect that config already has is called first.
func Prepare(ctx context.Context, config *pgxpool.Config) error {
	conn, err := pgx.ConnectConfig(ctx, config.ConnConfig.Copy())
	if err != nil {
		return fmt.Errorf("connect to Postgres: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := createExtension(ctx, conn); err != nil {
		return fmt.Errorf("prepare the vector extension: %w", err)
	}
	before := config.AfterConnect
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		if before != nil {
			if err := before(ctx, conn); err != nil {
				return err
			}
		}
		return pgxvector.RegisterTypes(ctx, conn)
	}
	return nil
}

// createExtension leaves the lock to the end of the connection's session, or to
// the unlock, whichever comes first.
func createExtension(ctx context.Context, conn *pgx.Conn) error {
	enough, err := extensionVersion(ctx, conn)
	if enough || err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(extensionLock)); err != nil {
		return err
	}
	defer func() {
		_, _ = conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(extensionLock)) // a lost connection has no locks
	}()
	_, err = conn.Exec(ctx, `CREATE EXTENSION IF NOT EXISTS vector SCHEMA public`)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && (refused.Code == "42501" || refused.Code == "0A000" || refused.Code == "58P01") {
		return fmt.Errorf("install pgvector 0.8 or later, and have an administrator run CREATE EXTENSION vector in this database: %w", err)
	}
	if err != nil {
		return err
	}
	if enough, err = extensionVersion(ctx, conn); err == nil && !enough {
		err = errors.New("created, but not found")
	}
	return err
}

// extensionVersion tells whether the extension is there; one that is too old to
// filter an index scan is an error.
func extensionVersion(ctx context.Context, conn *pgx.Conn) (bool, error) {
	var version string
	var enough bool
	err := conn.QueryRow(ctx, `
		SELECT extversion, (string_to_array(extversion, '.')::int[])[1:2] >= '{0,8}'
		FROM pg_extension WHERE extname = 'vector'`).Scan(&version, &enough)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err == nil && !enough {
		err = fmt.Errorf("pgvector %s is too old: update it to 0.8 or later (ALTER EXTENSION vector UPDATE)", version)
	}
	return enough, err
}
