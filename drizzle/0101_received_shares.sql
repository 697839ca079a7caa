-- Serves the list of what was shared with somebody, newest first.
CREATE INDEX entry_shares_received_idx
  ON entry_shares (subject_id, subject_ns, created_at DESC, id DESC) WHERE subject_id IS NOT NULL;
