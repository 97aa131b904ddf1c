-- Who is logged in to the console, on any node. `id` is the SHA-256 of the secret in the cookie.
CREATE TABLE console_session (
  id         TEXT NOT NULL PRIMARY KEY,
  user_name  TEXT NOT NULL,
  address    TEXT NOT NULL,
  proved     INT NOT NULL DEFAULT 0,
  started_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL
);
CREATE INDEX console_session_user ON console_session (user_name);
CREATE INDEX console_session_started ON console_session (started_at);

-- The tokens of the HTTP interface: their hashes. A token that was revoked or has expired stays, so
-- that the audit trail can name it.
CREATE TABLE console_token (
  id         TEXT NOT NULL PRIMARY KEY,
  hash       TEXT NOT NULL UNIQUE,
  user_name  TEXT NOT NULL,
  roles      TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT
);
CREATE INDEX console_token_user ON console_token (user_name);

-- The last code of a second factor that a user gave: each works once.
CREATE TABLE console_code (
  user_name TEXT NOT NULL PRIMARY KEY,
  step      BIGINT NOT NULL
);
