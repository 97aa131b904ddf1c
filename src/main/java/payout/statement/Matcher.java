package payout.statement;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import payout.batch.LineState;
import payout.batch.Money;

/**
 * Gives each payment and each row a verdict: a pure function of the {@link Evidence}, which must be
 * of a statement that is readable.
 *
 * <p>Invariants: only a row with the number, the amount and the direction of one line proves that
 * line; nothing here says that a payment failed; a fee, a refund, a remark or a balance proves
 * nothing.
 */
public final class Matcher {

  private final Evidence evidence;
  private final List<Match> matches = new ArrayList<>();
  private final Set<Booking> explained = new HashSet<>();
  private final Map<String, List<OurLine>> bySerial = new LinkedHashMap<>();
  private final Map<String, List<Booking>> payoutsByNumber = new HashMap<>();
  private final Map<Money, List<Booking>> unexplained = new HashMap<>();
  private final Returns returns;
  private final OtherKeys keys;

  private Matcher(Evidence evidence) {
    this.evidence = evidence;
    for (OurLine line : evidence.lines()) {
      bySerial.computeIfAbsent(line.serial(), each -> new ArrayList<>()).add(line);
    }
    List<Booking> payouts =
        evidence.rows().stream().filter(row -> row.kind() == RowKind.PAYOUT).toList();
    payouts.stream()
        .filter(row -> !row.orderNo().isEmpty())
        .forEach(
            row ->
                payoutsByNumber.computeIfAbsent(row.orderNo(), each -> new ArrayList<>()).add(row));
    this.returns = new Returns(evidence.rows());
    this.keys = new OtherKeys(evidence.lines(), payouts);
  }

  /** The verdicts: those about payments in the order of the lines, then those about rows. */
  public static List<Match> match(Evidence evidence) {
    Matcher matcher = new Matcher(evidence);
    matcher.matchLines();
    return matcher.matches;
  }

  /** The same, calibrated also by the payments of this statement that the gateway reported. */
  public static List<Match> matchCalibrated(Evidence evidence) {
    return match(evidence.calibratedOn(Calibration.days(match(evidence))));
  }

  private void matchLines() {
    Map<String, BySerial> groups = new LinkedHashMap<>();
    bySerial.forEach(
        (serial, lines) -> {
          BySerial group = new BySerial(lines, payoutsByNumber.getOrDefault(serial, List.of()));
          groups.put(serial, group);
          explained.addAll(group.explained());
        });
    List<Match> ofRows = new UnknownRows(evidence, explained, keys).matches();
    for (Match each : ofRows) {
      unexplained.computeIfAbsent(each.row().amount(), none -> new ArrayList<>()).add(each.row());
    }
    groups.forEach((serial, group) -> matchGroup(bySerial.get(serial), group));
    ofRows.stream().filter(each -> each.row().isNew()).forEach(matches::add);
  }

  private void matchGroup(List<OurLine> lines, BySerial group) {
    if (group.isPaidTwice()) {
      for (Booking row : group.exact()) {
        OurLine line =
            lines.stream().filter(each -> group.given(each).contains(row)).findFirst().orElse(null);
        OurLine shown = line == null ? lines.get(lines.size() - 1) : line;
        matches.add(Match.of(shown, row, MatchVerdict.PAID_TWICE, "more rows than lines"));
      }
      return;
    }
    for (OurLine line : lines) {
      matches.add(verdict(line, group));
      group.given(line).stream()
          .flatMap(row -> returns.of(line, row).stream())
          .distinct()
          .forEach(back -> matches.add(Match.of(line, back, MatchVerdict.RETURNED, "")));
    }
  }

  private Match verdict(OurLine line, BySerial group) {
    if (!group.given(line).isEmpty()) {
      return given(line, group.given(line).get(0));
    }
    if (!group.ofOtherAmount(line).isEmpty()) {
      MatchVerdict verdict =
          line.state() == LineState.PAID ? MatchVerdict.AMOUNT_DIFFERS : MatchVerdict.CANDIDATE;
      return Match.of(line, group.ofOtherAmount(line).get(0), verdict, "other amount");
    }
    if (!group.doubtful(line).isEmpty()) {
      Booking row = group.doubtful(line).get(0);
      return Match.of(line, row, MatchVerdict.CANDIDATE, "its number is not enough");
    }
    return keys.of(line)
        .map(hit -> Match.of(line, hit.row(), MatchVerdict.CANDIDATE, hit.why()))
        .orElseGet(() -> absent(line));
  }

  private Match given(OurLine line, Booking row) {
    String column = keys.innerSerialColumn(line, row);
    return switch (line.state()) {
      case PAID -> Match.of(line, row, MatchVerdict.SAME, column);
      case OPEN ->
          line.mayBeProved()
              ? Match.of(line, row, MatchVerdict.PROVED_PAID, column)
              : Match.of(line, row, MatchVerdict.CANDIDATE, "its batch is " + line.batchState());
      case FAILED, REFUSED -> Match.of(line, row, MatchVerdict.FAILED_BUT_PAID, "");
      case REJECTED -> Match.of(line, row, MatchVerdict.CANDIDATE, "it was never sent");
    };
  }

  private Match absent(OurLine line) {
    if (line.state() != LineState.OPEN && line.state() != LineState.PAID) {
      return Match.of(line, null, MatchVerdict.SAME, "");
    }
    if (!line.wasPosted()) {
      return Match.notYet(line, "it was not sent", List.of());
    }
    List<LocalDate> missing =
        line.firstDay()
            .datesUntil(line.lastDay().plusDays(1))
            .filter(day -> !evidence.complete().contains(day))
            .toList();
    if (!missing.isEmpty()) {
      return Match.notYet(line, "", missing);
    }
    if (!isCalibrated(line)) {
      return Match.notYet(line, "no paid line was found in this layout within 31 days", missing);
    }
    return line.state() == LineState.PAID
        ? Match.of(line, null, MatchVerdict.PAID_NOT_SEEN, "")
        : absentAndOpen(line);
  }

  private Match absentAndOpen(OurLine line) {
    if (isUnexplained(line, line.amount()) || isUnexplained(line, line.batchAmount())) {
      return Match.notYet(line, "a row of this amount, or of the batch's, has no line", List.of());
    }
    return line.standsStill()
        ? Match.of(line, null, MatchVerdict.NOT_IN_STATEMENT, "")
        : Match.notYet(line, "its batch is " + line.batchState(), List.of());
  }

  private boolean isUnexplained(OurLine line, Money amount) {
    return unexplained.getOrDefault(amount, List.of()).stream()
        .map(row -> row.at().toLocalDate())
        .anyMatch(day -> !day.isBefore(line.firstDay()) && !day.isAfter(line.lastDay()));
  }

  private boolean isCalibrated(OurLine line) {
    return Calibration.covers(evidence.calibrated(), line.firstDay(), line.lastDay());
  }
}
