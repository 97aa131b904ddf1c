package payout.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Payouts without a line of ours: the account may be used by others, so most are no alarm. */
final class UnknownRows {

  /** The serials that this program makes for a layout without any. */
  private static final Pattern MADE_BY_US = Pattern.compile("[0-9a-f]{16}[0-9]{7}");

  private final Evidence evidence;
  private final Set<Booking> explained;
  private final Set<Booking> candidates = new HashSet<>();
  private final Set<String> shapes = new HashSet<>();

  UnknownRows(Evidence evidence, Set<Booking> explained, OtherKeys keys) {
    this.evidence = evidence;
    this.explained = explained;
    for (OurLine line : evidence.lines()) {
      keys.of(line).ifPresent(hit -> candidates.add(hit.row()));
      if (line.serial().length() > 2) {
        shapes.add(shape(line.serial()));
      }
    }
  }

  List<Match> matches() {
    List<Match> matches = new ArrayList<>();
    for (Booking row : evidence.rows()) {
      if (row.kind() == RowKind.PAYOUT && !explained.contains(row) && !candidates.contains(row)) {
        matches.add(match(row));
      }
    }
    return matches;
  }

  private Match match(Booking row) {
    boolean looksLikeOurs =
        MADE_BY_US.matcher(row.orderNo()).matches() || shapes.contains(shape(row.orderNo()));
    boolean alarm = row.isNew() && (looksLikeOurs || evidence.batchInDoubt());
    String note =
        looksLikeOurs
            ? "its number looks like ours"
            : evidence.batchInDoubt() ? "a batch of ours is in doubt" : "";
    return new Match(null, row, MatchVerdict.UNKNOWN_TO_US, note, List.of(), alarm);
  }

  /** Digits and letters without their values. */
  private static String shape(String number) {
    return number.replaceAll("[0-9]", "9").replaceAll("[a-z]", "a").replaceAll("[A-Z]", "A");
  }
}
