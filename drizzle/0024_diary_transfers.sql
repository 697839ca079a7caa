-- A diary on its way from one team to another; undecided, it expires.
CREATE TABLE diary_transfers (
  id                  uuid PRIMARY KEY,
  diary_id            uuid NOT NULL REFERENCES diaries ON DELETE CASCADE,
  source_team_id      uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
  destination_team_id uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
  initiated_by        uuid NOT NULL,
  status              text NOT NULL DEFAULT 'pending'
                      CHECK (status IN ('pending', 'accepted', 'rejected', 'expired')),
  resolved_by         uuid,
  resolved_at         timestamptz(6),
  expires_at          timestamptz(6) NOT NULL,
  created_at          timestamptz(6) NOT NULL DEFAULT now(),
  CHECK ((status = 'pending') = (resolved_at IS NULL))
);
CREATE UNIQUE INDEX diary_transfers_pending_idx ON diary_transfers (diary_id)
  WHERE status = 'pending';
CREATE INDEX diary_transfers_destination_idx ON diary_transfers (destination_team_id)
  WHERE status = 'pending';
CREATE INDEX diary_transfers_source_idx ON diary_transfers (source_team_id);
CREATE INDEX diary_transfers_expiry_idx ON diary_transfers (expires_at) WHERE status = 'pending';
