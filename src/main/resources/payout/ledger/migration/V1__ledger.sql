-- The ledger: the only truth. One text for SQLite and PostgreSQL; what differs is a placeholder.
-- Times are milliseconds since 1970, amounts are fen.

-- What the ledger is: production or sandbox.
CREATE TABLE stamp (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- What one process at a time does, over all nodes: who, and until when.
CREATE TABLE lease (
  name        TEXT NOT NULL PRIMARY KEY,
  owner       TEXT NOT NULL,
  lease_until BIGINT NOT NULL
);

-- A payout file, as it arrived. `stated_no` is the batch number that it states. `stem`, `short_hash` and `arrival` name its files in the outbox.
-- `first_wait` is the state in which it had to wait first; NULL when it never had to. `owner` is the
-- person whose inbox it came through, as the settings said then.
CREATE TABLE payout_file (
  id                 ${identity},
  inbox              TEXT NOT NULL,
  name               TEXT NOT NULL,
  sha256             TEXT NOT NULL,
  size               BIGINT NOT NULL,
  modified_at        BIGINT NOT NULL,
  stem               TEXT NOT NULL,
  short_hash         TEXT NOT NULL,
  arrival            INT NOT NULL,
  state              TEXT NOT NULL,
  reason             TEXT NOT NULL DEFAULT '',
  round              INT NOT NULL DEFAULT 0,
  stated_no          TEXT NOT NULL DEFAULT '',
  lines              BIGINT NOT NULL DEFAULT 0,
  amount             BIGINT NOT NULL DEFAULT 0,
  rejected_lines     BIGINT NOT NULL DEFAULT 0,
  batches            INT NOT NULL DEFAULT 0,
  open_batches       INT NOT NULL DEFAULT 0,
  partner            TEXT NOT NULL,
  email              TEXT NOT NULL,
  account_name       TEXT NOT NULL,
  buyer_account_name TEXT NOT NULL,
  extend_param       TEXT NOT NULL,
  gateway            TEXT NOT NULL,
  charset            TEXT NOT NULL,
  archive_name       TEXT NOT NULL DEFAULT '',
  first_wait         TEXT,
  waiting_since      BIGINT,
  expires_at         BIGINT,
  wait_reason        TEXT NOT NULL DEFAULT '',
  owner              TEXT NOT NULL DEFAULT '',
  approved_by        TEXT NOT NULL DEFAULT '',
  received_at        BIGINT NOT NULL,
  decided_at         BIGINT,
  settled_at         BIGINT,
  archived_at        BIGINT,
  UNIQUE (stem, short_hash, arrival)
);
CREATE INDEX payout_file_sha256 ON payout_file (sha256);
CREATE INDEX payout_file_arrived ON payout_file (inbox, name) WHERE archived_at IS NULL;
CREATE INDEX payout_file_stated ON payout_file (stated_no) WHERE stated_no <> '';
CREATE INDEX payout_file_open ON payout_file (state) WHERE state <> 'SETTLED';
CREATE INDEX payout_file_approval ON payout_file (id) WHERE state = 'AWAITING_APPROVAL';
CREATE INDEX payout_file_limit ON payout_file (id) WHERE state = 'AWAITING_LIMIT';
CREATE INDEX payout_file_waited ON payout_file (inbox) WHERE first_wait IS NOT NULL;
CREATE INDEX payout_file_archive ON payout_file (archive_name);

-- What was accepted on a day of China (yyyy-mm-dd), all files together.
CREATE TABLE accepted_day (
  day    TEXT NOT NULL PRIMARY KEY,
  amount BIGINT NOT NULL
);

-- The faults of a file and its refused lines, each as one compact value.
CREATE TABLE file_faults (
  file_id BIGINT NOT NULL PRIMARY KEY REFERENCES payout_file (id),
  total   BIGINT NOT NULL,
  data    ${bytes} NOT NULL
);
CREATE TABLE rejected_lines (
  file_id BIGINT NOT NULL REFERENCES payout_file (id),
  chunk   INT NOT NULL,
  data    ${bytes} NOT NULL,
  PRIMARY KEY (file_id, chunk)
);

-- A batch: its id is file_id * 10 000 000 + place. `due_at` is when it may be posted; NULL: not now.
-- `maybe_sent`: a post of it may have arrived.
CREATE TABLE batch (
  id                BIGINT NOT NULL PRIMARY KEY,
  file_id           BIGINT NOT NULL REFERENCES payout_file (id),
  place             INT NOT NULL,
  batch_no          TEXT,
  state             TEXT NOT NULL,
  held_from         TEXT,
  lines             INT NOT NULL,
  amount            BIGINT NOT NULL,
  open_lines        INT NOT NULL,
  paid_lines        INT NOT NULL DEFAULT 0,
  paid_amount       BIGINT NOT NULL DEFAULT 0,
  maybe_sent        INT NOT NULL DEFAULT 0,
  attempts          INT NOT NULL DEFAULT 0,
  pay_date          TEXT,
  code              TEXT NOT NULL DEFAULT '',
  due_at            BIGINT,
  owner             TEXT,
  lease_until       BIGINT,
  sent_at           BIGINT,
  taken_at          BIGINT,
  ended_at          BIGINT,
  overdue_at        BIGINT,
  UNIQUE (file_id, place)
);
-- The same number may stand twice only when the gateway took nothing under it the first time.
CREATE UNIQUE INDEX batch_number ON batch (batch_no) WHERE state <> 'REFUSED';
CREATE INDEX batch_number_any ON batch (batch_no);
CREATE INDEX batch_due ON batch (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX batch_sending ON batch (id) WHERE state = 'SENDING';
CREATE INDEX batch_unknown ON batch (id) WHERE state = 'UNKNOWN';
CREATE INDEX batch_held ON batch (id) WHERE state = 'HELD';
CREATE INDEX batch_taken ON batch (taken_at) WHERE state = 'TAKEN';

-- Apart from `batch`, because a row is rewritten whole at each change of state.
CREATE TABLE batch_lines (
  batch_id BIGINT NOT NULL PRIMARY KEY,
  data     ${bytes} NOT NULL
);
CREATE TABLE batch_results (
  batch_id BIGINT NOT NULL PRIMARY KEY,
  data     ${bytes} NOT NULL
);

-- Which batches hold a serial number with this hash. A hit is a hint: the serials are compared.
-- A row holds all hashes from `low` up to the next row's, sorted, each with its batch.
CREATE TABLE serial_page (
  low  ${key},
  data ${bytes} NOT NULL
);

-- Notifies as they came.
CREATE TABLE notify (
  id          ${identity},
  notify_id   TEXT NOT NULL,
  digest      TEXT NOT NULL,
  batch_no    TEXT NOT NULL,
  batch_id    BIGINT,
  verdict     TEXT NOT NULL,
  detail      TEXT NOT NULL DEFAULT '',
  received_at BIGINT NOT NULL,
  body        ${bytes} NOT NULL,
  UNIQUE (notify_id, digest)
);
CREATE INDEX notify_batch ON notify (batch_no);

-- Files to be written to the outbox; a row is done when the file is there under its name. A report of
-- a day belongs to no payout file; its number is the day, yyyymmdd.
CREATE TABLE publication (
  id           ${identity},
  file_id      BIGINT REFERENCES payout_file (id),
  batch_id     BIGINT NOT NULL DEFAULT 0,
  kind         TEXT NOT NULL,
  number       INT NOT NULL DEFAULT 1,
  created_at   BIGINT NOT NULL,
  published_at BIGINT,
  UNIQUE (file_id, kind, batch_id, number)
);
CREATE INDEX publication_open ON publication (id) WHERE published_at IS NULL;

-- The report of a day of China (yyyymmdd), as it was when the day was closed: one compact value.
CREATE TABLE closed_day (
  day       INT NOT NULL PRIMARY KEY,
  closed_at BIGINT NOT NULL,
  data      ${bytes} NOT NULL
);

-- Each step of a file or a batch: who or what caused it, and when.
CREATE TABLE event (
  id         ${identity},
  at         BIGINT NOT NULL,
  file_id    BIGINT,
  batch_id   BIGINT,
  kind       TEXT NOT NULL,
  from_state TEXT,
  to_state   TEXT,
  cause      TEXT NOT NULL,
  detail     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX event_story ON event (file_id, batch_id);

-- Sending stands still for a payer after a refusal of the whole account.
CREATE TABLE pause (
  partner  TEXT NOT NULL PRIMARY KEY,
  code     TEXT NOT NULL,
  since    BIGINT NOT NULL,
  probe_at BIGINT NOT NULL
);

-- A person's word that bytes may be paid once more; `used_by` is the file that did.
CREATE TABLE again (
  id         ${identity},
  sha256     TEXT NOT NULL,
  who        TEXT NOT NULL,
  reason     TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  used_by    BIGINT
);
CREATE INDEX again_open ON again (sha256) WHERE used_by IS NULL;

-- Lines whose final state a person changed, as they were and as they are now.
CREATE TABLE correction (
  file_id  BIGINT NOT NULL REFERENCES payout_file (id),
  number   INT NOT NULL,
  batch_id BIGINT NOT NULL,
  line     INT NOT NULL,
  before   ${bytes} NOT NULL,
  after    ${bytes} NOT NULL,
  PRIMARY KEY (file_id, number)
);
