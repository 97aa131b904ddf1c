package payout.console;

import java.util.List;
import java.util.stream.Stream;
import payout.ledger.FileRecord;
import payout.ledger.PaymentLedger;
import payout.ledger.PaymentPage;
import payout.ledger.StatusLedger;

/**
 * What is known under a text that somebody searched for.
 *
 * @param files the newest files of this name
 * @param serials the payments under this serial number
 * @param batch the payments of the batch with this number
 */
record Found(List<FileRecord> files, PaymentPage serials, PaymentPage batch) {

  private static final int FILES_MAX = 50;

  /**
   * Looks for it as a serial number, a batch number and a file's name.
   *
   * @param after where a page of payments goes on; empty for the first
   * @throws IllegalArgumentException when there is no such position
   */
  static Found by(String q, String after, PaymentLedger payments, StatusLedger status) {
    List<FileRecord> files = after.isEmpty() ? status.named(q, FILES_MAX) : List.of();
    return new Found(files, payments.ofSerial(q, after), payments.ofBatch(q, after));
  }

  /** Whether there is nothing. */
  boolean isNothing() {
    return files.isEmpty() && first().payments().isEmpty() && first().next().isEmpty();
  }

  /** The payments: those under the serial number, or else those of the batch. */
  PaymentPage first() {
    return serials.payments().isEmpty() && serials.next().isEmpty() ? batch : serials;
  }

  /** The page of the one hit; empty when there are more, or none. */
  String only() {
    List<String> pages =
        Stream.concat(
                files.stream().map(file -> Links.file(file.id())),
                first().payments().stream().map(each -> new PaymentRow(each, false).link()))
            .limit(2)
            .toList();
    return pages.size() == 1 && first().next().isEmpty() ? pages.get(0) : "";
  }
}
