-- What researches are made of and leave behind.
CREATE TABLE artifact (
  sha256     text        PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  content    bytea       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE artifact ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE dataset (
  sha256      text        PRIMARY KEY REFERENCES artifact (sha256),
  symbol      text        NOT NULL,
  timeframe   text        NOT NULL,
  bars        integer     NOT NULL CHECK (bars > 0),
  first_bar   timestamptz NOT NULL,
  last_bar    timestamptz NOT NULL,
  source      text        NOT NULL,
  quality     text        NOT NULL,
  imported_at timestamptz NOT NULL
);
CREATE INDEX dataset_name ON dataset (symbol, timeframe, imported_at DESC);

CREATE TABLE strategy (
  sha256     text        PRIMARY KEY,
  name       text        NOT NULL,
  yaml       text        NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX strategy_name ON strategy (name, created_at DESC);

-- What researches learned; read by the next design.
CREATE TABLE memory_note (
  research_id    text        PRIMARY KEY,
  strategy_name  text        NOT NULL,
  strategy_sha256 text       NOT NULL,
  family         text        NOT NULL,
  dataset_sha256 text        NOT NULL,
  verdict        text        NOT NULL,
  note           text        NOT NULL,
  created_at     timestamptz NOT NULL
);
CREATE INDEX memory_note_newest ON memory_note (created_at DESC);
