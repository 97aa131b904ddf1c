package payout.config;

import java.util.function.UnaryOperator;

/**
 * What a setting's value looks like: how it is read, and what is allowed, in words.
 *
 * @param allowed ends a sentence that begins with "it must be"
 * @param parser reads a text that is not empty
 * @param trimmed whether blanks around the value are dropped
 * @param shown what of a value may be shown in a message
 */
record Form<T>(String allowed, Parser<T> parser, boolean trimmed, UnaryOperator<String> shown) {

  /** Reads a value. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String text) throws RefusedValueException;
  }

  static <T> Form<T> of(String allowed, Parser<T> parser) {
    return new Form<>(allowed, parser, true, UnaryOperator.identity());
  }

  /** The same form for values that may carry a login: only the harmless part is shown. */
  Form<T> showing(UnaryOperator<String> harmless) {
    return new Form<>(allowed, parser, trimmed, harmless);
  }

  /** The same form with blanks around the value kept: a password may begin or end with one. */
  Form<T> untrimmed() {
    return new Form<>(allowed, parser, false, shown);
  }

  T parse(String text) throws RefusedValueException {
    return parser.parse(text);
  }
}
