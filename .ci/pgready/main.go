// Command pgready waits until the database of a URL answers and makes sure that the extension vector is in it.
//
// It stands here, and not in a shell script around psql, so that the tests' database is reached through the same driver
// as the tests reach it, on machines that have no Postgres client. The extension is made before the tests start because
// several CREATE EXTENSION at once fail, IF NOT EXISTS or not, and because one that is made under the search path of a
// test's own schema is dropped with it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	patience = time.Minute            // a container that is started for the first time
	pause    = 200 * time.Millisecond // between two tries
	wanted   = 170000                 // server_version_num that the product is tested on
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pgready postgres://…")
		os.Exit(2)
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "pgready: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, url string) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return fmt.Errorf("read the URL: %w", err)
	}
	config.RuntimeParams["search_path"] = "public"

	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := connect(ctx, config)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()

	var version int
	if err := conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		return fmt.Errorf("ask for the server's version: %w", err)
	}
	if version < wanted {
		fmt.Fprintf(os.Stderr, "pgready: the server's version is %d, older than the %d that is tested\n", version, wanted)
	}
	return ensureVector(ctx, conn)
}

// connect tries again while the server is not there yet or says that it is starting. What time does not mend, such as
// a wrong password, is returned at once.
func connect(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	for {
		conn, err := pgx.ConnectConfig(ctx, config)
		if err == nil {
			return conn, nil
		}
		const cannotConnectNow = "57P03"
		if refused := (*pgconn.PgError)(nil); errors.As(err, &refused) && refused.Code != cannotConnectNow {
			return nil, fmt.Errorf("connect: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("no answer within %v: %w", patience, err)
		case <-time.After(pause):
		}
	}
}

func ensureVector(ctx context.Context, conn *pgx.Conn) error {
	var installed bool
	const asked = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector')"
	if err := conn.QueryRow(ctx, asked).Scan(&installed); err != nil {
		return fmt.Errorf("look for the extension vector: %w", err)
	}
	if installed {
		return nil
	}
	tx, err := conn.Begin(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	// Held to the end of the transaction: a second run of the tests waits here and then finds the extension.
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtext('interview-coach tests: extension vector'))"); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	if _, err := tx.Exec(ctx, "CREATE EXTENSION IF NOT EXISTS vector"); err != nil {
		return fmt.Errorf("create the extension vector (is pgvector installed on the server, and may this user create it?): %w", err)
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
