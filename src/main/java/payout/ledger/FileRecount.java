package payout.ledger;

import java.util.Optional;
import payout.ledger.sql.Database;

/**
 * Adds up again the files that an earlier program settled, which ran beside this one for a while:
 * it did not count their lines. Such a file is settled and has open lines.
 */
public final class FileRecount {

  private final Database database;

  FileRecount(Database database) {
    this.database = database;
  }

  /**
   * Adds up one of them.
   *
   * @return false when there is none
   */
  public boolean step() {
    Optional<Long> file =
        database.read(
            sql ->
                sql.first(
                    "SELECT id FROM payout_file WHERE state = 'SETTLED' AND open_lines <> 0"
                        + " ORDER BY id LIMIT 1",
                    row -> row.getLong(1)));
    file.ifPresent(
        id ->
            database.write(
                sql -> {
                  FileTable.recount(sql, id);
                  return null;
                }));
    return file.isPresent();
  }
}
