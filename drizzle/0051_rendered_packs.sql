-- A pack as Markdown, rendered here from the kept text or by whoever sent it.
CREATE TABLE rendered_packs (
  id                uuid PRIMARY KEY,
  pack_cid          text NOT NULL CONSTRAINT rendered_packs_pack_cid_key UNIQUE,
  source_pack_id    uuid NOT NULL REFERENCES packs ON DELETE CASCADE,
  diary_id          uuid NOT NULL REFERENCES diaries ON DELETE CASCADE,
  content_hash      text NOT NULL,
  render_method     text NOT NULL CHECK (char_length(render_method) BETWEEN 1 AND 100),
  rendered_markdown text NOT NULL,
  total_tokens      integer NOT NULL,
  creator_id        uuid NOT NULL,
  pinned            boolean NOT NULL,
  expires_at        timestamptz(6),
  revision          integer NOT NULL DEFAULT 1,
  created_at        timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  updated_at        timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  CHECK (pinned = (expires_at IS NULL))
);
CREATE INDEX rendered_packs_source_idx ON rendered_packs (source_pack_id, created_at DESC, id DESC);
CREATE INDEX rendered_packs_diary_newest_idx
  ON rendered_packs (diary_id, created_at DESC, id DESC);
CREATE INDEX rendered_packs_expiry_idx ON rendered_packs (expires_at, id) WHERE expires_at IS NOT NULL;
