package payout.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import payout.batch.BatchNo;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.PayoutLine;
import payout.batch.RejectedLine;
import payout.batch.Words;
import payout.sheet.WorkbookWriter;

/**
 * {@code <stem>.<id>.result.xlsx}: the rows of the result of a file as a workbook, and a sheet of
 * their totals. Values are texts, as they are: a cell of text is never calculated. Amounts are
 * numbers.
 */
final class ResultSheet implements ResultRows, Closeable {

  private static final int AMOUNT = ResultFile.COLUMNS.indexOf("amount");
  private static final int TOTAL_AMOUNT = 2;
  private static final long LINES_A_SHEET = WorkbookWriter.ROWS_MAX - 1L;

  private final WorkbookWriter out;
  private final UnaryOperator<String> meanings;
  private final Map<LineState, Long> lines = new EnumMap<>(LineState.class);
  private final Map<LineState, BigDecimal> amounts = new EnumMap<>(LineState.class);

  /**
   * Starts the workbook.
   *
   * @param count how many lines will be written
   */
  ResultSheet(OutputStream stream, Words words, UnaryOperator<String> meanings, long count)
      throws IOException {
    this.meanings = meanings;
    this.out = new WorkbookWriter(stream, names(words, count));
    beginSheet();
  }

  /** A sheet takes a million rows, and a file may have more. */
  private static List<String> names(Words words, long count) {
    List<String> names = new ArrayList<>(List.of(words.of("sheet.results")));
    for (long more = 1; more * LINES_A_SHEET < count; more++) {
      names.add(words.of("sheet.results") + " " + (more + 1));
    }
    names.add(words.of("sheet.totals"));
    return names;
  }

  private void beginSheet() throws IOException {
    out.nextSheet();
    out.row(-1, ResultFile.COLUMNS.toArray(String[]::new));
  }

  @Override
  public void add(PayoutLine line, LineResult result, BatchNo batch) throws IOException {
    ResultFile.requireFinal(line, result);
    count(result.state(), line.amount().toString());
    row(
        Long.toString(line.row()),
        line.serial(),
        line.account(),
        line.name(),
        line.amount().toString(),
        line.remark(),
        result.state().name(),
        result.code(),
        result.code().isEmpty() ? "" : meanings.apply(result.code()),
        batch.value(),
        result.gatewaySerial(),
        FinishedAt.iso(result.finishedAt()));
  }

  @Override
  public void add(RejectedLine line) throws IOException {
    count(LineState.REJECTED, Money.isPlain(line.amount()) ? line.amount() : "0");
    row(
        Long.toString(line.row()),
        line.serial(),
        line.account(),
        line.name(),
        line.amount(),
        line.remark(),
        LineState.REJECTED.name(),
        line.code(),
        line.reason(),
        "",
        "",
        "");
  }

  private void count(LineState state, String amount) {
    lines.merge(state, 1L, Long::sum);
    amounts.merge(state, new BigDecimal(amount), BigDecimal::add);
  }

  private void row(String... values) throws IOException {
    if (out.rows() == WorkbookWriter.ROWS_MAX) {
      beginSheet();
    }
    out.row(AMOUNT, values);
  }

  /** Writes the totals; the stream stays open. */
  @Override
  public void close() throws IOException {
    out.nextSheet();
    out.row(-1, "status", "lines", "amount");
    long allLines = 0;
    BigDecimal allAmounts = BigDecimal.ZERO;
    for (Map.Entry<LineState, Long> each : lines.entrySet()) {
      BigDecimal amount = amounts.get(each.getKey());
      total(each.getKey().name(), each.getValue(), amount);
      allLines += each.getValue();
      allAmounts = allAmounts.add(amount);
    }
    total("", allLines, allAmounts);
    out.close();
  }

  private void total(String status, long count, BigDecimal amount) throws IOException {
    out.row(TOTAL_AMOUNT, status, Long.toString(count), amount.setScale(2).toPlainString());
  }
}
