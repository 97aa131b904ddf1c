package payout.sandbox;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which statement is wanted, and what is wrong with it.
 *
 * @param period a day, {@code 2026-03-10}, or a month, {@code 2026-03}
 * @param layout the columns
 * @param packing how the file comes
 * @param later how many days after now it is asked for: the running day has no statement yet
 * @param faults what is wrong with it
 */
public record StatementOrder(
    String period,
    StatementLayout layout,
    Packing packing,
    int later,
    List<StatementFault> faults) {

  private static final List<String> NAMES =
      List.of("period", "layout", "packing", "later", "fault");
  private static final int LATER_MAX = 366;

  /** How the file comes. */
  public enum Packing {
    /** The file alone. */
    PLAIN,
    /** A zip archive with the summary first; the names of its entries are GBK. */
    ZIP,
    /** The same, with the mark of UTF-8 although the names are GBK. */
    ZIP_WRONG_MARK,
    /** A zip archive with two parts, {@code _1.csv} and {@code _2.csv}. */
    ZIP_PARTS,
    /** As a spreadsheet saves it in its own form, .xlsx. */
    XLSX
  }

  public StatementOrder {
    if (!period.matches("[0-9]{4}-[0-9]{2}(-[0-9]{2})?")) {
      throw new IllegalArgumentException("period is a day (2026-03-10) or a month (2026-03)");
    }
    if (later < 0 || later > LATER_MAX) {
      throw new IllegalArgumentException("later is a number of days from 0 to " + LATER_MAX);
    }
    if (layout.isSearch() && packing == Packing.ZIP_PARTS) {
      throw new IllegalArgumentException("only 账务明细 comes in parts");
    }
    faults = List.copyOf(faults);
  }

  /** A sound statement of a day or a month: V1, unpacked, asked for now. */
  public static StatementOrder of(String period) {
    return new StatementOrder(period, StatementLayout.V1, Packing.PLAIN, 0, List.of());
  }

  /** Reads the query of GET /statement; faults are separated by commas. */
  static StatementOrder parse(Map<String, String> params) {
    for (String name : params.keySet()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(name + " is not one of " + NAMES);
      }
    }
    String faults = params.getOrDefault("fault", "");
    return new StatementOrder(
        params.getOrDefault("period", ""),
        StatementLayout.valueOf(params.getOrDefault("layout", "V1")),
        Packing.valueOf(params.getOrDefault("packing", "PLAIN")),
        Integer.parseInt(params.getOrDefault("later", "0")),
        faults.isEmpty()
            ? List.of()
            : Arrays.stream(faults.split(",")).map(StatementFault::parse).toList());
  }

  /** In this layout. */
  public StatementOrder layout(StatementLayout value) {
    return new StatementOrder(period, value, packing, later, faults);
  }

  /** Packed like this. */
  public StatementOrder packing(Packing value) {
    return new StatementOrder(period, layout, value, later, faults);
  }

  /** Asked for so many days after now. */
  public StatementOrder later(int days) {
    return new StatementOrder(period, layout, packing, days, faults);
  }

  /** Wrong in one more way, for every line of the period or as a file. */
  public StatementOrder fault(StatementFault.Kind kind) {
    return fault(kind, "");
  }

  /** Wrong in one more way, for one line. */
  public StatementOrder fault(StatementFault.Kind kind, String serial) {
    List<StatementFault> more = new ArrayList<>(faults);
    more.add(new StatementFault(kind, serial));
    return new StatementOrder(period, layout, packing, later, more);
  }

  LocalDate from() {
    return isMonth() ? YearMonth.parse(period).atDay(1) : LocalDate.parse(period);
  }

  /** The first day after the period. */
  LocalDate to() {
    return isMonth() ? from().plusMonths(1) : from().plusDays(1);
  }

  private boolean isMonth() {
    return period.length() == "2026-03".length();
  }

  boolean has(StatementFault.Kind kind) {
    return faults.stream().anyMatch(fault -> fault.kind() == kind);
  }

  /** Whether this line has this fault. */
  boolean has(StatementFault.Kind kind, String serial) {
    return faults.stream().anyMatch(fault -> fault.kind() == kind && fault.concerns(serial));
  }
}
