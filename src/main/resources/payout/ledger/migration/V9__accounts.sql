-- Which batches pay to an account with this hash, as `serial_page` for serials. A row holds all pairs from `low` up to
-- the next row's: 31 bits of hash, the file, 8 more bits of hash, the place of the batch.
CREATE TABLE account_page (
  low  ${key},
  data ${bytes} NOT NULL
);

-- The first place of a file whose accounts are not in that index; NULL: all are there. So the files of earlier programs,
-- and of those that still run beside this one, are indexed later.
ALTER TABLE payout_file ADD COLUMN accounts_from INT DEFAULT 1;
CREATE INDEX payout_file_accounts ON payout_file (id)
  WHERE accounts_from IS NOT NULL AND state NOT IN ('RECEIVED', 'REJECTED', 'DUPLICATE');

-- The sums of its batches. An earlier program that settles a file leaves open lines here, so it is counted again.
ALTER TABLE payout_file ADD COLUMN open_lines BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payout_file ADD COLUMN paid_lines BIGINT NOT NULL DEFAULT 0;
ALTER TABLE payout_file ADD COLUMN paid_amount BIGINT NOT NULL DEFAULT 0;
UPDATE payout_file SET (open_lines, paid_lines, paid_amount) =
    (SELECT COALESCE(SUM(b.open_lines), 0), COALESCE(SUM(b.paid_lines), 0), COALESCE(SUM(b.paid_amount), 0)
      FROM batch b WHERE b.file_id = payout_file.id)
  WHERE state NOT IN ('RECEIVED', 'REJECTED', 'DUPLICATE');
CREATE INDEX payout_file_miscounted ON payout_file (id) WHERE state = 'SETTLED' AND open_lines <> 0;

-- Lists of files, the newest first.
CREATE INDEX payout_file_list ON payout_file (received_at, id);
CREATE INDEX payout_file_by_state ON payout_file (state, received_at, id);
CREATE INDEX payout_file_by_inbox ON payout_file (inbox, received_at, id);

-- What needs a person.
CREATE INDEX notify_trouble ON notify (received_at) WHERE verdict <> 'APPLIED';
CREATE INDEX proposal_waits ON proposal (proposed_at) WHERE confirmed_by IS NULL;
