-- A process that runs on the ledger, under the name of its node. `owner` is the process, `seen_at` its
-- last beat by the clock of the database, `clock_offset_ms` how far its own clock is ahead of that.
CREATE TABLE node (
  name            TEXT NOT NULL PRIMARY KEY,
  owner           TEXT NOT NULL,
  version         TEXT NOT NULL,
  started_at      BIGINT NOT NULL,
  seen_at         BIGINT NOT NULL,
  clock_offset_ms BIGINT NOT NULL DEFAULT 0,
  in_flight       INT NOT NULL DEFAULT 0
);

-- The settings that all nodes of the payer have alike; a value that begins with # is a fingerprint.
CREATE TABLE common_setting (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- On which node a step happened; empty for a command and for the time before there were names.
ALTER TABLE event ADD COLUMN node TEXT NOT NULL DEFAULT '';
