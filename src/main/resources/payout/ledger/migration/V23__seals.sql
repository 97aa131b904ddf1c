-- The chain over the steps (`event`) and what persons did (`audit`): each seal covers some rows, in the order in which
-- the sealer found them, and names the hash of the seal before. `data` is one compact value: which rows, in which pack
-- they may lie by now, and the SHA-256 of each. `hash` is the SHA-256 over number, time, `previous` and `data`.
CREATE TABLE seal (
  number   BIGINT NOT NULL PRIMARY KEY,
  at       BIGINT NOT NULL,
  previous TEXT NOT NULL UNIQUE,
  hash     TEXT NOT NULL,
  data     ${bytes} NOT NULL
);

-- Ids that were not there when the sealer passed them: of transactions that were rolled back, or that commit later.
-- It looks at them again for an hour. `since` is when it passed them.
CREATE TABLE seal_gap (
  trail TEXT NOT NULL,
  low   BIGINT NOT NULL,
  high  BIGINT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (trail, low)
);

-- How far the sealer is. `event`, `audit`: up to this id, but for the gaps. What is older than the chain is sealed in
-- small steps beside: from `event_old` up to `event_begin`, and the packs behind `pack`.
CREATE TABLE seal_mark (
  name  TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);

-- The last 10 000 ids count as new: a transaction that began before this one may still commit some of them.
INSERT INTO seal_mark (name, value)
  SELECT 'event', CASE WHEN MAX(id) > 10000 THEN MAX(id) - 10000 ELSE 0 END FROM event;
INSERT INTO seal_mark (name, value)
  SELECT 'audit', CASE WHEN MAX(id) > 10000 THEN MAX(id) - 10000 ELSE 0 END FROM audit;
INSERT INTO seal_mark (name, value) SELECT name || '_begin', value FROM seal_mark;
INSERT INTO seal_mark (name, value) VALUES ('event_old', 0), ('audit_old', 0), ('pack', 0), ('restored', 0);

-- The newest seal when the day was closed; NULL: there was none.
ALTER TABLE closed_day ADD COLUMN seal BIGINT;
ALTER TABLE closed_day ADD COLUMN seal_hash TEXT;
