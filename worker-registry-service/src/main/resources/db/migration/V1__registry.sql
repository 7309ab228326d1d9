-- One row: how far the syncs have come.
CREATE TABLE registry_state (
    only_row         boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch            bigint NOT NULL DEFAULT 0 CHECK (epoch >= 0),
    seq              bigint NOT NULL DEFAULT 0 CHECK (seq >= 0),
    -- the highest token ever given; grows, never shrinks
    counter          bigint NOT NULL DEFAULT 0 CHECK (counter >= 0),
    -- restored from a backup: nothing is granted until then
    rebuilding_until timestamptz
);
INSERT INTO registry_state DEFAULT VALUES;

-- One row: since when this registry has been able to hear. Apart from registry_state, whose row a sync keeps locked.
CREATE TABLE hearing (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    since    timestamptz NOT NULL DEFAULT clock_timestamp(),
    swept_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO hearing DEFAULT VALUES;

CREATE TABLE worker (
    id             text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9._-]{1,64}$'),
    type           text NOT NULL CHECK (type IN ('training', 'backtesting')),
    url            text NOT NULL CHECK (url <> ''),
    version        text NOT NULL,
    drained        boolean NOT NULL DEFAULT false,
    -- null: healthy, its state is derived from reservation and heartbeat
    recovery_state text CHECK (recovery_state IN ('timeout', 'error', 'recovery', 'backoff', 'failed')),
    registered_at  timestamptz NOT NULL
);

-- What heartbeats write, and nothing else does: they never wait for a sync.
CREATE TABLE liveness (
    worker_id      text PRIMARY KEY REFERENCES worker (id) ON DELETE CASCADE,
    incarnation    text NOT NULL CHECK (incarnation <> ''),
    last_heard     timestamptz NOT NULL,
    mark           bigint NOT NULL CHECK (mark >= 0),
    draining       boolean NOT NULL,
    job_claim      text,
    job_token      bigint CHECK (job_token >= 0),
    job_completing boolean,
    CONSTRAINT a_job_is_whole_or_absent CHECK (num_nulls(job_claim, job_token, job_completing) IN (0, 3))
) WITH (fillfactor = 50);

-- Outlives the worker's row: a process that slept through everything must still learn that it was replaced.
CREATE TABLE incarnation (
    worker_id     text NOT NULL,
    incarnation   text NOT NULL,
    registered_at timestamptz NOT NULL,
    superseded_at timestamptz CHECK (superseded_at >= registered_at),
    PRIMARY KEY (worker_id, incarnation)
);
CREATE UNIQUE INDEX one_current_incarnation ON incarnation (worker_id) WHERE superseded_at IS NULL;

CREATE TABLE reservation (
    claim       text PRIMARY KEY CHECK (claim <> ''),
    worker_id   text NOT NULL UNIQUE REFERENCES worker (id),
    incarnation text NOT NULL,
    token       bigint NOT NULL CHECK (token > 0),
    granted_at  timestamptz NOT NULL
);

-- The last job of a worker whose end was confirmed: its older heartbeats still name it.
CREATE TABLE ended_job (
    worker_id text PRIMARY KEY REFERENCES worker (id) ON DELETE CASCADE,
    claim     text NOT NULL,
    token     bigint NOT NULL,
    ended_at  timestamptz NOT NULL
);
