package payout.inbox;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layouts of payout files. A new layout is a constant here.
 *
 * <p>A layout is known by its heading, never by the file's name. The five columns of every layout
 * are, in this order: serial number (or its substitute), account, name, amount, remark.
 */
public enum Layout {
  /** Our own: one heading row, then lines, and an optional total row. */
  PLAIN(
      EnumSet.of(Trait.TOTAL_ROW, Trait.EVEN_ROWS),
      "serial_no,payee_account,payee_name,amount,remark"),

  /** The older template of the gateway's merchant page: two headings, the first with values. */
  OLD_ACCOUNT(
      EnumSet.of(Trait.STATED_VALUES),
      "批次号,付款日期,付款人email,账户名称,总金额（元）,总笔数",
      "商户流水号,收款人email,收款人姓名,付款金额（元）,付款理由"),

  /** The newer template of the gateway's merchant page: a title, a heading, no serials. */
  NEW_ACCOUNT(
      EnumSet.of(Trait.GENERATED_SERIALS),
      "支付宝批量付款文件模板（前面两行请勿删除）",
      "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）");

  private static final String TOTAL_MARK = "#total";
  private static final String PAY_ON_MARK = "#pay-on";

  private final Set<Trait> traits;
  private final List<List<String>> headings;

  Layout(Set<Trait> traits, String... headings) {
    this.traits = traits;
    this.headings = Arrays.stream(headings).map(each -> List.of(each.split(","))).toList();
  }

  /** The layout whose first heading this row is. */
  static Optional<Layout> ofHeader(Row row) {
    return Arrays.stream(values()).filter(each -> each.isHeading(0, row)).findFirst();
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

  /** Whether the cells of a row are a heading of any layout. */
  static boolean isAnyHeading(List<String> cells) {
    Row row = new Row(1, cells);
    return ofHeader(row).isPresent() || isLaterHeading(row);
  }

  /** The place of a column in its heading, from 0; below 0 when no heading has this name. */
  static int place(String column) {
    return Arrays.stream(values())
        .flatMap(layout -> layout.headings.stream())
        .mapToInt(heading -> heading.indexOf(column))
        .max()
        .orElse(-1);
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
    List<String> found = row.fields().stream().limit(heading.size()).map(Layout::folded).toList();
    return row.width() <= heading.size()
        && found.equals(heading.stream().map(Layout::folded).toList());
  }

  /** Whether this is a row that states the count and the sum of the lines. */
  boolean isTotal(Row row) {
    return has(Trait.TOTAL_ROW)
        && !row.fields().isEmpty()
        && row.fields().get(0).equals(TOTAL_MARK);
  }

  /** Whether this is a row that states the day on which the file is to be paid. */
  boolean isPayOn(Row row) {
    return has(Trait.TOTAL_ROW)
        && !row.fields().isEmpty()
        && row.fields().get(0).equals(PAY_ON_MARK);
  }

  /**
   * Whether a row that begins with this cell may be meant for the whole file, in whatever way the
   * mark of it is mistyped. A line that is right is one all the same.
   */
  static boolean looksLikeMark(String first) {
    int start = 0;
    while (start < first.length() && isInvisible(first.charAt(start))) {
      start++;
    }
    return start < first.length()
        && Normalizer.normalize(first.substring(start, start + 1), Normalizer.Form.NFKC)
            .equals("#");
  }

  private static boolean isInvisible(char first) {
    return Character.isWhitespace(first)
        || Character.isSpaceChar(first)
        || Character.getType(first) == Character.FORMAT;
  }

  /** A cell with brackets, commas and colons half-width. */
  static String folded(String cell) {
    return cell.replace('（', '(').replace('）', ')').replace('，', ',').replace('：', ':');
  }

  /** The differences between layouts. */
  enum Trait {
    /** Behind the lines a row may state their count and sum, and one the day to pay them on. */
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
