package payout.cli;

import java.math.BigDecimal;
import payout.batch.Money;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an amount as a number: {@code 178}, {@code 178.5} and {@code 178.500} are amounts. */
final class AmountConverter implements ITypeConverter<Money> {

  @Override
  public Money convert(String text) {
    if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,15})?")) {
      throw new TypeConversionException(
          "'" + text + "' is no amount: write digits and a point, such as 1234.50");
    }
    BigDecimal fen = new BigDecimal(text).movePointRight(2).stripTrailingZeros();
    if (fen.scale() > 0) {
      throw new TypeConversionException("'" + text + "' has parts of a fen");
    }
    return new Money(fen.longValueExact());
  }
}
