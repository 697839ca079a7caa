-- What the content screen found in an entry: private_key, api_key, jwt, card_number.
ALTER TABLE entries ADD COLUMN content_flags text[] NOT NULL DEFAULT '{}';
