-- Who submitted a file by the console; empty for one that came through an inbox.
ALTER TABLE payout_file ADD COLUMN submitted_by TEXT NOT NULL DEFAULT '';

-- One file of a name can be undecided. The condition names the decided states, so that a new state in which
-- a file waits counts as undecided.
CREATE UNIQUE INDEX payout_file_submitted ON payout_file (name)
  WHERE inbox = 'console' AND state NOT IN ('ACCEPTED', 'SETTLED', 'REJECTED', 'DUPLICATE');

-- The bytes of a file that was submitted by the console. UPLOADING: they are still coming, `touched_at` says when
-- the last of them came. SUBMITTED: they are complete and wait for intake. TAKEN: intake is done with them.
-- DROPPED: they are being deleted. `file_id` is NULL for a file that is only checked, which never gets a row in
-- payout_file; `archive_name` then says how the check ended. `chunks` are there, of `size` bytes.
CREATE TABLE submission (
  id           ${identity},
  file_id      BIGINT REFERENCES payout_file (id),
  name         TEXT NOT NULL,
  stem         TEXT NOT NULL,
  submitted_by TEXT NOT NULL,
  only_check   INT NOT NULL,
  state        TEXT NOT NULL,
  sha256       TEXT NOT NULL DEFAULT '',
  size         BIGINT NOT NULL DEFAULT 0,
  chunks       INT NOT NULL DEFAULT 0,
  touched_at   BIGINT NOT NULL,
  archive_name TEXT NOT NULL DEFAULT ''
);
CREATE INDEX submission_uploading ON submission (touched_at) WHERE state = 'UPLOADING';
CREATE INDEX submission_due ON submission (only_check, id) WHERE state = 'SUBMITTED';
CREATE INDEX submission_dropped ON submission (id) WHERE state = 'DROPPED';
CREATE INDEX submission_kept ON submission (id) WHERE state = 'TAKEN' AND only_check = 0;
CREATE INDEX submission_checked ON submission (stem) WHERE state = 'TAKEN' AND only_check = 1;
CREATE INDEX submission_leftover ON submission (id)
  WHERE state = 'TAKEN' AND only_check = 1 AND chunks > 0;
CREATE UNIQUE INDEX submission_file ON submission (file_id) WHERE file_id IS NOT NULL;

CREATE TABLE submission_chunk (
  submission_id BIGINT NOT NULL REFERENCES submission (id),
  place         INT NOT NULL,
  data          ${bytes} NOT NULL,
  PRIMARY KEY (submission_id, place)
);
