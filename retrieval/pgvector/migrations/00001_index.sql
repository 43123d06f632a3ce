-- +goose Up

-- One row about the whole index. Every write raises version, by which processes
-- see that what they hold in memory (how many passages have which word) is out
-- of date; the row's lock is also what lets one writer in at a time. space
-- counts vector spaces: the vectors of space n are in retrieval_vectors_n,
-- created when the space is, because a column of vectors has one dimension.
CREATE TABLE retrieval_index (
    id          integer PRIMARY KEY CHECK (id = 1),
    version     bigint  NOT NULL,
    last_key    bigint  NOT NULL, -- of guides and passages; keys are never used twice
    space       integer NOT NULL,
    embedder    text    NOT NULL,
    dimensions  integer NOT NULL,
    analysis    integer NOT NULL, -- lexical.Version that wrote the words
    mean_length float8  NOT NULL  -- of passages, as the impacts were computed with
);
INSERT INTO retrieval_index VALUES (1, 0, 0, 1, '', 0, 0, 0);

CREATE TABLE retrieval_guides (
    key       bigint  PRIMARY KEY,
    id        text    COLLATE "C" NOT NULL UNIQUE,
    title     text    NOT NULL,
    source    text    NOT NULL,
    hash      text    NOT NULL,
    level     text    NOT NULL,
    tags      text[]  NOT NULL,
    passages  integer NOT NULL,
    length    float8  NOT NULL, -- of its passages, together
    documents bytea   NOT NULL  -- how many of its passages have each word: a lexical.Bag
);

CREATE TABLE retrieval_passages (
    key      bigint  PRIMARY KEY,
    guide    bigint  NOT NULL, -- retrieval_guides.key; checking that row by row would double a bulk load
    position integer NOT NULL,
    id       text    COLLATE "C" NOT NULL UNIQUE,
    heading  text[]  NOT NULL,
    text     text    NOT NULL,
    level    text    NOT NULL,
    tags     text[]  NOT NULL,
    hash     text    NOT NULL
);
CREATE INDEX retrieval_passages_guide ON retrieval_passages (guide, position);

-- The words half of a search. terms finds the passages that have a word, impacts
-- ranks them: its inner product with a query's word weights is BM25. (ts_rank
-- knows no document frequencies.) The filters' columns are here again so that a
-- search reads one narrow table.
CREATE TABLE retrieval_words (
    passage bigint PRIMARY KEY, -- retrieval_passages.key
    guide   text   COLLATE "C" NOT NULL,
    level   text   NOT NULL,
    tags    text[] NOT NULL,
    terms   integer[] NOT NULL,
    impacts sparsevec NOT NULL
);
-- Its index on terms is built once there are enough of them, by Settle: kept up
-- from the first row on, it makes a bulk load twenty times as long.

-- +goose Down
DROP TABLE retrieval_words;
DROP TABLE retrieval_passages;
DROP TABLE retrieval_guides;
DROP TABLE retrieval_index;
