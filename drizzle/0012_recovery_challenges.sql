-- Challenges that were answered, so that each is good once; the others are kept nowhere.
CREATE TABLE recovery_challenges (
  challenge_hash text PRIMARY KEY,
  expires_at     timestamptz(6) NOT NULL
);
CREATE INDEX recovery_challenges_expiry_idx ON recovery_challenges (expires_at);
