package payout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.batch.ChinaClock;
import payout.batch.Earlier;
import payout.batch.Language;
import payout.batch.LineState;
import payout.batch.Money;
import payout.batch.Outcome;
import payout.batch.Payer;
import payout.batch.PayoutLine;
import payout.batch.RequestCharset;
import payout.batch.Verdict;
import payout.batch.Verdict.Sending;
import payout.ledger.Act;
import payout.ledger.Beginning;
import payout.ledger.Claim;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.IntakeStore;
import payout.ledger.Ledger;
import payout.ledger.NodeIdentity;
import payout.ledger.SendLedger;
import payout.ledger.SendRules;
import payout.ledger.Settlement;
import payout.ledger.StagedBatch;
import payout.ledger.Upload;
import payout.ledger.sql.LedgerAddress;

class StatusReportTest {

  private static final String HOSTILE = "a\u001b[2J\nSETTLED  forged.csv\u202e\u009b\u200b.csv";
  private static final Act ACT = new Act("wang", "seen on the merchant page", false);

  @TempDir private Path folder;

  private Ledger ledger;
  private IntakeLedger intake;
  private int number;

  @BeforeEach
  void open() {
    LedgerAddress address = new LedgerAddress("jdbc:sqlite:" + folder.resolve("l.db"), "", "");
    ledger = Ledger.run(address, "production", ChinaClock.system());
    intake = ledger.intake(Language.EN);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void the_name_of_a_file_can_neither_forge_a_line_nor_control_a_terminal() throws Exception {
    arrive(HOSTILE);

    assertThat(text(null).lines()).hasSize(1);
    assertThat(text(null))
        .contains("a\\u001b[2J\\u000aSETTLED  forged.csv\\u202e\\u009b\\u200b.csv")
        .doesNotContain("\u001b", "\u202e", "\u009b", "\u200b");
    assertThat(StatusJson.of(report(null)))
        .doesNotContain("\u001b", "\u202e", "\u009b", "\u200b", "\n");
    assertThat(json(null).at("/files/0/file").textValue()).isEqualTo(HOSTILE);
  }

  @Test
  void the_json_says_which_file_it_is_and_who_submitted_it() throws Exception {
    arrive("dropped.csv");
    long id;
    try (Upload upload =
        ledger.submissions().begin("sent.csv", -1, 9, "li\u202e", false, payer())) {
      id = upload.finish().id();
    }

    assertThat(json("sent.csv").at("/files/0/id").longValue()).isEqualTo(id);
    assertThat(json("sent.csv").at("/files/0/submitted_by").textValue()).isEqualTo("li\u202e");
    assertThat(json("sent.csv").at("/files/0/state").textValue()).isEqualTo("RECEIVED");
    assertThat(json("dropped.csv").at("/files/0/submitted_by").textValue()).isEmpty();
    assertThat(StatusJson.of(report(null))).doesNotContain("\u202e");
  }

  @Test
  void the_nodes_are_listed_in_both_forms() throws Exception {
    ledger.close();
    try (Ledger node =
        Ledger.run(
            new LedgerAddress("jdbc:sqlite:" + folder.resolve("l.db"), "", ""),
            "production",
            Beginning.unasked(),
            new NodeIdentity("pay-1", "9.8.7", "2088000000000001", Map.of()),
            ChinaClock.system())) {
      StatusReport report = StatusReport.of(node.status(), null, false, 9);

      JsonNode listed = new ObjectMapper().readTree(StatusJson.of(report)).at("/nodes/0");
      assertThat(listed.at("/name").textValue()).isEqualTo("pay-1");
      assertThat(listed.at("/version").textValue()).isEqualTo("9.8.7");
      assertThat(listed.at("/since").textValue()).startsWith("20").endsWith("+08:00");
      assertThat(listed.at("/seen").textValue()).startsWith("20").endsWith("+08:00");
      assertThat(listed.at("/clock_offset_ms").isNumber()).isTrue();
      assertThat(listed.at("/in_flight").isNumber()).isTrue();
      assertThat(StatusText.of(report))
          .contains("Node pay-1  9.8.7  since 20", "clock +0 ms  0 in flight")
          .doesNotContain("SILENT");
    }
  }

  @Test
  void a_batch_is_shown_with_its_open_lines_and_no_full_account() throws Exception {
    String batchNo = taken("pay.csv", 3);
    settle(Settlement.line(batchNo, "pay.csv-2", LineState.PAID));

    assertThat(text(batchNo))
        .contains(
            "  Open: 2 lines of 4.04",
            "    serial pay.csv-1, row 1: 1.01 to 138****0001",
            "    serial pay.csv-3, row 3: 3.03 to 138****0003")
        .doesNotContain("13800000001", "13800000003");
    JsonNode json = json(batchNo);
    assertThat(json.at("/open_amount").textValue()).isEqualTo("4.04");
    assertThat(json.at("/open_lines")).hasSize(2);
    assertThat(json.at("/open_lines/1/serial_no").textValue()).isEqualTo("pay.csv-3");
    assertThat(json.at("/open_lines/1/account").textValue()).isEqualTo("138****0003");
  }

  @Test
  void the_text_lists_the_first_100_open_lines_and_names_the_option_for_all() throws Exception {
    String batchNo = taken("pay.csv", 101);

    assertThat(text(batchNo))
        .contains("Open: 101 lines", "serial pay.csv-100,")
        .doesNotContain("serial pay.csv-101,")
        .contains("These are the first 100 of 101; --json lists all.");
    assertThat(json(batchNo).at("/open_lines")).hasSize(101);
  }

  @Test
  void failed_lines_are_counted_and_a_settled_batch_shows_no_code_of_an_earlier_post()
      throws Exception {
    accept("pay.csv", 3);
    Claim first = sending().claim().orElseThrow();
    sending()
        .record(
            first,
            new Verdict(
                BatchState.READY,
                new Outcome.Refused("BATCH_OUTOF_DATE"),
                Earlier.NONE_ARRIVED,
                Sending.GOES_ON,
                Optional.empty()));
    String batchNo = take();
    settle(Settlement.line(batchNo, "pay.csv-1", LineState.PAID));
    settle(Settlement.line(batchNo, "pay.csv-2", LineState.FAILED).evenEarly());
    settle(Settlement.line(batchNo, "pay.csv-3", LineState.FAILED).evenEarly());

    assertThat(text("pay.csv"))
        .contains("SETTLED  pay.csv", "1 paid, 2 failed, 0 refused, 0 open")
        .contains(batchNo + "  SETTLED     3 lines           6.06  1 paid, 2 failed, 0 open")
        .doesNotContain("BATCH_OUTOF_DATE");
    JsonNode batch = json("pay.csv").at("/files/0/batches/0");
    assertThat(batch.at("/failed_lines").intValue()).isEqualTo(2);
    assertThat(batch.at("/paid_amount").textValue()).isEqualTo("1.01");
    assertThat(batch.at("/code").textValue()).isEmpty();
  }

  @Test
  void days_without_a_statement_are_named_where_statements_come() throws Exception {
    taken("pay.csv", 1);
    List<LocalDate> days = List.of(LocalDate.of(2026, 3, 8), LocalDate.of(2026, 3, 9));

    StatusReport report = StatusReport.of(ledger.status(), null, false, 10);
    assertThat(StatusText.of(report)).doesNotContain("statement");
    assertThat(StatusJson.of(report)).contains("\"statements_missing\":[]");
    report.missing(days);

    assertThat(StatusText.of(report))
        .contains("No complete statement of the account for 2026-03-08, 2026-03-09");
    assertThat(StatusJson.of(report))
        .contains("\"statements_missing\":[\"2026-03-08\",\"2026-03-09\"]");
    assertThat(StatusText.of(StatusReport.of(ledger.status(), "pay.csv", false, 10).missing(days)))
        .as("a file was named")
        .doesNotContain("statement");
  }

  @Test
  void open_leaves_out_final_files_and_batches() throws Exception {
    String settled = taken("settled.csv", 1);
    settle(Settlement.line(settled, "settled.csv-1", LineState.PAID));
    intake.reject(
        arrive("rejected.csv"),
        new IntakeStore.Decision(1, Money.ZERO, 0, 0, 0, new byte[0], "", ""));
    taken("open.csv", 1);

    String text = StatusText.of(StatusReport.of(ledger.status(), null, true, 10));

    assertThat(text).contains("open.csv").doesNotContain("settled.csv", "rejected.csv");
    assertThat(StatusText.of(StatusReport.of(ledger.status(), "settled.csv", true, 10)))
        .isEqualTo("The ledger contains nothing open that matches.");
  }

  @Test
  void reports_that_there_are_more_files_than_it_lists() throws Exception {
    arrive("a.csv");
    arrive("b.csv");
    arrive("c.csv");

    StatusReport two = StatusReport.of(ledger.status(), null, false, 2);
    assertThat(StatusText.of(two))
        .contains("c.csv", "b.csv")
        .doesNotContain("a.csv")
        .endsWith(
            "There are more than 2 files; these are the newest. Name a file, or use --open to"
                + " see only what is not final.");
    assertThat(new ObjectMapper().readTree(StatusJson.of(two)).at("/more").booleanValue()).isTrue();
    StatusReport three = StatusReport.of(ledger.status(), null, false, 3);
    assertThat(StatusText.of(three)).contains("a.csv").doesNotContain("There are more");
    assertThat(new ObjectMapper().readTree(StatusJson.of(three)).at("/more").booleanValue())
        .isFalse();
  }

  // ---- the report

  private StatusReport report(String what) {
    return StatusReport.of(ledger.status(), what, false, StatusReport.FILES_MAX);
  }

  private String text(String what) {
    return StatusText.of(report(what));
  }

  private JsonNode json(String what) throws IOException {
    return new ObjectMapper().readTree(StatusJson.of(report(what)));
  }

  // ---- the ledger

  private FileRecord arrive(String name) {
    FileClaim claim = ledger.claims().claim("inbox", name).orElseThrow();
    String sha256 = ++number + "0".repeat(63);
    return intake
        .arrive(claim, new IntakeStore.Arrival("inbox", name, sha256, 1, number, payer()))
        .file();
  }

  /** A file of one batch, with serials {@code NAME-1}, {@code NAME-2}, … of 1.01, 2.02, … yuan. */
  private void accept(String name, int count) {
    FileRecord file = arrive(name);
    List<PayoutLine> lines = new ArrayList<>();
    for (int row = 1; row <= count; row++) {
      String account = String.format(Locale.ROOT, "138%08d", row);
      lines.add(new PayoutLine(row, name + "-" + row, account, "张三", new Money(101L * row), ""));
    }
    StagedBatch batch = StagedBatch.of(1, lines);
    intake.stage(file, List.of(batch));
    intake.takeTurn(file);
    intake.accept(
        file, new IntakeStore.Decision(count, batch.amount(), 0, 1, 0, new byte[0], "", ""));
  }

  private String taken(String name, int count) {
    accept(name, count);
    return take();
  }

  private String take() {
    Claim claim = sending().claim().orElseThrow();
    sending()
        .record(
            claim,
            new Verdict(
                BatchState.TAKEN,
                new Outcome.Taken(),
                Earlier.MAY_HAVE_ARRIVED,
                Sending.GOES_ON,
                Optional.empty()));
    return claim.batch().batchNo();
  }

  private void settle(Settlement settlement) {
    ledger.acts().settle(settlement, ACT);
  }

  private SendLedger sending() {
    return ledger.sending(new SendRules(payer(), 120_000, 60_000, 3_600_000, 300_000));
  }

  private static Payer payer() {
    return new Payer(
        "2088000000000001",
        "payer@example.com",
        "Payer",
        "",
        "",
        "https://gateway.example.com/gateway.do",
        RequestCharset.UTF_8);
  }
}
