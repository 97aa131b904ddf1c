package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import payout.ledger.sql.Sql;

/** Looks up payout files by what a person calls them. */
final class Files {

  private Files() {}

  /** The files of this name, or whose SHA-256 starts so (8 digits or more); the newest first. */
  static List<FileRecord> named(Sql sql, String nameOrHash) throws SQLException {
    boolean canBeHash = nameOrHash.matches("[0-9a-f]{8,64}");
    // As a range, which an index answers; no SHA-256 is the empty text. g follows f.
    return sql.list(
        FileRecord.SELECT + "WHERE name = ? OR sha256 >= ? AND sha256 < ? ORDER BY id DESC",
        FileRecord::read,
        nameOrHash,
        canBeHash ? nameOrHash : "",
        canBeHash ? nameOrHash + "g" : "");
  }
}
