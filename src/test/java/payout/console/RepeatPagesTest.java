package payout.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.FileState;
import payout.testing.ConsoleClient;
import payout.testing.ConsoleClient.Answer;
import payout.testing.Folders;
import payout.testing.PageForms;
import payout.testing.RunningService;

/** The whole product with the settings that are shipped, and a payroll that is exported twice. */
class RepeatPagesTest {

  private static final String HEADER = "serial_no,payee_account,payee_name,amount,remark\n";

  @TempDir private static Path folder;

  private static RunningService service;
  private static Console console;
  private static ConsoleClient chen;
  private static ConsoleClient erp;

  @BeforeAll
  static void start() {
    service =
        RunningService.in(folder)
            .with("PAYOUT_REPEAT_DAYS", "3")
            .with("PAYOUT_INBOX_OWNER", "erp")
            .start();
    ConsoleClient.addUser(service.settings(), "chen", Role.APPROVER);
    ConsoleClient.addUser(service.settings(), "erp", Role.APPROVER);
    console = Console.start(service.settings(), service.ledger(), 0);
    chen = ConsoleClient.of(console).logIn("chen");
    erp = ConsoleClient.of(console).logIn("erp");
  }

  @AfterAll
  static void stop() {
    console.close();
    service.close();
  }

  @Test
  void a_payroll_that_comes_again_is_shown_with_both_sides_and_goes_out_when_somebody_approves() {
    service.drop("may.csv", payroll("A"));
    service.awaitResult("may");

    Folders.drop(service.inbox().resolve("check"), "again.csv", payroll("B").getBytes(UTF_8));
    String check = service.awaitOut("CHECK-again\\.[0-9a-f]{8}\\.warnings\\.csv");
    service.drop("again.csv", payroll("B"));
    String warnings = service.awaitOut("again\\.[0-9a-f]{8}\\.warnings\\.csv");
    String waiting = service.awaitOut("again\\.[0-9a-f]{8}\\.waiting\\.csv");

    assertThat(warnings)
        .startsWith("line,code,reason\n2,REPEATS_PAYMENT,")
        .contains("B-1", "A-1", "may.csv")
        .doesNotContain("example.com")
        .isEqualTo(check);
    assertThat(waiting).contains("AWAITING_APPROVAL", "4 of 4 lines");
    String file = "/files/" + service.ledger().status().named("again.csv", 1).get(0).id();
    for (Answer page : new Answer[] {chen.get("/waiting"), chen.get(file)}) {
      assertThat(page.text()).contains("4 of 4 lines", "REPEATS_PAYMENT", "B-1", "A-1", "may.csv");
      assertThat(page.body()).doesNotContain("payee-1@example.com");
    }
    assertThat(erp.get(file + "/approve").status()).isEqualTo(403);
    Answer page = chen.get(file + "/approve");
    assertThat(page.text()).contains("REPEATS_PAYMENT");
    Answer done = chen.post(file + "/approve", PageForms.hidden(page, file + "/approve"));

    assertThat(done.status()).isEqualTo(303);
    assertThat(service.awaitResult("again")).contains("B-1").contains(",PAID,");
    assertThat(service.timesPaid("B-1")).isEqualTo(1);
    assertThat(service.ledger().status().named("again.csv", 1).get(0).state())
        .isEqualTo(FileState.SETTLED);
    assertThat(chen.get(file).body()).contains(".warnings.csv");
  }

  private static String payroll(String prefix) {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 1; i <= 4; i++) {
      text.append(prefix + "-" + i + ",payee-" + i + "@example.com,张三," + i + ".50,May\n");
    }
    return text.toString();
  }
}
