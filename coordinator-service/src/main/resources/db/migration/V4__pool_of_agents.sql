-- Tasks of the pool are operations like researches: a root whose attempts are its children. A root that has not begun stands
-- in line itself.
ALTER TABLE operation
  ADD COLUMN of_pool boolean NOT NULL GENERATED ALWAYS AS (
    type IN ('discovery', 'migration', 'heartbeat', 'ingest', 'research', 'general')) STORED,
  -- whose event it is: research, task, task_attempt, or the type of a research's child
  ADD COLUMN subject text NOT NULL GENERATED ALWAYS AS (
    CASE WHEN type = 'agent_research' THEN 'research'
         WHEN type IN ('discovery', 'migration', 'heartbeat', 'ingest', 'research', 'general')
           THEN CASE WHEN parent_id IS NULL THEN 'task' ELSE 'task_attempt' END
         ELSE type END) STORED,
  ADD COLUMN agent_id text,
  ADD COLUMN preferred_agent_id text,
  -- why a person has to decide
  ADD COLUMN attention text,
  -- a person has decided that it goes on after this attempt
  ADD COLUMN resumed boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT operation_failure_class_check,
  ADD CONSTRAINT operation_failure_class_check
    CHECK (failure_class IN ('job', 'worker', 'interrupted', 'deferred', 'attention')),
  ADD CONSTRAINT agents_have_agent_operations CHECK (agent_id IS NULL OR executor = 'agent'),
  ADD CONSTRAINT attention_is_a_cause_of_waiting
    CHECK ((attention IS NOT NULL) = (waiting_cause IS NOT DISTINCT FROM 'needs_attention'));

DROP INDEX operation_line;
CREATE INDEX operation_line ON operation (executor, priority, rank, id)
  WHERE status = 'pending' AND executor IS NOT NULL AND NOT of_pool;
CREATE INDEX operation_pool_line ON operation (priority, rank, id) WHERE status = 'pending' AND of_pool;
CREATE INDEX operation_attention ON operation (id) WHERE attention IS NOT NULL;
CREATE INDEX operation_agent_attempts ON operation (agent_id, epoch) WHERE agent_id IS NOT NULL;
CREATE INDEX operation_agent_failures ON operation (agent_id, finished_at DESC) WHERE failure_class = 'worker' AND agent_id IS NOT NULL;
CREATE INDEX operation_tasks ON operation (created_at DESC, id DESC) WHERE of_pool AND parent_id IS NULL;

CREATE TABLE operation_dependency (
  operation_id text NOT NULL REFERENCES operation (id),
  depends_on   text NOT NULL REFERENCES operation (id),
  PRIMARY KEY (operation_id, depends_on),
  CONSTRAINT not_on_itself CHECK (operation_id <> depends_on)
);
CREATE INDEX operation_dependency_of ON operation_dependency (depends_on);

-- How many agents there are to be; unset: as configured. One row; locked by every submission of a task.
CREATE TABLE agent_pool (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  size integer CHECK (size BETWEEN 1 AND 16)
);
INSERT INTO agent_pool DEFAULT VALUES;

-- The agents of the ticking coordinator. Their handles belong to its epoch. No unique keys on these: whether any is shared is
-- for the isolation report to find.
CREATE TABLE agent (
  agent_id          text    PRIMARY KEY,
  number            integer NOT NULL UNIQUE CHECK (number BETWEEN 1 AND 16),
  epoch             bigint  NOT NULL,
  context_window_id text    NOT NULL,
  tool_session_id   text    NOT NULL,
  memory_handle_id  text    NOT NULL,
  -- when somebody said that it has failed, and why
  failed_at         timestamptz,
  failed_reason     text,
  CONSTRAINT failed_has_reason CHECK ((failed_at IS NULL) = (failed_reason IS NULL))
);

-- What tasks rely on outside of ktrdr, as the ticking coordinator last saw it.
CREATE TABLE service (
  name         text PRIMARY KEY,
  source       text,
  last_success timestamptz,
  error        text
);

-- What somebody should look at. Raised once, resolved by itself.
CREATE TABLE alert (
  alert_id    text        PRIMARY KEY,
  rule        text        NOT NULL,
  severity    text        NOT NULL CHECK (severity IN ('warning', 'critical')),
  subject     text        NOT NULL,
  message     text        NOT NULL,
  raised_at   timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz
);
CREATE UNIQUE INDEX alert_active ON alert (rule, subject) WHERE resolved_at IS NULL;
CREATE INDEX alert_newest ON alert (raised_at DESC, alert_id);
