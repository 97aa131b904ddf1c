package payout.statement;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/**
 * Whether payments are found in a statement by their number at all: shown by payments that the
 * gateway reported as paid.
 */
public final class Calibration {

  /** So many days off, the layout may be another one. */
  static final long DAYS_MAX = 31;

  private Calibration() {}

  /** The days of payments that were reported as paid and found by their number. */
  public static List<LocalDate> days(List<Match> matches) {
    return matches.stream()
        .filter(Calibration::shows)
        .map(each -> each.row().at().toLocalDate())
        .distinct()
        .toList();
  }

  private static boolean shows(Match match) {
    return match.verdict() == MatchVerdict.SAME
        && match.row() != null
        && match.line().isPaidByNotify();
  }

  /** Whether one of the days is near enough to these. */
  static boolean covers(Collection<LocalDate> calibrated, LocalDate first, LocalDate last) {
    return calibrated.stream()
        .anyMatch(
            day ->
                Math.abs(ChronoUnit.DAYS.between(day, first)) <= DAYS_MAX
                    && Math.abs(ChronoUnit.DAYS.between(day, last)) <= DAYS_MAX);
  }
}
