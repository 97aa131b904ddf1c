-- Whether a file was taken again from its archive, because the ledger had lost it: SAME, its batches are what they
-- were; DOUBT, they may not be, so nothing of it is sent before a person releases it. Empty for every other file.
ALTER TABLE payout_file ADD COLUMN retaken TEXT NOT NULL DEFAULT '';
CREATE INDEX payout_file_retaken ON payout_file (id) WHERE retaken <> '';

-- How `body` is stored: 0 as it came, 1 compressed, which PostgreSQL need not try once more.
ALTER TABLE notify ADD COLUMN form INT NOT NULL DEFAULT 0;
${compressed_by_us};
