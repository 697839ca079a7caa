-- The OAuth2 client that an agent gets its tokens as; whose product issues them is libs/auth's matter.
ALTER TABLE agents RENAME COLUMN hydra_client_id TO client_id;
