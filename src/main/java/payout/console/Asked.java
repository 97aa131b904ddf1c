package payout.console;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Reads what an address asks for; what it cannot mean is refused with a sentence. */
final class Asked {

  private static final int DIGITS_MAX = 18;

  private Asked() {}

  /** A number of ours in the path; another text is the address of nothing. */
  static long id(Visit visit, String name) {
    return number(visit.path().get(name)).orElseThrow(Asked::nothing);
  }

  /** A number; empty for any other text. */
  static Optional<Long> number(String text) {
    return text != null && text.matches("[0-9]{1," + DIGITS_MAX + "}")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  /** A day of a field, {@code yyyy-MM-dd}; empty when there is none. */
  static Optional<LocalDate> day(Visit visit, String name) {
    String text = visit.query().get(name).strip();
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      throw RefusedException.of(400, "failure.day");
    }
  }

  /** A constant of a field; null when there is none. */
  static <E extends Enum<E>> E choice(Visit visit, String name, Class<E> type) {
    String text = visit.query().get(name).strip();
    return text.isEmpty() ? null : constant(type, text);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> each.name().equals(text))
        .findFirst()
        .orElseThrow(() -> RefusedException.of(400, "failure.word"));
  }

  /** Reads on from a position, which a person may have changed in the address. */
  static <T> T from(String position, Function<String, T> read) {
    try {
      return read.apply(position);
    } catch (IllegalArgumentException e) {
      throw RefusedException.of(400, "failure.position");
    }
  }

  /** There is nothing at this address. */
  static RefusedException nothing() {
    return RefusedException.of(404, "failure.404");
  }
}
