package payout.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import payout.batch.Money;

/**
 * What a setting's value looks like: how it is read, and what is allowed, in words.
 *
 * <p>The forms here are the ones that several sections need. A form that only one section needs is
 * in the file of that section.
 *
 * @param allowed ends a sentence that begins with "it must be"
 * @param parser reads a text that is not empty
 * @param trimmed whether spaces around the value are dropped
 * @param shown what of a value may be shown in a message
 */
record Form<T>(String allowed, Parser<T> parser, boolean trimmed, UnaryOperator<String> shown) {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  /** Reads a value. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws RefusedValueException;
  }

  static <T> Form<T> of(String allowed, Parser<T> parser) {
    return new Form<>(allowed, parser, true, UnaryOperator.identity());
  }

  /** The same form for values that may contain a login: only the harmless part is shown. */
  Form<T> showing(UnaryOperator<String> harmless) {
    return new Form<>(allowed, parser, trimmed, harmless);
  }

  /** The same form with spaces around the value kept: a password may begin or end with one. */
  Form<T> untrimmed() {
    return new Form<>(allowed, parser, false, shown);
  }

  T parse(String text) throws RefusedValueException {
    return parser.parse(text);
  }

  static Form<Integer> number(int least, int most) {
    return of(range("a whole number", least, most), text -> (int) parse(text, least, most));
  }

  static Form<Long> longNumber(long least, long most) {
    return of(range("a whole number", least, most), text -> parse(text, least, most));
  }

  static Form<Integer> shortMillis(int least, int most) {
    return of(range("milliseconds", least, most), text -> (int) parse(text, least, most));
  }

  static Form<Long> millis(long least, long most) {
    return of(range("milliseconds", least, most), text -> parse(text, least, most));
  }

  static Form<Integer> port() {
    return of("a port from 1 to 65535, or 0 for any free one", text -> (int) parse(text, 0, 65535));
  }

  static Form<Boolean> flag() {
    return of("true or false", text -> "true".equals(word(text, List.of("true", "false"))));
  }

  /** One of the constants, written in lower case with dashes. */
  static <E extends Enum<E>> Form<E> choice(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> words = constants.stream().map(Form::written).toList();
    return of(listed(words), text -> constants.get(words.indexOf(word(text, words))));
  }

  /** One of these words; the case of the given text does not matter. */
  static Form<String> oneOf(String... words) {
    return of(listed(List.of(words)), text -> word(text, List.of(words)));
  }

  static Form<Money> amount() {
    return of(
        "an amount in yuan above 0, digits with at most two decimals after a point, such as"
            + " 1000000.00",
        Form::parseAmount);
  }

  static Form<String> text(String allowed, Predicate<String> valid) {
    return of(
        allowed,
        text -> {
          if (!valid.test(text)) {
            throw new RefusedValueException();
          }
          return text;
        });
  }

  /** The path of a file or a folder; whether it can be read is checked where it is used. */
  static Form<String> path(String allowed) {
    return text(allowed, path -> path.indexOf('\0') < 0);
  }

  /** How a constant is written as a value. */
  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Words as the end of a sentence: "a, b or c". */
  static String listed(List<String> words) {
    int last = words.size() - 1;
    return words.stream().limit(last).collect(Collectors.joining(", ")) + " or " + words.get(last);
  }

  private static Money parseAmount(String text) throws RefusedValueException {
    if (!Money.isPlain(text) || Money.parse(text).isZero()) {
      throw new RefusedValueException();
    }
    return Money.parse(text);
  }

  private static long parse(String text, long least, long most) throws RefusedValueException {
    if (!DIGITS.matcher(text).matches()) {
      throw new RefusedValueException();
    }
    long number = Long.parseLong(text);
    if (number < least || number > most) {
      throw new RefusedValueException();
    }
    return number;
  }

  private static String word(String text, List<String> words) throws RefusedValueException {
    return words.stream()
        .filter(word -> word.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(RefusedValueException::new);
  }

  private static String range(String what, long least, long most) {
    return what + " from " + least + " to " + most;
  }
}
