-- Statements of the account that came through payout.statement.folder. `start` is how the name of its file in the outbox
-- begins. `reason`: why it is refused; empty for one that was matched. `report`: a row for each payment and each row with
-- its verdict, as it was when it was matched. Times of a statement are as it states them, in China.
CREATE TABLE statement (
  id          ${identity},
  sha256      TEXT NOT NULL,
  name        TEXT NOT NULL,
  start       TEXT NOT NULL UNIQUE,
  layout      TEXT NOT NULL DEFAULT '',
  from_at     TEXT NOT NULL DEFAULT '',
  to_at       TEXT NOT NULL DEFAULT '',
  lines       BIGINT NOT NULL DEFAULT 0,
  reason      TEXT NOT NULL DEFAULT '',
  incomplete  TEXT NOT NULL DEFAULT '',
  received_at BIGINT NOT NULL,
  seen_again  BIGINT NOT NULL DEFAULT 0,
  report      ${bytes},
  UNIQUE (sha256, reason)
);

-- How many statements were matched: two that are matched at the same time notice each other by it. No row: none.
CREATE TABLE statement_turn (
  id     INT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL
);

-- What came of it, by verdict.
CREATE TABLE statement_verdict (
  statement_id BIGINT NOT NULL,
  verdict      TEXT NOT NULL,
  lines        BIGINT NOT NULL,
  amount       BIGINT NOT NULL,
  PRIMARY KEY (statement_id, verdict)
);

-- Days of China, yyyymmdd: COMPLETE, every movement of it is known; CALIBRATED, a payment that the gateway reported was
-- found on it by its number, in this layout.
CREATE TABLE statement_day (
  day          INT NOT NULL,
  kind         TEXT NOT NULL,
  layout       TEXT NOT NULL,
  statement_id BIGINT NOT NULL,
  PRIMARY KEY (day, kind, layout)
);
CREATE INDEX statement_day_of ON statement_day (statement_id, kind, day);

-- Every booking of every statement, once. `disputed`: another statement has it with other content, so it proves nothing.
-- `payee` and `cells` are kept of payouts alone.
CREATE TABLE statement_row (
  booking_id   TEXT NOT NULL PRIMARY KEY,
  statement_id BIGINT NOT NULL,
  line         INT NOT NULL,
  business_id  TEXT NOT NULL,
  order_no     TEXT NOT NULL,
  at           TEXT NOT NULL,
  amount       BIGINT NOT NULL,
  kind         TEXT NOT NULL,
  payee        TEXT NOT NULL DEFAULT '',
  cells        TEXT NOT NULL DEFAULT '',
  disputed     INT NOT NULL DEFAULT 0
);
CREATE INDEX statement_row_order ON statement_row (order_no) WHERE order_no <> '';
CREATE INDEX statement_row_business ON statement_row (business_id) WHERE business_id <> '';
CREATE INDEX statement_row_at ON statement_row (at) WHERE kind = 'PAYOUT';

-- Open lines that a row proved as paid: OPEN until a person, or the setting, says so (DONE) or not (DISMISSED).
CREATE TABLE statement_proof (
  batch_id     BIGINT NOT NULL,
  place        INT NOT NULL,
  statement_id BIGINT NOT NULL,
  line         INT NOT NULL,
  booking_id   TEXT NOT NULL,
  booked_at    TEXT NOT NULL,
  serial       TEXT NOT NULL,
  amount       BIGINT NOT NULL,
  state        TEXT NOT NULL,
  found_at     BIGINT NOT NULL,
  PRIMARY KEY (batch_id, place)
);
CREATE INDEX statement_proof_of ON statement_proof (statement_id);
CREATE INDEX statement_proof_open ON statement_proof (statement_id) WHERE state = 'OPEN';

-- Paid lines with the row that shows them.
CREATE TABLE statement_seen (
  batch_id   BIGINT NOT NULL,
  place      INT NOT NULL,
  booking_id TEXT NOT NULL,
  amount     BIGINT NOT NULL,
  PRIMARY KEY (batch_id, place)
);
CREATE INDEX statement_seen_booking ON statement_seen (booking_id);

-- Where a statement contradicts the ledger: told once.
CREATE TABLE statement_finding (
  id           ${identity},
  verdict      TEXT NOT NULL,
  batch_id     BIGINT NOT NULL,
  place        INT NOT NULL,
  booking_id   TEXT NOT NULL,
  statement_id BIGINT NOT NULL,
  line         INT NOT NULL,
  serial       TEXT NOT NULL,
  amount       BIGINT NOT NULL,
  found_at     BIGINT NOT NULL,
  UNIQUE (verdict, batch_id, place, booking_id)
);
CREATE INDEX statement_finding_of ON statement_finding (statement_id);
CREATE INDEX statement_finding_at ON statement_finding (found_at);
CREATE INDEX statement_finding_batch ON statement_finding (batch_id, place);
