package payout.config;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import payout.batch.Money;

/** The plain forms: numbers, words, amounts, texts. */
final class Forms {

  /** The charset of the inbox that means: find out. */
  static final String AUTO = "auto";

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private Forms() {}

  static Form<Integer> number(int least, int most) {
    return Form.of(range("a whole number", least, most), text -> (int) parse(text, least, most));
  }

  static Form<Long> longNumber(long least, long most) {
    return Form.of(range("a whole number", least, most), text -> parse(text, least, most));
  }

  static Form<Integer> shortMillis(int least, int most) {
    return Form.of(range("milliseconds", least, most), text -> (int) parse(text, least, most));
  }

  static Form<Long> millis(long least, long most) {
    return Form.of(range("milliseconds", least, most), text -> parse(text, least, most));
  }

  static Form<Integer> port() {
    return Form.of(
        "a port from 1 to 65535, or 0 for any free one", text -> (int) parse(text, 0, 65535));
  }

  static Form<Boolean> flag() {
    return Form.of("true or false", text -> "true".equals(word(text, List.of("true", "false"))));
  }

  /** One of the constants, written in lower case with dashes. */
  static <E extends Enum<E>> Form<E> choice(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> words = constants.stream().map(Forms::written).toList();
    return Form.of(listed(words), text -> constants.get(words.indexOf(word(text, words))));
  }

  /** One of these words, in this spelling whatever the case that it was given in. */
  static Form<String> oneOf(String... words) {
    return Form.of(listed(List.of(words)), text -> word(text, List.of(words)));
  }

  static Form<Money> amount() {
    return Form.of(
        "an amount in yuan above 0, digits with at most two decimals after a point, such as"
            + " 1000000.00",
        Forms::parseAmount);
  }

  static Form<String> inboxCharset() {
    return Form.of("auto, or the name of a charset such as utf-8 or gbk", Forms::charsetName);
  }

  static Form<String> text(String allowed, Predicate<String> sound) {
    return Form.of(
        allowed,
        text -> {
          if (!sound.test(text)) {
            throw new RefusedValueException();
          }
          return text;
        });
  }

  /** Names of people, parted by blanks. */
  static Form<List<String>> names(String allowed) {
    return Form.of(allowed, text -> List.of(text.split("\\s+")));
  }

  /** The path of a file; whether it can be read is asked where its content is needed. */
  static Form<String> path() {
    return text("the path of a file", path -> path.indexOf('\0') < 0);
  }

  /** The mode of a file; what all may write could be told by anybody. */
  static Form<String> fileMode() {
    return text(
        "three digits such as 644, 640 or 600: 6 for the service, 0, 4 or 6 for its group, 0 or 4"
            + " for all",
        mode -> mode.matches("6[046][04]"));
  }

  /** How a constant is written as a value. */
  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String charsetName(String text) throws RefusedValueException {
    if (text.equalsIgnoreCase(AUTO)) {
      return AUTO;
    }
    try {
      return Charset.forName(text).name();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw new RefusedValueException("no charset has that name");
    }
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
    for (String word : words) {
      if (word.equalsIgnoreCase(text)) {
        return word;
      }
    }
    throw new RefusedValueException();
  }

  private static String range(String what, long least, long most) {
    return what + " from " + least + " to " + most;
  }

  private static String listed(List<String> words) {
    int last = words.size() - 1;
    return words.stream().limit(last).collect(Collectors.joining(", ")) + " or " + words.get(last);
  }
}
