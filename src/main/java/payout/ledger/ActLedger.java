package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * What an operator may do by hand, each recorded with who, when and why.
 *
 * <p>Invariant: no act lets a line be sent in two batches, or lets a batch be posted after one of
 * its lines got a result. An act that would do so is refused with a sentence ({@link
 * ActRefusedException}), and nothing is changed. Every method is one transaction and returns a
 * sentence about what was done, or in a dry run about what would be done.
 */
public final class ActLedger {

  private final Database database;
  private final ChinaClock clock;
  private final AcceptRules rules;

  ActLedger(Database database, ChinaClock clock, AcceptRules rules) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
  }

  /**
   * Stops a batch that is READY or UNKNOWN, or all such batches of a file; each remembers where it
   * came from.
   *
   * @param what a batch number, or a file's name or SHA-256 (8 digits or more)
   */
  public String hold(String what, Act act) {
    return database.write(
        sql -> {
          if (!isBatch(sql, what)) {
            return WholeFile.named(sql, clock.millis(), what, act).hold();
          }
          BatchRecord batch = ActSteps.batch(sql, what);
          ActSteps.require(
              batch.state() == BatchState.READY || batch.state() == BatchState.UNKNOWN,
              batch,
              "only a READY or UNKNOWN batch can be held");
          if (!act.dryRun()) {
            batches(sql, act).hold(batch, act.reason());
          }
          return moved(batch, BatchState.HELD, act);
        });
  }

  /**
   * Returns a held batch, or all batches of a file that an operator held, to the state that they
   * came from; they are due immediately.
   *
   * @param what a batch number, or a file's name or SHA-256 (8 digits or more)
   */
  public String release(String what, Act act) {
    return database.write(
        sql -> {
          if (!isBatch(sql, what)) {
            return WholeFile.named(sql, clock.millis(), what, act).release();
          }
          BatchRecord batch = ActSteps.batch(sql, what);
          ActSteps.require(
              batch.state() == BatchState.HELD, batch, "only a HELD batch can be released");
          ActSteps.require(
              batch.openLines() == batch.lines(),
              batch,
              "a line of it has a result, so it must never be posted again; use --ours if the"
                  + " gateway has it");
          BatchState back = ActSteps.heldFrom(sql, batch);
          if (!act.dryRun()) {
            batches(sql, act).release(batch, back, act.reason());
          }
          return moved(batch, back, act);
        });
  }

  /** Records that the gateway has a held batch from us; its results come by notify or by hand. */
  public String isOurs(String batchNo, Act act) {
    return database.write(
        sql -> {
          BatchRecord batch = ActSteps.batch(sql, batchNo);
          ActSteps.require(
              batch.state() == BatchState.HELD, batch, "only a HELD batch can be marked as ours");
          if (!act.dryRun()) {
            batches(sql, act).takeForOurs(batch, act.reason());
          }
          return moved(batch, BatchState.TAKEN, act);
        });
  }

  /** Makes an UNKNOWN batch due now, under its number and with its lines. */
  public String resend(String batchNo, Act act) {
    return database.write(
        sql -> {
          BatchRecord batch = ActSteps.batch(sql, batchNo);
          ActSteps.require(
              batch.state() == BatchState.UNKNOWN,
              batch,
              "only an UNKNOWN batch can be sent again");
          if (!act.dryRun()) {
            batches(sql, act).resend(batch, act.reason());
          }
          return ActSteps.answer(act, "Batch " + batchNo + " is due now, under the same number.");
        });
  }

  /**
   * Resumes sending for one payer after the gateway refused the whole account.
   *
   * @param partner the payer's partner number
   */
  public String resume(String partner, Act act) {
    return database.write(sql -> SendingPause.resume(sql, clock.millis(), partner, act));
  }

  /**
   * Permits the bytes of a settled file to be accepted once more within 72 hours, under new
   * numbers.
   */
  public String again(String sha256, Act act) {
    return database.write(sql -> Grants.give(sql, clock.millis(), sha256, act));
  }

  /** Revokes a grant that was not used. */
  public String revokeAgain(String sha256, Act act) {
    return database.write(sql -> Grants.revoke(sql, clock.millis(), sha256, act));
  }

  /** The grants that may still be used, the oldest first. */
  public List<Grants.Grant> grants() {
    return database.read(sql -> Grants.open(sql, clock.millis()));
  }

  /**
   * Gives lines of a TAKEN or HELD batch their result, or changes a final one. Where two persons
   * are required, the first call only proposes it: then {@link Settlement.Result#isDone} is false.
   *
   * @throws ActRefusedException with a sentence, when the state of the batch or line forbids it,
   *     when count or sum differ from what is open now, or when it is too early
   */
  public Settlement.Result settle(Settlement settlement, Act act) {
    return database.write(sql -> new Settle(sql, clock.millis(), rules, act).settle(settlement));
  }

  private BatchTable batches(Sql sql, Act act) {
    return new BatchTable(sql, clock.millis(), act.who());
  }

  private static String moved(BatchRecord batch, BatchState to, Act act) {
    Transitions.require(batch.state(), to);
    return ActSteps.answer(
        act, "Batch " + batch.batchNo() + " goes from " + batch.state() + " to " + to + ".");
  }

  private static boolean isBatch(Sql sql, String what) throws SQLException {
    return sql.number("SELECT COUNT(*) FROM batch WHERE batch_no = ?", what) > 0;
  }
}
