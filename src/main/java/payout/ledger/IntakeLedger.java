package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchId;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.OutputKind;
import payout.batch.PayoutLine;
import payout.batch.Words;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;
import payout.ledger.sql.StaleStateException;

/**
 * The intake of files: each file is recorded, staged in slices and decided in one short commit.
 *
 * <p>Nothing that is staged can be sent: a batch gets its number and its due time in the commit
 * that accepts the whole file. All processes on this ledger together read one file at a time, so
 * that two files cannot use the same serial at the same time.
 */
public final class IntakeLedger implements IntakeStore {

  /** How long a silent process keeps the lease. */
  private static final long LEASE_MS = 120_000;

  private final Database database;
  private final ChinaClock clock;
  private final String owner;
  private final AcceptRules rules;
  private final Words words;
  private final WaitReasons reasons;

  IntakeLedger(
      Database database, ChinaClock clock, String owner, AcceptRules rules, Language language) {
    this.database = database;
    this.clock = clock;
    this.owner = owner;
    this.rules = rules;
    this.words = Words.in(language);
    this.reasons = new WaitReasons(language);
  }

  /**
   * Acquires the lease of the intake, which only one process can have.
   *
   * @return whether it was free
   */
  public boolean acquireLease() {
    return database.write(
        sql ->
            sql.update(
                    "INSERT INTO lease (name, owner, lease_until) VALUES ('intake', ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner,"
                        + " lease_until = excluded.lease_until"
                        + " WHERE lease.owner = excluded.owner OR lease.lease_until < ?",
                    owner,
                    clock.millis() + LEASE_MS,
                    clock.millis())
                == 1);
  }

  /** Releases the lease. */
  public void releaseLease() {
    database.write(
        sql ->
            sql.update(
                "UPDATE lease SET lease_until = 0 WHERE name = 'intake' AND owner = ?", owner));
  }

  /**
   * Records the arrival of a file, or finds that it arrived before.
   *
   * <p>A file that is in the inbox although it was decided is the same arrival, found before it was
   * moved. A file that was begun and not decided is begun again under its old row, so that the
   * names of its output files stay the same.
   */
  public Reception arrive(IntakeStore.Arrival arrival) {
    return database.write(
        sql -> {
          renewLease(sql);
          Optional<FileRecord> earlier = Arrivals.sameArrival(sql, arrival);
          if (earlier.isPresent() && earlier.get().state() != FileState.RECEIVED) {
            return new Reception.Decided(earlier.get());
          }
          if (earlier.isPresent()) {
            Arrivals.deleteStaged(sql, earlier.get().id());
            return new Reception.ToRead(Arrivals.pin(sql, earlier.get(), arrival.payer()));
          }
          Arrivals.forgetReplaced(sql, arrival);
          FileRecord file = Arrivals.insert(sql, arrival, clock.millis());
          Optional<FileRecord> paid =
              Duplicates.stillCounts(sql, clock.millis(), file.sha256(), file.id());
          return paid.isPresent()
              ? new Reception.Decided(refuseAsDuplicate(sql, file, paid.get()))
              : new Reception.ToRead(file);
        });
  }

  /** Writes batches of a file that is being read. */
  @Override
  public void stage(FileRecord file, List<StagedBatch> batches) {
    database.write(
        sql -> {
          renewLease(sql);
          return Arrivals.stage(sql, file, batches);
        });
  }

  /** Replaces a staged batch by one without the lines that turned out to be invalid. */
  @Override
  public void restage(FileRecord file, StagedBatch batch) {
    long id = BatchId.of(file.id(), batch.place());
    database.write(
        sql -> {
          renewLease(sql);
          sql.update("DELETE FROM batch_lines WHERE batch_id = ?", id);
          if (batch.lines() == 0) {
            return sql.update("DELETE FROM batch WHERE id = ?", id);
          }
          BatchTable.recount(sql, id, batch);
          return sql.update(
              "INSERT INTO batch_lines (batch_id, data) VALUES (?, ?)", id, batch.data());
        });
  }

  /** Keeps a chunk of rejected lines for the result file, in the order of the file. */
  @Override
  public void stageRejected(FileRecord file, int chunk, byte[] data) {
    database.write(
        sql -> {
          renewLease(sql);
          return sql.update(
              "INSERT INTO rejected_lines (file_id, chunk, data) VALUES (?, ?, ?)",
              file.id(),
              chunk,
              data);
        });
  }

  /**
   * Adds a slice of the file's serials to the index.
   *
   * @param entries see {@link SerialEntry}, in sorted order
   * @return the batches of files taken before that may hold one of them
   */
  @Override
  public List<SerialIndex.Hit> addSerials(FileRecord file, long[] entries) {
    return database.write(
        sql -> {
          renewLease(sql);
          return SerialIndex.add(sql, file.id(), entries);
        });
  }

  /** Removes a slice of serials from the index, after the file was refused. */
  @Override
  public void removeSerials(FileRecord file, long[] entries) {
    database.write(
        sql -> {
          renewLease(sql);
          SerialIndex.remove(sql, file.id(), entries);
          return null;
        });
  }

  /** The lines of a batch that is being staged. */
  @Override
  public List<PayoutLine> stagedLines(FileRecord file, int place) {
    return database.read(sql -> Contents.lines(sql, BatchId.of(file.id(), place)));
  }

  /** A batch of a file accepted before, with the results of its lines. */
  @Override
  public BatchContent content(long batchId) {
    return database.read(sql -> Contents.read(sql, Contents.batch(sql, batchId)));
  }

  /** The file that a batch of a file taken before came from. */
  @Override
  public IntakeStore.Origin origin(long batchId) {
    return database.read(sql -> IntakeStore.Origin.of(sql, batchId));
  }

  /** How often an operator permitted the file's bytes once more, including this time. */
  @Override
  public int timesAgain(FileRecord file) {
    return database.read(sql -> Grants.times(sql, file.sha256(), clock.millis()));
  }

  /** Whether the batch number that a file states cannot be used, because it was used before. */
  @Override
  public boolean isUsed(FileRecord file, String batchNo, List<PayoutLine> lines) {
    return database.read(
        sql -> Numbering.isUsed(sql, clock.millis(), batchNo, file.sha256(), lines));
  }

  /**
   * Accepts the whole file: its batches get their numbers and may be sent from now on. A file that
   * has to be approved, or that would exceed the limit of the day, waits instead: its batches have
   * numbers, so that its serials are in use, and are not due.
   *
   * @return the file as decided: ACCEPTED, AWAITING_APPROVAL, AWAITING_LIMIT, or DUPLICATE when the
   *     same bytes were accepted in the meantime
   */
  @Override
  public FileRecord accept(FileRecord file, IntakeStore.Decision decision) {
    return database.write(
        sql -> {
          renewLease(sql);
          long now = clock.millis();
          Grants.lock(sql, file.sha256());
          Optional<FileRecord> paid = Duplicates.stillCounts(sql, now, file.sha256(), file.id());
          if (paid.isPresent()) {
            Arrivals.deleteStaged(sql, file.id());
            return refuseAsDuplicate(sql, file, paid.get());
          }
          requireStaged(sql, file, decision);
          FileTable.keepStatedNumber(sql, file, decision.batchNo());
          int round = Numbering.number(sql, file);
          keepFaults(sql, file, decision);
          FileState next = next(sql, decision.amount());
          if (next == FileState.ACCEPTED) {
            decide(sql, file, next, decision, ".done");
            BatchTable.makeDue(sql, now, file, decision.batches());
          } else {
            decide(sql, file, next, decision, ".waiting");
          }
          FileTable.keepRound(sql, file, round);
          sql.update(
              "UPDATE again SET used_by = ? WHERE id = ?",
              file.id(),
              Grants.open(sql, file.sha256(), now));
          return Arrivals.get(sql, file.id());
        });
  }

  private FileState next(Sql sql, Money amount) throws SQLException {
    if (rules.needsApproval(amount)) {
      return FileState.AWAITING_APPROVAL;
    }
    return DayLimit.add(sql, clock.today(), amount, rules.dayMax())
        ? FileState.ACCEPTED
        : FileState.AWAITING_LIMIT;
  }

  /** Refuses the whole file; nothing of it can ever be sent. */
  @Override
  public FileRecord reject(FileRecord file, IntakeStore.Decision decision) {
    return database.write(
        sql -> {
          renewLease(sql);
          Arrivals.deleteStaged(sql, file.id());
          keepFaults(sql, file, decision);
          decide(sql, file, FileState.REJECTED, decision, ".rejected");
          return Arrivals.get(sql, file.id());
        });
  }

  /** Refuses the file because the same bytes were accepted before, as {@code first}. */
  public FileRecord refuseAsDuplicate(FileRecord file, FileRecord first) {
    return database.write(sql -> refuseAsDuplicate(sql, file, first));
  }

  /**
   * Deletes a file that changed while it was read and so is not decided yet. Does nothing when the
   * file was decided or when another process has the lease, because then its batches may already be
   * sent.
   */
  public void forget(FileRecord file) {
    database.write(
        sql -> {
          boolean ours =
              sql.update(
                          "UPDATE lease SET owner = owner WHERE name = 'intake' AND owner = ?",
                          owner)
                      == 1
                  && FileTable.lockIfThere(sql, file.id())
                      .filter(now -> now.state() == FileState.RECEIVED)
                      .isPresent();
          if (ours) {
            Arrivals.forget(sql, file.id());
          }
          return ours;
        });
  }

  /** Records that the file was moved to the archive. */
  public void archived(FileRecord file) {
    database.write(
        sql -> {
          FileTable.archived(sql, file, clock.millis());
          return null;
        });
  }

  /** What was counted while the file was read must equal what will be sent. */
  private static void requireStaged(Sql sql, FileRecord file, IntakeStore.Decision decision)
      throws SQLException {
    boolean same =
        sql.first(
                "SELECT COUNT(*), SUM(lines), SUM(amount) FROM batch WHERE file_id = ?",
                row ->
                    row.getLong(1) == decision.batches()
                        && row.getLong(2) == decision.lines()
                        && row.getLong(3) == decision.amount().fen(),
                file.id())
            .orElseThrow();
    if (!same) {
      throw new IllegalStateException(
          "File " + file.id() + " was counted differently from its staged batches.");
    }
  }

  private FileRecord refuseAsDuplicate(Sql sql, FileRecord file, FileRecord first)
      throws SQLException {
    String reason = FileState.DUPLICATE + ": " + words.of("duplicate", first.name());
    IntakeStore.Decision decision =
        new IntakeStore.Decision(0, Money.ZERO, 0, 0, 0, new byte[0], reason, "");
    decide(sql, file, FileState.DUPLICATE, decision, ".rejected");
    return Arrivals.get(sql, file.id());
  }

  private void decide(
      Sql sql, FileRecord file, FileState state, IntakeStore.Decision decision, String folder)
      throws SQLException {
    long now = clock.millis();
    FileRecord.Wait wait = state.isWaiting() ? wait(now, file, state, decision.reason()) : null;
    new FileTable(sql, now, "receive-file")
        .decide(file, state, decision, ArchiveName.of(folder, file.name(), clock.now()), wait);
    Publications.order(sql, now, file.id(), 0, wait == null ? OutputKind.ACK : OutputKind.WAITING);
    if (decision.faults() > 0) {
      Publications.order(sql, now, file.id(), 0, OutputKind.REJECTS);
    }
  }

  private FileRecord.Wait wait(long now, FileRecord file, FileState state, String leftOut) {
    boolean expires = state == FileState.AWAITING_APPROVAL;
    long until = expires ? now + rules.approvalMs() : 0;
    String reason = expires ? reasons.approval(until) : reasons.limit(rules);
    return new FileRecord.Wait(
        state, now, until, (reason + " " + leftOut).strip(), rules.owner(file.inbox()), "");
  }

  private static void keepFaults(Sql sql, FileRecord file, IntakeStore.Decision decision)
      throws SQLException {
    if (decision.faults() > 0) {
      sql.update(
          "INSERT INTO file_faults (file_id, total, data) VALUES (?, ?, ?)",
          file.id(),
          decision.faults(),
          decision.faultData());
    }
  }

  private void renewLease(Sql sql) throws SQLException {
    int rows =
        sql.update(
            "UPDATE lease SET lease_until = ? WHERE name = 'intake' AND owner = ?",
            clock.millis() + LEASE_MS,
            owner);
    if (rows != 1) {
      throw new StaleStateException(
          "This process was silent for too long, and another one took over the intake.");
    }
  }
}
