package payout.outbox;

import java.io.IOException;
import java.util.Iterator;
import payout.batch.ChinaClock;
import payout.ledger.AuditLedger.Entry;

/**
 * The audit trail as a CSV file, one row for each entry. Names, reasons and details are what people
 * typed, so none of them can run as a formula in a spreadsheet.
 */
public final class AuditFile {

  private AuditFile() {}

  /** Writes the whole file, an entry at a time, and flushes it; the stream stays open. */
  public static void write(OutboxText out, Iterator<Entry> entries) throws IOException {
    out.row(
        "at", "kind", "who", "channel", "address", "node", "subject", "lines", "amount", "sha256",
        "reason", "detail");
    while (entries.hasNext()) {
      add(out, entries.next());
    }
    out.flush();
  }

  private static void add(OutboxText out, Entry entry) throws IOException {
    boolean touches = entry.touches().lines() > 0;
    out.row(
        ChinaClock.iso(entry.at()),
        entry.kind().name(),
        out.name(entry.who()),
        entry.from().channel().name(),
        out.name(entry.from().address()),
        out.name(entry.node()),
        out.name(entry.about().subject()),
        touches ? Long.toString(entry.touches().lines()) : "",
        touches ? entry.touches().amount().toString() : "",
        entry.touches().sha256(),
        out.name(entry.reason()),
        out.name(entry.detail()));
  }
}
