package payout.inbox;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import payout.batch.Fault;
import payout.batch.FileNames;
import payout.batch.Money;

/**
 * Explains what was found in place of a heading and how to save the file again: cells separated by
 * another character, other columns, or a payment.
 */
final class HeadingAdvice {

  private static final List<String> SEPARATORS = List.of(";", "\t", "|", "，", "；");

  /** With at least so many known columns a row is a heading, though not the right one. */
  private static final int KNOWN_MIN = 2;

  private static final int CELLS_SHOWN_MAX = 20;
  private static final int CELL_BYTES_MAX = 60;

  /** Text of a payment and of no heading: the reason of a refusal must not hold an account. */
  private static final Pattern OF_A_PAYMENT = Pattern.compile(".*[0-9@＠].*");

  private final FaultMessages words;

  HeadingAdvice(FaultMessages words) {
    this.words = words;
  }

  /** The fault of the first row, which is the heading of no layout. */
  Fault first(Row row) {
    for (String separator : SEPARATORS) {
      if (Layout.ofHeader(split(row, separator)).isPresent()) {
        return separated(row, separator);
      }
    }
    if (Layout.isLaterHeading(row)) {
      return fault(row, "above");
    }
    List<String> nearest = nearest(row);
    if (!nearest.isEmpty()) {
      return columns(row, nearest);
    }
    String plain = String.join(",", Layout.PLAIN.columns());
    boolean isPayment = row.fields().size() == 5 && Money.isPlain(row.field(3));
    return isPayment
        ? fault(row, "missing", plain)
        : words.fault(row.number(), "", RejectCode.UNKNOWN_HEADER, plain);
  }

  /** The fault of a later row of a layout, which is not the heading of its columns. */
  Fault last(Row row, Layout layout) {
    for (String separator : SEPARATORS) {
      if (layout.isLastHeading(split(row, separator))) {
        return separated(row, separator);
      }
    }
    List<String> wanted = layout.columns();
    return known(row, wanted) >= KNOWN_MIN
        ? columns(row, wanted)
        : fault(row, "row", String.join(",", wanted));
  }

  private Fault separated(Row row, String separator) {
    return separator.equals("\t") ? fault(row, "tabs") : fault(row, "separator", separator);
  }

  private Fault columns(Row row, List<String> wanted) {
    String found =
        row.fields().stream()
            .limit(CELLS_SHOWN_MAX)
            .map(HeadingAdvice::shown)
            .collect(Collectors.joining(","));
    return fault(row, "columns", found, String.join(",", wanted));
  }

  private Fault fault(Row row, String sentence, Object... values) {
    return words.another(row.number(), "", RejectCode.UNKNOWN_HEADER, sentence, values);
  }

  private static String shown(String cell) {
    return OF_A_PAYMENT.matcher(cell).matches() ? "…" : FileNames.cut(cell, CELL_BYTES_MAX);
  }

  /** The row split by this separator instead of commas. */
  private static Row split(Row row, String separator) {
    String text = String.join(",", row.fields());
    return new Row(row.number(), Arrays.asList(text.split(Pattern.quote(separator), -1)));
  }

  /**
   * The heading that shares the most columns with the row, if there are enough; otherwise empty.
   */
  private static List<String> nearest(Row row) {
    return Arrays.stream(Layout.values())
        .flatMap(layout -> layout.headings().stream())
        .filter(heading -> known(row, heading) >= KNOWN_MIN)
        .max(Comparator.comparingLong(heading -> known(row, heading)))
        .orElse(List.of());
  }

  private static long known(Row row, List<String> heading) {
    List<String> folded = heading.stream().map(HeadingAdvice::folded).toList();
    return row.fields().stream().map(HeadingAdvice::folded).filter(folded::contains).count();
  }

  private static String folded(String cell) {
    return Layout.folded(cell).strip().toLowerCase(Locale.ROOT);
  }
}
