package payout.statement;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import payout.batch.Money;

/**
 * The cells of one row under their columns.
 *
 * @param named the columns
 * @param raw the cells as they stand in the file
 * @param cells the same without blanks and tabs around them
 */
record RowCells(Columns named, List<String> raw, List<String> cells) {

  /** The ledger keeps numbers in an index, and PostgreSQL takes no long ones there. */
  private static final int NUMBER_MAX = 128;

  /** What is wrong with the row; empty when nothing is. */
  String fault() {
    for (String id : List.of("booking", "business", "order")) {
      if (Cells.isBent(cell(id))) {
        return "has a number that a spreadsheet shortened, as in 2.01604E+27";
      }
      if (cell(id).length() > NUMBER_MAX) {
        return "has a number of more than " + NUMBER_MAX + " characters";
      }
    }
    if (cells.stream().anyMatch(Cells::hasControls)) {
      return "has a line end or another control character in a cell";
    }
    if (cell("booking").isEmpty()) {
      return "has no booking number";
    }
    return Cells.time(cell("time")).isEmpty() ? "has no time that can be read" : faultOfAmounts();
  }

  private String faultOfAmounts() {
    Optional<Money> came = Cells.amount(cell("in"));
    Optional<Money> went = Cells.outgoing(cell("out"));
    if (came.isEmpty() || went.isEmpty()) {
      return "has no amount that can be read";
    }
    return came.get().isZero() == went.get().isZero()
        ? "has an amount on both sides or on none"
        : "";
  }

  /** The gateway ends the cells of numbers with a tab, which a spreadsheet does not keep. */
  boolean isResaved() {
    boolean isLedger = named.layout() == Layout.LEDGER;
    return !Cells.isOriginalTime(cell("time"))
        || !Cells.isOriginalAmount(cell("in"))
        || !Cells.isOriginalAmount(cell("out"))
        || isLedger && !named.raw(raw, "booking").endsWith("\t");
  }

  /** The row, which has no fault. */
  StatementRow toRow(int number) {
    Money came = Cells.amount(cell("in")).orElseThrow();
    Money went = Cells.outgoing(cell("out")).orElseThrow();
    boolean income = went.isZero();
    LocalDateTime at = Cells.time(cell("time")).orElseThrow();
    return new StatementRow(
        number,
        cell("booking"),
        cell("business"),
        cell("order"),
        at,
        income,
        income ? came : went,
        cell("type"),
        cell("remark"),
        payee(),
        cells);
  }

  private String payee() {
    String account = cell("payeeAccount");
    String name = cell("payee");
    return account.isEmpty() ? name : name + " (" + account + ")";
  }

  private String cell(String column) {
    return named.cell(cells, column);
  }

  /** Without account and name, which must not be logged. */
  @Override
  public String toString() {
    return "row of " + cells.size() + " cells";
  }
}
