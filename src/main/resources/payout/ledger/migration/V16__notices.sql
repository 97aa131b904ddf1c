-- What persons are to be told, over which channel: one row for each cause and channel that is configured, however long
-- nobody can be reached. `due_at` is when it is to be told next, NULL while there is nothing to tell; `asked_at` since
-- when; `items`, `amount`, `since` and `subject` are what it is about. The columns `told_` say what was told last, and
-- when: the same cause is not told again within an hour. `token` counts the claims of a row, each of which has a lease.
CREATE TABLE notice (
  channel     TEXT NOT NULL,
  cause       TEXT NOT NULL,
  due_at      BIGINT,
  asked_at    BIGINT NOT NULL DEFAULT 0,
  items       BIGINT NOT NULL DEFAULT 0,
  amount      BIGINT NOT NULL DEFAULT 0,
  since       BIGINT NOT NULL DEFAULT 0,
  newest      BIGINT NOT NULL DEFAULT 0,
  subject     TEXT NOT NULL DEFAULT '',
  attempts    INT NOT NULL DEFAULT 0,
  owner       TEXT,
  lease_until BIGINT NOT NULL DEFAULT 0,
  token       BIGINT NOT NULL DEFAULT 0,
  told_at     BIGINT NOT NULL DEFAULT 0,
  told_items  BIGINT NOT NULL DEFAULT 0,
  told_newest BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (channel, cause)
);
