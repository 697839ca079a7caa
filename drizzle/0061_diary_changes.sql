-- What changed in diaries, as it is written in the transaction of the change; in no usable order,
-- because a transaction that took its number earlier may commit later.
CREATE TABLE change_outbox (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  diary_id    uuid NOT NULL,
  kind        text NOT NULL,
  entry_id    uuid NOT NULL,
  relation_id uuid,
  -- entry.superseded: by which entry; relation.*: its target.
  related_id  uuid,
  revision    integer,
  occurred_at timestamptz(6) NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0.05);

-- The same, numbered after the commit, one transaction after the other: whoever has read up to a
-- number has missed nothing before it.
CREATE TABLE diary_changes (
  seq         bigint PRIMARY KEY,
  diary_id    uuid NOT NULL,
  kind        text NOT NULL,
  entry_id    uuid NOT NULL,
  relation_id uuid,
  related_id  uuid,
  revision    integer,
  occurred_at timestamptz(6) NOT NULL
);
CREATE INDEX diary_changes_diary_idx ON diary_changes (diary_id, seq);

-- One row: the last number given, and up to which one changes are no longer kept.
CREATE TABLE diary_change_numbers (
  single     boolean PRIMARY KEY DEFAULT true CHECK (single),
  last_seq   bigint NOT NULL DEFAULT 0,
  pruned_seq bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
INSERT INTO diary_change_numbers DEFAULT VALUES;
