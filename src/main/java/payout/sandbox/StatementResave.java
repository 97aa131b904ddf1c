package payout.sandbox;

import java.math.BigDecimal;
import java.math.MathContext;

/** What a spreadsheet makes of the cells of a statement that it opens and saves again. */
final class StatementResave {
  private static final int DIGITS_SHOWN = 11;

  private StatementResave() {}

  /** The cell, as it is or as a spreadsheet leaves it. */
  static String cell(
      StatementOrder order, StatementLayout.Column column, Movement movement, String cell) {
    boolean bent = order.has(StatementFault.Kind.BENT);
    if (!bent && !order.has(StatementFault.Kind.RESAVED)) {
      return cell;
    }
    return switch (column.kind()) {
      case ID -> bent ? shortened(cell) : cell;
      case AMOUNT, BALANCE -> cell.isBlank() ? "" : withoutZeros(cell);
      case TIME -> StatementTimes.resaved(movement.at());
      case TEXT, PLAIN, NUMBER -> cell.strip();
    };
  }

  private static String withoutZeros(String amount) {
    BigDecimal value = new BigDecimal(amount).stripTrailingZeros();
    return value.signum() == 0 ? "0" : value.toPlainString();
  }

  /** {@code 2.01604E+27} for a number that is longer than a spreadsheet shows. */
  private static String shortened(String id) {
    if (!id.matches("[0-9]+") || id.length() <= DIGITS_SHOWN) {
      return id;
    }
    BigDecimal short6 = new BigDecimal(id).round(new MathContext(6)).stripTrailingZeros();
    String digits = short6.unscaledValue().toString();
    String rest = digits.substring(1);
    return digits.charAt(0) + (rest.isEmpty() ? "" : "." + rest) + "E+" + (id.length() - 1);
  }
}
