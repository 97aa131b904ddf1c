package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import payout.ledger.sql.Sql;

/**
 * How often the reading of a file was broken off without a word: the process ended, or was silent
 * until another one took the file over. Whatever ends a reading in order deletes the file's row, or
 * its claim where a person submitted it.
 *
 * <p>A file that ends the process that reads it would end each process in turn, for ever. From the
 * third time on it rests, at first for seconds, so that a file that only had bad luck is not held
 * up for longer than the bad luck lasted.
 */
final class BrokenOff {

  /** So many times may be chance. */
  static final int OFTEN = 3;

  private static final long PAUSE_MS = TimeUnit.SECONDS.toMillis(10);
  private static final long PAUSE_MAX_MS = TimeUnit.HOURS.toMillis(1);
  private static final int COUNTED_MAX = 20;

  private BrokenOff() {}

  /**
   * Counts a reading that was broken off, as an event, before the file is read again.
   *
   * @param file an undecided file
   * @throws FileRestsException when it is not to be read now
   */
  static void count(Sql sql, FileRecord file, long now) throws SQLException {
    if (file.claim() == 0) {
      return;
    }
    List<Long> again =
        sql.list(
            "SELECT at FROM event WHERE file_id = ? AND batch_id IS NULL AND kind = 'READ_AGAIN'"
                + " ORDER BY id DESC LIMIT ?",
            row -> row.getLong(1),
            file.id(),
            COUNTED_MAX);
    int times = again.size() + 1;
    if (times >= OFTEN) {
      long pause = Math.min(PAUSE_MAX_MS, PAUSE_MS << times - OFTEN);
      if (now < again.get(0) + pause) {
        throw new FileRestsException(file.name(), times, pause);
      }
    }
    Events.file(sql, now, file.id(), "READ_AGAIN", "receive-file", file.inbox());
  }
}
