-- Statements of which a reading began and did not end in order: how often, and when the last one began. Name, size and
-- time of change tell a file from the next one of its name.
CREATE TABLE statement_reading (
  name        TEXT NOT NULL PRIMARY KEY,
  size        BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  times       INT NOT NULL,
  begun_at    BIGINT NOT NULL
);

-- When a person said that a contradiction is dealt with; who and why stands in the audit trail.
ALTER TABLE statement_finding ADD COLUMN acknowledged_at BIGINT;
CREATE INDEX statement_finding_open ON statement_finding (found_at) WHERE acknowledged_at IS NULL;

-- The days that had no complete statement when a day was closed, as the report names them; empty where none comes.
ALTER TABLE closed_day ADD COLUMN missing TEXT NOT NULL DEFAULT '';
