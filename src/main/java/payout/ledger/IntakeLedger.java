package payout.ledger;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import payout.batch.BatchId;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.batch.Language;
import payout.batch.Money;
import payout.batch.OutputKind;
import payout.batch.PayDay;
import payout.batch.PayoutLine;
import payout.batch.Words;
import payout.ledger.account.AccountEntry;
import payout.ledger.account.AccountIndex;
import payout.ledger.serial.SerialEntry;
import payout.ledger.serial.SerialIndex;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * The intake of files: each file is recorded, staged in slices and decided in one short commit.
 *
 * <p>Nothing that is staged can be sent: a batch gets its number and its due time in the commit
 * that accepts the whole file. Processes read files side by side, each under a claim, and decide
 * them one after the other. From the first look at the serials of others up to its decision a file
 * has the turn, so that two files cannot use the same serial at the same time. Whoever lost claim
 * or turn meanwhile can write nothing more.
 */
public final class IntakeLedger implements IntakeStore {

  private static final long[] NONE = {};

  private final Database database;
  private final ChinaClock clock;
  private final IntakeTurn turn;
  private final AcceptRules rules;
  private final Words words;
  private final WaitReasons reasons;
  private final LedgerGate gate;

  IntakeLedger(
      Database database,
      ChinaClock clock,
      String owner,
      AcceptRules rules,
      Language language,
      LedgerGate gate) {
    this.gate = gate;
    this.database = database;
    this.clock = clock;
    this.turn = new IntakeTurn(database, clock, owner);
    this.rules = rules;
    this.words = Words.in(language);
    this.reasons = new WaitReasons(language);
  }

  /**
   * Records the arrival of a file, or finds that it arrived before.
   *
   * <p>A file that is in the inbox although it was decided is the same arrival, found before it was
   * moved. A file that was begun and not decided is begun again under its old row, so that the
   * names of its output files stay the same.
   *
   * @throws FileRestsException when its reading was broken off several times
   */
  public Reception arrive(FileClaim claim, IntakeStore.Arrival arrival) {
    return arrive(claim, arrival, true);
  }

  /**
   * The same for a file that lies in the archive and that the ledger lost. It was read to its end
   * once, so it ends no process, and a start does not wait for it.
   */
  public Reception arriveAgain(FileClaim claim, IntakeStore.Arrival arrival) {
    return arrive(claim, arrival, false);
  }

  private Reception arrive(FileClaim claim, IntakeStore.Arrival arrival, boolean mayRest) {
    return database.write(
        sql -> {
          FileClaim.require(sql, claim.id(), clock.millis());
          Optional<FileRecord> earlier = Arrivals.sameArrival(sql, arrival);
          if (earlier.isPresent() && earlier.get().state() != FileState.RECEIVED) {
            return new Reception.Decided(earlier.get());
          }
          if (earlier.isPresent() && mayRest) {
            BrokenOff.count(sql, earlier.get(), clock.millis());
          }
          FileRecord file =
              earlier.isPresent()
                  ? Arrivals.beginAgain(sql, earlier.get(), arrival.payer(), claim.id())
                  : Arrivals.begin(sql, arrival, claim.id(), clock.millis());
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
          Staging.stage(sql, file, batches, clock.millis());
          return null;
        });
  }

  /** Replaces a staged batch by one without the lines that turned out to be invalid. */
  @Override
  public void restage(FileRecord file, StagedBatch batch) {
    long id = BatchId.of(file.id(), batch.place());
    database.write(
        sql -> {
          require(sql, file);
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
          require(sql, file);
          return sql.update(
              "INSERT INTO rejected_lines (file_id, chunk, data) VALUES (?, ?, ?)",
              file.id(),
              chunk,
              data);
        });
  }

  /** The same for a file that is staged, and whose serials are added later. */
  public Reception takeTurn(FileRecord file) {
    return takeTurn(file, List.of(), NONE).reception();
  }

  /**
   * Waits until no other file is being decided. From then on until this file is decided, no other
   * one can bring the same serial, stated number or bytes.
   *
   * <p>What a small file has left to be written goes into the same commit, so that it costs one
   * sync and not three. PostgreSQL stages in one statement of its own.
   *
   * @param last batches that are not staged yet
   * @param serials all serials of the file, see {@link #addSerials}; none when they are added later
   * @return Decided when the same bytes were accepted meanwhile; the file is DUPLICATE then
   */
  @Override
  public Turn takeTurn(FileRecord file, List<StagedBatch> last, long[] serials) {
    List<StagedBatch> left = last;
    if (!left.isEmpty() && !database.isSqlite()) {
      stage(file, left);
      left = List.of();
    }
    Optional<Turn> own = tryTurn(file, left, serials);
    while (own.isEmpty()) {
      turn.await();
      own = tryTurn(file, List.of(), serials);
    }
    return own.get();
  }

  private Optional<Turn> tryTurn(FileRecord file, List<StagedBatch> left, long[] serials) {
    return database.write(
        sql -> {
          requireOpen();
          require(sql, file);
          if (!left.isEmpty()) {
            Staging.stage(sql, file, left, clock.millis());
          }
          if (!turn.take(sql, file.claim())) {
            return Optional.empty();
          }
          Optional<FileRecord> paid =
              Duplicates.stillCounts(sql, clock.millis(), file.sha256(), file.id());
          if (paid.isPresent()) {
            FileClaim.freeTurn(sql, file.claim());
            Arrivals.deleteStaged(sql, file.id());
            FileRecord duplicate = refuseAsDuplicate(sql, file, paid.get());
            return Optional.of(new Turn(new Reception.Decided(duplicate), List.of()));
          }
          List<SerialIndex.Hit> hits =
              serials.length == 0 ? List.of() : SerialIndex.add(sql, file.id(), serials);
          return Optional.of(new Turn(new Reception.ToRead(file), hits));
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
          requireTurn(sql, file);
          return SerialIndex.add(sql, file.id(), entries);
        });
  }

  /** Removes a slice of serials from the index, after the file was refused. */
  @Override
  public void removeSerials(FileRecord file, long[] entries) {
    database.write(
        sql -> {
          requireTurn(sql, file);
          SerialIndex.remove(sql, file.id(), entries);
          return null;
        });
  }

  /**
   * Which earlier payments the lines of a file are compared with. The file has the turn, so what is
   * found with it is complete until the file is decided; the decision requires that it had the turn
   * all the time.
   *
   * @return null when nothing is looked at
   */
  @Override
  public Lookback lookback(FileRecord file, LookbackRules rules) {
    return rules.isOff() ? null : database.read(sql -> new Lookback(sql, rules, clock.today()));
  }

  /**
   * Adds a slice of the file's accounts to the index, once it is certain that the file is not
   * refused. Until the file is accepted they are no hits, because its batches have no numbers.
   *
   * @param entries see {@link AccountEntry}, in sorted order
   */
  public void addAccounts(FileRecord file, long[] entries) {
    addAccounts(file, entries, null);
  }

  /**
   * The same, and looks for earlier payments in the pages that it changes.
   *
   * @param lookback see {@link #lookback}; null to look for nothing
   */
  @Override
  public Lookback.Found addAccounts(FileRecord file, long[] entries, Lookback lookback) {
    return database.write(
        sql -> {
          requireTurn(sql, file);
          if (lookback == null) {
            AccountIndex.add(sql, file.id(), entries);
            return Lookback.Found.NOTHING;
          }
          return lookback.found(sql, entries, AccountIndex.add(sql, file.id(), entries, lookback));
        });
  }

  /** Looks for earlier payments, as {@link #addAccounts} does, and changes nothing. */
  @Override
  public Lookback.Found findAccounts(FileRecord file, long[] entries, Lookback lookback) {
    return lookback == null
        ? Lookback.Found.NOTHING
        : database.read(
            sql ->
                lookback.found(sql, entries, AccountIndex.find(sql, file.id(), entries, lookback)));
  }

  /** The batches of files taken before that may hold a serial number. */
  @Override
  public List<Long> batchesOfSerial(String serial) {
    return database.read(sql -> SerialIndex.batches(sql, SerialEntry.hash(serial)));
  }

  /** The last payment to an account, unless it was refused with its batch. */
  @Override
  public Optional<Payment> lastPayment(String account) {
    return database.read(sql -> EarlierPayee.last(sql, account));
  }

  /** Whether one of the last payments to an account was paid; at most 20 batches are read. */
  @Override
  public boolean wasPaid(String account) {
    return database.read(sql -> EarlierPayee.wasPaid(sql, account));
  }

  /**
   * The lines of a batch that is being staged.
   *
   * @throws ClaimLostException when they were deleted: another process took the file over
   */
  @Override
  public List<PayoutLine> stagedLines(FileRecord file, int place) {
    return database.read(
        sql ->
            Contents.findLines(sql, BatchId.of(file.id(), place))
                .orElseThrow(ClaimLostException::new));
  }

  /** Payments that failed, as the gateway reported, and that a statement shows as made. */
  @Override
  public PaidAfterAll.Known paidAfterAll() {
    return database.read(PaidAfterAll::known);
  }

  /**
   * A batch of a file taken before, with the results of its lines; empty when it was deleted,
   * because its file waited and was refused meanwhile.
   */
  @Override
  public Optional<BatchContent> content(long batchId) {
    return database.read(sql -> Contents.find(sql, batchId));
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

  /** The day in China, by the clock of the database. */
  @Override
  public LocalDate today() {
    return clock.today();
  }

  /**
   * Whether a file of this name, or an output of these bytes, is listed as lost: it may be paid.
   */
  @Override
  public boolean isLost(FileRecord file) {
    return database.read(sql -> LostFiles.isLost(sql, file));
  }

  /** Keeps the day of China on which the file is to be paid, before it is accepted. */
  @Override
  public void keepPayOn(FileRecord file, LocalDate day) {
    database.write(
        sql -> {
          requireTurn(sql, file);
          FileTable.keepPayOn(sql, file, day);
          return null;
        });
  }

  /**
   * Accepts the whole file: its batches get their numbers and may be sent from now on. A file that
   * has to be approved, that names a later day, or that would exceed the limit of the day, waits
   * instead: its batches have numbers, so that its serials are in use, and are not due.
   *
   * @param accounts the last slice of its accounts, see {@link #addAccounts}; so a small file costs
   *     no commit more
   * @return the file as decided: ACCEPTED, AWAITING_APPROVAL, AWAITING_DATE, AWAITING_LIMIT, or
   *     DUPLICATE when the same bytes were accepted in the meantime
   */
  @Override
  public FileRecord accept(FileRecord file, IntakeStore.Decision decision, long[] accounts) {
    return accept(file, decision, indexing(file, accounts), null);
  }

  /**
   * Accepts a file again that the ledger lost, by the same rules; it stays in its archive. Where
   * there is a doubt its batches are held instead of due, and where it waits, it waits without an
   * end: its serials must stay in use, because it may have been paid.
   */
  public FileRecord acceptAgain(
      FileRecord file, IntakeStore.Decision decision, long[] accounts, Retake again) {
    return accept(file, decision, indexing(file, accounts), again);
  }

  private static Step indexing(FileRecord file, long[] accounts) {
    return sql -> {
      AccountIndex.add(sql, file.id(), accounts);
      FileTable.accountsAreIndexed(sql, file.id());
    };
  }

  /** The same for a file whose accounts are found only after {@link AccountBacklog} came to it. */
  public FileRecord accept(FileRecord file, IntakeStore.Decision decision) {
    return accept(file, decision, sql -> {}, null);
  }

  /** A null for {@code again} is any other file than one that is taken again. */
  private FileRecord accept(
      FileRecord file, IntakeStore.Decision decision, Step indexing, Retake again) {
    return database.write(
        sql -> {
          requireOpen();
          PaidAfterAll.holdStatements(sql, decision.paidAfterAll());
          requireTurn(sql, file);
          PaidAfterAll.requireKnown(sql, file, decision.paidAfterAll());
          FileClaim.freeTurn(sql, file.claim());
          long now = clock.millis();
          Grants.lock(sql, file.sha256());
          Optional<FileRecord> paid = Duplicates.stillCounts(sql, now, file.sha256(), file.id());
          if (paid.isPresent()) {
            Arrivals.deleteStaged(sql, file.id());
            return refuseAsDuplicate(sql, file, paid.get());
          }
          requireStaged(sql, file, decision);
          indexing.run(sql);
          FileTable.keepStatedNumber(sql, file, decision.batchNo());
          int round = Numbering.number(sql, file);
          keepFaults(sql, file, decision);
          keepWarnings(sql, file, decision.warned());
          FileRecord staged = Arrivals.get(sql, file.id());
          FileState next = next(sql, staged, decision, again);
          if (again == null) {
            decide(sql, staged, next, decision, next == FileState.ACCEPTED ? ".done" : ".waiting");
          } else {
            decideAgain(sql, staged, next, decision, again);
          }
          if (next == FileState.ACCEPTED) {
            BatchTable.makeDue(sql, now, file, decision.batches());
            RetakeLedger.holdIfInDoubt(sql, now, Arrivals.get(sql, file.id()));
          }
          FileTable.keepRound(sql, file, round);
          sql.update(
              "UPDATE again SET used_by = ? WHERE id = ?",
              file.id(),
              Grants.open(sql, file.sha256(), now));
          return Arrivals.get(sql, file.id());
        });
  }

  private FileState next(Sql sql, FileRecord file, IntakeStore.Decision decision, Retake again)
      throws SQLException {
    if (rules.needsApproval(decision.amount()) || decision.warned().isHeld()) {
      return FileState.AWAITING_APPROVAL;
    }
    if (PayDay.isAhead(file.payOn(), rules.dayStart(), clock)) {
      return FileState.AWAITING_DATE;
    }
    if (again != null && again.mayHaveWaited()) {
      return FileState.AWAITING_APPROVAL;
    }
    return DayLimit.add(sql, clock.today(), decision.amount(), rules.dayMax())
        ? FileState.ACCEPTED
        : FileState.AWAITING_LIMIT;
  }

  /** Refuses the whole file; nothing of it can ever be sent. */
  @Override
  public FileRecord reject(FileRecord file, IntakeStore.Decision decision) {
    return database.write(
        sql -> {
          require(sql, file);
          FileClaim.freeTurn(sql, file.claim());
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
   * Deletes a file that changed while it was read and so is not decided yet; of one that was
   * submitted only what was staged, because it stays RECEIVED. Does nothing when the file was
   * decided or when another process took it over, because then its batches may already be sent.
   */
  public void forget(FileRecord file) {
    database.write(
        sql -> {
          boolean ours =
              sql.update("UPDATE intake_claim SET owner = owner WHERE id = ?", file.claim()) == 1;
          FileClaim.freeTurn(sql, file.claim());
          boolean undecided =
              FileTable.lockIfThere(sql, file.id())
                  .filter(now -> now.state() == FileState.RECEIVED)
                  .isPresent();
          if (ours && undecided && file.isSubmitted()) {
            Arrivals.deleteStaged(sql, file.id());
            FileTable.unclaim(sql, file.id());
          } else if (ours && undecided) {
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

  /** The same, and ends the claim. */
  public void archived(FileRecord file, FileClaim claim) {
    database.write(
        sql -> {
          FileTable.archived(sql, file, clock.millis());
          claim.end(sql);
          return null;
        });
    claim.isReleased();
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
    FileRecord.Wait wait = state.isWaiting() ? wait(clock.millis(), file, state, decision) : null;
    String archiveName = ArchiveName.of(folder, file.name(), clock.now());
    recordDecision(sql, file, state, decision, archiveName, wait);
    tell(sql, file, wait == null ? OutputKind.ACK : OutputKind.WAITING);
  }

  private void decideAgain(
      Sql sql, FileRecord file, FileState state, IntakeStore.Decision decision, Retake again)
      throws SQLException {
    FileRecord.Wait wait = null;
    if (state.isWaiting()) {
      FileRecord.Wait usual = wait(clock.millis(), file, state, decision);
      String lost = again.mayHaveWaited() ? reasons.doubt() : reasons.retaken(state);
      String reason = (lost + " " + decision.reason()).strip();
      wait =
          new FileRecord.Wait(
              state, usual.since(), 0, reason, usual.owner(), "", usual.forRepeats());
    }
    recordDecision(sql, file, state, decision, again.archiveName(), wait);
    // What it waits for is in the outbox since it waited first, under a name that has one content.
    if (!again.mayHaveWaited()) {
      tell(sql, file, wait == null ? OutputKind.ACK : OutputKind.WAITING);
    }
    RetakeLedger.record(sql, clock.millis(), file, again, reasons);
  }

  private void recordDecision(
      Sql sql,
      FileRecord file,
      FileState state,
      IntakeStore.Decision decision,
      String archiveName,
      FileRecord.Wait wait)
      throws SQLException {
    new FileTable(sql, clock.millis(), "receive-file")
        .decide(file, state, decision, archiveName, wait);
    if (decision.faults() > 0) {
      tell(sql, file, OutputKind.REJECTS);
    }
    if (decision.warned().total() > 0) {
      tell(sql, file, OutputKind.WARNINGS);
    }
  }

  private void tell(Sql sql, FileRecord file, OutputKind kind) throws SQLException {
    Publications.order(sql, clock.millis(), file.id(), 0, kind);
  }

  private FileRecord.Wait wait(
      long now, FileRecord file, FileState state, IntakeStore.Decision decision) {
    boolean expires = state == FileState.AWAITING_APPROVAL;
    long until = expires ? now + rules.approvalMs() : 0;
    String repeats = decision.warned().isHeld() ? reasons.repeats(decision) + " " : "";
    String reason =
        repeats
            + switch (state) {
              case AWAITING_APPROVAL -> reasons.approval(until);
              case AWAITING_DATE -> reasons.date(file, rules);
              default -> reasons.limit(rules);
            };
    return new FileRecord.Wait(
        state,
        now,
        until,
        (reason + " " + decision.reason()).strip(),
        rules.owner(file.inbox()),
        "",
        expires && !rules.needsApproval(decision.amount()));
  }

  private static void keepWarnings(Sql sql, FileRecord file, Warned warned) throws SQLException {
    if (warned.total() > 0) {
      sql.update(
          "INSERT INTO file_warnings (file_id, total, repeats, data) VALUES (?, ?, ?, ?)",
          file.id(),
          warned.total(),
          warned.repeats(),
          warned.data());
    }
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

  /** A process that was suspended may have other rules than the others, and another day. */
  private void requireOpen() {
    Optional<String> why = gate.closedBecause();
    if (why.isPresent()) {
      throw new ClaimLostException(
          "This process decides about no file, and leaves it for a later poll. " + why.get());
    }
  }

  private void require(Sql sql, FileRecord file) throws SQLException {
    FileClaim.require(sql, file.claim(), clock.millis());
  }

  private void requireTurn(Sql sql, FileRecord file) throws SQLException {
    require(sql, file);
    turn.require(sql, file.claim());
  }

  /** A part of a transaction. */
  @FunctionalInterface
  private interface Step {
    void run(Sql sql) throws SQLException;
  }
}
