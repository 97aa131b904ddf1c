-- The one-time key of an act: of a form that is sent twice, the second time has the outcome of the first and
-- changes nothing. `act` is what was done to what, so that a key does not answer for another act.
CREATE TABLE act_key (
  value    TEXT NOT NULL PRIMARY KEY,
  at       BIGINT NOT NULL,
  act      TEXT NOT NULL,
  who      TEXT NOT NULL,
  result   TEXT NOT NULL,
  why      TEXT,
  sentence TEXT NOT NULL
);
CREATE INDEX act_key_at ON act_key (at);

-- What persons did: who, when, from where, why. Rows are only ever added; nothing changes or deletes one. `person`
-- is the form of the name in which names of one person are equal. `subject` names what it was about, as it was
-- called then: a file, the number of a batch, a user. No account, payee or secret is in here.
CREATE TABLE audit (
  id       ${identity},
  at       BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  who      TEXT NOT NULL,
  person   TEXT NOT NULL,
  channel  TEXT NOT NULL,
  address  TEXT NOT NULL,
  node     TEXT NOT NULL,
  file_id  BIGINT,
  batch_id BIGINT,
  subject  TEXT NOT NULL,
  sha256   TEXT NOT NULL DEFAULT '',
  lines    BIGINT NOT NULL DEFAULT 0,
  amount   BIGINT NOT NULL DEFAULT 0,
  reason   TEXT NOT NULL DEFAULT '',
  detail   TEXT NOT NULL DEFAULT ''
);

-- What persons did before there was this table, as far as the steps of files and batches tell.
INSERT INTO audit (at, kind, who, person, channel, address, node, file_id, batch_id, subject, reason)
  SELECT e.at,
    CASE e.kind WHEN 'APPROVED' THEN 'APPROVE' WHEN 'REJECTED' THEN 'REJECT' WHEN 'ACCEPTED' THEN 'EXCEED_LIMIT'
      WHEN 'AGAIN_REVOKED' THEN 'REVOKE_AGAIN' ELSE e.kind END,
    e.cause, lower(replace(e.cause, ' ', '')), 'UNKNOWN', '', e.node, e.file_id, e.batch_id,
    COALESCE(b.batch_no, f.name, ''), e.detail
  FROM event e LEFT JOIN payout_file f ON f.id = e.file_id LEFT JOIN batch b ON b.id = e.batch_id
  WHERE e.kind IN ('APPROVED', 'APPROVAL_REFUSED', 'HOLD', 'RELEASE', 'OURS', 'RESEND', 'SETTLE', 'CORRECT',
      'SETTLE_PROPOSED', 'RESUME', 'AGAIN', 'AGAIN_REVOKED')
    OR e.kind = 'REJECTED' AND e.cause NOT IN ('receive-file', 'watch-waiting')
    OR e.kind = 'ACCEPTED' AND e.cause NOT IN ('receive-file', 'watch-waiting') AND NOT EXISTS
      (SELECT 1 FROM event a WHERE a.file_id = e.file_id AND a.kind = 'APPROVED' AND a.at = e.at
        AND a.cause = e.cause)
  ORDER BY e.id;

CREATE INDEX audit_time ON audit (at, id);
CREATE INDEX audit_kind ON audit (kind, at, id);
CREATE INDEX audit_person ON audit (person, at, id);
-- One expression: of two indexes that begin with the person SQLite takes the narrower one, and reads all of a person.
CREATE INDEX audit_person_kind ON audit ((person || ' ' || kind), at, id);
CREATE INDEX audit_file ON audit (file_id, at, id) WHERE file_id IS NOT NULL;
CREATE INDEX audit_batch ON audit (batch_id, at, id) WHERE batch_id IS NOT NULL;

-- The largest amount of a line of the batch; NULL for a batch that an earlier program staged.
ALTER TABLE batch ADD COLUMN largest BIGINT;
