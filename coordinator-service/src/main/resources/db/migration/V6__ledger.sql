-- Money, by the call: an operation may ask several models, and each of them several times. An estimate is reserved before
-- each call and settled with the real usage after; what was never settled stays charged at its estimate.
ALTER TABLE budget_entry
  -- of its operation
  ADD COLUMN call_number        integer,
  -- the research or the task for which it is spent
  ADD COLUMN root_id            text REFERENCES operation (id),
  -- the type of its operation, which never changes
  ADD COLUMN purpose            text,
  -- as the file of models calls it; stub and built-in ask none
  ADD COLUMN model              text,
  ADD COLUMN input_tokens       bigint NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
  ADD COLUMN output_tokens      bigint NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
  ADD COLUMN cache_read_tokens  bigint NOT NULL DEFAULT 0 CHECK (cache_read_tokens >= 0),
  ADD COLUMN cache_write_tokens bigint NOT NULL DEFAULT 0 CHECK (cache_write_tokens >= 0);

-- there were no models yet, and one entry for each operation; only stubs had a price
UPDATE budget_entry b
   SET call_number = 1, root_id = coalesce(o.parent_id, o.id), purpose = o.type,
       model = CASE WHEN b.estimate_usd > 0 THEN 'stub' ELSE 'built-in' END
  FROM operation o
 WHERE o.id = b.operation_id;

ALTER TABLE budget_entry
  ALTER COLUMN call_number SET NOT NULL,
  ALTER COLUMN root_id SET NOT NULL,
  ALTER COLUMN purpose SET NOT NULL,
  ALTER COLUMN model SET NOT NULL,
  DROP CONSTRAINT budget_entry_operation_id_key,
  ADD CONSTRAINT calls_are_counted_from_one CHECK (call_number >= 1),
  ADD CONSTRAINT model_has_a_name CHECK (model <> ''),
  ADD CONSTRAINT call_is_charged_once UNIQUE (operation_id, call_number),
  ADD CONSTRAINT tokens_come_with_the_settlement CHECK (
    settled_at IS NOT NULL OR (input_tokens, output_tokens, cache_read_tokens, cache_write_tokens) = (0, 0, 0, 0)),
  ADD CONSTRAINT day_is_that_of_the_reservation CHECK (day = (created_at AT TIME ZONE 'UTC')::date);

-- what operations of a kind cost lately: only calls that a provider counted tokens for
CREATE INDEX budget_entry_counted ON budget_entry (purpose, id) WHERE output_tokens > 0;
-- general tasks that will still ask a model
CREATE INDEX operation_general ON operation (id) WHERE type = 'general' AND status IN ('pending', 'running');
