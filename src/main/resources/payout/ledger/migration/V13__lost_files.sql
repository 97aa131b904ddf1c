-- Files that a node found in an archive or in the outbox and that the ledger does not know: it lost its last changes.
-- `place` is the folder as that node calls it, `told_at` when an alarm named the file last. A row ends with the file, or
-- when the ledger knows it again.
CREATE TABLE lost_file (
  place    TEXT NOT NULL,
  name     TEXT NOT NULL,
  node     TEXT NOT NULL,
  found_at BIGINT NOT NULL,
  told_at  BIGINT NOT NULL,
  PRIMARY KEY (place, name, node)
);
