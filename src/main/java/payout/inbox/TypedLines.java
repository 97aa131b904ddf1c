package payout.inbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import payout.batch.Characters;
import payout.batch.Fault;
import payout.batch.Language;
import payout.batch.Money;

/**
 * Lines that somebody types into a form or pastes from a spreadsheet: judged by the rules for the
 * lines of a file before anything is kept, and then made into a file that intake takes like any
 * other.
 *
 * <p>Nothing that was typed is changed: no blank is cut off, no amount is rounded. Rows are counted
 * as in the file that is made of them: row 1 is its heading, the first line is row 2.
 */
public final class TypedLines {

  /** The most lines of a form; a larger payroll is a file. */
  public static final int LINES_MAX = 1000;

  /** The row of the first line. */
  public static final int FIRST_ROW = 2;

  /** The column of a fault of the number of lines that was entered. */
  public static final String STATED_LINES = "#lines";

  /** The column of a fault of the sum that was entered. */
  public static final String STATED_AMOUNT = "#amount";

  private static final int COLUMNS = 5;
  private static final int AMOUNT_COLUMN = 3;
  private static final String LINES_FORM = "[0-9]{1,9}";

  private final IntakeRules rules;
  private final FaultMessages words;
  private final LineRules lineRules;
  private final Charset charset;

  /**
   * A judge by the rules of intake; for one thread.
   *
   * @param language the language of the faults
   */
  public TypedLines(IntakeRules rules, Language language) {
    this.rules = rules;
    this.words = new FaultMessages(language);
    this.lineRules =
        new LineRules(rules.line(), rules.payer().charset(), Layout.PLAIN, null, words);
    this.charset =
        rules.inboxCharset().equals("auto")
            ? StandardCharsets.UTF_8
            : Charset.forName(rules.inboxCharset());
  }

  /** The names of the columns, in order. */
  public static List<String> columns() {
    return Layout.PLAIN.columns();
  }

  /**
   * The rows of a text that was copied from a spreadsheet: a line of text for each row, cells
   * divided by tabs. Empty rows, and a heading of the columns, are left out; cells are as they are.
   */
  public static List<List<String>> pasted(String text) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : text.split("\r\n|\r|\n", -1)) {
      Row row = new Row(rows.size() + 1, List.of(line.split("\t", -1)));
      if (!isEmpty(row.fields()) && !(rows.isEmpty() && isHeading(row))) {
        rows.add(row.fields());
      }
    }
    return rows;
  }

  /** Whether a row has more cells than there are columns, so that a form cannot hold it. */
  public static boolean isTooWide(List<String> row) {
    return row.stream().skip(COLUMNS).anyMatch(cell -> !cell.isEmpty());
  }

  /** Whether nothing was typed into any cell of the row. */
  public static boolean isEmpty(List<String> row) {
    return row.stream().allMatch(String::isEmpty);
  }

  private static boolean isHeading(Row row) {
    return Layout.PLAIN.isLastHeading(row) || Layout.OLD_ACCOUNT.isLastHeading(row);
  }

  /**
   * Judges lines.
   *
   * @param rows the cells of each line in the order of the columns; cells that are not there are
   *     empty
   * @param statedLines the number of lines as it was entered; empty to have them counted
   * @param statedAmount their sum as it was entered; empty to have them added up
   * @throws IllegalArgumentException when there are more than {@link #LINES_MAX} lines
   */
  public Checked check(List<List<String>> rows, String statedLines, String statedAmount) {
    if (rows.size() > LINES_MAX) {
      throw new IllegalArgumentException(rows.size() + " lines are no form but a file.");
    }
    List<Fault> faults = new ArrayList<>();
    List<RawLine> lines = new ArrayList<>();
    Map<String, Long> seen = new HashMap<>();
    Totals totals = new Totals();
    for (List<String> row : rows) {
      RawLine line = line(lines.size() + FIRST_ROW, row);
      lines.add(line);
      totals.add(line);
      judge(line, isTooWide(row), seen, faults);
    }
    Optional<String> amount =
        totals.unreadableRow() == 0 ? Optional.of(totals.toString()) : Optional.empty();
    judgeWhole(lines.size(), amount, faults);
    judgeStated(statedLines, statedAmount, lines.size(), amount, faults);
    return new Checked(lines, amount, faults, charset);
  }

  private void judge(RawLine line, boolean tooWide, Map<String, Long> seen, List<Fault> faults) {
    int before = faults.size();
    if (tooWide) {
      faults.add(words.another(line.row(), "", RejectCode.BROKEN_ROW, "behind"));
    }
    lineRules.check(line, faults);
    Long earlier = seen.putIfAbsent(line.serial(), line.row());
    if (earlier != null && !line.serial().isEmpty()) {
      faults.add(words.fault(line.row(), columns().get(0), RejectCode.SERIAL_REPEATED, earlier));
    }
    if (faults.size() == before) {
      judgeCharset(line, faults);
    }
  }

  /** The file that is made of the lines must be able to hold them. */
  private void judgeCharset(RawLine line, List<Fault> faults) {
    CharsetEncoder encoder = charset.newEncoder();
    List<String> cells = cells(line);
    for (int i = 0; i < COLUMNS; i++) {
      Optional<Integer> missing =
          cells
              .get(i)
              .codePoints()
              .boxed()
              .filter(each -> !encoder.canEncode(Character.toString(each)))
              .findFirst();
      if (missing.isPresent()) {
        faults.add(
            words.fault(
                line.row(),
                columns().get(i),
                RejectCode.CHARACTER_NOT_IN_CHARSET,
                Characters.name(missing.get()),
                charset,
                "payout.inbox.charset"));
      }
    }
  }

  private void judgeWhole(int lines, Optional<String> amount, List<Fault> faults) {
    if (lines == 0) {
      faults.add(words.fault(Fault.WHOLE_FILE, "", RejectCode.NO_LINES));
    } else if (lines > rules.fileLinesMax()) {
      faults.add(
          words.fault(Fault.WHOLE_FILE, "", RejectCode.TOO_MANY_LINES, rules.fileLinesMax()));
    }
    Money max = rules.fileAmountMax();
    if (amount.filter(sum -> !Money.isPlain(sum) || Money.parse(sum).isMoreThan(max)).isPresent()) {
      faults.add(
          words.fault(
              Fault.WHOLE_FILE, "", RejectCode.FILE_AMOUNT_OVER_LIMIT, amount.orElseThrow(), max));
    }
  }

  private void judgeStated(
      String lines, String amount, int counted, Optional<String> sum, List<Fault> faults) {
    if (!lines.isEmpty() && !lines.matches(LINES_FORM)) {
      faults.add(another(STATED_LINES, RejectCode.TOTAL_UNREADABLE, "lines"));
    } else if (!lines.isEmpty() && Long.parseLong(lines) != counted) {
      faults.add(
          words.fault(
              Fault.WHOLE_FILE, STATED_LINES, RejectCode.TOTAL_LINES_DIFFER, lines, counted));
    }
    if (!amount.isEmpty() && !Money.isPlain(amount)) {
      faults.add(another(STATED_AMOUNT, RejectCode.TOTAL_UNREADABLE, "amount"));
    } else if (!amount.isEmpty()
        && sum.filter(is -> !is.equals(Money.parse(amount).toString())).isPresent()) {
      faults.add(
          words.fault(
              Fault.WHOLE_FILE,
              STATED_AMOUNT,
              RejectCode.TOTAL_AMOUNT_DIFFERS,
              Money.parse(amount),
              sum.orElseThrow()));
    }
  }

  private Fault another(String column, RejectCode code, String sentence) {
    return words.another(Fault.WHOLE_FILE, column, code, sentence);
  }

  private static RawLine line(long row, List<String> cells) {
    Row five = new Row(row, cells).of(COLUMNS);
    return new RawLine(
        row, five.field(0), five.field(1), five.field(2), five.field(AMOUNT_COLUMN), five.field(4));
  }

  private static List<String> cells(RawLine line) {
    return List.of(line.serial(), line.account(), line.name(), line.amount(), line.remark());
  }

  /**
   * Lines that were judged.
   *
   * @param lines as they were typed
   * @param amount their sum in yuan with two decimals; empty where an amount cannot be read
   * @param faults what is wrong, in the order of the rows; those of the whole come last
   * @param charset of the file that is made of them
   */
  public record Checked(
      List<RawLine> lines, Optional<String> amount, List<Fault> faults, Charset charset) {

    /** Keeps what it was given. */
    public Checked {
      lines = List.copyOf(lines);
      faults = List.copyOf(faults);
    }

    /** Whether nothing is wrong that can be seen without the ledger. */
    public boolean isValid() {
      return faults.isEmpty();
    }

    /**
     * The payout file, in the layout plain, with a row that states count and sum.
     *
     * @throws IllegalStateException when something is wrong with the lines
     */
    public byte[] file() {
      if (!isValid()) {
        throw new IllegalStateException("Lines with faults become no file.");
      }
      StringBuilder text = new StringBuilder();
      append(text, columns());
      lines.forEach(line -> append(text, cells(line)));
      append(text, List.of("#total", String.valueOf(lines.size()), amount.orElseThrow()));
      return encoded(text);
    }

    private static void append(StringBuilder text, List<String> cells) {
      for (int i = 0; i < cells.size(); i++) {
        String cell = cells.get(i);
        boolean quoted = cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0;
        text.append(i == 0 ? "" : ",")
            .append(quoted ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell);
      }
      text.append('\n');
    }

    private byte[] encoded(StringBuilder text) {
      try {
        ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.remaining());
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        return out.toByteArray();
      } catch (CharacterCodingException e) {
        throw new IllegalStateException("A character was not judged.", e);
      }
    }

    /** Without its lines, which belong in no log. */
    @Override
    public String toString() {
      return lines.size() + " lines, " + faults.size() + " faults";
    }
  }
}
