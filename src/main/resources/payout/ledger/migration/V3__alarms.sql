-- Since when nobody knows what became of a batch, or it waits for a person: its first post of unknown
-- outcome, or when it was HELD. It stays while the batch is sent again, and means something only in the
-- states of the index below.
ALTER TABLE batch ADD COLUMN trouble_since BIGINT;
UPDATE batch SET trouble_since = COALESCE(
    (SELECT MIN(event.at) FROM event WHERE event.file_id = batch.file_id AND event.batch_id = batch.id
      AND event.kind IN ('UNKNOWN', 'RECOVERED', 'HELD', 'HOLD')), sent_at, 0)
  WHERE state IN ('UNKNOWN', 'HELD');
CREATE INDEX batch_trouble ON batch (trouble_since, state, amount)
  WHERE state IN ('UNKNOWN', 'HELD', 'SENDING');

-- When the first notify about a batch was stored that brought a result of it.
ALTER TABLE batch ADD COLUMN notified_at BIGINT;
UPDATE batch SET notified_at =
    (SELECT MIN(notify.received_at) FROM notify WHERE notify.batch_no = batch.batch_no
      AND notify.batch_id = batch.id)
  WHERE state = 'TAKEN';
CREATE INDEX batch_unheard ON batch (taken_at, amount) WHERE state = 'TAKEN' AND notified_at IS NULL;

-- Which standing alarm was told, when, and how new the newest batch of it was then.
CREATE TABLE told_alarm (
  name    TEXT NOT NULL PRIMARY KEY,
  told_at BIGINT NOT NULL,
  newest  BIGINT NOT NULL
);

-- What is looked for on a timer, at start, or in a transaction that writes, is found by an index.
DROP INDEX batch_taken;
CREATE INDEX batch_late ON batch (taken_at) WHERE state = 'TAKEN' AND overdue_at IS NULL;
CREATE INDEX batch_overdue ON batch (id) WHERE state = 'TAKEN' AND overdue_at IS NOT NULL;
CREATE INDEX payout_file_undecided ON payout_file (id)
  WHERE state NOT IN ('SETTLED', 'REJECTED', 'DUPLICATE', 'RECEIVED');
CREATE INDEX payout_file_settled ON payout_file (settled_at) WHERE state = 'SETTLED';
CREATE INDEX payout_file_refused ON payout_file (decided_at) WHERE state IN ('REJECTED', 'DUPLICATE');
CREATE INDEX payout_file_name ON payout_file (name);
CREATE INDEX again_sha256 ON again (sha256);
CREATE INDEX again_used ON again (used_by) WHERE used_by IS NOT NULL;
