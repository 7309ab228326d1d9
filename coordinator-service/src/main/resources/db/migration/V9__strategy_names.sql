-- Names of designed strategies: whoever is first has it, and what was designed otherwise gets another one.
CREATE TABLE strategy_claim (
  name            text        PRIMARY KEY,
  designed_sha256 text        NOT NULL CHECK (designed_sha256 ~ '^[0-9a-f]{64}$'),
  research_id     text        NOT NULL,
  claimed_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX strategy_claim_designed ON strategy_claim (designed_sha256);
