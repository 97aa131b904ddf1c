package payout.ledger;

import java.sql.SQLException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import payout.batch.BatchState;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.ledger.ActRefusedException.Why;
import payout.ledger.sql.Sql;

/**
 * Records what a statement of the account proved, all of it in one act of a person.
 *
 * <p>Invariant: only an open line of a TAKEN or UNKNOWN batch changes, and only to PAID; an UNKNOWN
 * batch becomes TAKEN and is not sent again, and its other lines stay open. Where approvers are
 * named, only they may do it: whoever writes a statement could otherwise forge a payment and stop
 * that it is made.
 */
final class Proving {

  private static final DateTimeFormatter FINISHED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  private final Sql sql;
  private final long now;
  private final AcceptRules rules;
  private final Act act;
  private final String statement;

  /**
   * An act.
   *
   * @param rules by which a person may do it; null where a setting does it
   * @param statement the SHA-256 of the statement, 64 hexadecimal digits
   */
  Proving(Sql sql, long now, AcceptRules rules, Act act, String statement) {
    this.sql = sql;
    this.now = now;
    this.rules = rules;
    this.act = act;
    this.statement = statement;
  }

  /**
   * What would be recorded.
   *
   * @throws ActRefusedException when one line or batch is not, or no longer, as the proof says
   */
  ActPlan plan(List<Proof> proofs) throws SQLException {
    act.requireReason();
    if (rules != null) {
      ActSteps.requireApprover(rules, act);
    }
    if (proofs.isEmpty()) {
      throw new ActRefusedException(
          Why.INPUT, "The statement proves no open line; there is nothing to record.");
    }
    List<Preview.Move> moves = new ArrayList<>();
    List<ActPlan.Work> works = new ArrayList<>();
    for (Map.Entry<String, List<Proof>> each : byBatch(proofs).entrySet()) {
      BatchContent content = content(each.getKey());
      Map<Integer, Proof> places = places(content, each.getValue());
      places.forEach((place, proof) -> moves.add(move(proof)));
      works.add(() -> record(content, places));
    }
    Seen touches = ActSteps.sum(moves);
    String sentence =
        Counted.of(proofs.size(), "line", "lines")
            + " of "
            + touches.amount()
            + (proofs.size() == 1 ? " is" : " are")
            + " PAID, as statement "
            + statement.substring(0, 8)
            + " proves.";
    return new ActPlan(
        Preview.of(ActKind.PROVE, ActResult.DONE, sentence, moves, touches),
        About.thing("statement " + statement),
        () -> {
          for (ActPlan.Work each : works) {
            each.run();
          }
        });
  }

  /** Always in the same order, so that two acts do not wait for each other. */
  private static Map<String, List<Proof>> byBatch(List<Proof> proofs) {
    Map<String, List<Proof>> byBatch = new TreeMap<>();
    for (Proof each : proofs) {
      byBatch.computeIfAbsent(each.batchNo(), none -> new ArrayList<>()).add(each);
    }
    return byBatch;
  }

  private BatchContent content(String batchNo) throws SQLException {
    BatchRecord batch = ActSteps.batch(sql, batchNo, act);
    boolean mayHave = batch.state() == BatchState.TAKEN || batch.state() == BatchState.UNKNOWN;
    ActSteps.require(
        mayHave && (batch.attempts() > 0 || batch.maybeSent()),
        batch,
        "a statement proves a line only of a TAKEN or UNKNOWN batch; match it again");
    return Contents.read(sql, batch);
  }

  private static Map<Integer, Proof> places(BatchContent content, List<Proof> proofs) {
    Map<Integer, Proof> places = new TreeMap<>();
    Set<String> serials = new HashSet<>();
    for (Proof proof : proofs) {
      int place = place(content, proof);
      if (!serials.add(proof.serial())) {
        throw changed("Two rows are said to prove line " + proof.serial());
      }
      places.put(place, proof);
    }
    return places;
  }

  private static int place(BatchContent content, Proof proof) {
    for (int i = 0; i < content.lines().size(); i++) {
      if (content.lines().get(i).serial().equals(proof.serial())) {
        LineState is = content.results().get(i).state();
        if (is != LineState.OPEN) {
          throw changed("Line " + proof.serial() + " is " + is + " now");
        }
        if (!content.lines().get(i).amount().equals(proof.amount())) {
          throw changed("Line " + proof.serial() + " has another amount than row " + proof.row());
        }
        return i;
      }
    }
    throw changed(
        "Batch " + content.batch().batchNo() + " has no line with serial " + proof.serial());
  }

  private static ActRefusedException changed(String sentence) {
    return new ActRefusedException(
        Why.CHANGED, sentence + "; nothing is changed. Match the statement again.");
  }

  private static Preview.Move move(Proof proof) {
    return new Preview.Move(
        proof.serial(), LineState.OPEN.name(), LineState.PAID.name(), 1, proof.amount());
  }

  private void record(BatchContent content, Map<Integer, Proof> places) throws SQLException {
    BatchRecord batch = content.batch();
    BatchTable batches = new BatchTable(sql, now, act.who());
    List<LineResult> results = new ArrayList<>(content.results());
    Money sum = Money.ZERO;
    for (Map.Entry<Integer, Proof> each : places.entrySet()) {
      Proof proof = each.getValue();
      String gatewaySerial = results.get(each.getKey()).gatewaySerial();
      String at = FINISHED.format(proof.bookedAt());
      results.set(each.getKey(), new LineResult(LineState.PAID, "", gatewaySerial, at));
      sum = sum.plus(proof.amount());
      batches.event(batch, "PROVED_PAID", detail(proof));
    }
    Contents.writeResults(sql, batch.id(), results);
    StatementProofs.done(sql, batch.id(), places);
    if (batches.prove(batch, places.size(), sum, act.reason()) == BatchState.SETTLED) {
      FileSteps.batchIsFinal(sql, now, batch);
    }
  }

  /** In the form by which the story of a payment knows its own line. */
  private String detail(Proof proof) {
    return SettledLines.ofOne(proof.serial())
        + "OPEN to PAID: statement "
        + statement
        + ", row "
        + proof.row()
        + ", booking "
        + proof.bookingNo();
  }
}
