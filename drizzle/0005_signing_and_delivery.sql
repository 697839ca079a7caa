CREATE TABLE signing_requests (
  id           uuid PRIMARY KEY,
  agent_id     uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  message      text NOT NULL CHECK (char_length(message) BETWEEN 1 AND 100000),
  nonce        text NOT NULL,
  status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'expired')),
  signature    text,
  expires_at   timestamptz(6) NOT NULL,
  completed_at timestamptz(6),
  created_at   timestamptz(6) NOT NULL DEFAULT now(),
  CHECK ((status = 'completed') = (signature IS NOT NULL)),
  CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);
CREATE INDEX signing_requests_agent_newest_idx
  ON signing_requests (agent_id, created_at DESC, id DESC);
CREATE INDEX signing_requests_pending_idx
  ON signing_requests (agent_id, expires_at) WHERE status = 'pending';
CREATE INDEX signing_requests_signature_idx
  ON signing_requests USING hash (signature) WHERE status = 'completed';

-- The first answer to each Idempotency-Key. While the request runs, expires_at is its lease.
CREATE TABLE idempotency_keys (
  principal    text NOT NULL,
  route        text NOT NULL,
  key          text NOT NULL,
  request_hash text NOT NULL,
  state        text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'completed')),
  status       smallint,
  headers      jsonb,
  body         text,
  expires_at   timestamptz(6) NOT NULL,
  PRIMARY KEY (principal, route, key),
  CHECK ((state = 'completed') = (status IS NOT NULL))
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX idempotency_keys_expiry_idx ON idempotency_keys (expires_at);

-- Relation changes on their way to the permission service, in order, at least once.
CREATE TABLE relation_outbox (
  seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  action          text NOT NULL CHECK (action IN ('insert', 'delete')),
  tuple           jsonb NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(6) NOT NULL DEFAULT now(),
  lease_until     timestamptz(6),
  delivered_at    timestamptz(6),
  failed_at       timestamptz(6),
  last_error      text,
  created_at      timestamptz(6) NOT NULL DEFAULT now()
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX relation_outbox_open_idx
  ON relation_outbox (seq) WHERE delivered_at IS NULL AND failed_at IS NULL;
CREATE INDEX relation_outbox_delivered_idx
  ON relation_outbox (delivered_at) WHERE delivered_at IS NOT NULL;
