package payout.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.dataformat.bindy.BindyCsvFactory;
import org.apache.camel.dataformat.bindy.FormatFactory;
import org.apache.camel.dataformat.bindy.format.factories.DefaultFactoryRegistry;

/**
 * Binds rows to {@link PayoutRecord} with Bindy's own binding.
 *
 * <p>The rows are split already: Bindy's line scanner lets an open quote swallow separators and
 * costs many times as much as its binding.
 */
public final class RecordBinder {

  private static final int FIELDS = 5;

  private final BindyCsvFactory factory;

  /** Bindy's model: one record under its name, filled again for each row. */
  private final Map<String, Object> model;

  private final PayoutRecord record;

  /** A binder; not thread-safe. */
  public RecordBinder() {
    try {
      this.factory = new BindyCsvFactory(PayoutRecord.class);
      this.model = Map.copyOf(factory.factory());
    } catch (Exception e) {
      throw new IllegalStateException("The record of a row cannot be bound.", e);
    }
    this.record = (PayoutRecord) model.get(PayoutRecord.class.getName());
    FormatFactory formats = new FormatFactory();
    formats.setFactoryRegistry(new DefaultFactoryRegistry());
    factory.setFormatFactory(formats);
  }

  /** The lines of these rows, each of which has five fields. */
  public List<RawLine> bind(List<Row> rows) {
    List<RawLine> lines = new ArrayList<>(rows.size());
    for (Row row : rows) {
      lines.add(bind(row));
    }
    return lines;
  }

  /** Every field is set for each row, so nothing of the previous row is left. */
  private RawLine bind(Row row) {
    if (row.fields().size() != FIELDS) {
      throw new IllegalStateException("Row " + row.number() + " does not have five fields.");
    }
    try {
      factory.bind(null, row.fields(), model, (int) row.number());
      return record.toRawLine(row.number());
    } catch (Exception e) {
      throw new IllegalStateException("Row " + row.number() + " cannot be bound.", e);
    }
  }
}
