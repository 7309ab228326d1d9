-- Operations: one row, one state machine. Researches and their children share the table, so that every list, every
-- event and every guard is the same for both.
CREATE TABLE operation (
  id               text        PRIMARY KEY CHECK (id ~ '^op_[a-z0-9]{6,40}$'),
  type             text        NOT NULL,
  status           text        NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  version          bigint      NOT NULL DEFAULT 0,
  priority         smallint    NOT NULL DEFAULT 1 CHECK (priority BETWEEN 0 AND 2),
  -- place in every line: the time of the trigger; priority comes before it
  rank             timestamptz NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now(),
  started_at       timestamptz,
  finished_at      timestamptz,
  -- json, not jsonb: people read it, so its fields keep their order
  result           json,
  error_message    text,

  -- researches
  phase            text CHECK (phase IN ('idle', 'designing', 'training', 'backtesting', 'assessing')),
  phase_since      timestamptz,
  request          jsonb,
  strategy_name    text,
  queued           boolean     NOT NULL DEFAULT false,
  waiting_cause    text,
  due_at           timestamptz,
  forced_by        text,
  retry_of         text        REFERENCES operation (id),
  idempotency_key  text        UNIQUE CHECK (length(idempotency_key) BETWEEN 1 AND 255),
  request_sha256   text,

  -- children
  parent_id        text        REFERENCES operation (id),
  attempt          integer     NOT NULL DEFAULT 1 CHECK (attempt >= 1),
  executor         text        CHECK (executor IN ('agent', 'training', 'backtesting')),
  spec             text,
  spec_sha256      text        CHECK (spec_sha256 ~ '^[0-9a-f]{64}$'),
  failure_class    text        CHECK (failure_class IN ('job', 'worker', 'interrupted')),
  failure_code     text,
  -- the end of this child has been taken into account by its research
  settled          boolean     NOT NULL DEFAULT false,
  epoch            bigint,
  worker_id        text,
  incarnation      text,
  worker_url       text,
  token            bigint,
  granted_at       timestamptz,
  avoid            text[]      NOT NULL DEFAULT '{}',
  -- open: relied upon; ended: the worker confirmed the end, the registry is to be told; closed: over
  reservation      text        NOT NULL DEFAULT 'none' CHECK (reservation IN ('none', 'open', 'ended', 'closed')),
  checkpoint_artifact text,
  checkpoint_step  bigint,

  CONSTRAINT research_has_phase CHECK ((type = 'agent_research') = (phase IS NOT NULL)),
  CONSTRAINT child_has_parent CHECK ((executor IS NULL) = (parent_id IS NULL)),
  CONSTRAINT child_has_spec CHECK (executor IS NULL OR (spec IS NOT NULL AND spec_sha256 IS NOT NULL)),
  CONSTRAINT finished_when_terminal
    CHECK ((status IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
  CONSTRAINT failed_says_why CHECK (status <> 'failed' OR error_message IS NOT NULL),
  CONSTRAINT running_research_started CHECK (type <> 'agent_research' OR status <> 'running' OR started_at IS NOT NULL),
  CONSTRAINT pending_holds_nothing CHECK (status <> 'pending' OR (worker_id IS NULL AND reservation = 'none')),
  CONSTRAINT grant_is_whole CHECK (
    (worker_id IS NULL) = (token IS NULL) AND (worker_id IS NULL) = (incarnation IS NULL)
    AND (worker_id IS NULL) = (worker_url IS NULL) AND (worker_id IS NULL) = (granted_at IS NULL)),
  CONSTRAINT reservation_names_a_worker CHECK (reservation = 'none' OR worker_id IS NOT NULL),
  CONSTRAINT running_job_is_reserved CHECK (
    executor IS NULL OR executor = 'agent' OR status <> 'running' OR reservation = 'open'),
  CONSTRAINT queued_is_pending CHECK (NOT queued OR status IN ('pending', 'cancelled'))
);

-- due: new researches, timers, and children whose end nobody has looked at
CREATE INDEX operation_new ON operation (priority, rank, id)
  WHERE type = 'agent_research' AND status = 'pending' AND NOT queued;
CREATE INDEX operation_timer ON operation (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX operation_unsettled ON operation (parent_id)
  WHERE executor IS NOT NULL AND NOT settled AND status IN ('completed', 'failed', 'cancelled');
CREATE INDEX operation_agents_running ON operation (epoch) WHERE executor = 'agent' AND status = 'running';
-- lines and reservations
CREATE INDEX operation_line ON operation (executor, priority, rank, id) WHERE status = 'pending' AND executor IS NOT NULL;
CREATE INDEX operation_reserved ON operation (id) WHERE reservation IN ('open', 'ended');
CREATE INDEX operation_queue ON operation (priority, rank, id) WHERE queued AND status = 'pending';
-- reading
CREATE INDEX operation_active ON operation (id) WHERE type = 'agent_research' AND status IN ('pending', 'running');
CREATE INDEX operation_newest ON operation (created_at DESC, id DESC);
CREATE INDEX operation_children ON operation (parent_id, created_at, id) WHERE parent_id IS NOT NULL;

-- A terminal state never changes again, whatever statement tries.
CREATE FUNCTION refuse_change_of_terminal_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'operation % is %: it cannot become %', OLD.id, OLD.status, NEW.status
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER terminal_state_is_final BEFORE UPDATE OF status ON operation
  FOR EACH ROW WHEN (OLD.status IN ('completed', 'failed', 'cancelled') AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_change_of_terminal_state();

-- Progress is written often and read rarely: narrow, no version, no event.
CREATE TABLE operation_progress (
  operation_id text             PRIMARY KEY REFERENCES operation (id),
  token        bigint           NOT NULL,
  step         bigint           NOT NULL,
  fraction     double precision NOT NULL CHECK (fraction BETWEEN 0 AND 1),
  message      text             NOT NULL,
  heard_at     timestamptz      NOT NULL
) WITH (fillfactor = 50);

-- The timeline. Serial ids are not in commit order: readers that follow it go by (xid, id) below the snapshot's xmin.
CREATE TABLE operation_event (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid          xid8        NOT NULL DEFAULT pg_current_xact_id(),
  operation_id text        NOT NULL REFERENCES operation (id),
  at           timestamptz NOT NULL DEFAULT now(),
  type         text        NOT NULL,
  detail       jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX operation_event_of ON operation_event (operation_id, id);
CREATE INDEX operation_event_tail ON operation_event (xid, id);

-- Who ticks. One row.
CREATE TABLE leader_lease (
  one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
  holder     text        NOT NULL,
  epoch      bigint      NOT NULL,
  expires_at timestamptz NOT NULL
);
INSERT INTO leader_lease (holder, epoch, expires_at) VALUES ('nobody', 0, '-infinity');

-- How many researches may be active: the pool as the last sync told it. One row; locked by every admission.
CREATE TABLE admission (
  one               boolean PRIMARY KEY DEFAULT true CHECK (one),
  training_total    integer NOT NULL DEFAULT 0,
  training_busy     integer NOT NULL DEFAULT 0,
  backtesting_total integer NOT NULL DEFAULT 0,
  backtesting_busy  integer NOT NULL DEFAULT 0,
  heard_at          timestamptz
);
INSERT INTO admission DEFAULT VALUES;

-- Money: an estimate is reserved before each model call and settled with the real usage after.
CREATE TABLE budget_entry (
  id           bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  operation_id text           NOT NULL UNIQUE REFERENCES operation (id),
  day          date           NOT NULL,
  estimate_usd numeric(12, 6) NOT NULL CHECK (estimate_usd >= 0),
  actual_usd   numeric(12, 6) CHECK (actual_usd >= 0),
  created_at   timestamptz    NOT NULL DEFAULT now(),
  settled_at   timestamptz,
  CONSTRAINT settled_has_amount CHECK ((actual_usd IS NULL) = (settled_at IS NULL))
);
CREATE INDEX budget_entry_day ON budget_entry (day);
