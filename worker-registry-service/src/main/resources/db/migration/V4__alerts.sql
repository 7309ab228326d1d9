-- What somebody should look at: raised once, resolved by itself, acknowledged by hand.
CREATE TABLE alert (
  alert_id        text        PRIMARY KEY,
  rule            text        NOT NULL,
  severity        text        NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  subject         text        NOT NULL,
  message         text        NOT NULL,
  -- what the rule's signal was at when it was raised
  value           float8      NOT NULL,
  -- since when the condition had been met
  pending_since   timestamptz NOT NULL,
  raised_at       timestamptz NOT NULL DEFAULT now(),
  resolved_at     timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  note            text,
  CONSTRAINT somebody_acknowledges CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL))
);
CREATE UNIQUE INDEX alert_active ON alert (rule, subject) WHERE resolved_at IS NULL;
CREATE INDEX alert_newest ON alert (raised_at DESC, alert_id);

-- Conditions that are met, and have to last before an alert is raised.
CREATE TABLE alert_pending (
  rule    text        NOT NULL,
  subject text        NOT NULL,
  since   timestamptz NOT NULL,
  PRIMARY KEY (rule, subject)
);

-- Messages about alerts, written with what they tell: none is lost. While one is being sent, next_at is when others may try.
CREATE TABLE alert_delivery (
  delivery_id  text        PRIMARY KEY DEFAULT 'msg_' || replace(gen_random_uuid()::text, '-', ''),
  alert_id     text        NOT NULL REFERENCES alert (alert_id) ON DELETE CASCADE,
  channel      text        NOT NULL,
  event        text        NOT NULL CHECK (event IN ('raised', 'resolved')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  attempts     int         NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  next_at      timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  failed_at    timestamptz,
  last_error   text,
  UNIQUE (alert_id, channel, event),
  CONSTRAINT delivered_or_given_up CHECK (num_nonnulls(delivered_at, failed_at) <= 1)
);
CREATE INDEX alert_delivery_open ON alert_delivery (next_at) WHERE delivered_at IS NULL AND failed_at IS NULL;
