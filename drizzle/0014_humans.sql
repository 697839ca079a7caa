-- People who have signed in. Their e-mail address stays where they sign in; only the name is shown.
CREATE TABLE humans (
  identity_id      uuid PRIMARY KEY,
  name             text CHECK (char_length(name) BETWEEN 1 AND 64),
  personal_team_id uuid NOT NULL,
  created_at       timestamptz(6) NOT NULL DEFAULT now()
);
