-- Grows when the OAuth2 secret is replaced. A token names the version that it was minted under and
-- is good under that one alone: `iat` counts whole seconds, too coarse to tell a token of the old
-- secret from one of the new.
ALTER TABLE agents ADD COLUMN credentials_version integer NOT NULL DEFAULT 1;
