-- Since when the ticking coordinator could hear: silence and standstill are counted from no earlier moment, so that a
-- coordinator that was away (or its machine asleep) does not take its own absence for that of everybody else.
ALTER TABLE leader_lease ADD COLUMN hearing_since timestamptz NOT NULL DEFAULT now();

-- Grows with every tick: what a tick that was given up still writes is refused, also within its own epoch.
ALTER TABLE leader_lease ADD COLUMN turn bigint NOT NULL DEFAULT 0;

-- When a job last got further, as opposed to when it was last heard.
ALTER TABLE operation_progress ADD COLUMN advanced_at timestamptz NOT NULL DEFAULT now();
