package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import payout.batch.ChinaClock;
import payout.ledger.BatchRecord;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.PostRecord;
import payout.sandbox.SignType;
import payout.testing.Folders;
import payout.testing.FreePort;
import payout.testing.PayoutFile;
import payout.testing.ProductProcess;
import payout.testing.ProductionHome;
import payout.testing.RunningService;
import payout.testing.TestKeys;

/**
 * {@code bin/payout run} and its neighbours as processes, beside a gateway in this one. The long
 * tests repeat with a process what other tests show without one.
 */
class ProgramIT {

  @TempDir private Path folder;

  private Path home;
  private GatewaySimulator gateway;
  private Map<String, String> settings;

  @BeforeEach
  void validHome() throws IOException {
    home = folder.resolve("家 with blanks");
    gateway = GatewaySimulator.start(ProductionHome.gateway(SignType.RSA));
    settings = ProductionHome.make(home, gateway.gatewayUrl(), SignType.RSA);
    settings.put("PAYOUT_HOME", home.toString());
  }

  @AfterEach
  void closeGateway() {
    gateway.close();
  }

  @Test
  void pays_shows_the_status_shuts_down_in_order_and_prints_no_secret() throws Exception {
    ProductProcess checked;
    ProductProcess text;
    ProductProcess json;
    ProductProcess bySerial;
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop(
          "工资.csv",
          PayoutFile.of(
              "S-1,zhang.san.1985@example.com,张三,100.00,工资", "S-2,13812345678,李四 FAIL,200.50,工资"));
      await().atMost(RunningService.PATIENCE).until(() -> !result("工资").isEmpty());

      json = ProductProcess.run(folder, settings, "status", "--json");
      text = ProductProcess.run(folder, settings, "status", "工资.csv");
      bySerial = ProductProcess.run(folder, settings, "status", "--json", "S-2");
      checked =
          ProductProcess.run(
              folder, settings, "check", file("again.csv", "S-1,a@example.com,张三,1.00,"));

      assertThat(ProductProcess.run(folder, settings, "status", "no-such-thing").exit())
          .isEqualTo(1);
      assertThat(mode("data/ledger.db")).isEqualTo("rw-r-----");
      assertThat(mode("data/work")).isEqualTo("rwxr-x---");
      assertThat(mode("inbox/.done")).isEqualTo("rwxr-x---");
      assertThat(mode("outbox")).isEqualTo("rwxr-xr-x");
      for (String name : Folders.names(home.resolve("outbox"))) {
        assertThat(mode("outbox/" + name)).isEqualTo("rw-r--r--");
      }
      assertThat(run.terminate()).isLessThan(30_000);
      assertThat(run.exit()).isZero();
      assertThat(run.err())
          .contains("Ready: ")
          .contains("Shutting down")
          .endsWith("The ledger is closed.\n");
      assertThat(run.err().lines())
          .allMatch(line -> line.matches("20[0-9T:.\\-]+(Z|[+-].*) (INFO |WARN ) .*"));
      assertThat(run.err().lines().findFirst().orElseThrow())
          .contains(
              "payout 1.0.0, home " + home, ", ledger jdbc:sqlite:" + home, ", node ", ", Java ");
      assertThat(run.out()).isEmpty();
      assertNoSecret(run, json, text, bySerial, checked);
    }
    JsonNode one = new ObjectMapper().readTree(json.out()).get("files").get(0);
    assertThat(json.exit()).isZero();
    assertThat(json.err()).isEmpty();
    assertThat(one.get("file").textValue()).isEqualTo("工资.csv");
    assertThat(one.get("sha256").textValue()).matches("[0-9a-f]{64}");
    assertThat(one.get("state").textValue()).isEqualTo("SETTLED");
    assertThat(one.get("lines").intValue()).isEqualTo(2);
    assertThat(one.get("amount").textValue()).isEqualTo("300.50");
    JsonNode batch = one.get("batches").get(0);
    assertThat(batch.get("batch_no").textValue()).matches("[0-9a-zA-Z]{11,32}");
    assertThat(batch.get("state").textValue()).isEqualTo("SETTLED");
    assertThat(batch.get("lines").intValue()).isEqualTo(2);
    assertThat(batch.get("amount").textValue()).isEqualTo("300.50");
    assertThat(batch.get("attempts").intValue()).isEqualTo(1);
    assertThat(batch.get("code").isTextual()).isTrue();
    assertThat(text.out()).startsWith("SETTLED  工资.csv").contains("2 lines", "300.50");
    assertThat(
            new ObjectMapper()
                .readTree(bySerial.out())
                .get("lines")
                .get(0)
                .get("state")
                .textValue())
        .isEqualTo("FAILED");
    assertThat(checked.exit()).isEqualTo(1);
    assertThat(checked.out()).contains("SERIAL_USED");
    assertThat(
            ProductProcess.run(folder, settings, "status", batch.get("batch_no").textValue()).out())
        .contains("SETTLED");
  }

  /** Whether such a file is taken or left alone, its name is printed as text, and nothing more. */
  @Tag("long")
  @Test
  void the_name_of_a_file_cannot_forge_a_line_of_the_log_or_of_an_answer() throws Exception {
    String forged = "2026-02-01T10:00:00.000Z ERROR payout.alarm ALARM forged";
    String name = "pay\u001b[2J\n" + forged + "\u202e\u009b.csv";
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop(name, PayoutFile.of("S-1,a@example.com,张三,1.00,"));
      await().atMost(RunningService.PATIENCE).until(() -> run.err().contains("forged"));

      ProductProcess text = ProductProcess.run(folder, settings, "status");
      ProductProcess json = ProductProcess.run(folder, settings, "status", "--json");
      String elsewhere = file(name, "S-2,a@example.com,张三,0,");
      ProductProcess checked = ProductProcess.run(folder, settings, "check", elsewhere);
      ProductProcess missing = ProductProcess.run(folder, settings, "check", elsewhere + "x");
      run.terminate();

      assertThat(new ObjectMapper().readTree(json.out()).has("files")).isTrue();
      assertThat(checked.out()).contains("pay\\u001b[2J\\u000a" + forged + "\\u202e\\u009b");
      for (ProductProcess each : List.of(run, text, json, checked, missing)) {
        assertThat(each.out() + each.err()).doesNotContain("\u001b", "\u202e", "\u009b");
        assertThat((each.out() + each.err()).lines()).noneMatch(line -> line.startsWith(forged));
      }
    }
  }

  @Test
  void shuts_down_in_time_with_a_post_in_flight_and_sends_it_again_after_the_next_start()
      throws Exception {
    settings.put("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "60000");
    hang();
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop("hang.csv", PayoutFile.of("HANG-1,a@example.com,张三,1.00,"));
      await().atMost(RunningService.PATIENCE).until(() -> state().equals("SENDING"));

      assertThat(run.terminate()).isLessThan(30_000);
      assertThat(run.err()).endsWith("The ledger is closed.\n");
    }
    finishes("hang");
  }

  @Test
  void goes_on_after_a_kill_with_a_post_in_flight() throws Exception {
    settings.put("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "60000");
    hang();
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop("kill.csv", PayoutFile.lines("KILL", 1001));
      await().atMost(RunningService.PATIENCE).until(() -> state().equals("SENDING"));

      run.kill();
    }
    assertThat(state()).isEqualTo("SENDING");
    finishes("kill");
    assertThat(gateway.book().paidLines()).hasSize(1001);
  }

  /** In some zone of the machine it is always another day than in China; the gateway insists. */
  @Tag("long")
  @Test
  void pays_with_the_date_of_china_on_a_machine_in_another_time_zone() {
    String china = ChinaClock.system().payDate();
    String zone =
        Stream.of("Etc/GMT+12", "Pacific/Kiritimati")
            .filter(each -> !dayIn(each).equals(china))
            .findFirst()
            .orElseThrow();
    settings.put("TZ", zone);
    settings.put("PAYOUT_OPTS", "-Duser.timezone=" + zone);

    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop("zone.csv", PayoutFile.of("ZONE-1,a@example.com,张三,1.00,"));
      await().atMost(RunningService.PATIENCE).until(() -> !result("zone").isEmpty());
      run.terminate();
    }

    assertThat(gateway.book().posts()).extracting(PostRecord::verdict).containsExactly("T");
    assertThat(result("zone")).contains(",PAID,").containsPattern("T[0-9:]{8}\\+08:00\\n");
    assertThat(Folders.names(home.resolve("inbox/.done")))
        .allMatch(name -> name.matches("(" + china + "|" + ChinaClock.system().payDate() + ").*"));
  }

  private static String dayIn(String zone) {
    return DateTimeFormatter.BASIC_ISO_DATE.format(
        LocalDate.ofInstant(Instant.ofEpochMilli(ChinaClock.system().millis()), ZoneId.of(zone)));
  }

  @Tag("long")
  @Test
  void another_person_approves_by_command_and_everything_else_is_refused_and_recorded()
      throws Exception {
    settings.put("PAYOUT_APPROVAL", "required");
    settings.put("PAYOUT_APPROVAL_APPROVERS", "chen li");
    settings.put("PAYOUT_INBOX_OWNER", "li");
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop("pay.csv", PayoutFile.of("AP-1,a@example.com,张三,100.00,工资"));
      await().atMost(RunningService.PATIENCE).until(() -> !out("waiting").isEmpty());
      String sha256 = out("waiting").lines().toList().get(1).split(",")[1];

      approves(1, "li owns the inbox", sha256, "--by", "li");
      approves(1, "has the SHA-256 " + sha256 + ", and not", "0".repeat(64), "--by", "chen");
      approves(0, "Dry run, nothing is changed", sha256, "--by", "chen", "--dry-run");
      assertThat(gateway.book().posts()).isEmpty();
      approves(0, "File pay.csv is ACCEPTED.", sha256, "--by", "chen", "--reason", "seen the list");
      approves(
          1, "is SETTLED, approved by chen|is ACCEPTED, approved by chen", sha256, "--by", "chen");

      await().atMost(RunningService.PATIENCE).until(() -> !result("pay").isEmpty());
      assertThat(out("ack")).contains(",ACCEPTED,1,100.00,1,");
      JsonNode file =
          new ObjectMapper()
              .readTree(ProductProcess.run(folder, settings, "status", "--json", "pay.csv").out())
              .get("files")
              .get(0);
      assertThat(file.get("approved_by").textValue()).isEqualTo("chen");
      String batchNo = file.get("batches").get(0).get("batch_no").textValue();
      assertThat(ProductProcess.run(folder, settings, "status", batchNo).out())
          .contains("APPROVED", "chen", "seen the list (system user: ", "APPROVAL_REFUSED");
      assertThat(run.terminate()).isLessThan(30_000);
    }
  }

  @Tag("long")
  @Test
  void two_operators_settle_a_batch_and_a_grant_is_given_listed_and_taken_back() throws Exception {
    settings.put("PAYOUT_APPROVAL", "required");
    settings.put("PAYOUT_APPROVAL_APPROVERS", "chen li");
    settings.put("PAYOUT_INBOX_OWNER", "zhou");
    gateway.fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop(
          "pay.csv",
          PayoutFile.of("TP-1,13812345678,张三,600.00,工资", "TP-2,13912345678,李四,500.00,工资"));
      await().atMost(RunningService.PATIENCE).until(() -> !out("waiting").isEmpty());
      String sha256 = out("waiting").lines().toList().get(1).split(",")[1];
      act(0, "is ACCEPTED", "approve", "pay.csv", "--sha256", sha256, "--by", "chen");
      await().atMost(RunningService.PATIENCE).until(() -> status("pay.csv").contains("  TAKEN "));
      String batchNo = batchNo("pay.csv");

      assertThat(status(batchNo))
          .contains("Open: 2 lines of 1100.00", "138****5678")
          .doesNotContain("13812345678");
      String[] all = {"settle", batchNo, "--all", "--as", "failed", "--amount", "1100"};
      act(2, "--reason", all);
      act(2, "--all needs --lines", with(all, "--reason", "bank"));
      act(2, "--reason is empty", with(all, "--lines", "2", "--reason", " \u200b"));
      act(2, "--by is empty", with(all, "--lines", "2", "--reason", "bank", "--by", ""));
      act(1, "2 open lines", with(all, "--lines", "3", "--reason", "bank", "--early"));
      act(1, "may have been sent", with(all, "--lines", "2", "--reason", "bank", "--by", "wang"));
      String[] early = with(all, "--lines", "2", "--reason", "bank", "--early");
      act(3, "Nothing is changed yet: wang proposed", with(early, "--by", "wang"));
      act(1, "WANG proposed this already", with(early, "--by", "WANG"));
      act(1, "is not among those who may approve", with(early, "--by", "zhao"));
      assertThat(status("pay.csv")).contains("  TAKEN ");
      act(0, "2 lines of 1100.00 of batch " + batchNo + " are FAILED.", with(early, "--by", "li"));
      await().atMost(RunningService.PATIENCE).until(() -> !result("pay").isEmpty());
      assertThat(status("pay.csv")).contains("0 paid, 2 failed, 0 refused, 0 open");

      String digits = sha256.substring(0, 8);
      act(0, "No grant is open", "again");
      act(2, "Missing required option: '--reason=WHY'", "again", digits);
      act(0, "may be dropped once more until", "again", digits, "--reason", "May");
      act(0, sha256 + "  pay.csv  granted by ", "again", "--list");
      act(0, "is taken back", "again", digits, "--revoke", "--reason", "not May");
      act(0, "No grant is open", "again");
      assertThat(run.terminate()).isLessThan(30_000);
    }
  }

  private void act(int exit, String sentence, String... command) {
    ProductProcess act = ProductProcess.run(folder, settings, command);

    assertThat(act.out() + act.err()).contains(sentence);
    assertThat(act.exit()).as(act.out() + act.err()).isEqualTo(exit);
  }

  private static String[] with(String[] command, String... more) {
    return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
  }

  private String status(String what) {
    return ProductProcess.run(folder, settings, "status", what).out();
  }

  private String batchNo(String file) throws IOException {
    String json = ProductProcess.run(folder, settings, "status", "--json", file).out();
    return new ObjectMapper().readTree(json).at("/files/0/batches/0/batch_no").textValue();
  }

  private void approves(int exit, String sentence, String sha256, String... more) {
    List<String> command = new ArrayList<>(List.of("approve", "pay.csv", "--sha256", sha256));
    command.addAll(List.of(more));
    ProductProcess approve = ProductProcess.run(folder, settings, command.toArray(String[]::new));

    assertThat(approve.out() + approve.err()).containsPattern(sentence);
    assertThat(approve.exit()).isEqualTo(exit);
  }

  /** The file of this kind about pay.csv in the outbox. */
  private String out(String kind) {
    return Folders.names(home.resolve("outbox")).stream()
        .filter(name -> name.matches("pay\\.[0-9a-f]{8}\\." + kind + "\\.csv"))
        .map(name -> Folders.text(home.resolve("outbox").resolve(name)))
        .findFirst()
        .orElse("");
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(path)));
  }

  private void hang() {
    settings.put("PAYOUT_BATCH_LINES_MAX", "1000");
    gateway.fault(Fault.of(FaultKind.DELAY).millis(40_000).times(2));
    gateway.fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
  }

  /** Starts again; every line is paid once. */
  private void finishes(String stem) {
    gateway.clearFaults();
    try (ProductProcess again = ProductProcess.start(folder, settings, "run").ready()) {
      await().atMost(RunningService.PATIENCE).until(() -> !result(stem).isEmpty());
      assertThat(result(stem)).doesNotContain("FAILED", "REFUSED");
      again.terminate();
    }
    assertThat(gateway.book().lines()).extracting(line -> line.serial()).doesNotHaveDuplicates();
  }

  @Tag("long")
  @Test
  void refuses_a_second_run_a_taken_port_a_lost_ledger_and_another_payer() throws Exception {
    gateway.fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop("first.csv", PayoutFile.of("FIRST-1,a@example.com,张三,1.00,"));
      await().atMost(RunningService.PATIENCE).until(() -> state().equals("TAKEN"));

      refused(settings, "payout.notify.port is " + settings.get("PAYOUT_NOTIFY_PORT"));
      Map<String, String> elsewhere = elsewhere();
      refused(elsewhere, "Another process is running on the ledger");
      assertThat(state()).isEqualTo("TAKEN");
      run.terminate();
    }
    Map<String, String> other = new TreeMap<>(settings);
    other.put("PAYOUT_PARTNER", "2088000000000077");
    refused(other, "one ledger serves one payer");
    String batchNo = batchNo();
    Map<String, String> moved = new TreeMap<>(settings);
    moved.put("PAYOUT_GATEWAY_URL", "https://new.example/gateway.do");
    refused(moved, "that may have been sent to " + gateway.gatewayUrl() + " in utf-8 are open");
    refused(moved, batchNo + ". Start with payout.gateway.url=" + gateway.gatewayUrl());
    refused(moved, "bin/payout hold BATCH_NO --reason", "bin/payout settle BATCH_NO --line SERIAL");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Map<String, String> busy = new TreeMap<>(settings);
      busy.put("CAMEL_MANAGEMENT_PORT", Integer.toString(taken.getLocalPort()));
      refused(busy, "camel.management.port is " + taken.getLocalPort());
    }
    Path ledger = home.resolve("data/ledger.db");
    Files.delete(ledger);
    refused(settings, home.resolve("inbox/.done") + " contains files of an earlier one.");
    assertThat(ledger).doesNotExist();
    Files.createFile(ledger);
    refused(settings, "start once with --new-ledger if you want a new one");
    assertThat(ledger).isEmptyFile();
    try (ProductProcess run =
        ProductProcess.start(folder, settings, "run", "--new-ledger").ready()) {
      assertThat(run.err()).doesNotContain("--new-ledger");
      assertThat(run.terminate()).isLessThan(30_000);
    }
    try (ProductProcess run = ProductProcess.start(folder, settings, "run").ready()) {
      drop("second.csv", PayoutFile.of("SECOND-1,a@example.com,张三,1.00,"));
      await().atMost(RunningService.PATIENCE).until(() -> state().equals("TAKEN"));
      run.terminate();
    }
    try (ProductProcess run =
        ProductProcess.start(folder, settings, "run", "--new-ledger").ready()) {
      assertThat(run.err())
          .contains("--new-ledger has no effect, because the ledger contains files.");
      run.terminate();
    }
  }

  @Test
  void refuses_to_start_without_settings_and_names_every_fault() throws Exception {
    drop("waits.csv", PayoutFile.of("WAIT-1,a@example.com,张三,1.00,"));

    ProductProcess run = ProductProcess.run(folder, Map.of("PAYOUT_HOME", home.toString()), "run");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err().lines())
        .hasSize(7)
        .element(0)
        .isEqualTo("payout does not start because of its settings:");
    assertThat(run.err().lines().skip(1))
        .allMatch(line -> line.matches("  - payout\\.[a-z.-]+ .*\\."));
    untouched("waits.csv");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @Tag("long")
  @Test
  void refuses_invalid_routes_and_keys_and_takes_nothing() throws Exception {
    drop("waits.csv", PayoutFile.of("WAIT-1,a@example.com,张三,1.00,"));
    Files.writeString(home.resolve("config/application.properties"), "camel.main.noSuchKey=1\n");
    refused(settings, "noSuchKey");
    Files.writeString(home.resolve("config/application.properties"), "payout.no-such-key=1\n");
    refused(settings, "payout.no-such-key");
    Files.writeString(home.resolve("config/application.properties"), "");

    Path routes = Files.createDirectories(home.resolve("routes"));
    refused(settings, "There is no route receive-file in " + routes);
    for (String name : Folders.names(ProductProcess.DISTRIBUTION.resolve("routes"))) {
      Files.copy(ProductProcess.DISTRIBUTION.resolve("routes").resolve(name), routes.resolve(name));
    }
    Path receive = routes.resolve("receive-file.camel.yaml");
    String valid = Files.readString(receive);
    Files.writeString(receive, valid.replace("method: decide", "methodd: decide"));
    refused(settings, "methodd");
    Files.writeString(receive, valid.replace("steps:", "steps: ]["));
    refused(settings, "receive-file.camel.yaml");
    Files.writeString(receive, valid.replace("ref: receiveFile", "ref: nobody"));
    refused(settings, "nobody");
    Files.writeString(
        receive,
        valid
            .replace("uri: direct:wake-up", "uri: direct:x?noSuchOption=1")
            .replace(
                "uri: direct:receive-file\n      steps",
                "uri: direct:receive-file?noSuchOption=1\n      steps"));
    refused(settings, "noSuchOption");
    untouched("waits.csv");
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"", "run", "sandbox", "demo", "check", "status"})
  void every_command_has_help_and_version(String command) {
    String[] help = command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
    String[] version =
        command.isEmpty() ? new String[] {"--version"} : new String[] {command, "--version"};

    ProductProcess helped = ProductProcess.run(folder, Map.of(), help);
    ProductProcess versioned = ProductProcess.run(folder, Map.of(), version);

    assertThat(helped.exit()).isZero();
    assertThat(helped.out()).startsWith("Usage: payout");
    assertThat(versioned.exit()).isZero();
    assertThat(versioned.out()).isEqualTo("payout 1.0.0\n");
  }

  @Tag("long")
  @Test
  void checks_files_without_settings_and_reports_by_its_exit_code() {
    Map<String, String> bare = Map.of("PAYOUT_HOME", home.toString());
    String good = file("good.csv", "G-1,zhang.san.1985@example.com,张三,1.00,");
    String bad = file("bad.csv", "B-1,zhang.san.1985@example.com,张三,0.001,");

    ProductProcess clean = ProductProcess.run(folder, bare, "check", good);
    ProductProcess rejected = ProductProcess.run(folder, bare, "check", good, bad);

    assertThat(clean.exit()).isZero();
    assertThat(clean.out()).contains(",ACCEPTED,1,1.00,1,");
    assertThat(rejected.exit()).isEqualTo(1);
    assertThat(rejected.out()).contains(",REJECTED,").contains("\n2,amount,AMOUNT_INVALID,");
    assertThat(ProductProcess.run(folder, bare, "check").exit()).isEqualTo(2);
    assertThat(ProductProcess.run(folder, bare, "check", "no-such-file.csv").exit()).isEqualTo(2);
    assertThat(ProductProcess.run(folder, bare, "nonsense").exit()).isEqualTo(2);
    assertThat(rejected.out() + rejected.err()).doesNotContain("zhang.san.1985");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @Test
  void demo_pays_its_sample_and_prints_the_results() {
    ProductProcess demo = ProductProcess.run(folder, Map.of(), "demo");

    assertThat(demo.exit()).isZero();
    assertThat(demo.err()).isEmpty();
    assertThat(demo.out())
        .contains("SETTLED   payout-2500.csv: 2500 lines, 6189486.76, batches {SETTLED=3}")
        .containsPattern("\nPAID +2488 +6154847\\.20")
        .containsPattern("\nall +2500 +6189486\\.76")
        .containsPattern("\nThe trail is whole: [0-9]+ seals? over [0-9]+ steps and 0 acts");
  }

  @Tag("long")
  @Test
  void nothing_in_the_environment_moves_a_sandbox() throws Exception {
    Path outside = folder.resolve("outside");
    Map<String, String> hostile = new TreeMap<>(settings);
    hostile.put("PAYOUT_GATEWAY_URL", "http://127.0.0.1:1/evil.do");
    hostile.put("PAYOUT_LEDGER_URL", "jdbc:sqlite:" + outside.resolve("ledger.db"));
    hostile.put("PAYOUT_INBOX_URI", "file:" + outside.resolve("in"));
    hostile.put("PAYOUT_OUTBOX_URI", "file:" + outside.resolve("out"));
    hostile.put("PAYOUT_OUTBOX_ENDPOINT", "file:" + outside.resolve("endpoint"));
    hostile.put("CAMEL_SERVER_PORT", "1");
    hostile.put("CAMEL_SERVER_HOST", "0.0.0.0");
    hostile.put("CAMEL_MAIN_ROUTESINCLUDEPATTERN", "file:/nowhere/*");
    hostile.put("CAMEL_COMPONENT_HTTP_PROXYHOST", "127.0.0.1");
    hostile.put("PAYOUT_SANDBOX_PORT", "0");
    hostile.put("PAYOUT_CONSOLE_PORT", "0");
    hostile.put(
        "PAYOUT_OPTS",
        "-Dpayout.gateway.url=http://127.0.0.1:1/ -Dcamel.server.port=1"
            + " -Dpayout.outbox.endpoint=file:/nowhere");
    Path sandbox = home.resolve("sandbox");
    try (ProductProcess run = ProductProcess.start(folder, hostile, "sandbox").ready()) {
      Folders.drop(
          sandbox.resolve("inbox"),
          "s.csv",
          PayoutFile.of("S-1,a@example.com,张三,1.00,").getBytes(UTF_8));

      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(sandbox.resolve("outbox")).size() == 3);
      assertThat(Folders.names(sandbox.resolve("outbox")))
          .allMatch(name -> name.startsWith("SANDBOX-s."));
      assertThat(run.terminate()).isLessThan(30_000);
      assertThat(run.err()).endsWith("The ledger is closed.\n");
    }
    assertThat(outside).doesNotExist();
    assertThat(sandbox.resolve("data/ledger.db")).exists();
    assertThat(home.resolve("data")).doesNotExist();
    assertThat(gateway.book().posts()).isEmpty();
  }

  private void drop(String name, String content) {
    Folders.drop(home.resolve("inbox"), name, content.getBytes(UTF_8));
  }

  /** A file outside of any inbox; its path. */
  private String file(String name, String... rows) {
    Folders.drop(folder.resolve("files"), name, PayoutFile.of(rows).getBytes(UTF_8));
    return folder.resolve("files").resolve(name).toString();
  }

  private String result(String stem) {
    return Folders.names(home.resolve("outbox")).stream()
        .filter(name -> name.matches(stem + "\\.[0-9a-f]{8}\\.result\\.csv"))
        .map(name -> Folders.text(home.resolve("outbox").resolve(name)))
        .findFirst()
        .orElse("");
  }

  /**
   * The state of the first batch of the newest file, as a neighbour of the running process sees it.
   */
  private String state() {
    return ofBatch(batch -> batch.state().name());
  }

  private String batchNo() {
    return ofBatch(BatchRecord::batchNo);
  }

  private String ofBatch(Function<BatchRecord, String> what) {
    LedgerAddress address =
        new LedgerAddress("jdbc:sqlite:" + home.resolve("data/ledger.db"), "", "");
    if (!address.exists()) {
      return "";
    }
    try (Ledger ledger = Ledger.beside(address, ChinaClock.system())) {
      return ledger.status().files(1).stream()
          .flatMap(file -> ledger.status().batches(file.id()).stream())
          .map(what)
          .findFirst()
          .orElse("");
    }
  }

  private Map<String, String> elsewhere() {
    Map<String, String> elsewhere = new TreeMap<>(settings);
    elsewhere.put("PAYOUT_NOTIFY_PORT", Integer.toString(FreePort.next()));
    elsewhere.put("CAMEL_MANAGEMENT_PORT", Integer.toString(FreePort.next()));
    return elsewhere;
  }

  /** One sentence, exit code 2, no stack trace. */
  private void refused(Map<String, String> environment, String... sentences) {
    ProductProcess run = ProductProcess.run(folder, environment, "run");

    assertThat(run.err()).contains(sentences).doesNotContain("\tat ", "ERROR");
    assertThat(run.exit()).isEqualTo(2);
  }

  private void untouched(String name) {
    assertThat(Folders.names(home.resolve("inbox"))).containsExactly(name);
    assertThat(Folders.names(home.resolve("outbox"))).isEmpty();
    assertThat(gateway.book().posts()).isEmpty();
  }

  private static void assertNoSecret(ProductProcess... programs) {
    String key = TestKeys.secret(SignType.RSA).lines().findFirst().orElseThrow();
    for (ProductProcess program : programs) {
      assertThat(program.out() + program.err())
          .doesNotContain("zhang.san.1985", "13812345678", "payer@company.example", key, "张三");
    }
  }
}
