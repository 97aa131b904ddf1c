package payout.statement;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement as it was read, good or bad.
 *
 * @param layout which columns it has
 * @param account the partner number of the account, 16 digits; empty when the file names none
 * @param from where its period begins, in China; null when the file does not say
 * @param to where it ends, exclusive; null when the file does not say
 * @param exportedAt when it was made; null when the file does not say
 * @param out the total of what went out, as the file states it; null when it states none
 * @param in the same of what came in
 * @param ended whether its end line is there
 * @param resaved whether a spreadsheet saved it again
 * @param inParts whether it is a part of a larger one, and the other parts may be missing
 * @param rows the movements, each booking once
 * @param counted what its rows add up to, once as they stand and once with each booking once
 * @param faults what is wrong, row by row
 */
public record Statement(
    Layout layout,
    String account,
    LocalDateTime from,
    LocalDateTime to,
    LocalDateTime exportedAt,
    Tally out,
    Tally in,
    boolean ended,
    boolean resaved,
    boolean inParts,
    List<StatementRow> rows,
    Counted counted,
    List<RowFault> faults) {

  /** A period is never longer: the gateway keeps 30 months, and hands out one at a time. */
  static final int DAYS_MAX = 366;

  private static final int FAULTS_NAMED = 5;

  public Statement {
    rows = List.copyOf(rows);
    faults = List.copyOf(faults);
  }

  /**
   * Why it proves nothing, as sentences; none when it can prove that a payment was made.
   *
   * @param partner the payer's partner number
   */
  public List<String> unreadable(String partner) {
    List<String> why = new ArrayList<>();
    if (account.isEmpty()) {
      why.add("The file does not name the account that it is about.");
    } else if (!account.equals(partner)) {
      why.add("The file is about another account than the payer's (payout.partner).");
    }
    if (from == null || to == null || !from.isBefore(to) || from.plusDays(DAYS_MAX).isBefore(to)) {
      why.add("The file does not say for which period it is, or not in a way that can be read.");
    } else {
      rows.stream()
          .filter(row -> row.at().isBefore(from) || !row.at().isBefore(to))
          .findFirst()
          .ifPresent(row -> why.add("Row " + row.row() + " is outside the period of the file."));
    }
    if (!faults.isEmpty()) {
      why.add("Of the file " + named() + ".");
    }
    if (!isRight(out, counted.out(), counted.outOnce())
        || !isRight(in, counted.in(), counted.inOnce())) {
      why.add("The totals of the file are not those of its rows; it was cut or changed.");
    }
    return why;
  }

  /** The days for which it has every movement; none when that is not certain. */
  public List<LocalDate> completeDays(String partner) {
    return unreadable(partner).isEmpty() ? completeDays() : List.of();
  }

  /** The same for a statement that is known to be readable. */
  List<LocalDate> completeDays() {
    if (!incomplete().isEmpty()) {
      return List.of();
    }
    LocalDate first =
        from.toLocalDate().atStartOfDay().equals(from)
            ? from.toLocalDate()
            : from.toLocalDate().plusDays(1);
    List<LocalDate> days = new ArrayList<>();
    for (LocalDate day = first; !day.plusDays(1).atStartOfDay().isAfter(to); ) {
      if (!exportedAt.isBefore(day.plusDays(1).atStartOfDay())) {
        days.add(day);
      }
      day = day.plusDays(1);
    }
    return days;
  }

  /** Why movements may be missing in it, as a sentence; empty when none is. */
  public String incomplete() {
    if (layout == Layout.SEARCH) {
      return "It is the result of a search, which may leave rows out.";
    }
    if (resaved) {
      return "A spreadsheet saved it again; hand in the file as it was downloaded.";
    }
    if (inParts) {
      return "It is a part of a larger statement; hand in the archive with all parts.";
    }
    if (!ended || out == null || in == null || exportedAt == null) {
      return "Its last lines are missing: the end, the totals, or when it was made.";
    }
    return "";
  }

  /** Whether its period has some of a day. */
  boolean covers(LocalDate day) {
    return day.plusDays(1).atStartOfDay().isAfter(from) && day.atStartOfDay().isBefore(to);
  }

  private String named() {
    List<String> first = faults.stream().limit(FAULTS_NAMED).map(RowFault::sentence).toList();
    int more = faults.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more are wrong" : "");
  }

  private static boolean isRight(Tally stated, Tally asItStands, Tally once) {
    return stated == null || stated.equals(asItStands) || stated.equals(once);
  }

  /**
   * What the rows add up to.
   *
   * @param out outgoing rows as they stand
   * @param in incoming rows as they stand
   * @param outOnce outgoing rows, each booking once
   * @param inOnce incoming rows, each booking once
   */
  record Counted(Tally out, Tally in, Tally outOnce, Tally inOnce) {}
}
