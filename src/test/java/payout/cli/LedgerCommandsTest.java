package payout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.FileState;
import payout.config.Home;
import payout.config.Settings;
import payout.inbox.InboxFile;
import payout.inbox.Intake;
import payout.inbox.IntakeSession;
import payout.inbox.OpenFile;
import payout.inbox.ReadWatch;
import payout.ledger.BatchRecord;
import payout.ledger.Beginning;
import payout.ledger.FileClaim;
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.ledger.NodeIdentity;
import payout.ledger.StatusLedger;
import payout.route.CommonValues;
import payout.setup.IntakeSettings;
import payout.statement.Samples;

/** Which ledger a command uses, and what it prints when there is none. */
class LedgerCommandsTest {

  private static final String ROWS =
      "serial_no,payee_account,payee_name,amount,remark\nS-1,a@example.com,张三,1.00,x\n";

  private static final Path TRAIL = Path.of("src/test/resources/golden-trail");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String distribution;

  @BeforeEach
  void unpack() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("config"))) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(file.toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    Files.writeString(folder.resolve("pay.csv"), ROWS, UTF_8);
    distribution = System.getProperty(Home.DISTRIBUTION_PROPERTY);
    System.setProperty(Home.DISTRIBUTION_PROPERTY, folder.toString());
  }

  @AfterEach
  void restore() {
    if (distribution == null) {
      System.clearProperty(Home.DISTRIBUTION_PROPERTY);
    } else {
      System.setProperty(Home.DISTRIBUTION_PROPERTY, distribution);
    }
  }

  @Test
  void without_a_ledger_the_command_names_what_creates_it() {
    assertThat(run("status")).isEqualTo(2);

    assertThat(err.toString())
        .contains("There is no ledger at " + folder.resolve("data/ledger.db") + " yet")
        .contains("the first start of run creates it.")
        .doesNotContain("sandbox");
  }

  @Test
  void where_only_the_sandbox_has_a_ledger_the_command_names_the_option() {
    takenInSandbox();

    for (String[] command : new String[][] {{"status"}, {"resume"}, {"hold", "12345678901"}}) {
      err.getBuffer().setLength(0);
      assertThat(run(command)).isEqualTo(2);
      assertThat(err.toString()).contains("The sandbox has a ledger; add --sandbox.");
    }
    assertThat(run("status", "--sandbox")).isZero();
    assertThat(out.toString()).contains("pay.csv");
  }

  @Test
  void a_check_uses_the_requested_ledger() {
    takenInSandbox();

    assertThat(run("check", pay())).isZero();
    assertThat(out.toString()).contains("== CHECK-pay.", ",ACCEPTED,1,1.00,1,");
    assertThat(err.toString())
        .contains("no file or serial number counts as used")
        .contains("The sandbox has a ledger; add --sandbox.");

    assertThat(run("check", "--sandbox", pay())).isEqualTo(1);
    assertThat(out.toString()).contains("== SANDBOX-CHECK-pay.", ",DUPLICATE,");
  }

  @Test
  void a_statement_is_matched_and_refused_in_sentences() throws IOException {
    takenInSandbox();
    String partner = ProcessEnvironment.settings().sandbox().settings().payer().partner();
    String text = Samples.ledger2016().replace(Samples.PARTNER, partner);
    Path statement = folder.resolve("20160307_账务明细.csv");
    Files.write(statement, Samples.gbk(text));
    Path other = folder.resolve("other.csv");
    Files.write(other, Samples.gbk(Samples.ledger2016().replace("2088", "2089")));

    assertThat(run("match", statement.toString(), "--sandbox")).isZero();
    assertThat(out.toString())
        .startsWith("serial_no,batch_no,account,amount,ours,statement,verdict,gateway_serial,")
        .contains("S20160307000003,,乙某 (payee1@example.com),1.00,,PAYOUT 1.00,UNKNOWN_TO_US");
    assertThat(err.toString()).contains("UNKNOWN_TO_US: 2, 251.50", "1 day of it is complete");
    assertThat(run("match", other.toString(), "--sandbox")).isEqualTo(2);
    assertThat(err.toString()).contains("The statement other.csv is not used.");
  }

  @Test
  void a_statement_of_more_payments_than_fit_is_refused_as_the_service_does() throws Exception {
    takenInSandbox();
    String partner = ProcessEnvironment.settings().sandbox().settings().payer().partner();
    Path statement = folder.resolve("a.csv");
    Files.write(statement, Samples.gbk(Samples.ledger2016().replace(Samples.PARTNER, partner)));
    long thatDay = Instant.parse("2016-03-07T02:00:00Z").toEpochMilli();
    change("UPDATE payout_file SET received_at = " + thatDay);
    change("UPDATE batch SET lines = 200001, sent_at = " + thatDay);

    assertThat(run("match", statement.toString(), "--sandbox")).isEqualTo(2);

    assertThat(err.toString())
        .contains(
            "The statement a.csv is not used. Its days concern 200001 payments, and at most 200000");
  }

  @Test
  void contradictions_of_a_statement_that_never_came_are_not_acknowledged() {
    takenInSandbox();
    String[] acknowledge = {
      "acknowledge",
      "statement.2026-03-10.1a2b3c4d.match.csv",
      "--lines",
      "1",
      "--amount",
      "1",
      "--reason",
      "x",
      "--sandbox"
    };

    assertThat(run(acknowledge)).isEqualTo(2);
    assertThat(err.toString()).contains("The ledger holds no statement statement.2026-03-10.1a2b");
  }

  @Test
  void a_statement_that_proves_nothing_records_nothing() throws IOException {
    takenInSandbox();
    String partner = ProcessEnvironment.settings().sandbox().settings().payer().partner();
    Path statement = folder.resolve("a.csv");
    Files.write(statement, Samples.gbk(Samples.ledger2016().replace(Samples.PARTNER, partner)));
    String[] prove = {
      "prove", statement.toString(), "--lines", "1", "--amount", "1", "--reason", "x", "--sandbox"
    };

    assertThat(run(prove)).isEqualTo(1);
    assertThat(err.toString()).contains("proves no open line");
  }

  @Test
  void the_trail_is_verified_and_the_first_row_that_does_not_fit_is_named() throws Exception {
    takenInSandbox();
    assertThat(run("hold", "pay.csv", "--reason", "ask zhang.san@example.com", "--sandbox"))
        .isZero();
    String head = seal();

    assertThat(run("audit", "verify", "--sandbox")).isZero();
    assertThat(golden(out.toString()))
        .isEqualTo(Files.readString(TRAIL.resolve("whole.txt"), UTF_8));

    assertThat(run("audit", "verify", "--sandbox", "--outbox", outboxWith(head).toString()))
        .isZero();
    assertThat(out.toString()).contains("1 head outside of the ledger compared.");
    assertThat(
            run("audit", "verify", "--sandbox", "--outbox", outboxWith("0".repeat(64)).toString()))
        .isEqualTo(1);
    assertThat(out.toString()).contains("reconcile.2026-03-10.csv says that seal 1 has the hash 0");

    change("UPDATE event SET cause = 'nobody' WHERE id = 2");
    assertThat(run("audit", "verify", "--sandbox")).isEqualTo(1);
    assertThat(golden(out.toString()))
        .isEqualTo(Files.readString(TRAIL.resolve("broken.txt"), UTF_8));
  }

  @Test
  void the_trail_is_exported_as_csv_and_as_json_lines() throws Exception {
    takenInSandbox();
    String reason = "=1+1 for zhang.san@example.com, 13800000002";
    assertThat(run("hold", "pay.csv", "--by", "wang", "--reason", reason, "--sandbox")).isZero();
    seal();

    assertThat(run("audit", "export", "--sandbox")).isZero();
    assertThat(golden(out.toString()))
        .isEqualTo(Files.readString(TRAIL.resolve("trail.csv"), UTF_8));
    assertThat(out.toString()).contains("'=1+1 for z***@example.com, 138****0002");

    assertThat(run("audit", "export", "--format", "jsonl", "--sandbox")).isZero();
    assertThat(golden(out.toString()))
        .isEqualTo(Files.readString(TRAIL.resolve("trail.jsonl"), UTF_8));

    assertThat(run("audit", "export", "--to", "2020-01-01", "--sandbox")).isZero();
    assertThat(out.toString().lines()).hasSize(1);
  }

  /** Without what differs from run to run. */
  private static String golden(String text) {
    return text.replaceAll("[0-9a-f]{64}", "HASH")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\+08:00", "TIME")
        .replace(LedgerAccess.here().address(), "HERE")
        .replace("," + LedgerAccess.USER + ",", ",USER,")
        .replace("\"" + LedgerAccess.USER + "\"", "\"USER\"")
        .replace(ProcessEnvironment.hostName(), "HOST");
  }

  private static String seal() {
    Settings settings = ProcessEnvironment.settings().sandbox().settings();
    try (Ledger ledger =
        Ledger.run(Launch.address(settings), settings.kind().name(), ProcessEnvironment.clock())) {
      ledger.sealing().end();
      return ledger.trail().state().head().hash();
    }
  }

  private Path outboxWith(String hash) throws IOException {
    Path outbox = Files.createDirectories(folder.resolve("heads"));
    Files.writeString(
        outbox.resolve("reconcile.2026-03-10.csv"),
        "day,as_of,file,seal,seal_hash\n2026-03-10,2026-03-11T00:00:01+08:00,#total,1,"
            + hash
            + "\n",
        UTF_8);
    return outbox;
  }

  private static void change(String statement) throws SQLException {
    Settings settings = ProcessEnvironment.settings().sandbox().settings();
    try (Connection connection =
            DriverManager.getConnection(Launch.address(settings).real().url());
        Statement each = connection.createStatement()) {
      each.executeUpdate(statement);
    }
  }

  @Test
  void an_act_by_other_rules_than_those_of_the_nodes_is_refused() {
    takenInSandbox();
    Settings settings = ProcessEnvironment.settings().sandbox().settings();
    Map<String, String> theirs = new HashMap<>(CommonValues.of(settings));
    theirs.put("payout.approval", "required");
    try (Ledger node = node(settings, theirs)) {
      assertThat(run("hold", "pay.csv", "--sandbox")).isEqualTo(2);
      assertThat(err.toString())
          .contains(
              "Nothing was done: the nodes on this ledger run with other settings than this"
                  + " command: payout.approval is none here and required there.");
      assertThat(run("again", "--list", "--sandbox")).as("it changes nothing").isZero();
      assertThat(states(node)).containsOnly("READY");
    }

    assertThat(run("hold", "pay.csv", "--sandbox")).as("no node lives").isZero();
  }

  @Test
  void an_act_is_recorded_with_the_machine_that_it_was_given_on() {
    takenInSandbox();
    Settings settings = ProcessEnvironment.settings().sandbox().settings();
    try (Ledger node = node(settings, CommonValues.of(settings))) {
      assertThat(run("hold", "pay.csv", "--sandbox")).isZero();

      BatchRecord batch = node.status().batches(node.status().files("pay.csv").get(0).id()).get(0);
      assertThat(node.status().events(batch))
          .filteredOn(event -> "HELD".equals(event.to()))
          .extracting(StatusLedger.Event::node)
          .containsExactly(Launch.node(settings));
      assertThat(Launch.node(settings)).isNotEmpty();
    }
  }

  @Test
  void a_backup_says_what_it_holds_and_what_else_to_keep() throws IOException {
    takenInSandbox();
    Path copy = folder.resolve("copy.db");

    assertThat(run("backup", "--sandbox", copy.toString())).isZero();

    assertThat(out.toString())
        .startsWith("The ledger is copied to " + copy + " and the copy is checked: ")
        .contains(Files.size(copy) + " bytes, its last step at 20", "+08:00", ".done", "keys");
    assertThat(run("backup", "--sandbox", copy.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("already; nothing is overwritten.");
  }

  @Test
  void without_a_ledger_there_is_nothing_to_back_up() {
    assertThat(run("backup", folder.resolve("copy.db").toString())).isEqualTo(2);

    assertThat(err.toString()).contains("There is no ledger at ", "the first start of run");
    assertThat(folder.resolve("copy.db")).doesNotExist();
  }

  @Test
  void on_postgresql_a_backup_names_the_tools_of_the_server() throws IOException {
    Files.writeString(
        folder.resolve("config/application.properties"),
        "payout.ledger.url=jdbc:postgresql://127.0.0.1:1/payout\npayout.ledger.user=u\n",
        UTF_8);

    assertThat(run("backup", folder.resolve("copy.db").toString())).isEqualTo(2);

    assertThat(err.toString()).contains("pg_dump -Fc", "pg_basebackup");
  }

  private static Ledger node(Settings settings, Map<String, String> common) {
    return Ledger.run(
        Launch.address(settings),
        settings.kind().name(),
        Beginning.unasked(),
        new NodeIdentity("n1", "1.0.0", settings.payer().partner(), common),
        ProcessEnvironment.clock());
  }

  private static List<String> states(Ledger ledger) {
    return ledger.status().batches(ledger.status().files("pay.csv").get(0).id()).stream()
        .map(batch -> batch.state().name())
        .toList();
  }

  private String pay() {
    return folder.resolve("pay.csv").toString();
  }

  /** A file that the sandbox accepted and has not sent yet. */
  private void takenInSandbox() {
    Settings settings = ProcessEnvironment.settings().sandbox().settings();
    try (Ledger ledger =
        Ledger.run(Launch.address(settings), settings.kind().name(), ProcessEnvironment.clock())) {
      takeIn(settings, ledger, Path.of(pay()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void takeIn(Settings settings, Ledger node, Path file) throws IOException {
    IntakeLedger ledger = node.intake(settings.outbox().language());
    Intake intake = new Intake(IntakeSettings.rules(settings), ledger);
    FileClaim claim = node.claims().claim("inbox", "pay.csv").orElseThrow();
    try (OpenFile open = OpenFile.open(file, ReadWatch.NONE)) {
      InboxFile arrived = intake.inspect(open, "inbox", "pay.csv");
      FileRecord received = ledger.arrive(claim, intake.arrival(arrived)).file();
      try (IntakeSession session = intake.open(received, arrived)) {
        session.aggregate(session.check(session.bind(session.chunks().next())));
        assertThat(session.decide().state()).isEqualTo(FileState.ACCEPTED);
      }
    }
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    return PayoutMain.commands(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}
