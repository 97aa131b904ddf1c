package payout.statement;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import payout.batch.Characters;
import payout.batch.Money;

/** The values of cells. Nothing is guessed: what has another form is no value. */
final class Cells {

  /** As the gateway writes them. A spreadsheet writes slashes, and leaves zeros and seconds out. */
  private static final Pattern ORIGINAL_TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}");

  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})[-/年]([0-9]{1,2})[-/月]([0-9]{1,2})日?"
              + "[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.0+)?)?");

  private static final Pattern ORIGINAL_AMOUNT = Pattern.compile("-?[0-9]+\\.[0-9]{2}");
  private static final String AROUND = "\"'\u00a0\u3000\ufeff";

  private Cells() {}

  /** The text without blanks, tabs and quotes at its ends. */
  static String trimmed(String cell) {
    int from = 0;
    int to = cell.length();
    while (from < to && isAround(cell.charAt(from))) {
      from++;
    }
    while (from < to && isAround(cell.charAt(to - 1))) {
      to--;
    }
    return cell.substring(from, to);
  }

  private static boolean isAround(char c) {
    return c == ' ' || c == '\t' || AROUND.indexOf(c) >= 0;
  }

  /** Whether a number lost its digits: {@code 2.01604E+27}. */
  static boolean isBent(String id) {
    return Characters.areShortenedNumber(id);
  }

  /** Whether the cell holds what no number and no name has: a line end or another control. */
  static boolean hasControls(String trimmed) {
    return trimmed.chars().anyMatch(Character::isISOControl);
  }

  /** A time in China; empty for anything else. */
  static Optional<LocalDateTime> time(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.of(
              number(parts, 1),
              number(parts, 2),
              number(parts, 3),
              number(parts, 4),
              number(parts, 5),
              parts.group(6) == null ? 0 : number(parts, 6)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  /** Whether the text is a time as the gateway writes it. */
  static boolean isOriginalTime(String text) {
    return ORIGINAL_TIME.matcher(text).matches();
  }

  /** Whether the text is nothing, or an amount as the gateway writes it. */
  static boolean isOriginalAmount(String text) {
    return text.isEmpty() || ORIGINAL_AMOUNT.matcher(text).matches();
  }

  /** An amount; zero for an empty cell; empty for what is no exact amount. */
  static Optional<Money> amount(String text) {
    if (text.isEmpty()) {
      return Optional.of(Money.ZERO);
    }
    return Money.isPlain(text) ? Optional.of(Money.parse(text)) : Optional.empty();
  }

  /** The same for what went out, which newer files write with a minus. */
  static Optional<Money> outgoing(String text) {
    return amount(text.startsWith("-") ? text.substring(1) : text);
  }
}
