package payout.inbox;

import java.util.regex.Pattern;

/**
 * A long number as a spreadsheet shows and saves it: {@code 2.02611E+11}, with the digits lost.
 *
 * <p>It has a decimal point, or a sign after the E, as every spreadsheet writes it. So {@code 12E5}
 * and {@code ABC-1E+5}, which may well be numbers of an ERP, do not count.
 */
final class ShortenedNumber {

  private static final Pattern FORM =
      Pattern.compile("[0-9]+(?:[.,][0-9]+[Ee][+-]?|[Ee][+-])[0-9]+");

  private ShortenedNumber() {}

  /** Whether this is a number that a spreadsheet shortened. */
  static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }
}
