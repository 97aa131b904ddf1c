package payout.outbox;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import payout.batch.ChinaClock;
import payout.ledger.TrailRow;
import payout.ledger.chain.Seal;

/**
 * The sealed trail as a CSV file, one row for each step and each entry of the audit trail, in the
 * order of the seals. What people typed cannot run as a formula in a spreadsheet.
 */
public final class TrailFile {

  private static final int CENTS = 2;

  private final OutboxText out;
  private final UnaryOperator<String> mask;
  private boolean hasHeader;

  /**
   * An empty file.
   *
   * @param mask what is done to the words of persons before they are written
   */
  public TrailFile(OutboxText out, UnaryOperator<String> mask) {
    this.out = out;
    this.mask = mask;
  }

  /** Writes the row of columns, if nothing did so yet. */
  public void begin() throws IOException {
    if (!hasHeader) {
      hasHeader = true;
      out.row(columns());
    }
  }

  /** Writes a row. */
  public void add(Optional<Seal> seal, TrailRow row) throws IOException {
    begin();
    Map<String, String> values = values(seal, row, mask);
    values.replaceAll((column, value) -> out.name(value));
    out.row(values.values().toArray(String[]::new));
  }

  private static String[] columns() {
    return new String[] {
      "seal",
      "sealed_at",
      "trail",
      "id",
      "at",
      "kind",
      "who",
      "channel",
      "address",
      "node",
      "file_id",
      "batch_id",
      "subject",
      "from_state",
      "to_state",
      "lines",
      "amount",
      "sha256",
      "reason",
      "detail",
      "hash"
    };
  }

  /** The values by their columns, in their order, as texts that are not made safe. */
  public static Map<String, String> values(
      Optional<Seal> seal, TrailRow row, UnaryOperator<String> mask) {
    Optional<TrailRow.OfPerson> act = Optional.ofNullable(row.act());
    boolean touches = act.map(TrailRow.OfPerson::lines).orElse(0L) > 0;
    String[] values = {
      seal.map(each -> Long.toString(each.number())).orElse(""),
      seal.map(each -> ChinaClock.iso(each.at())).orElse(""),
      row.trail().table(),
      Long.toString(row.id()),
      ChinaClock.iso(row.at()),
      text(row.kind()),
      text(row.who()),
      act.map(TrailRow.OfPerson::channel).orElse(""),
      act.map(TrailRow.OfPerson::address).orElse(""),
      text(row.node()),
      row.fileId() == null ? "" : row.fileId().toString(),
      row.batchId() == null ? "" : row.batchId().toString(),
      act.map(TrailRow.OfPerson::subject).orElse(""),
      text(row.fromState()),
      text(row.toState()),
      touches ? Long.toString(row.act().lines()) : "",
      touches ? BigDecimal.valueOf(row.act().fen(), CENTS).toPlainString() : "",
      act.map(TrailRow.OfPerson::sha256).orElse(""),
      mask.apply(act.map(TrailRow.OfPerson::reason).orElse("")),
      mask.apply(text(row.detail())),
      HexFormat.of().formatHex(row.sealed().hash())
    };
    Map<String, String> byColumn = new LinkedHashMap<>();
    String[] columns = columns();
    for (int i = 0; i < values.length; i++) {
      byColumn.put(columns[i], values[i]);
    }
    return byColumn;
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
