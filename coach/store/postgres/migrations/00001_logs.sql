-- +goose Up
-- A log is one interview or one written design. Its summary is a fold over its events, kept here so that lists need not
-- read them. Every log has an owner, from the first version on, so that accounts can come without a migration of meaning.
CREATE TABLE logs (
    id         text PRIMARY KEY,
    owner      text NOT NULL,
    subject    text NOT NULL,
    last_seq   bigint NOT NULL,
    created_at timestamptz NOT NULL,
    summary    json NOT NULL
);

CREATE INDEX logs_by_owner ON logs (owner, subject, created_at DESC);

-- Events are numbered from 1 without gaps in each log; the key keeps a number from being taken twice, whatever the code does.
-- json, not jsonb: an event is kept as it was written.
CREATE TABLE events (
    log  text NOT NULL REFERENCES logs (id) ON DELETE CASCADE,
    seq  bigint NOT NULL,
    at   timestamptz NOT NULL,
    body json NOT NULL,
    PRIMARY KEY (log, seq)
);

-- A claim keeps two servers from doing one work. It ends by itself, so that a crash holds nothing up for long.
CREATE TABLE claims (
    log     text NOT NULL REFERENCES logs (id) ON DELETE CASCADE,
    lane    text NOT NULL,
    holder  text NOT NULL,
    expires timestamptz NOT NULL,
    PRIMARY KEY (log, lane)
);

-- +goose Down
DROP TABLE claims;
DROP TABLE events;
DROP TABLE logs;
