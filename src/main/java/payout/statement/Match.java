package payout.statement;

import java.time.LocalDate;
import java.util.List;
import payout.batch.Money;

/**
 * A payment or a row with its verdict.
 *
 * @param line the payment; null for a row without one
 * @param row the row; null for a payment without one
 * @param verdict what follows
 * @param note why, in a few words; empty where the verdict says it
 * @param missing the days that are missing
 * @param alarm whether it raises an alarm
 */
public record Match(
    OurLine line,
    Booking row,
    MatchVerdict verdict,
    String note,
    List<LocalDate> missing,
    boolean alarm) {

  public Match {
    missing = List.copyOf(missing);
  }

  static Match of(OurLine line, Booking row, MatchVerdict verdict, String note) {
    // What an earlier statement showed was told then.
    boolean isNew = row == null || row.isNew();
    return new Match(line, row, verdict, note, List.of(), verdict.isAlarm() && isNew);
  }

  static Match notYet(OurLine line, String note, List<LocalDate> missing) {
    return new Match(line, null, MatchVerdict.NOT_YET, note, missing, false);
  }

  /** The same with another note. */
  public Match noted(String other) {
    return new Match(line, row, verdict, other, missing, alarm);
  }

  /** The amount of the payment, or of a row without one. */
  public Money amount() {
    return line == null ? row.amount() : line.amount();
  }

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return verdict + ": " + line + "; " + row;
  }
}
