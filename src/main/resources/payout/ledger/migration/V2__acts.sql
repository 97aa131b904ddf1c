-- A grant that an operator took back. One that is not used ends by itself, 72 hours after `granted_at`.
ALTER TABLE again ADD COLUMN revoked_at BIGINT;

CREATE INDEX again_granted ON again (granted_at) WHERE used_by IS NULL AND revoked_at IS NULL;

-- A result by hand that frees serial numbers, as one person proposed it. It counts only once another
-- person confirmed it, of lines in the same state and a batch that was not posted since. `serial` is empty
-- where all open lines of the batch are meant.
CREATE TABLE proposal (
  id           ${identity},
  batch_id     BIGINT NOT NULL,
  serial       TEXT NOT NULL,
  lines        INT NOT NULL,
  amount       BIGINT NOT NULL,
  was          TEXT NOT NULL,
  attempts     INT NOT NULL,
  who          TEXT NOT NULL,
  reason       TEXT NOT NULL,
  proposed_at  BIGINT NOT NULL,
  confirmed_by TEXT
);
CREATE INDEX proposal_open ON proposal (batch_id) WHERE confirmed_by IS NULL;
