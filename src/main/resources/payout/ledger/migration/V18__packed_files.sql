-- What is old and seldom read, compressed: the lines, results, notifies and events of a settled batch; under the
-- number of its file times 10 000 000, the events of the file.
CREATE TABLE packed (
  id   BIGINT NOT NULL PRIMARY KEY,
  data ${bytes} NOT NULL
);

-- When a settled file was packed; NULL: it was not, or some of it was unpacked since.
ALTER TABLE payout_file ADD COLUMN packed_at BIGINT;
CREATE INDEX payout_file_to_pack ON payout_file (settled_at)
  WHERE state = 'SETTLED' AND packed_at IS NULL AND accounts_from IS NULL;
${packed_by_us};
