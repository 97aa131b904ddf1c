-- The day of China on which a file is to be paid, yyyymmdd; null when it names none.
ALTER TABLE payout_file ADD COLUMN pay_on BIGINT;
CREATE INDEX payout_file_date ON payout_file (pay_on, id) WHERE state = 'AWAITING_DATE';
