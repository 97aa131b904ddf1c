package payout.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Fault;
import payout.batch.Language;
import payout.batch.LineResult;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.OutputKind;
import payout.batch.PayoutLine;
import payout.batch.RejectedLine;
import payout.ledger.sql.LedgerAddress;
import payout.testing.SettableClock;

/**
 * A ledger that an earlier program wrote, before rows had a version, with its form 4: it is brought
 * up to date, and everything in it can be read.
 */
class EarlierLedgerTest {

  private static final String STORED = "/ledger/without-row-versions.db.gz";

  @TempDir private Path folder;

  private Path file;
  private Ledger ledger;
  private StatusLedger status;
  private PublicationLedger publications;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("ledger.db");
    try (InputStream stored =
        new GZIPInputStream(EarlierLedgerTest.class.getResourceAsStream(STORED))) {
      Files.copy(stored, file);
    }
    ledger = Ledger.run(new LedgerAddress("jdbc:sqlite:" + file, "", ""), "SANDBOX", clock());
    status = ledger.status();
    publications = ledger.publications();
  }

  private static ChinaClock clock() {
    return new ChinaClock(SettableClock.standing(Instant.parse("2026-11-29T13:00:00Z")));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void was_written_without_versions() throws SQLException {
    for (String table : List.of("batch_lines", "batch_results", "rejected_lines", "file_faults")) {
      assertThat(texts("SELECT data FROM " + table))
          .isNotEmpty()
          .noneMatch(EarlierLedgerTest::isVersioned);
    }
    assertThat(texts("SELECT after FROM correction"))
        .isNotEmpty()
        .noneMatch(EarlierLedgerTest::isVersioned);
  }

  @Test
  void what_persons_did_then_is_in_the_audit_trail() throws SQLException {
    List<String> steps =
        texts(
            "SELECT kind || ' ' || cause || ' ' || at FROM event WHERE cause NOT IN ('receive-file',"
                + " 'submit-batch', 'accept-notify', 'watch', 'watch-waiting', 'last batch',"
                + " 'publish-results')");

    assertThat(steps).isNotEmpty();
    assertThat(
            ledger
                .audit()
                .entries(AuditLedger.Filter.ALL)
                .map(entry -> entry.kind() + " " + entry.who() + " " + entry.at()))
        .containsExactlyInAnyOrderElementsOf(steps);
  }

  private static boolean isVersioned(String value) {
    return value.startsWith("v");
  }

  @Test
  void its_steps_and_acts_are_sealed_after_the_upgrade() throws SQLException {
    SealLedger sealing = ledger.sealing();
    boolean more = true;
    while (more) {
      more = sealing.step();
    }

    TrailReport report = ledger.trail().verify(List.of(), Set.of());

    assertThat(report.isWhole()).as("%s", report).isTrue();
    assertThat(report.pending()).isZero();
    assertThat(report.events()).isEqualTo(texts("SELECT id FROM event").size());
    assertThat(report.older()).isPositive();
    assertThat(ledger.trail().state().hasCaughtUp()).isTrue();
  }

  @Test
  void its_files_and_batches_are_where_they_were() {
    Map<String, String> states = new TreeMap<>();
    for (FileRecord each : status.files(99)) {
      List<BatchState> batches =
          status.batches(each.id()).stream().map(BatchRecord::state).toList();
      states.put(each.name(), each.state() + " " + batches);
    }

    assertThat(states)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry("settled.csv", "SETTLED [SETTLED, SETTLED]"),
                entry("leftout.csv", "SETTLED [SETTLED]"),
                entry("bad.csv", "REJECTED []"),
                entry("refused.csv", "SETTLED [REFUSED]"),
                entry("taken.csv", "ACCEPTED [TAKEN]"),
                entry("part.csv", "ACCEPTED [TAKEN]"),
                entry("held.csv", "SETTLED [SETTLED]"),
                entry("held2.csv", "ACCEPTED [HELD]"),
                entry("unknown.csv", "SETTLED [SETTLED]"),
                entry("unknown2.csv", "ACCEPTED [UNKNOWN]"),
                entry("ready.csv", "ACCEPTED [READY]")));
  }

  @Test
  void every_line_and_result_of_it_can_be_read() {
    for (FileRecord each : status.files(99)) {
      for (BatchRecord batch : status.batches(each.id())) {
        BatchContent content = status.content(batch.id());
        assertThat(content.lines()).hasSize(batch.lines());
        assertThat(sum(content.lines())).isEqualTo(batch.amount());
        assertThat(content.results()).hasSize(batch.lines());
        assertThat(content.results().stream().filter(one -> one.state() == LineState.OPEN))
            .hasSize(batch.openLines());
        assertThat(content.results().stream().filter(one -> one.state() == LineState.PAID))
            .hasSize(batch.paidLines());
      }
    }
  }

  @Test
  void a_line_and_its_result_are_what_they_were() {
    BatchContent content = only("S-2");

    assertThat(content.lines().get(1))
        .isEqualTo(
            new PayoutLine(
                3,
                "S-2",
                "13800000002",
                "李四 FAIL_ACCOUN_NAME_NOT_MATCH",
                new Money(199_999),
                "报销"));
    assertThat(content.results()).extracting(LineResult::state).containsOnly(LineState.PAID);
  }

  @Test
  void rejected_lines_and_faults_are_what_they_were() {
    FileRecord left = status.files("leftout.csv").get(0);

    assertThat(publications.rejectedAfter(left, -1).orElseThrow().lines())
        .extracting(RejectedLine::row, RejectedLine::serial, RejectedLine::code)
        .containsExactly(
            tuple(3L, "L-2", "AMOUNT_INVALID"), tuple(4L, "L-3", "SEPARATOR_CHARACTER"));
    assertThat(publications.faults(left))
        .extracting(Fault::column)
        .containsExactly("amount", "payee_name");
    assertThat(publications.faults(status.files("bad.csv").get(0)))
        .extracting(Fault::code)
        .containsExactly("UNKNOWN_HEADER");
  }

  @Test
  void a_correction_is_what_it_was() {
    BatchContent correction = publications.correction(status.files("settled.csv").get(0), 1);

    assertThat(correction.lines()).extracting(PayoutLine::serial).containsExactly("S-2");
    assertThat(correction.results()).extracting(LineResult::state).containsExactly(LineState.PAID);
  }

  @Test
  void its_accounts_are_found_once_they_are_indexed() {
    PaymentPage before = ledger.payments().ofAccount("13800000002", "");
    assertThat(before.payments()).isEmpty();
    assertThat(before.accountsBefore()).isPositive();

    AccountBacklog backlog = ledger.accountBacklog();
    for (int step = 0; backlog.step(); step++) {
      assertThat(step).isLessThan(100);
    }

    PaymentPage after = ledger.payments().ofAccount("13800000002", "");
    assertThat(after.payments()).extracting(each -> each.line().serial()).contains("S-2");
    assertThat(after.accountsBefore()).isZero();
  }

  @Test
  void the_sums_of_its_files_are_those_of_their_batches() {
    for (FileRow row : ledger.files().page(FileList.Filter.ALL, "", 200).rows()) {
      List<BatchRecord> batches = status.batches(row.file().id());
      long open = batches.stream().mapToLong(BatchRecord::openLines).sum();
      long paid = batches.stream().mapToLong(BatchRecord::paidLines).sum();
      long lines = batches.stream().mapToLong(BatchRecord::lines).sum();
      assertThat(row.openLines()).as(row.file().name()).isEqualTo(open);
      assertThat(row.paidLines()).as(row.file().name()).isEqualTo(paid);
      assertThat(row.failedLines()).as(row.file().name()).isEqualTo(lines - open - paid);
      assertThat(row.paidAmount())
          .as(row.file().name())
          .isEqualTo(batches.stream().map(BatchRecord::paidAmount).reduce(Money.ZERO, Money::plus));
    }
  }

  @Test
  void published_files_are_known() throws SQLException {
    assertThat(texts("SELECT DISTINCT kind FROM publication WHERE published_at IS NOT NULL"))
        .containsExactlyInAnyOrder(
            OutputKind.ACK.name(),
            OutputKind.REJECTS.name(),
            OutputKind.BATCH_RESULT.name(),
            OutputKind.RESULT.name(),
            OutputKind.RETRY.name(),
            OutputKind.CORRECTION.name());
  }

  /** Their bytes are compared, and those of today have a version before them. */
  @Test
  void a_number_that_was_refused_is_free_for_the_very_same_lines() {
    BatchContent refused = only("R-1");
    String batchNo = refused.batch().batchNo();

    assertThat(status.isUsed(batchNo, "ff".repeat(32), refused.lines())).isFalse();
    assertThat(status.isUsed(batchNo, "ff".repeat(32), only("Y-1").lines())).isTrue();
  }

  @Test
  void a_file_that_was_refused_comes_again_under_its_old_number() {
    BatchContent refused = only("R-1");
    FileRecord first = status.files("refused.csv").get(0);
    IntakeLedger intake = ledger.intake(Language.EN);
    StagedBatch batch = StagedBatch.of(1, refused.lines());

    FileRecord again =
        intake
            .arrive(
                ledger.claims().claim("inbox", "again.csv").orElseThrow(),
                new IntakeStore.Arrival("inbox", "again.csv", first.sha256(), 9, 9, first.payer()))
            .file();
    intake.stage(again, List.of(batch));
    intake.takeTurn(again);
    intake.accept(again, new IntakeStore.Decision(1, batch.amount(), 0, 1, 0, new byte[0], "", ""));

    assertThat(status.batches(again.id()))
        .extracting(BatchRecord::batchNo)
        .containsExactly(refused.batch().batchNo());
  }

  private BatchContent only(String serial) {
    List<StatusLedger.LineStatus> found = status.lines(serial);
    assertThat(found).hasSize(1);
    return status.content(found.get(0).batch().id());
  }

  private static Money sum(List<PayoutLine> lines) {
    return lines.stream().map(PayoutLine::amount).reduce(Money.ZERO, Money::plus);
  }

  private List<String> texts(String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
