-- The entries of public diaries by time: once under the topic '', once under each of their tags.
-- Kept apart, because nothing in an entry says that its diary is public, and a feed that looked for
-- public ones among a million others would have no end.
CREATE TABLE public_feed (
  topic      text NOT NULL,
  -- Of injection_risk or content_flags.
  flagged    boolean NOT NULL,
  created_at timestamptz(6) NOT NULL,
  entry_id   uuid NOT NULL REFERENCES entries ON DELETE CASCADE,
  PRIMARY KEY (topic, flagged, created_at, entry_id)
);
CREATE INDEX public_feed_entry_idx ON public_feed (entry_id);

INSERT INTO public_feed (topic, flagged, created_at, entry_id)
SELECT DISTINCT topic, entries.injection_risk OR cardinality(entries.content_flags) > 0,
       entries.created_at, entries.id
FROM entries JOIN diaries ON diaries.id = entries.diary_id AND diaries.visibility = 'public',
     unnest(entries.tags || ''::text) AS topic;
