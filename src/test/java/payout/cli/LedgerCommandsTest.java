package payout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import payout.ledger.FileRecord;
import payout.ledger.IntakeLedger;
import payout.ledger.Ledger;
import payout.route.IntakeSettings;

/** Which ledger a command uses, and what it prints when there is none. */
class LedgerCommandsTest {

  private static final String ROWS =
      "serial_no,payee_account,payee_name,amount,remark\nS-1,a@example.com,张三,1.00,x\n";

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

  private String pay() {
    return folder.resolve("pay.csv").toString();
  }

  /** A file that the sandbox accepted and has not sent yet. */
  private void takenInSandbox() {
    Settings settings = ProcessEnvironment.settings().sandbox().settings();
    try (Ledger ledger =
        Ledger.run(Launch.address(settings), settings.kind().name(), ProcessEnvironment.clock())) {
      takeIn(settings, ledger.intake(settings.outbox().language()), Path.of(pay()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void takeIn(Settings settings, IntakeLedger ledger, Path file) throws IOException {
    Intake intake = new Intake(IntakeSettings.rules(settings), ledger);
    ledger.acquireLease();
    try (OpenFile open = OpenFile.open(file, ReadWatch.NONE)) {
      InboxFile arrived = intake.inspect(open, "inbox", "pay.csv");
      FileRecord received = ledger.arrive(intake.arrival(arrived)).file();
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
