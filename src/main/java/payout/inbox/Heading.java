package payout.inbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import payout.batch.Fault;

/**
 * The rows above the first line.
 *
 * @param layout their layout; the plain one when it is unknown
 * @param isValid whether they are of a known layout, so that the lines can be read
 * @param width how many fields the last of them has
 * @param stated the values that the file states about itself
 */
record Heading(Layout layout, boolean isValid, int width, StatedValues stated) {

  /** None that can be read. */
  static final Heading NONE = new Heading(Layout.PLAIN, false, 0, StatedValues.NONE);

  /** Reads the rows above the first line and reports their faults. */
  static Heading read(
      RowReader reader, IntakeRules rules, FaultMessages words, Consumer<Fault> faults) {
    try {
      Row first = next(reader, 1);
      Optional<Layout> layout = Layout.ofHeader(first);
      if (layout.isEmpty()) {
        faults.accept(new HeadingAdvice(words).first(first));
        return NONE;
      }
      return read(layout.get(), first, reader, rules, words, faults);
    } catch (UnreadableRowException e) {
      faults.accept(words.unreadable(e));
      return NONE;
    }
  }

  private static Heading read(
      Layout layout,
      Row first,
      RowReader reader,
      IntakeRules rules,
      FaultMessages words,
      Consumer<Fault> faults) {
    Row second = first;
    Row last = first;
    bent(first, layout, words, faults);
    for (int number = 2; number <= layout.rowsAbove(); number++) {
      last = next(reader, number);
      second = number == 2 ? last : second;
      bent(last, layout, words, faults);
    }
    if (!layout.isLastHeading(last)) {
      faults.accept(new HeadingAdvice(words).last(last, layout));
      return new Heading(layout, false, 0, StatedValues.NONE);
    }
    StatedValues stated =
        layout.has(Layout.Trait.STATED_VALUES)
            ? StatedValues.read(second, layout, rules, words, faults)
            : StatedValues.NONE;
    return new Heading(layout, true, last.fields().size(), stated);
  }

  /** The date that a template states may be one. */
  private static void bent(Row row, Layout layout, FaultMessages words, Consumer<Fault> faults) {
    for (BentCell cell : row.bent()) {
      boolean isStatedDay = layout.has(Layout.Trait.STATED_VALUES) && row.number() == 2;
      if (!(isStatedDay && cell.isDay() && cell.column() == StatedValues.DATE)) {
        faults.accept(words.bent(row.number(), "", cell));
      }
    }
  }

  private static Row next(RowReader reader, long number) {
    return reader.hasNext() ? reader.next() : new Row(number, List.of());
  }
}
