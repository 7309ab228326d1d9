-- Every trial, written by whatever statement ends it: the more there were on the same data, the less a good result means.

-- jsonb, whatever was written: what Postgres cannot keep in a text (NUL) is replaced. Null for what cannot be read even so: nothing
-- that somebody reports keeps a research from ending.
CREATE FUNCTION readable(document json) RETURNS jsonb
  IMMUTABLE PARALLEL SAFE STRICT LANGUAGE plpgsql AS $$
BEGIN
  RETURN regexp_replace(document::text, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g')::jsonb;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;

-- Null for what is no number, or none that a double holds.
CREATE FUNCTION figure(value jsonb) RETURNS float8
  IMMUTABLE PARALLEL SAFE STRICT LANGUAGE sql
  RETURN CASE WHEN jsonb_typeof(value) = 'number' AND abs(value::numeric) < 1e300
              THEN CASE WHEN abs(value::numeric) < 1e-300 THEN 0 ELSE value::numeric END::float8 END;

CREATE FUNCTION counted(value jsonb) RETURNS integer
  IMMUTABLE PARALLEL SAFE STRICT LANGUAGE sql
  RETURN CASE WHEN figure(value) BETWEEN 0 AND 2147483647 THEN figure(value)::integer END;

CREATE FUNCTION figures(list jsonb) RETURNS float8[]
  IMMUTABLE PARALLEL SAFE STRICT LANGUAGE sql
  RETURN CASE WHEN jsonb_typeof(list) = 'array'
              THEN (SELECT array_agg(figure(item) ORDER BY place)
                      FROM jsonb_array_elements(list) WITH ORDINALITY AS listed(item, place)) END;

-- What it knew before was what designs had noted; all of those that got any further are operations.
DROP TABLE trial;
CREATE TABLE trial (
  research_id             text        PRIMARY KEY REFERENCES operation (id),
  outcome                 text        NOT NULL CHECK (outcome IN ('completed', 'gate_rejected', 'failed', 'cancelled')),
  dataset_sha256          text        NOT NULL,
  strategy_sha256         text        NOT NULL,
  strategy_name           text        NOT NULL,
  family                  text,
  -- with the strategy it says which trials are the same one run again
  seed                    bigint      NOT NULL,
  requested_by            text,
  reproduces              text        REFERENCES operation (id),

  -- of the backtest, if it got so far; Sharpe ratios per bar but for the first one, which is per year
  sharpe                  float8,
  sharpe_per_bar          float8,
  bars                    integer,
  bars_per_year           float8,
  skewness                float8,
  kurtosis                float8,
  trades                  integer,
  block_sums              float8[],
  block_squares           float8[],
  returns_artifact        text,
  look_ahead              text        NOT NULL CHECK (look_ahead IN ('clean', 'violated', 'unchecked')),
  too_good                boolean     NOT NULL,

  -- as it was assessed then
  verdict                 text,
  deflated_sharpe         float8,
  overfitting_probability float8,
  trials                  integer,
  ended_at                timestamptz NOT NULL
);
CREATE INDEX trial_on ON trial (dataset_sha256, strategy_sha256, seed);
CREATE INDEX trial_newest ON trial (ended_at DESC, research_id);

CREATE FUNCTION trials_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a trial stays what it was' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER trials_stay BEFORE UPDATE OR DELETE ON trial FOR EACH ROW EXECUTE FUNCTION trials_stay();
CREATE TRIGGER trials_are_not_emptied BEFORE TRUNCATE ON trial FOR EACH STATEMENT EXECUTE FUNCTION trials_stay();

-- A look at what is held out of a dataset, counted when it is asked for and whatever becomes of it.
CREATE TABLE holdout_reading (
  operation_id   text        PRIMARY KEY REFERENCES operation (id),
  dataset_sha256 text        NOT NULL,
  research_id    text        NOT NULL REFERENCES operation (id),
  requested_by   text        NOT NULL CHECK (requested_by <> ''),
  reason         text        NOT NULL CHECK (reason <> ''),
  asked_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX holdout_reading_of ON holdout_reading (dataset_sha256, asked_at);
CREATE TRIGGER readings_stay BEFORE UPDATE OR DELETE ON holdout_reading FOR EACH ROW EXECUTE FUNCTION trials_stay();

CREATE FUNCTION count_holdout_reading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO holdout_reading (operation_id, dataset_sha256, research_id, requested_by, reason)
  VALUES (NEW.id, NEW.request ->> 'dataset', NEW.request -> 'holdout' ->> 'of', NEW.request -> 'holdout' ->> 'by',
          NEW.request -> 'holdout' ->> 'reason');
  RETURN NULL;
END $$;
CREATE TRIGGER holdout_readings_are_counted AFTER INSERT ON operation
  FOR EACH ROW WHEN (NEW.type = 'agent_research' AND NEW.request ? 'holdout')
  EXECUTE FUNCTION count_holdout_reading();

-- A trial begins when its strategy is known: what ended before has not asked the data anything. Who only looks at what is held
-- out tries nothing new.
CREATE FUNCTION note_trial(ended operation) RETURNS void LANGUAGE sql AS $$
  INSERT INTO trial (research_id, outcome, dataset_sha256, strategy_sha256, strategy_name, family, seed, requested_by, reproduces,
                     sharpe, sharpe_per_bar, bars, bars_per_year, skewness, kurtosis, trades, block_sums, block_squares,
                     returns_artifact, look_ahead, too_good, verdict, deflated_sharpe, overfitting_probability, trials, ended_at)
  SELECT ended.id,
         CASE WHEN ended.status <> 'completed' THEN ended.status
              WHEN EXISTS (SELECT 1 FROM jsonb_path_query(found.result, '$.gates[*] ? (@.passed == false && !exists (@.bypass))'))
              THEN 'gate_rejected' ELSE 'completed' END,
         d.result -> 'dataset' ->> 'sha256', d.result -> 'strategy' ->> 'sha256',
         coalesce(d.result -> 'strategy' ->> 'name', ''), d.result -> 'strategy' ->> 'family',
         (d.result ->> 'seed')::bigint, ended.request ->> 'requested_by', ended.request ->> 'reproduces',
         figure(b.result -> 'backtest' -> 'sharpe'), figure(s.inference -> 'sharpe_per_bar'), counted(s.inference -> 'bars'),
         figure(s.inference -> 'bars_per_year'), figure(s.inference -> 'skewness'), figure(s.inference -> 'kurtosis'),
         counted(b.result -> 'backtest' -> 'trades'),
         figures(b.result -> 'statistics' -> 'blocks' -> 'sums'), figures(b.result -> 'statistics' -> 'blocks' -> 'squares'),
         b.result -> 'artifacts' ->> 'returns',
         CASE WHEN coalesce(counted(s.look_ahead -> 'points'), 0) = 0 THEN 'unchecked'
              WHEN counted(s.look_ahead -> 'violations') = 0 THEN 'clean' ELSE 'violated' END,
         coalesce(b.result -> 'statistics' -> 'leaks' -> 'too_good' -> 'suspected' = 'true', false),
         found.result -> 'assessment' ->> 'verdict', figure(found.result -> 'deflation' -> 'deflated_sharpe'),
         figure(found.result -> 'deflation' -> 'overfitting_probability'), counted(found.result -> 'deflation' -> 'trials'),
         ended.finished_at
    FROM (SELECT readable(ended.result) AS result) found
    JOIN LATERAL (SELECT readable(c.result) AS result FROM operation c
                   WHERE c.parent_id = ended.id AND c.type = 'agent_design' AND c.status = 'completed'
                   ORDER BY c.attempt DESC LIMIT 1) d ON true
    LEFT JOIN LATERAL (SELECT readable(c.result) AS result FROM operation c
                        WHERE c.parent_id = ended.id AND c.type = 'backtesting' AND c.status = 'completed'
                        ORDER BY c.attempt DESC LIMIT 1) b ON true,
         LATERAL (SELECT b.result -> 'statistics' -> 'inference' AS inference,
                         b.result -> 'statistics' -> 'leaks' -> 'look_ahead' AS look_ahead) s
   WHERE d.result -> 'dataset' ->> 'sha256' IS NOT NULL AND d.result -> 'strategy' ->> 'sha256' IS NOT NULL
     AND d.result ->> 'seed' ~ '^-?[0-9]+$' AND NOT ended.request ? 'holdout'
  ON CONFLICT (research_id) DO NOTHING
$$;

SELECT note_trial(o) FROM operation o
 WHERE o.type = 'agent_research' AND o.status IN ('completed', 'failed', 'cancelled');

CREATE FUNCTION trial_has_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM note_trial(NEW);
  RETURN NULL;
END $$;
CREATE TRIGGER ended_researches_are_trials AFTER UPDATE OF status ON operation
  FOR EACH ROW WHEN (NEW.type = 'agent_research' AND NEW.status IN ('completed', 'failed', 'cancelled'))
  EXECUTE FUNCTION trial_has_ended();
