package payout.ledger;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.ledger.sql.Database;

/** Where decided files are kept, and which of them may be deleted. */
public final class ArchiveLedger {

  private static final long DAY_MS = 86_400_000;

  private final Database database;
  private final ChinaClock clock;

  ArchiveLedger(Database database, ChinaClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Whether a file of an inbox ever had to wait, so that there may be one in its {@code .waiting}.
   */
  public boolean hasWaited(String inbox) {
    String text = "SELECT id FROM payout_file WHERE inbox = ? AND first_wait IS NOT NULL LIMIT 1";
    return database.read(sql -> sql.first(text, row -> row.getLong(1), inbox).isPresent());
  }

  /**
   * Where a file belongs that was moved to {@code .waiting} while it waited.
   *
   * @param inbox the inbox's name
   * @param name its name in the folder {@code .waiting}
   * @return its place relative to the inbox once it is decided; empty while it waits, and for an
   *     unknown file
   */
  public Optional<String> placeOf(String inbox, String name) {
    List<FileRecord> known = files(inbox, name);
    return known.size() == 1 && !known.get(0).state().isWaiting()
        ? Optional.of(known.get(0).archiveName())
        : Optional.empty();
  }

  /**
   * Whether a file of the archive was settled or refused so many days ago.
   *
   * @param inbox the inbox's name
   * @param archiveName its place relative to the inbox
   * @return false also for an unknown file
   */
  public boolean isOver(String inbox, String archiveName, int days) {
    return database.read(
        sql -> {
          List<Boolean> known =
              sql.list(
                  "SELECT * FROM payout_file WHERE inbox = ? AND archive_name = ?",
                  row -> {
                    FileState state = FileState.valueOf(row.getString("state"));
                    long end =
                        switch (state) {
                          case SETTLED -> row.getLong("settled_at");
                          case REJECTED, DUPLICATE -> row.getLong("decided_at");
                          default -> Long.MAX_VALUE;
                        };
                    return end < clock.millis() - days * DAY_MS;
                  },
                  inbox,
                  archiveName);
          return known.size() == 1 && known.get(0);
        });
  }

  /**
   * Whether a file was archived so many days ago, as its name there says.
   *
   * @param name its name in the archive
   * @return false also for a name that this program did not make
   */
  public boolean isArchivedBefore(String name, int days) {
    OptionalLong at = ArchiveName.timeOf(name);
    return at.isPresent() && at.getAsLong() < clock.millis() - days * DAY_MS;
  }

  private List<FileRecord> files(String inbox, String name) {
    return database.read(
        sql ->
            sql.list(
                FileRecord.SELECT + "WHERE inbox = ? AND archive_name IN (?, ?, ?)",
                FileRecord::read,
                inbox,
                ".waiting/" + name,
                ".done/" + name,
                ".rejected/" + name));
  }
}
