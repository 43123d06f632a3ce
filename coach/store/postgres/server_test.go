package postgres_test

import (
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/interviewcoach/interviewcoach/coach"
	"github.com/interviewcoach/interviewcoach/coach/store"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres"
	"github.com/interviewcoach/interviewcoach/coach/store/postgres/postgrestest"
)

const owner = store.LocalOwner

// soon bounds a wait for what another connection does.
const soon = 20 * time.Second

func signalled(t *testing.T, grew <-chan struct{}) {
	t.Helper()
	select {
	case <-grew:
	case <-time.After(soon):
		t.Fatal("no signal")
	}
}

// drain takes a value that a channel may have.
func drain(grew <-chan struct{}) (had bool) {
	select {
	case <-grew:
		return true
	default:
		return false
	}
}

// listens waits until a store in the pool's schema listens.
func listens(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	for deadline := time.Now().Add(soon); time.Now().Before(deadline); {
		var n int
		err := pool.QueryRow(t.Context(), `
			SELECT count(*) FROM pg_sleep(0.01), pg_stat_activity
			WHERE query ILIKE 'LISTEN %' AND state = 'idle' AND strpos(query, current_schema()) > 0`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			return
		}
	}
	t.Fatal("no store listens")
}

func portOf(config *pgxpool.Config) string { return strconv.Itoa(int(config.ConnConfig.Port)) }

// connect opens a store and closes it at the test's end.
func connect(t testing.TB, pool *pgxpool.Pool) *postgres.Store {
	t.Helper()
	s, err := postgres.New(t.Context(), pool, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// appendTo appends an event behind after, and begins the log where that is 0.
func appendTo(t *testing.T, s store.Log, id string, after int64) {
	t.Helper()
	var e coach.Event = coach.HintGiven{}
	if after == 0 {
		e = coach.Started{Problem: "p", Level: coach.L6}
	}
	if _, err := s.Append(t.Context(), owner, id, after, time.Now(), e); err != nil {
		t.Fatal(err)
	}
}

func TestALostDatabaseComesBack(t *testing.T) {
	t.Parallel()
	url := postgrestest.URL(t)
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	l := through(t, config)
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	here, there := connect(t, pool), connect(t, postgrestest.Connect(t, url))
	appendTo(t, here, "a", 0)
	grew, stop := here.Watch("a")
	defer stop()
	listens(t, pool)

	l.cut()
	for name, call := range map[string]func() error{
		"read":    func() error { _, err := here.Read(t.Context(), owner, "a", 0); return err },
		"summary": func() error { _, err := here.Summary(t.Context(), owner, "a"); return err },
		"list":    func() error { _, err := here.List(t.Context(), owner, coach.SubjectInterview); return err },
		"append": func() error {
			_, err := here.Append(t.Context(), owner, "a", 1, time.Now(), coach.HintGiven{})
			return err
		},
		"delete":  func() error { return here.Delete(t.Context(), owner, "a") },
		"claim":   func() error { _, err := here.Claim(t.Context(), "a", coach.LaneSpeak, "me", time.Hour); return err },
		"release": func() error { return here.Release(t.Context(), "a", coach.LaneSpeak, "me") },
		"ping":    func() error { return here.Ping(t.Context()) },
	} {
		if err := call(); coach.CodeOf(err) != coach.CodeUnavailable {
			t.Errorf("%s while the database is away: %q, %v", name, coach.CodeOf(err), err)
		}
	}
	appendTo(t, there, "a", 1)

	drain(grew)
	l.mend()
	signalled(t, grew) // what was appended meanwhile is told of
	if log, err := here.Read(t.Context(), owner, "a", 0); err != nil || len(log) != 2 {
		t.Errorf("a log of 2 events has %d, %v", len(log), err)
	}
}

func TestSchemasDoNotHearEachOther(t *testing.T) {
	t.Parallel()
	url := postgrestest.URL(t)
	here, beside := connect(t, postgrestest.Connect(t, url)), connect(t, postgrestest.Connect(t, url))
	elsewhere := connect(t, postgrestest.Pool(t))
	grew, stop := here.Watch("a")
	defer stop()
	mark, stopMark := here.Watch("mark")
	defer stopMark()
	seq := int64(0)
	// Notifications come in the order of the commits. One signal may be for the listening itself, so that after n appends
	// and n signals all but the last append are known to have been heard of.
	heard := func() {
		for range 2 {
			appendTo(t, beside, "mark", seq)
			seq++
			signalled(t, mark)
		}
	}
	heard()
	drain(grew)
	appendTo(t, elsewhere, "a", 0)
	heard()
	if drain(grew) {
		t.Error("a log of another schema was heard of")
	}
}

func TestAPoolOfOneConnection(t *testing.T) {
	t.Parallel()
	config, err := pgxpool.ParseConfig(postgrestest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	config.MaxConns = 1
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	s := connect(t, pool)
	listens(t, pool)
	appendTo(t, s, "a", 0)
	if log, err := s.Read(t.Context(), owner, "a", 0); err != nil || len(log) != 1 {
		t.Errorf("%d events, %v", len(log), err)
	}
}

func TestASchemaThatDoesNotExist(t *testing.T) {
	t.Parallel()
	config, err := pgxpool.ParseConfig(postgrestest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	config.ConnConfig.RuntimeParams["search_path"] = "nowhere"
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	_, err = postgres.New(t.Context(), pool, slog.New(slog.DiscardHandler))
	if coach.CodeOf(err) != coach.CodeInvalid || !strings.Contains(err.Error(), "search_path") {
		t.Errorf("%v", err)
	}
}

// TestSerializableByDefault sets what some set for a whole database: a lost race has to stay a conflict.
func TestSerializableByDefault(t *testing.T) {
	t.Parallel()
	config, err := pgxpool.ParseConfig(postgrestest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	config.ConnConfig.RuntimeParams["default_transaction_isolation"] = "serializable"
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	s := connect(t, pool)
	appendTo(t, s, "a", 0)
	const writers = 8
	faults := make(chan error, writers)
	for range writers {
		go func() {
			_, err := s.Append(t.Context(), owner, "a", 1, time.Now(), coach.HintGiven{})
			faults <- err
		}()
	}
	won := 0
	for range writers {
		switch err := <-faults; {
		case err == nil:
			won++
		case !errors.Is(err, coach.ErrConflict):
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d of %d writers won", won, writers)
	}
}

func TestDeletedRowsAreGone(t *testing.T) {
	t.Parallel()
	pool := postgrestest.Pool(t)
	s := connect(t, pool)
	appendTo(t, s, "a", 0)
	if ok, err := s.Claim(t.Context(), "a", coach.LaneGrade, "me", time.Hour); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := s.Delete(t.Context(), owner, "a"); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"logs", "events", "claims"} {
		var n int
		if err := pool.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows are left in %s, %v", n, table, err)
		}
	}
}

// TestBodiesCanBeSearched makes jsonb of what is kept, as whoever looks into a database by hand does.
func TestBodiesCanBeSearched(t *testing.T) {
	t.Parallel()
	pool := postgrestest.Pool(t)
	s := connect(t, pool)
	appendTo(t, s, "a", 0)
	if _, err := s.Append(t.Context(), owner, "a", 1, time.Now(), coach.CandidateSaid{Text: "日本語 \ufffd \x01 \U0001F3D7"}); err != nil {
		t.Fatal(err)
	}
	var text string
	err := pool.QueryRow(t.Context(), `SELECT body::jsonb ->> 'text' FROM events WHERE body::jsonb @> '{"kind": "candidate_said"}'`).Scan(&text)
	if err != nil || text != "日本語 \ufffd \x01 \U0001F3D7" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	pool := postgrestest.Pool(t)
	connect(t, pool)
	if _, err := pool.Exec(t.Context(), `INSERT INTO store_versions (version_id, is_applied) VALUES (9999, true)`); err != nil {
		t.Fatal(err)
	}
	state := func() (all string) {
		t.Helper()
		err := pool.QueryRow(t.Context(), `
			SELECT (SELECT string_agg(version_id::text, ',' ORDER BY id) FROM store_versions) ||
			       (SELECT string_agg(table_name || '.' || column_name, ',' ORDER BY 1) FROM information_schema.columns WHERE table_schema = current_schema())`).Scan(&all)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	before := state()
	if _, err := postgres.New(t.Context(), pool, slog.New(slog.DiscardHandler)); !errors.Is(err, store.ErrNewer) {
		t.Fatalf("a database of version 9999: %v", err)
	}
	if after := state(); after != before {
		t.Errorf("it was changed from %s to %s", before, after)
	}
}
