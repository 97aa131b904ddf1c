-- What is said about the lines of a valid file, as one compact value, and how many of them repeat another payment.
CREATE TABLE file_warnings (
  file_id BIGINT NOT NULL PRIMARY KEY REFERENCES payout_file (id),
  total   BIGINT NOT NULL,
  repeats BIGINT NOT NULL,
  data    ${bytes} NOT NULL
);

-- `for_repeats`: it waits for approval only because its lines repeat other payments. `account_form`: 1 where its pairs in
-- `account_page` have 8 bits of the amount behind the file; in those of an earlier program, which may run beside this one
-- for a while, they are of the account.
ALTER TABLE payout_file ADD COLUMN for_repeats INT NOT NULL DEFAULT 0;
ALTER TABLE payout_file ADD COLUMN account_form INT NOT NULL DEFAULT 0;

-- What a new file is compared with: what is not settled, and what was settled a few days ago.
CREATE INDEX payout_file_unsettled ON payout_file (id)
  WHERE state NOT IN ('RECEIVED', 'REJECTED', 'DUPLICATE', 'SETTLED');
CREATE INDEX payout_file_settled_lately ON payout_file (settled_at, id) WHERE state = 'SETTLED';
