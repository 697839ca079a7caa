-- Which models there are vectors of, and what each is for. Rows and no settings: while a deploy is
-- under way the environments of the processes differ, and they have to agree.
--   serving   answers queries; new entries are embedded with it first
--   target    is being filled beside it; `embeddings switch` makes it the serving one
--   previous  served until the last switch; is kept whole, so that one can go back
--   dropping  its vectors are being removed
CREATE TABLE embedding_models (
  -- In the name of the model's index.
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  model      text NOT NULL UNIQUE,
  role       text NOT NULL CHECK (role IN ('serving', 'target', 'previous', 'dropping')),
  role_since timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  -- Whether it has an HNSW index of its own; a target is filled from then on.
  indexed    boolean NOT NULL DEFAULT false,
  -- The walk over all entries: how many it is about, how many it has seen, the last of them, its end.
  total      bigint NOT NULL DEFAULT 0,
  walked     bigint NOT NULL DEFAULT 0,
  walked_to  uuid,
  walked_at  timestamptz(6),
  -- Where it stood a while ago and a while before that, for its pace.
  mark_at        timestamptz(6),
  mark_walked    bigint NOT NULL DEFAULT 0,
  earlier_at     timestamptz(6),
  earlier_walked bigint NOT NULL DEFAULT 0,
  -- One serving and one other at the most; looked at when a statement is through, for two change places.
  CONSTRAINT embedding_models_two
    EXCLUDE USING btree ((role = 'serving') WITH =) WHERE (role <> 'dropping')
    DEFERRABLE INITIALLY IMMEDIATE
) WITH (fillfactor = 50);
INSERT INTO embedding_models (model, role, walked_at)
VALUES ('Xenova/e5-small-v2', 'serving', clock_timestamp());

-- What is still to be embedded with a model beside the one that embedded it first.
CREATE TABLE embedding_roll_queue (
  entry_id        uuid NOT NULL REFERENCES entries ON DELETE CASCADE,
  model           text NOT NULL,
  diary_id        uuid NOT NULL,
  content_hash    text NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  lease_until     timestamptz(6),
  last_error      text,
  PRIMARY KEY (entry_id, model)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
CREATE INDEX embedding_roll_queue_due_idx ON embedding_roll_queue (model, next_attempt_at);

-- How the models are in each process, while there are two: a switch waits for all to have the new one.
CREATE TABLE embedding_reports (
  process     text NOT NULL,
  model       text NOT NULL,
  status      text NOT NULL,
  error       text,
  reported_at timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (process, model)
) WITH (fillfactor = 50);
