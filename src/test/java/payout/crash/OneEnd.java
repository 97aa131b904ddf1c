package payout.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import payout.batch.BatchState;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.sandbox.BookLine;
import payout.sandbox.DeliveryRecord;
import payout.sandbox.PostRecord;
import payout.testing.Folders;
import payout.testing.PayoutFile;

/** The one result that a valid file has, wherever its processes ended: I1 to I6. */
final class OneEnd {

  private static final String RESULT = "[^.]+\\.[0-9a-f]{8}\\.result\\.csv";

  private final RestartedService service;
  private final PayoutFile file;
  private final String name;

  OneEnd(RestartedService service, String name, PayoutFile file) {
    this.service = service;
    this.name = name;
    this.file = file;
  }

  /**
   * Checks everything.
   *
   * @param before the outbox as it was when the process ended: what was there stays as it was
   */
  void holds(Map<String, String> before) {
    everyLineIsInTheGatewaysBookOnce();
    noNumberWasPostedWithTwoSetsOfLines();
    theResultIsTheGatewaysBook();
    everyOutputIsThereOnce(before);
    theFileIsArchivedOnce();
    successWasSaidOnlyOfWhatIsKept();
    theLedgerSaysSettled();
  }

  private void everyLineIsInTheGatewaysBookOnce() {
    assertThat(bookLines().stream().map(OneEnd::fate)).containsExactlyElementsOf(file.fates());
  }

  private void noNumberWasPostedWithTwoSetsOfLines() {
    for (String batchNo : batchNumbers()) {
      assertThat(service.gateway().book().postsOf(batchNo))
          .isNotEmpty()
          .extracting(PostRecord::detailsSha256)
          .containsOnly(service.gateway().book().postsOf(batchNo).get(0).detailsSha256());
      assertThat(service.gateway().book().postsOf(batchNo))
          .filteredOn(PostRecord::taken)
          .hasSize(1);
    }
  }

  private void theResultIsTheGatewaysBook() {
    List<String[]> rows = rows(out(RESULT));

    assertThat(rows.stream().map(row -> row[1] + "," + row[6] + "," + row[4]))
        .containsExactlyElementsOf(file.fates());
    assertThat(rows.stream().map(row -> row[1] + "," + row[9] + "," + row[10]))
        .containsExactlyElementsOf(
            bookLines().stream()
                .map(line -> line.serial() + "," + line.batchNo() + "," + line.innerSerial())
                .toList());
    assertThat(rows.stream().map(row -> new BigDecimal(row[4])).reduce(BigDecimal::add))
        .hasValue(file.total());
  }

  private void everyOutputIsThereOnce(Map<String, String> before) {
    Map<String, String> after = service.outboxFiles();
    assertThat(after).containsAllEntriesOf(before);
    List<String> kinds =
        after.keySet().stream()
            .map(each -> each.replaceFirst("^[^.]+\\.[0-9a-f]{8}\\.", ""))
            .toList();
    List<String> expected = new ArrayList<>(List.of("ack.csv", "result.csv"));
    batchNumbers().forEach(number -> expected.add(number + ".result.csv"));
    if (file.anyFails()) {
      expected.add("retry.csv");
      assertThat(out(".*\\.retry\\.csv").lines()).hasSize(1 + file.failing());
    }
    assertThat(kinds).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(batchNumbers()).hasSize(file.batches());
    assertThat(out(".*\\.ack\\.csv"))
        .contains(",ACCEPTED," + file.lines() + "," + file.total() + "," + file.batches() + ",");
  }

  private void theFileIsArchivedOnce() {
    assertThat(Folders.names(service.inbox().resolve(".done")))
        .singleElement()
        .satisfies(each -> assertThat(each).endsWith("-" + name));
    assertThat(Folders.names(service.inbox().resolve(".rejected"))).isEmpty();
    assertThat(Folders.names(service.inbox())).isEmpty();
    assertThat(Folders.names(service.work())).isEmpty();
  }

  /** A notify that was answered success never came again; what it said is in the result anyway. */
  private void successWasSaidOnlyOfWhatIsKept() {
    for (String batchNo : batchNumbers()) {
      assertThat(service.deliveries(batchNo))
          .filteredOn(DeliveryRecord::success)
          .as("deliveries of %s answered success", batchNo)
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  private void theLedgerSaysSettled() {
    try (Ledger ledger = service.ledger()) {
      FileRecord record = ledger.status().files(name).get(0);
      assertThat(ledger.status().files(name)).hasSize(1);
      assertThat(record.state().name()).isEqualTo("SETTLED");
      assertThat(record.amount().toString()).isEqualTo(file.total().toString());
      assertThat(ledger.status().batches(record.id()))
          .hasSize(file.batches())
          .extracting(BatchRecord::state)
          .containsOnly(BatchState.SETTLED);
    }
  }

  private List<BookLine> bookLines() {
    return service.gateway().book().lines().stream()
        .filter(line -> line.serial().startsWith(file.prefix() + "-"))
        .sorted(Comparator.comparing(BookLine::serial))
        .toList();
  }

  private List<String> batchNumbers() {
    return bookLines().stream().map(BookLine::batchNo).distinct().toList();
  }

  private static String fate(BookLine line) {
    return line.serial() + "," + (line.isPaid() ? "PAID" : "FAILED") + "," + line.amount();
  }

  private String out(String pattern) {
    return service.outboxFiles().entrySet().stream()
        .filter(each -> each.getKey().matches(pattern))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing in the outbox is called " + pattern));
  }

  private static List<String[]> rows(String csv) {
    return csv.lines().skip(1).map(row -> row.split(",", -1)).toList();
  }
}
