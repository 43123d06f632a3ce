-- +goose Up

-- One row about the whole index. version grows with every write, so that a
-- process that holds the index in memory sees with one small read whether it
-- is still right. space counts vector spaces: vectors of a new embedder are
-- written under the next number, and become the index's by raising it.
CREATE TABLE retrieval_index (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    version    INTEGER NOT NULL,
    space      INTEGER NOT NULL,
    embedder   TEXT    NOT NULL,
    dimensions INTEGER NOT NULL,
    analysis   INTEGER NOT NULL -- lexical.Version that wrote the terms
);
INSERT INTO retrieval_index VALUES (1, 0, 1, '', 0, 0);

CREATE TABLE retrieval_guides (
    key     INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: a key in memory can't come to mean another guide
    id      TEXT NOT NULL UNIQUE,
    title   TEXT NOT NULL,
    source  TEXT NOT NULL,
    hash    TEXT NOT NULL,
    level   TEXT NOT NULL,
    tags    TEXT NOT NULL -- JSON array
);

CREATE TABLE retrieval_passages (
    key      INTEGER PRIMARY KEY AUTOINCREMENT,
    guide    INTEGER NOT NULL REFERENCES retrieval_guides (key),
    position INTEGER NOT NULL,
    id       TEXT    NOT NULL UNIQUE,
    heading  TEXT    NOT NULL, -- JSON array
    text     TEXT    NOT NULL,
    level    TEXT    NOT NULL,
    tags     TEXT    NOT NULL, -- JSON array
    hash     TEXT    NOT NULL,
    terms    BLOB    NOT NULL  -- lexical.Bag
);
CREATE INDEX retrieval_passages_guide ON retrieval_passages (guide, position);

CREATE TABLE retrieval_vectors (
    space   INTEGER NOT NULL,
    passage INTEGER NOT NULL REFERENCES retrieval_passages (key),
    vector  BLOB    NOT NULL, -- float32, little-endian, length 1 (or 0 for none)
    PRIMARY KEY (passage, space)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE retrieval_vectors;
DROP TABLE retrieval_passages;
DROP TABLE retrieval_guides;
DROP TABLE retrieval_index;
