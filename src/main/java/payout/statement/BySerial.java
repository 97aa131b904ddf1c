package payout.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines and the payouts under one number: which row is of which line.
 *
 * <p>Invariant: a row is given to a line only when number, amount and time fit, and no other line
 * could have made it. A short number, or one that more lines have, also needs a payee that agrees.
 */
final class BySerial {

  /** Numbers such as 1 or 4 are in use elsewhere as well. */
  private static final int STRONG_CHARACTERS = 8;

  private final List<OurLine> lines;
  private final boolean isStrong;
  private final Map<OurLine, List<Booking>> given = new HashMap<>();
  private final Map<OurLine, List<Booking>> doubtful = new HashMap<>();
  private final Map<OurLine, List<Booking>> ofOtherAmount = new HashMap<>();
  private final Set<Booking> explained = new HashSet<>();
  private final Set<OurLine> mayHavePaid = new HashSet<>();
  private final List<Booking> exact = new ArrayList<>();

  BySerial(List<OurLine> lines, List<Booking> payouts) {
    this.lines = lines;
    this.isStrong = lines.size() == 1 && lines.get(0).serial().length() >= STRONG_CHARACTERS;
    payouts.forEach(this::take);
  }

  private void take(Booking row) {
    List<OurLine> late = lines.stream().filter(line -> line.mayBeBookedAt(row.at())).toList();
    List<OurLine> fits = late.stream().filter(line -> line.amount().equals(row.amount())).toList();
    if (fits.isEmpty()) {
      late.forEach(line -> note(ofOtherAmount, line, row));
      return;
    }
    List<OurLine> agreeing =
        isStrong || row.payee().isEmpty()
            ? fits
            : fits.stream()
                .filter(line -> PayeeShown.of(row.payee(), line) != PayeeShown.CONTRADICTS)
                .toList();
    if (agreeing.isEmpty()) {
      fits.forEach(line -> note(doubtful, line, row));
      return;
    }
    exact.add(row);
    mayHavePaid.addAll(agreeing);
    give(row, agreeing);
  }

  private void give(Booking row, List<OurLine> agreeing) {
    List<OurLine> open =
        agreeing.size() == 1
            ? agreeing
            : agreeing.stream().filter(line -> line.wasOpenAt(row.at())).toList();
    boolean isSure = open.size() == 1 && (isStrong || isShown(row, open.get(0)));
    if (isSure) {
      note(given, open.get(0), row);
    } else {
      agreeing.forEach(line -> note(doubtful, line, row));
    }
  }

  private static boolean isShown(Booking row, OurLine line) {
    return PayeeShown.of(row.payee(), line) == PayeeShown.AGREES;
  }

  private void note(Map<OurLine, List<Booking>> where, OurLine line, Booking row) {
    where.computeIfAbsent(line, each -> new ArrayList<>()).add(row);
    explained.add(row);
  }

  /** Whether more payments were made than there are lines that may have made them. */
  boolean isPaidTwice() {
    return exact.size() > mayHavePaid.size();
  }

  /** The rows with number, amount and time of a line here. */
  List<Booking> exact() {
    return exact;
  }

  /** The rows that are of this line and of no other. */
  List<Booking> given(OurLine line) {
    return given.getOrDefault(line, List.of());
  }

  /** The rows that may be of this line. */
  List<Booking> doubtful(OurLine line) {
    return doubtful.getOrDefault(line, List.of());
  }

  /** The rows with its number, and another amount. */
  List<Booking> ofOtherAmount(OurLine line) {
    return ofOtherAmount.getOrDefault(line, List.of());
  }

  /** The rows that concern a line here in some way. */
  Set<Booking> explained() {
    return explained;
  }
}
