-- A claim carries owner, lease and a token: a number that grows with each claim of the row, so that the
-- record of an owner who is late, whose claim somebody else has by now, is known and refused.
ALTER TABLE batch ADD COLUMN token BIGINT NOT NULL DEFAULT 0;

-- Where the batch was posted last, and in which charset; NULL: as its file says. `pinned`: the gateway
-- said that it has the number, so the batch is never posted to another one.
ALTER TABLE batch ADD COLUMN gateway TEXT;
ALTER TABLE batch ADD COLUMN charset TEXT;
ALTER TABLE batch ADD COLUMN pinned INT NOT NULL DEFAULT 0;
UPDATE batch SET pinned = 1 WHERE state IN ('READY', 'UNKNOWN', 'HELD') AND EXISTS
  (SELECT 1 FROM event e WHERE e.file_id = batch.file_id AND e.batch_id = batch.id
    AND e.to_state = 'HELD' AND e.cause = 'submit-batch');

-- `due_at`: not tried before; `attempts`: how often it could not be written, and why the last time.
ALTER TABLE publication ADD COLUMN owner TEXT;
ALTER TABLE publication ADD COLUMN lease_until BIGINT;
ALTER TABLE publication ADD COLUMN token BIGINT NOT NULL DEFAULT 0;
ALTER TABLE publication ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE publication ADD COLUMN attempts INT NOT NULL DEFAULT 0;
ALTER TABLE publication ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX publication_due ON publication (due_at, id) WHERE published_at IS NULL;
