package payout.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import payout.batch.ChinaClock;
import payout.ledger.sql.Database;
import payout.ledger.sql.Sql;

/**
 * What an operator may do by hand to batches, to whole files that were accepted, and to the sending
 * for a payer; each act is recorded with who, when, from where and why.
 *
 * <p>Invariant: no act lets a line be sent in two batches, or lets a batch be posted after one of
 * its lines got a result. An act that would do so is refused with a sentence ({@link
 * ActRefusedException}), and nothing is changed. Every method is one transaction and returns a
 * sentence about what was done, or in a dry run about what would be done.
 *
 * <p>An act may carry what its operator saw, and a key under which it happens once; see {@link
 * Act}. A preview reads and locks nothing.
 */
public final class ActLedger {

  /** Who asks is no matter where the state alone decides. */
  private static final Act ASKING = new Act("offers", "", true);

  /** Who records what a statement proves where no person has to say so. */
  private static final String BY_SETTING = "payout.statement.apply";

  private final Database database;
  private final ChinaClock clock;
  private final AcceptRules rules;
  private final ActRun run;

  ActLedger(Database database, ChinaClock clock, AcceptRules rules) {
    this.database = database;
    this.clock = clock;
    this.rules = rules;
    this.run = new ActRun(database, clock);
  }

  /**
   * Stops a batch that is READY or UNKNOWN, or all such batches of a file; each remembers where it
   * came from.
   *
   * @param what a batch number, or a file's name or SHA-256 (8 digits or more)
   */
  public String hold(String what, Act act) {
    return perform(ActKind.HOLD, what, act);
  }

  /** The same for all such batches of a file. */
  public String hold(long fileId, Act act) {
    return perform(ActKind.HOLD, fileId, act);
  }

  /**
   * Returns a held batch, or all batches of a file that an operator held, to the state that they
   * came from; they are due immediately.
   *
   * @param what a batch number, or a file's name or SHA-256 (8 digits or more)
   */
  public String release(String what, Act act) {
    return perform(ActKind.RELEASE, what, act);
  }

  /** The same for all batches of a file that an operator held. */
  public String release(long fileId, Act act) {
    return perform(ActKind.RELEASE, fileId, act);
  }

  /** Records that the gateway has a held batch from us; its results come by notify or by hand. */
  public String isOurs(String batchNo, Act act) {
    return perform(ActKind.OURS, batchNo, act);
  }

  /** Makes an UNKNOWN batch due now, under its number and with its lines. */
  public String resend(String batchNo, Act act) {
    return perform(ActKind.RESEND, batchNo, act);
  }

  /**
   * Resumes sending for one payer after the gateway refused the whole account.
   *
   * @param partner the payer's partner number
   */
  public String resume(String partner, Act act) {
    return perform(ActKind.RESUME, partner, act);
  }

  /**
   * Permits the bytes of a settled file to be accepted once more within 72 hours, under new
   * numbers.
   */
  public String again(String sha256, Act act) {
    return perform(ActKind.AGAIN, sha256, act);
  }

  /** Revokes a grant that was not used. */
  public String revokeAgain(String sha256, Act act) {
    return perform(ActKind.REVOKE_AGAIN, sha256, act);
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
    ActOutcome outcome =
        run.run(
            ActKind.SETTLE + " " + settlement,
            act,
            sql -> new Settle(sql, clock.millis(), rules, act).plan(settlement));
    return new Settlement.Result(outcome.sentence(), outcome.result() == ActResult.DONE);
  }

  /**
   * Records that lines are paid, as rows of a statement of the account prove; all of them or none.
   *
   * @param statement the SHA-256 of the statement, 64 hexadecimal digits
   * @param act by whom and why; it carries how many lines were shown, and their sum
   * @return a sentence about what was done
   * @throws ActRefusedException with a sentence, when a line or a batch is not, or no longer, as
   *     the statement was matched with, when count or sum differ, or when this person may not
   */
  public String prove(String statement, List<Proof> proofs, Act act) {
    if (act.seen().isEmpty() && !act.dryRun()) {
      throw new ActRefusedException(
          ActRefusedException.Why.INPUT, "Name how many lines are proved, and their sum.");
    }
    return run.run(
            ActKind.PROVE + " " + statement,
            act,
            sql -> {
              holdStatements(sql, act);
              return new Proving(sql, clock.millis(), rules, act, statement).plan(proofs);
            })
        .sentence();
  }

  /**
   * The same for what a statement that came through its folder proves and nobody decided yet.
   *
   * @param statement the ledger's number of the statement
   * @param act by whom and why; it carries how many lines were shown, and their sum
   */
  public String prove(long statement, Act act) {
    return run.run(
            ActKind.PROVE + " statement " + statement, act, sql -> planProof(sql, statement, act))
        .sentence();
  }

  /**
   * The same by {@code payout.statement.apply=auto}, without a person, for what is contradicted by
   * no statement at this moment; the rest waits for one.
   *
   * <p>Each batch is an act and a commit of its own, so that nobody waits long for it, and one that
   * cannot be recorded keeps no other one back.
   *
   * @return a sentence about each batch; empty when there was nothing to do
   * @throws ActRefusedException when a batch could not be recorded; the others are
   */
  public List<String> proveBySetting(long statement) {
    List<String> sentences = new ArrayList<>();
    ActRefusedException refused = null;
    for (long batchId : database.read(sql -> StatementProofs.batches(sql, statement))) {
      try {
        proveBySetting(statement, batchId).ifPresent(sentences::add);
      } catch (ActRefusedException e) {
        refused = e;
      }
    }
    if (refused != null) {
      throw refused;
    }
    return sentences;
  }

  private Optional<String> proveBySetting(long statement, long batchId) {
    if (database.read(sql -> StandingProofs.of(sql, statement, batchId)).isEmpty()) {
      return Optional.empty();
    }
    Act act = new Act(BY_SETTING, "payout.statement.apply is auto.", false);
    String what = ActKind.PROVE + " statement " + statement + " batch " + batchId;
    try {
      return Optional.of(
          run.run(what, act, sql -> planBySetting(sql, statement, batchId, act)).sentence());
    } catch (ActRefusedException e) {
      if (e.why() == ActRefusedException.Why.INPUT) {
        return Optional.empty(); // another process was faster
      }
      throw e;
    }
  }

  /** Records that nothing is to follow from what a statement proves; its lines stay open. */
  public String dismiss(long statement, Act act) {
    return run.run(
            ActKind.DISMISS + " statement " + statement,
            act,
            sql -> planDismiss(sql, statement, act))
        .sentence();
  }

  /**
   * Records that the contradictions that a statement found are dealt with; it changes no payment.
   *
   * @param statement the ledger's number of the statement
   * @param act by whom and why; it carries how many contradictions were shown, and their sum
   */
  public String acknowledge(long statement, Act act) {
    return run.run(
            ActKind.ACKNOWLEDGE + " statement " + statement,
            act,
            sql -> planAcknowledge(sql, statement, act))
        .sentence();
  }

  /**
   * What it would do to record or to dismiss what a statement proves, or to acknowledge what it
   * contradicts.
   *
   * @param kind PROVE, DISMISS or ACKNOWLEDGE
   */
  public Preview previewOfStatement(ActKind kind, long statement, Act act) {
    Act asked = act.asDryRun();
    return run.preview(
        kind,
        sql ->
            switch (kind) {
              case PROVE -> planProof(sql, statement, asked);
              case DISMISS -> planDismiss(sql, statement, asked);
              case ACKNOWLEDGE -> planAcknowledge(sql, statement, asked);
              default -> throw new IllegalArgumentException(kind + " is no act on a statement.");
            });
  }

  private ActPlan planAcknowledge(Sql sql, long statement, Act act) throws SQLException {
    return Acknowledging.plan(sql, clock.millis(), rules, statement(sql, statement), act);
  }

  private ActPlan planProof(Sql sql, long statement, Act act) throws SQLException {
    holdStatements(sql, act);
    StatementRecord record = statement(sql, statement);
    return new Proving(sql, clock.millis(), rules, act, record.sha256())
        .plan(StatementProofs.open(sql, statement));
  }

  private ActPlan planBySetting(Sql sql, long statement, long batchId, Act act)
      throws SQLException {
    holdStatements(sql, act);
    StatementRecord record = statement(sql, statement);
    return new Proving(sql, clock.millis(), null, act, record.sha256())
        .plan(StandingProofs.of(sql, statement, batchId));
  }

  private ActPlan planDismiss(Sql sql, long statement, Act act) throws SQLException {
    holdStatements(sql, act);
    return StatementProofs.planDismiss(sql, rules, statement(sql, statement), act);
  }

  /** Of two acts on proofs, and of an act and a statement, one comes before the other. */
  private static void holdStatements(Sql sql, Act act) throws SQLException {
    if (!act.dryRun()) {
      StatementTurn.hold(sql);
    }
  }

  private static StatementRecord statement(Sql sql, long id) throws SQLException {
    return StatementTable.find(sql, id)
        .orElseThrow(
            () ->
                new ActRefusedException(
                    ActRefusedException.Why.UNKNOWN, "The ledger holds no such statement."));
  }

  // ---- what would be done

  /**
   * What an act would do now, or why it is refused; changes nothing.
   *
   * @param kind any but SETTLE and CORRECT, and those about files that wait
   * @param what as for the act itself
   * @param act by whom; it needs no reason
   */
  public Preview preview(ActKind kind, String what, Act act) {
    return run.preview(kind, sql -> plan(sql, kind, what, act.asDryRun()));
  }

  /** The same for a whole file, to be held or released. */
  public Preview preview(ActKind kind, long fileId, Act act) {
    return run.preview(kind, sql -> plan(sql, kind, fileId, act.asDryRun()));
  }

  /** The same for results by hand. */
  public Preview preview(Settlement settlement, Act act) {
    ActKind kind = settlement.corrects() ? ActKind.CORRECT : ActKind.SETTLE;
    Act asked = act.asDryRun();
    return run.preview(kind, sql -> new Settle(sql, clock.millis(), rules, asked).plan(settlement));
  }

  /**
   * The acts that the state of a batch allows now. Whether a person may do them, and whether it is
   * too early to call a line failed, a preview says.
   */
  public Set<ActKind> offers(String batchNo) {
    return database.read(
        sql -> {
          Set<ActKind> offers = EnumSet.noneOf(ActKind.class);
          Optional<BatchRecord> batch = BatchTable.find(sql, batchNo);
          if (batch.isPresent()) {
            FileRecord file = Arrivals.get(sql, batch.get().fileId());
            for (ActKind each : ActsAllowed.onBatches()) {
              if (ActsAllowed.fault(each, batch.get(), file).isEmpty()
                  && !(each == ActKind.CORRECT && Settle.isBeingPublished(sql, file.id()))) {
                offers.add(each);
              }
            }
          }
          return offers;
        });
  }

  /** The acts that the state of a file allows now, as a whole or about its bytes. */
  public Set<ActKind> offers(long fileId) {
    return database.read(
        sql -> {
          Set<ActKind> offers = EnumSet.noneOf(ActKind.class);
          Optional<FileRecord> file = Arrivals.find(sql, fileId);
          if (file.isPresent()) {
            offers.addAll(ActsAllowed.waiting(file.get(), clock.millis()));
            for (ActKind each : List.of(ActKind.HOLD, ActKind.RELEASE)) {
              if (WholeFile.isPossible(sql, file.get(), each)) {
                offers.add(each);
              }
            }
            for (ActKind each : List.of(ActKind.AGAIN, ActKind.REVOKE_AGAIN)) {
              addPossible(offers, each, () -> plan(sql, each, file.get().sha256(), ASKING));
            }
          }
          return offers;
        });
  }

  private static void addPossible(Set<ActKind> offers, ActKind kind, ActPlan.Work plan)
      throws SQLException {
    try {
      plan.run();
      offers.add(kind);
    } catch (ActRefusedException e) {
      // It is not possible now, so it is not offered.
    }
  }

  // ---- every act

  private String perform(ActKind kind, String what, Act act) {
    return run.run(kind + " " + what, act, sql -> plan(sql, kind, what, act)).sentence();
  }

  private String perform(ActKind kind, long fileId, Act act) {
    return run.run(kind + " file " + fileId, act, sql -> plan(sql, kind, fileId, act)).sentence();
  }

  private ActPlan plan(Sql sql, ActKind kind, String what, Act act) throws SQLException {
    long now = clock.millis();
    return switch (kind) {
      case HOLD, RELEASE ->
          isBatch(sql, what)
              ? new BatchActs(sql, now, act).plan(kind, what)
              : WholeFile.named(sql, now, what, act).plan(kind);
      case OURS, RESEND -> new BatchActs(sql, now, act).plan(kind, what);
      case RESUME -> SendingPause.planResume(sql, now, what, act);
      case AGAIN -> Grants.planGive(sql, now, what, act);
      case REVOKE_AGAIN -> Grants.planRevoke(sql, now, what, act);
      default -> throw new IllegalArgumentException(kind + " is not planned by a name.");
    };
  }

  private ActPlan plan(Sql sql, ActKind kind, long fileId, Act act) throws SQLException {
    if (kind != ActKind.HOLD && kind != ActKind.RELEASE) {
      throw new IllegalArgumentException(kind + " is no act of a whole accepted file.");
    }
    return WholeFile.of(sql, clock.millis(), fileId, act).plan(kind);
  }

  private static boolean isBatch(Sql sql, String what) throws SQLException {
    return sql.number("SELECT COUNT(*) FROM batch WHERE batch_no = ?", what) > 0;
  }
}
