package payout.route;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import payout.batch.Characters;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.Tally;

/** What is told of statements of the account. */
final class StatementAlarms {

  private final Alarm alarm;

  StatementAlarms(Alarm alarm) {
    this.alarm = alarm;
  }

  /** Nothing follows from a statement. */
  void refused(String name, String reason) {
    alarm.raise(
        AlarmKind.STATEMENT,
        "The statement " + name + " is not used, and nothing follows from it. " + reason);
  }

  /** What a statement proves could not be recorded by the setting. */
  void notRecorded(String name, String reason) {
    alarm.raise(
        AlarmKind.STATEMENT,
        "What the statement "
            + name
            + " proves is not recorded, and waits for an approver. "
            + reason);
  }

  /**
   * Payments and rows of a statement contradict the ledger: one alarm for each verdict, whatever
   * the number.
   *
   * @param fresh with the batches that are held for it in the note
   */
  void contradicts(String name, List<Match> fresh) {
    Map<MatchVerdict, Tally> sums = new EnumMap<>(MatchVerdict.class);
    Map<MatchVerdict, Match> first = new EnumMap<>(MatchVerdict.class);
    Map<MatchVerdict, TreeSet<String>> held = new EnumMap<>(MatchVerdict.class);
    for (Match each : fresh) {
      sums.merge(each.verdict(), Tally.NONE.plus(each.amount()), Tally::plus);
      first.putIfAbsent(each.verdict(), each);
      boolean isPaid = kind(each.verdict()) != AlarmKind.STATEMENT_CONTRADICTS;
      if (isPaid && !each.note().isEmpty()) {
        held.computeIfAbsent(each.verdict(), none -> new TreeSet<>()).add(each.note());
      }
    }
    sums.forEach(
        (verdict, sum) ->
            alarm.raise(
                kind(verdict),
                "The statement "
                    + name
                    + " says "
                    + verdict
                    + " of "
                    + sum.rows()
                    + (sum.rows() == 1 ? " payment, " : " payments, ")
                    + sum.amount()
                    + " yuan; the first is serial "
                    + serial(first.get(verdict))
                    + ". "
                    + held(held.get(verdict))
                    + advice(verdict)));
  }

  private static String serial(Match match) {
    return Characters.shown(match.line() == null ? match.row().orderNo() : match.line().serial());
  }

  private static String held(TreeSet<String> batches) {
    return batches == null
        ? "Nothing is changed. "
        : "What would pay it again is held: batch " + String.join(", ", batches) + ". ";
  }

  private static AlarmKind kind(MatchVerdict verdict) {
    return switch (verdict) {
      case FAILED_BUT_PAID -> AlarmKind.FAILED_BUT_PAID;
      case PAID_TWICE -> AlarmKind.PAID_TWICE;
      default -> AlarmKind.STATEMENT_CONTRADICTS;
    };
  }

  private static String advice(MatchVerdict verdict) {
    return switch (verdict) {
      case FAILED_BUT_PAID ->
          "Do not pay it again; its serial is refused in new files. Compare it with the merchant"
              + " page first, since whoever may write to the folder could forge a row; if it was"
              + " paid, correct its result.";
      case PAID_TWICE -> "Compare it with the merchant page, and ask the gateway at once.";
      case RETURNED -> "Look at the payee.";
      default -> "Ask the gateway.";
    };
  }
}
