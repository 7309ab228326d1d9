-- What the worker measured of itself, in the wire's own words.
ALTER TABLE liveness ADD COLUMN measurements jsonb;

-- How far its recovery is; written by the sweep. recovery_state null: it is well.
ALTER TABLE worker DROP CONSTRAINT worker_recovery_state_check;
ALTER TABLE worker
    ADD CONSTRAINT worker_recovery_state_check
        CHECK (recovery_state IN ('timeout', 'error', 'recovery', 'backoff', 'starting', 'failed')),
    ADD COLUMN recovery_trouble     text
        CHECK (recovery_trouble IN ('silent', 'standstill', 'slow', 'failures', 'memory')),
    ADD COLUMN recovery_reason      text,
    -- recoveries in a row
    ADD COLUMN recovery_round       int NOT NULL DEFAULT 0 CHECK (recovery_round >= 0),
    -- since when it has been in this state
    ADD COLUMN recovery_since       timestamptz NOT NULL DEFAULT 'epoch',
    ADD COLUMN recovery_until       timestamptz,
    -- the process that fell ill
    ADD COLUMN recovery_incarnation text,
    -- since when its job has been crawling
    ADD COLUMN slow_since           timestamptz,
    ADD CONSTRAINT who_is_ill_has_a_trouble CHECK (recovery_state IS NULL
        OR num_nulls(recovery_trouble, recovery_reason, recovery_incarnation) = 0),
    ADD CONSTRAINT standing_back_has_an_end CHECK ((recovery_state = 'backoff') = (recovery_until IS NOT NULL)
        OR recovery_state IS NULL AND recovery_until IS NULL);

-- How its attempts ended; written by syncs, apart from what the sweep writes.
CREATE TABLE worker_record (
    worker_id         text PRIMARY KEY REFERENCES worker (id) ON DELETE CASCADE,
    breaker_failures  int NOT NULL CHECK (breaker_failures >= 0),
    breaker_successes int NOT NULL CHECK (breaker_successes >= 0),
    -- null: closed
    breaker_opened_at timestamptz,
    -- of the last attempts, oldest first
    outcomes          text NOT NULL CHECK (outcomes ~ '^[+-]{0,20}$'),
    -- the highest token whose end is counted
    counted           bigint NOT NULL CHECK (counted >= 0)
);

-- How well each worker was, about once a minute, for a day.
CREATE TABLE health_sample (
    worker_id           text NOT NULL REFERENCES worker (id) ON DELETE CASCADE,
    at                  timestamptz NOT NULL,
    state               text NOT NULL,
    score               real CHECK (score BETWEEN 0 AND 1),
    liveness            real CHECK (liveness BETWEEN 0 AND 1),
    activity            real CHECK (activity BETWEEN 0 AND 1),
    error_rate          real CHECK (error_rate BETWEEN 0 AND 1),
    resource_efficiency real CHECK (resource_efficiency BETWEEN 0 AND 1),
    velocity            real CHECK (velocity BETWEEN 0 AND 1),
    PRIMARY KEY (worker_id, at)
);
CREATE INDEX health_sample_by_time ON health_sample (at);
