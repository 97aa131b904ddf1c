package payout.inbox;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layouts of payout files. A new layout is a record class and a constant here.
 *
 * <p>A layout is known by its heading, never by the file's name. The five columns of every layout
 * are, in this order: serial number (or its substitute), account, name, amount, remark.
 */
public enum Layout {
  /** Our own: one heading row, then lines, and an optional total row. */
  PLAIN(PlainRecord.class, EnumSet.of(Trait.TOTAL_ROW, Trait.EVEN_ROWS), PlainRecord.HEADER),

  /** The older template of the gateway's merchant page: two headings, the first with values. */
  OLD_ACCOUNT(
      OldAccountRecord.class,
      EnumSet.of(Trait.STATED_VALUES),
      OldAccountRecord.STATED,
      OldAccountRecord.COLUMNS),

  /** The newer template of the gateway's merchant page: a title, a heading, no serials. */
  NEW_ACCOUNT(
      NewAccountRecord.class,
      EnumSet.of(Trait.GENERATED_SERIALS),
      NewAccountRecord.TITLE,
      NewAccountRecord.COLUMNS);

  private static final String TOTAL_MARK = "#total";

  private final Class<? extends PayoutRecord> record;
  private final Set<Trait> traits;
  private final List<List<String>> headings;

  Layout(Class<? extends PayoutRecord> record, Set<Trait> traits, String... headings) {
    this.record = record;
    this.traits = traits;
    this.headings = Arrays.stream(headings).map(each -> List.of(each.split(","))).toList();
  }

  /** The layout whose first heading this row is. */
  static Optional<Layout> ofHeader(Row row) {
    return Arrays.stream(values()).filter(each -> each.isHeading(0, row)).findFirst();
  }

  /** The record class to which Bindy binds a row. */
  public Class<? extends PayoutRecord> record() {
    return record;
  }

  /** Whether the layout has this trait. */
  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** The headings, in order. */
  List<List<String>> headings() {
    return headings;
  }

  /** The columns' names, in order: the last heading. */
  List<String> columns() {
    return headings.get(headings.size() - 1);
  }

  /** The names of the values that the file states of itself, in order: the first heading. */
  List<String> stated() {
    return headings.get(0);
  }

  /** How many rows precede the first line. */
  int rowsAbove() {
    return headings.size() + (has(Trait.STATED_VALUES) ? 1 : 0);
  }

  /** Whether this row is a heading that other rows of its layout must precede. */
  static boolean isLaterHeading(Row row) {
    return Arrays.stream(values()).anyMatch(each -> each.isLastHeading(row));
  }

  /** Whether this is the heading of the columns. */
  boolean isLastHeading(Row row) {
    return isHeading(headings.size() - 1, row);
  }

  /**
   * Whether this row is the heading of this number, from 0. Trailing empty cells, as spreadsheets
   * write them, are ignored, and brackets, commas and colons may be full-width or half-width.
   */
  private boolean isHeading(int number, Row row) {
    List<String> heading = headings.get(number);
    if (row.fields().size() < heading.size() || row.width() > heading.size()) {
      return false;
    }
    for (int i = 0; i < heading.size(); i++) {
      if (!folded(heading.get(i)).equals(folded(row.fields().get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Whether this is a row that states the count and the sum of the lines. */
  boolean isTotal(Row row) {
    return has(Trait.TOTAL_ROW)
        && !row.fields().isEmpty()
        && row.fields().get(0).equals(TOTAL_MARK);
  }

  /** A cell with brackets, commas and colons half-width. */
  static String folded(String cell) {
    return cell.replace('（', '(').replace('）', ')').replace('，', ',').replace('：', ':');
  }

  /** The differences between layouts. */
  enum Trait {
    /** A last row may state the count and the sum of the lines. */
    TOTAL_ROW,
    /**
     * A row has as many fields as the heading; without this trait, empty fields may be missing or
     * added.
     */
    EVEN_ROWS,
    /** The row under the first heading has values, among them the batch number, count and sum. */
    STATED_VALUES,
    /** There are no serial numbers in the file; they are generated from its rows. */
    GENERATED_SERIALS
  }
}
