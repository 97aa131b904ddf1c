package payout.ledger;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Payer;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;

/**
 * Files that are submitted by the console: their bytes are in the ledger, where every node finds
 * them, from the answer to the submission until they are as old as files of the archive may be.
 *
 * <p>Invariant: a file that was submitted is RECEIVED, and in the audit trail, in the same commit
 * as its bytes are complete, and of one name one file at a time is not decided, over all nodes.
 */
public final class SubmissionLedger {

  /** An upload that brought nothing for so long is dead; its process may have ended. */
  static final long SILENCE_MS = TimeUnit.HOURS.toMillis(1);

  private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);
  private static final int EXPIRED_AT_ONCE = 500;

  private final Database database;
  private final ChinaClock clock;
  private final LedgerGate gate;
  private final Source from;

  SubmissionLedger(Database database, ChinaClock clock, LedgerGate gate, Source from) {
    this.database = database;
    this.clock = clock;
    this.gate = gate;
    this.from = from;
  }

  /** The same, for files that are submitted from there; the audit trail says so. */
  public SubmissionLedger from(Source source) {
    return new SubmissionLedger(database, clock, gate, source);
  }

  /**
   * Begins to take the bytes of a file; the caller closes the upload.
   *
   * @param name a name that a payout file may have; the caller checked it
   * @param size how many bytes are announced; below 0 when that is not known
   * @param bytesMax how many bytes are allowed
   * @param submittedBy who submits it, and therefore cannot approve it
   * @param onlyCheck whether it is only checked
   * @param payer for whom it is paid
   * @throws SubmissionRefusedException when too many bytes are announced
   * @throws LedgerException when nothing can be stored now
   */
  public Upload begin(
      String name, long size, long bytesMax, String submittedBy, boolean onlyCheck, Payer payer) {
    if (submittedBy.isBlank()) {
      throw new IllegalArgumentException("A file is submitted by somebody.");
    }
    return new Upload(
        database,
        clock,
        gate,
        new Upload.Start(name, size, bytesMax, submittedBy, from, onlyCheck, payer));
  }

  /** What waits for intake, or for a check, the oldest first, at most so many. */
  public List<Submission> due(boolean onlyCheck, int max) {
    return database.read(sql -> SubmissionTable.due(sql, onlyCheck, max));
  }

  /** Whether it still waits for intake or for its check. */
  public boolean isDue(Submission submission) {
    return find(submission.id())
        .filter(now -> now.state() == Submission.State.SUBMITTED)
        .isPresent();
  }

  /** A submission by its own number, such as one that is only checked; empty when it is deleted. */
  public Optional<Submission> find(long id) {
    return database.read(sql -> SubmissionTable.find(sql, id));
  }

  /** The bytes of a submission, as they came; read chunk by chunk, and closed by the caller. */
  public InputStream read(Submission submission) {
    return new StoredBytes(database, submission);
  }

  /**
   * The bytes of a payout file that was submitted, as they came.
   *
   * @param fileId the ledger's number of the file
   * @return empty when it was not submitted, or is not kept any longer
   */
  public Optional<InputStream> open(long fileId) {
    return database.read(sql -> SubmissionTable.ofFile(sql, fileId)).map(this::read);
  }

  /**
   * Intake is done with a submission. The bytes of a payout file are kept, those of a file that was
   * only checked are not.
   *
   * @param archiveName where a file of an inbox would be moved to
   * @return false when that was recorded before
   */
  public boolean take(Submission submission, String archiveName) {
    boolean taken =
        database.write(
            sql -> {
              if (submission.onlyCheck()) {
                return SubmissionTable.take(sql, submission.id(), archiveName);
              }
              FileRecord file = FileTable.lock(sql, submission.fileId());
              if (file.state() == FileState.RECEIVED) {
                throw new ClaimLostException();
              }
              FileTable.archived(sql, file, clock.millis());
              return SubmissionTable.take(sql, submission.id(), "");
            });
    if (taken && submission.onlyCheck()) {
      SubmissionTable.deleteChecked(database, submission.id());
    }
    return taken;
  }

  /** The archive names of the files with this stem that were checked. */
  public List<String> checked(String stem) {
    return database.read(sql -> SubmissionTable.checked(sql, stem));
  }

  /**
   * Deletes what is left of uploads that ended without a word, and the bytes of files that were
   * settled or refused long enough ago.
   *
   * @param keepDays how many days they are kept after that; 0 for ever
   * @return how many submissions were deleted
   */
  public int clean(int keepDays) {
    long now = clock.millis();
    List<Long> silent = database.read(sql -> SubmissionTable.silent(sql, now - SILENCE_MS));
    drop(silent, Submission.State.UPLOADING);
    if (keepDays > 0) {
      long before = now - keepDays * DAY_MS;
      drop(
          database.read(sql -> SubmissionTable.expired(sql, before, EXPIRED_AT_ONCE)),
          Submission.State.TAKEN);
    }
    database
        .read(SubmissionTable::checkedWithBytes)
        .forEach(id -> SubmissionTable.deleteChecked(database, id));
    List<Long> dropped = database.read(SubmissionTable::dropped);
    dropped.forEach(id -> SubmissionTable.delete(database, id));
    return dropped.size();
  }

  private void drop(List<Long> ids, Submission.State from) {
    for (long id : ids) {
      database.write(sql -> SubmissionTable.drop(sql, id, from));
    }
  }
}
