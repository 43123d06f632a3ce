-- +goose Up
-- A log is one interview or one written design. Its summary is a fold over its events, kept here so that lists need not
-- read them. Every log has an owner, from the first version on, so that accounts can come without a migration of meaning.
CREATE TABLE logs (
    id         TEXT PRIMARY KEY,
    owner      TEXT NOT NULL,
    subject    TEXT NOT NULL,
    last_seq   INTEGER NOT NULL,
    created_at INTEGER NOT NULL, -- microseconds since 1970, UTC
    summary    TEXT NOT NULL     -- JSON
) STRICT;

CREATE INDEX logs_by_owner ON logs (owner, subject, created_at DESC);

-- Events are numbered from 1 without gaps in each log; the key keeps a number from being taken twice, whatever the code does.
CREATE TABLE events (
    log  TEXT NOT NULL REFERENCES logs (id) ON DELETE CASCADE,
    seq  INTEGER NOT NULL,
    at   INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;

-- A claim keeps two processes from doing one work. It ends by itself, so that a crash holds nothing up for long.
CREATE TABLE claims (
    log     TEXT NOT NULL REFERENCES logs (id) ON DELETE CASCADE,
    lane    TEXT NOT NULL,
    holder  TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (log, lane)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE claims;
DROP TABLE events;
DROP TABLE logs;
