package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import payout.batch.BatchId;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * What a restored ledger has to find out before it takes anything in: which files it lost, and
 * which it knows only as they were before.
 *
 * <p>Files are taken again in the order in which they were decided, and each is known by its place
 * in the archive from then on. So the newest place that the ledger knows says how far that got,
 * also after a crash, whatever other steps were recorded since the ledger was restored.
 */
public final class RetakeLedger {

  /** Files decided at the same time by different nodes may get their ids in the other order. */
  private static final int NEWEST = 10_000;

  /** Names were given, and commits came, in slightly different orders; a clock may be set. */
  private static final long MARGIN_MS = TimeUnit.MINUTES.toMillis(1);

  private static final long LEASE_MS = TimeUnit.SECONDS.toMillis(20);
  private static final String CAUSE = "retake";
  private static final String LINES_MAX = "payout.batch.lines-max";

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final String linesMax;

  RetakeLedger(Database database, ChinaClock clock, String owner, String linesMax) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.linesMax = linesMax;
  }

  /** The most lines of a batch by the settings that the ledger was last used with; empty: none. */
  static String linesMax(Database database) {
    return database.read(
        sql ->
            sql.first(
                    "SELECT value FROM common_setting WHERE name = ?",
                    row -> row.getString(1),
                    LINES_MAX)
                .orElse(""));
  }

  /**
   * Whether files are cut now as when the ledger was last used, so that a batch number stands for
   * the lines that it stood for.
   */
  public boolean isCutAsBefore(int batchLinesMax) {
    return linesMax.equals(Integer.toString(batchLinesMax));
  }

  /**
   * From when on a file of the archive that the ledger does not know is one that it lost,
   * milliseconds since 1970; empty for a ledger that never took a file in.
   */
  public OptionalLong since() {
    return database.read(
        sql -> {
          OptionalLong newest =
              sql
                  .list(
                      "SELECT archive_name FROM payout_file WHERE id > ?",
                      row -> row.getString(1),
                      sql.number("SELECT MAX(id) FROM payout_file") - NEWEST)
                  .stream()
                  .map(name -> ArchiveName.timeOf(name.substring(name.indexOf('/') + 1)))
                  .flatMapToLong(OptionalLong::stream)
                  .max();
          long began =
              sql.number(
                  "SELECT received_at FROM payout_file"
                      + " WHERE id = (SELECT MIN(id) FROM payout_file)");
          return newest.isEmpty()
              ? newest
              : OptionalLong.of(Math.max(newest.getAsLong() - MARGIN_MS, began));
        });
  }

  /** The time of the ledger, milliseconds since 1970. */
  public long now() {
    return clock.millis();
  }

  /** Only one process at a time takes files again; a process that dies frees it after 20 s. */
  public boolean begin() {
    return database.write(
        sql ->
            sql.update(
                    "INSERT INTO lease (name, owner, lease_until) VALUES ('retake', ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
                        + " lease_until = excluded.lease_until"
                        + " WHERE lease.owner = excluded.owner OR lease.lease_until < ?",
                    owner,
                    clock.millis() + LEASE_MS,
                    clock.millis())
                == 1);
  }

  /** Lets another process look. */
  public void end() {
    database.write(
        sql ->
            sql.update(
                "UPDATE lease SET lease_until = 0 WHERE name = 'retake' AND owner = ?", owner));
  }

  /** The accepted file with these bytes that prevents them from being accepted again. */
  public Optional<FileRecord> known(String sha256) {
    return database.read(sql -> Duplicates.stillCounts(sql, clock.millis(), sha256, 0));
  }

  /** The files that wait as the ledger knows them, the oldest first; not those that have a mark. */
  public List<FileRecord> waiting() {
    return database.read(RetakeLedger::waiting);
  }

  private static List<FileRecord> waiting(Sql sql) throws SQLException {
    return sql.list(
        FileRecord.SELECT
            + "WHERE state IN ('AWAITING_APPROVAL', 'AWAITING_DATE', 'AWAITING_LIMIT')"
            + " AND retaken = '' ORDER BY id",
        FileRecord::read);
  }

  /**
   * The ledger lost something; all that follows from it for what it knows is one commit, so that a
   * process that ends has found out everything or nothing.
   *
   * <p>What was about to be sent may have been sent since. The gateway tells by the numbers, and
   * who runs the service is told once, not batch by batch.
   *
   * <p>A file that waits may have been decided on since. One that lies among the accepted ones was
   * accepted: it never expires, and its serials stay in use. Of any other nobody knows whether it
   * was rejected, and other numbers paid in its place. So what the machine would accept, what has
   * no folder that would tell, and what is known as decided is {@link Retaken#DOUBT}: nothing of it
   * is sent without a person.
   *
   * @param accepted files that wait by the ledger and lie among the accepted ones
   * @param decided those of which another trace shows that they were decided on
   * @param language of the sentences that say what they wait for
   * @return the files that are in doubt now, those of {@code decided} among them
   */
  public List<FileRecord> lostSomething(
      List<FileRecord> accepted, List<FileRecord> decided, Language language) {
    Set<Long> inDone = ids(accepted);
    Set<Long> known = ids(decided);
    WaitReasons reasons = new WaitReasons(language);
    return database.write(
        sql -> {
          markOpen(sql);
          Restored.record(sql, clock.millis(), CAUSE, "Files in the archive are not known.");
          List<FileRecord> doubted = new ArrayList<>();
          for (FileRecord file : waiting(sql)) {
            if (inDone.contains(file.id())) {
              wasAccepted(sql, clock.millis(), file, reasons);
            } else if (known.contains(file.id()) || nobodyWouldLook(file)) {
              doubt(sql, clock.millis(), file.id(), Doubt.ofLoss("", reasons));
              doubted.add(file);
            }
          }
          return doubted;
        });
  }

  private static Set<Long> ids(List<FileRecord> files) {
    return files.stream().map(FileRecord::id).collect(Collectors.toSet());
  }

  /** An approver looks at a file before it is sent, and the archive tells whether one did. */
  private static boolean nobodyWouldLook(FileRecord file) {
    return file.state() != FileState.AWAITING_APPROVAL || file.isSubmitted();
  }

  private static void markOpen(Sql sql) throws SQLException {
    List<Long> open =
        sql.list(
            "SELECT file_id FROM batch WHERE due_at IS NOT NULL AND due_at >= 0",
            row -> row.getLong(1));
    for (long fileId : new TreeSet<>(open)) {
      FileTable.markOpen(sql, fileId);
    }
  }

  private static void wasAccepted(Sql sql, long now, FileRecord waiting, WaitReasons reasons)
      throws SQLException {
    FileRecord file = FileTable.lock(sql, waiting.id());
    if (file.state().isWaiting()) {
      String place = ArchiveName.in(".done", file.archiveName());
      String reason = reasons.retaken(file.state());
      new FileTable(sql, now, CAUSE).keepWaiting(file, Retaken.SAME, place, reason);
    }
  }

  /** Records in the commit that accepts a file that it was taken again. */
  static void record(Sql sql, long now, FileRecord file, Retake again, WaitReasons reasons)
      throws SQLException {
    new FileTable(sql, now, CAUSE).retaken(file, again);
    holdRivals(sql, now, again.rivals(), Doubt.ofLoss(again.doubt(), reasons));
  }

  /** Holds the batches of a file in doubt, which were just made due. */
  static void holdIfInDoubt(Sql sql, long now, FileRecord file) throws SQLException {
    if (file.retaken() == Retaken.DOUBT) {
      List<Long> due =
          sql.list(
              "SELECT id FROM batch WHERE file_id = ? AND state = 'READY'",
              row -> row.getLong(1),
              file.id());
      hold(sql, now, due, CAUSE, "Its file was in doubt when it was accepted.");
    }
  }

  /** Holds batches that were not posted, or of which it is not known. */
  private static void hold(Sql sql, long now, Collection<Long> batches, String cause, String reason)
      throws SQLException {
    BatchTable table = new BatchTable(sql, now, cause);
    for (long id : batches) {
      BatchRecord batch = BatchTable.lock(sql, id);
      if (batch.state() == BatchState.READY || batch.state() == BatchState.UNKNOWN) {
        table.holdInDoubt(batch, reason);
      }
    }
  }

  /**
   * Keeps the batches that hold a serial of another payment from being sent. A file that waits
   * needs all of its batches READY to be accepted, so it is put in doubt as a whole: the commit
   * that accepts it holds them. It is locked before its batches, as by whoever accepts it.
   */
  static void holdRivals(Sql sql, long now, Collection<Long> rivals, Doubt doubt)
      throws SQLException {
    List<Long> accepted = new ArrayList<>();
    for (long id : new TreeSet<>(rivals)) {
      if (!doubt(sql, now, BatchId.fileOf(id), doubt)) {
        accepted.add(id);
      }
    }
    hold(sql, now, accepted, doubt.cause, doubt.ofBatch);
  }

  /**
   * Puts a file in doubt if it waits. It is locked only then: where batches are held, the batch is
   * locked first.
   *
   * @return whether it waits
   */
  private static boolean doubt(Sql sql, long now, long fileId, Doubt doubt) throws SQLException {
    if (!Arrivals.get(sql, fileId).state().isWaiting()) {
      return false;
    }
    FileRecord file = FileTable.lock(sql, fileId);
    if (!file.state().isWaiting()) {
      return false;
    }
    if (file.retaken() != Retaken.DOUBT) {
      new FileTable(sql, now, doubt.cause)
          .keepWaiting(file, Retaken.DOUBT, file.archiveName(), doubt.ofFile);
    }
    return true;
  }

  /**
   * Why something is kept from being sent.
   *
   * @param cause by what
   * @param ofBatch why a batch is held, as a sentence
   * @param ofFile why a file that waits is in doubt, as a sentence
   */
  record Doubt(String cause, String ofBatch, String ofFile) {

    /** The ledger lost its last changes. */
    static Doubt ofLoss(String ofBatch, WaitReasons reasons) {
      return new Doubt(CAUSE, ofBatch, reasons.doubt());
    }
  }
}
