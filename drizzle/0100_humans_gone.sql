-- Since when a person's identity is missing where they signed in; their rows go a while later.
ALTER TABLE humans ADD COLUMN gone_since timestamptz(6);
CREATE INDEX humans_gone_idx ON humans (gone_since) WHERE gone_since IS NOT NULL;
