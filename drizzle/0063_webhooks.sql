-- What members want to be told of, and how far they have been. A webhook is a reader of
-- diary_changes that keeps its place: what it has not been told yet is what comes after cursor_seq.
CREATE TABLE webhooks (
  id              uuid PRIMARY KEY,
  diary_id        uuid NOT NULL REFERENCES diaries ON DELETE CASCADE,
  owner_id        uuid NOT NULL,
  -- The principal that it acts for: what it may read is decided anew before each delivery.
  owner           jsonb NOT NULL,
  url             text NOT NULL CHECK (char_length(url) <= 2048),
  events          text[] NOT NULL,
  -- Of the secret that is derived for it, to notice when it would be another one.
  secret_hash     text NOT NULL,
  status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  disabled_reason text,
  -- Whether there may be something after cursor_seq.
  due             boolean NOT NULL DEFAULT false,
  cursor_seq      bigint NOT NULL,
  -- Failures of the delivery that is next.
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(6) NOT NULL DEFAULT now(),
  lease_until     timestamptz(6),
  created_at      timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL))
) WITH (fillfactor = 70);
CREATE INDEX webhooks_owner_newest_idx ON webhooks (owner_id, created_at DESC, id DESC);
CREATE INDEX webhooks_diary_idx ON webhooks (diary_id) WHERE status = 'active';
CREATE INDEX webhooks_due_idx ON webhooks (next_attempt_at) WHERE due AND status = 'active';

-- What came of each attempt; the newest are kept.
CREATE TABLE webhook_deliveries (
  id              uuid PRIMARY KEY,
  webhook_id      uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  message_id      text NOT NULL,
  event_type      text NOT NULL,
  attempt         integer NOT NULL,
  outcome         text NOT NULL CHECK (outcome IN ('delivered', 'failed')),
  response_status integer,
  error           text,
  duration_ms     integer NOT NULL,
  created_at      timestamptz(6) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX webhook_deliveries_newest_idx
  ON webhook_deliveries (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_age_idx ON webhook_deliveries (created_at);
