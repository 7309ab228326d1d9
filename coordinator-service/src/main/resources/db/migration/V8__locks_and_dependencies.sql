-- Who goes next: an operation's place is a time, its rank: that of the trigger, and later by a step for each priority below the
-- first. So who waits gains on those who come later, and nobody is overtaken for ever.
UPDATE operation SET rank = rank + priority * interval '15 minutes' WHERE status IN ('pending', 'running');

DROP INDEX operation_new;
CREATE INDEX operation_new ON operation (rank, id) WHERE type = 'agent_research' AND status = 'pending' AND NOT queued;
DROP INDEX operation_line;
CREATE INDEX operation_line ON operation (executor, rank, id)
  WHERE status = 'pending' AND executor IS NOT NULL AND NOT of_pool;
DROP INDEX operation_pool_line;
DROP INDEX operation_queue;
CREATE INDEX operation_queue ON operation (rank, id) WHERE queued AND status = 'pending';
-- who stands in a line that the coordinator itself decides about: what has not begun, and tasks that are tried again
CREATE INDEX operation_waits ON operation (rank, id) WHERE status = 'pending' AND (of_pool OR type = 'agent_research');

ALTER TABLE operation
  ADD COLUMN on_dependency_failure text NOT NULL DEFAULT 'fail' CHECK (on_dependency_failure IN ('fail', 'skip', 'run')),
  -- how often it gave its locks back because it stood in a circle with others
  ADD COLUMN deadlocks integer NOT NULL DEFAULT 0,
  -- what would be lost if this attempt ended now began then
  ADD COLUMN checkpoint_at timestamptz;

-- Locks on resources, asked for and held. They belong to roots. Without a token: asked for; with one: held.
CREATE SEQUENCE lock_token;
CREATE TABLE resource_lock (
  operation_id text        NOT NULL REFERENCES operation (id),
  resource     text        NOT NULL CHECK (resource ~ '^[a-z][a-z0-9-]*:[A-Za-z0-9._:/@+=~*?-]{1,200}$'),
  mode         text        NOT NULL CHECK (mode IN ('read', 'write')),
  token        bigint      UNIQUE,
  granted_at   timestamptz,
  expires_at   timestamptz,
  PRIMARY KEY (operation_id, resource, mode),
  CONSTRAINT held_is_whole CHECK ((token IS NULL) = (granted_at IS NULL) AND (token IS NULL) = (expires_at IS NULL))
);
CREATE INDEX resource_lock_of ON resource_lock (resource);

-- Whatever statement ends an operation, in the same transaction it lets go of its locks.
CREATE FUNCTION release_locks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM resource_lock WHERE operation_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER ended_operations_hold_nothing AFTER UPDATE OF status ON operation
  FOR EACH ROW WHEN (NEW.parent_id IS NULL AND NEW.status IN ('completed', 'failed', 'cancelled'))
  EXECUTE FUNCTION release_locks();

-- The other side: nothing is asked for in the name of one that is over, nor of an attempt.
CREATE FUNCTION refuse_lock_of_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM operation
    WHERE id = NEW.operation_id AND parent_id IS NULL AND status IN ('pending', 'running') FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'operation % cannot have locks: it is over, or an attempt', NEW.operation_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locks_are_of_operations_under_way BEFORE INSERT ON resource_lock
  FOR EACH ROW EXECUTE FUNCTION refuse_lock_of_ended();
