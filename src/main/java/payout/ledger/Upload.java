package payout.ledger;

import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.Checkpoint;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Payer;
import payout.batch.Sha256;
import payout.ledger.SubmissionRefusedException.Reason;
import payout.ledger.sql.Database;
import payout.ledger.sql.LedgerException;
import payout.ledger.sql.LedgerUnavailableException;
import payout.ledger.sql.Sql;

/**
 * A file that is being submitted: its bytes go to the ledger as they come, 256 KiB in a commit, so
 * that a large file needs no memory and a slow one no transaction. Nothing of it can be paid before
 * {@link #finish}.
 *
 * <p>For one thread at a time. It must be closed: an upload that was not finished leaves nothing
 * behind.
 */
public final class Upload implements AutoCloseable {

  /** The bytes of a chunk. */
  public static final int CHUNK_BYTES = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

  private final Database database;
  private final ChinaClock clock;
  private final LedgerGate gate;
  private final Start start;
  private final long id;
  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int filled;
  private int chunks;
  private long size;
  private boolean ended;

  /** Whether bytes may be missing, because adding them failed. */
  private boolean broken;

  Upload(Database database, ChinaClock clock, LedgerGate gate, Start start) {
    this.database = database;
    this.clock = clock;
    this.gate = gate;
    this.start = start;
    if (start.size() > start.bytesMax()) {
      throw tooLarge();
    }
    this.id =
        database.write(
            sql -> {
              requireOpen();
              requireRoomToBegin(sql);
              return SubmissionTable.begin(
                  sql, start.name(), start.submittedBy(), start.onlyCheck(), clock.millis());
            });
  }

  /**
   * Adds bytes.
   *
   * @throws SubmissionRefusedException when there are more than were announced or are allowed
   * @throws LedgerException when they cannot be stored
   */
  public void write(byte[] bytes, int from, int length) {
    requireUnfinished();
    broken = true;
    size += length;
    if (size > start.bytesMax()) {
      throw tooLarge();
    }
    if (start.size() >= 0 && size > start.size()) {
      throw otherSize();
    }
    digest.update(bytes, from, length);
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, CHUNK_BYTES - filled);
      System.arraycopy(bytes, from + done, chunk, filled, part);
      filled += part;
      done += part;
      if (filled == CHUNK_BYTES) {
        store();
      }
    }
    broken = false;
  }

  private void store() {
    byte[] data = Arrays.copyOf(chunk, filled);
    // What is stored, without what is still to come of the bytes that are being added.
    long stored = (long) chunks * CHUNK_BYTES + filled;
    database.write(
        sql -> {
          SubmissionTable.add(sql, id, chunks, data, stored, clock.millis());
          return null;
        });
    chunks++;
    filled = 0;
  }

  /**
   * All bytes were added: makes the file, or finds that it was submitted before. Durable when it
   * returns. If the ledger fails, the file may be there all the same; to submit it again is safe.
   *
   * @throws SubmissionRefusedException when bytes are missing, another file of this name is not
   *     decided yet, or too much of this person is not
   * @throws LedgerException when it cannot be stored
   */
  public Submitted finish() {
    requireUnfinished();
    broken = true;
    if (start.size() >= 0 && size != start.size()) {
      throw otherSize();
    }
    if (filled > 0) {
      store();
    }
    Checkpoint.SUBMISSION_STORED.pass();
    String sha256 = HexFormat.of().formatHex(digest.digest());
    Optional<Submitted> submitted = database.write(sql -> end(sql, sha256));
    ended = true;
    Checkpoint.FILE_SUBMITTED.pass();
    if (submitted.isEmpty() || !submitted.get().isNew()) {
      delete();
    }
    return submitted.orElseThrow(this::conflict);
  }

  /** Empty when another file of this name is not decided yet. */
  private Optional<Submitted> end(Sql sql, String sha256) throws SQLException {
    requireOpen();
    SubmissionTable.lock(sql);
    return start.onlyCheck() ? Optional.of(endCheck(sql, sha256)) : endFile(sql, sha256);
  }

  /**
   * Bytes that will be refused are not stored first. What was submitted under this name before may
   * be the same, for which no room is needed; that shows in the end.
   */
  private void requireRoomToBegin(Sql sql) throws SQLException {
    if (!SubmissionTable.isKnown(sql, start.name(), start.onlyCheck())) {
      requireRoom(sql, Math.max(0, start.size()));
    }
  }

  private void requireRoom(Sql sql, long bytes) throws SQLException {
    Undecided undecided = Undecided.of(sql, start.submittedBy());
    if (!undecided.hasRoomFor(bytes, start.bytesMax())) {
      throw new SubmissionRefusedException(
          Reason.TOO_MANY, undecided.sentence(start.submittedBy(), start.name()));
    }
  }

  private Submitted endCheck(Sql sql, String sha256) throws SQLException {
    Optional<Submission> same = SubmissionTable.sameCheck(sql, start.name(), sha256);
    if (same.isPresent()) {
      SubmissionTable.drop(sql, id, Submission.State.UPLOADING);
    } else {
      requireRoom(sql, size);
      SubmissionTable.submit(sql, id, sha256, null, clock.millis());
    }
    return new Submitted(same.map(Submission::id).orElse(id), sha256, start.name(), same.isEmpty());
  }

  private Optional<Submitted> endFile(Sql sql, String sha256) throws SQLException {
    long now = clock.millis();
    Optional<FileRecord> undecided = SubmissionTable.undecided(sql, start.name());
    if (undecided.isPresent() && !undecided.get().sha256().equals(sha256)) {
      SubmissionTable.drop(sql, id, Submission.State.UPLOADING);
      return Optional.empty();
    }
    Optional<FileRecord> same =
        undecided.isPresent() ? undecided : notToComeAgain(sql, sha256, now);
    if (same.isPresent()) {
      SubmissionTable.drop(sql, id, Submission.State.UPLOADING);
      return Optional.of(new Submitted(same.get().id(), sha256, start.name(), false));
    }
    requireRoom(sql, size);
    IntakeStore.Arrival arrival =
        new IntakeStore.Arrival(
            Submission.INBOX,
            start.name(),
            sha256,
            size,
            SubmissionTable.timeOf(now),
            start.payer());
    long fileId = Arrivals.insertSubmitted(sql, arrival, start.submittedBy(), now);
    SubmissionTable.submit(sql, id, sha256, fileId, now);
    AuditTable.add(
        sql,
        now,
        AuditKind.SUBMITTED,
        start.submittedBy(),
        start.from(),
        new About(fileId, 0, start.name()),
        Seen.NOTHING,
        "",
        sha256);
    return Optional.of(new Submitted(fileId, sha256, start.name(), true));
  }

  /** The last file of this name and these bytes, unless they may come once more. */
  private Optional<FileRecord> notToComeAgain(Sql sql, String sha256, long now)
      throws SQLException {
    Optional<FileRecord> last = SubmissionTable.last(sql, start.name(), sha256);
    return last.isEmpty()
            || last.get().state() == FileState.REJECTED
            || Grants.open(sql, sha256, now) > 0
        ? Optional.empty()
        : last;
  }

  /**
   * An upload that is not finished is deleted; if the ledger does not answer, that is done later.
   */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      database.write(sql -> SubmissionTable.drop(sql, id, Submission.State.UPLOADING));
      delete();
    } catch (LedgerException e) {
      LOG.debug("What was stored of an upload is deleted later.", e);
    }
  }

  /** Deletes what was stored, where it is DROPPED. */
  private void delete() {
    try {
      boolean dropped =
          database
              .read(sql -> SubmissionTable.find(sql, id))
              .filter(own -> own.state() == Submission.State.DROPPED)
              .isPresent();
      if (dropped) {
        SubmissionTable.delete(database, id);
      }
    } catch (LedgerException e) {
      LOG.debug("What was stored of an upload is deleted later.", e);
    }
  }

  /** Without a standby, or on a node that is taken for dead, nothing may be promised. */
  private void requireOpen() {
    gate.closedBecause()
        .ifPresent(
            why -> {
              throw new LedgerUnavailableException("Nothing can be submitted now: " + why);
            });
  }

  private void requireUnfinished() {
    if (ended || broken) {
      throw new IllegalStateException("The upload of " + start.name() + " is over.");
    }
  }

  private SubmissionRefusedException tooLarge() {
    return new SubmissionRefusedException(
        Reason.TOO_LARGE,
        "The file "
            + start.name()
            + " is larger than "
            + start.bytesMax()
            + " bytes (payout.file.bytes-max); nothing of it is kept. Split it.");
  }

  private SubmissionRefusedException otherSize() {
    return new SubmissionRefusedException(
        Reason.CUT_OFF,
        "The file "
            + start.name()
            + " was announced with "
            + start.size()
            + " bytes, and "
            + (size > start.size() ? "more" : size)
            + " came; nothing of it is kept. Submit it again.");
  }

  private SubmissionRefusedException conflict() {
    return new SubmissionRefusedException(
        Reason.CONFLICT,
        "A file "
            + start.name()
            + " with other bytes was submitted and is not decided yet; nothing is changed. Wait"
            + " until it is decided, or give this one another name.");
  }

  /**
   * What is known of a file before its bytes come.
   *
   * @param name its name, which a payout file may have
   * @param size how many bytes are announced; below 0 when that is not known
   * @param bytesMax how many bytes are allowed
   * @param submittedBy who submits it, not empty
   * @param from from where it is submitted, for the audit trail
   * @param onlyCheck whether it is only checked
   * @param payer for whom it is paid; intake replaces it by the payer of then
   */
  record Start(
      String name,
      long size,
      long bytesMax,
      String submittedBy,
      Source from,
      boolean onlyCheck,
      Payer payer) {}
}
