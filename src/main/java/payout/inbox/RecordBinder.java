package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.dataformat.bindy.BindyCsvFactory;
import org.apache.camel.dataformat.bindy.FormatFactory;
import org.apache.camel.dataformat.bindy.format.factories.DefaultFactoryRegistry;

/**
 * Binds rows to the records of a layout with Bindy's own binding.
 *
 * <p>The rows are split already: Bindy's line scanner lets an open quote swallow separators and
 * costs many times as much as its binding.
 */
public final class RecordBinder {

  private final BindyCsvFactory factory;
  private final int columns;

  /** Bindy's model: one record under its name, filled again for each row. */
  private final Map<String, Object> model;

  private final PayoutRecord record;

  /** A binder for one layout; not thread-safe. */
  public RecordBinder(Layout layout) {
    this.columns = layout.columns().size();
    try {
      this.factory = new BindyCsvFactory(layout.record());
      this.model = Map.copyOf(factory.factory());
    } catch (Exception e) {
      throw new IllegalStateException("The record of layout " + layout + " cannot be bound.", e);
    }
    this.record = (PayoutRecord) model.get(layout.record().getName());
    FormatFactory formats = new FormatFactory();
    formats.setFactoryRegistry(new DefaultFactoryRegistry());
    factory.setFormatFactory(formats);
  }

  /** The lines of these rows, each of which has as many fields as the layout has columns. */
  public List<RawLine> bind(List<Row> rows) {
    List<RawLine> lines = new ArrayList<>(rows.size());
    for (Row row : rows) {
      lines.add(bind(row));
    }
    return lines;
  }

  /** Every field is set for each row, so nothing of the previous row is left. */
  private RawLine bind(Row row) {
    if (row.fields().size() != columns) {
      throw new IllegalStateException("Row " + row.number() + " is not of the layout's width.");
    }
    try {
      factory.bind(null, row.fields(), model, (int) row.number());
      return record.toRawLine(row.number());
    } catch (Exception e) {
      throw new IllegalStateException("Row " + row.number() + " cannot be bound.", e);
    }
  }
}
