-- Which process takes which file of a folder right now. `place` names the inbox, or a folder beside it. Each claim is
-- a row of its own whose id never comes again, so what a process writes whose claim has ended is known and refused.
CREATE TABLE intake_claim (
  id          ${identity},
  place       TEXT NOT NULL,
  name        TEXT NOT NULL,
  owner       TEXT NOT NULL,
  lease_until BIGINT NOT NULL,
  UNIQUE (place, name)
);

-- Under which claim a file was read last.
ALTER TABLE payout_file ADD COLUMN claim BIGINT NOT NULL DEFAULT 0;

-- The row `intake` is the turn to decide about a file: the claim that has it.
ALTER TABLE lease ADD COLUMN claim BIGINT NOT NULL DEFAULT 0;
