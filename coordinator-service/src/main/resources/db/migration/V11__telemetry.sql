-- Where a trace begins that the attempts of this operation are linked to: the W3C traceparent of the request that triggered it.
ALTER TABLE operation ADD COLUMN traceparent text CHECK (length(traceparent) <= 55);

-- Since when it has stood still for its present cause; in line for its turn that is a cause too. Whatever statement changes
-- the one, changes the other.
ALTER TABLE operation ADD COLUMN waiting_since timestamptz;
UPDATE operation SET waiting_since = now()
 WHERE status IN ('pending', 'running') AND (waiting_cause IS NOT NULL OR queued);

CREATE FUNCTION note_begin_of_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.waiting_since := CASE WHEN NEW.waiting_cause IS NOT NULL OR NEW.queued THEN statement_timestamp() END;
  RETURN NEW;
END $$;
CREATE TRIGGER waiting_begins BEFORE INSERT ON operation
  FOR EACH ROW WHEN (NEW.waiting_cause IS NOT NULL OR NEW.queued)
  EXECUTE FUNCTION note_begin_of_waiting();
CREATE TRIGGER waiting_changes BEFORE UPDATE OF waiting_cause, queued ON operation
  FOR EACH ROW WHEN (coalesce(OLD.waiting_cause, CASE WHEN OLD.queued THEN 'capacity' END)
                     IS DISTINCT FROM coalesce(NEW.waiting_cause, CASE WHEN NEW.queued THEN 'capacity' END))
  EXECUTE FUNCTION note_begin_of_waiting();

-- what a scrape counts: everything that has not ended, and nothing that has
CREATE INDEX operation_open ON operation (type) WHERE status IN ('pending', 'running');
