package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.ledger.AcceptRules;
import payout.ledger.Act;
import payout.ledger.ActRefusedException;
import payout.ledger.Backup;
import payout.ledger.FileRecord;
import payout.ledger.sql.LedgerAddress;
import payout.route.WatchArchives;
import payout.setup.IntakeSettings;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SettableClock;
import payout.testing.SftpHost;

/**
 * A ledger that is older than the archive: what it lost is taken again before anything else. These
 * ledgers do not know how their files were cut, so nothing of what is taken again is sent.
 */
class RetakeTest {

  private static final String LEDGER = "data/ledger.db";

  private final ListAppender<ILoggingEvent> alarms = new ListAppender<>();

  @TempDir private Path folder;

  private final SettableClock clock = SettableClock.ticking();

  private Path copy;

  @BeforeEach
  void listen() {
    copy = folder.resolve("copy.db");
    alarms.start();
    ((Logger) LoggerFactory.getLogger("payout.alarm")).addAppender(alarms);
  }

  @AfterEach
  void unlisten() {
    ((Logger) LoggerFactory.getLogger("payout.alarm")).detachAppender(alarms);
  }

  @Test
  void other_bytes_with_serials_that_were_paid_since_are_refused() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      backUp(service);
      pay(service, "b");
      pay(service, "c");
      int posts = service.gateway().book().posts().size();
      service.drop("later.csv", PayoutFile.of("n-1,a@example.com,张三,1.00,"));
      service.awaitResult("later");
      restore(service);

      service.start();

      service.drop("again.csv", PayoutFile.of("b-00001,a@example.com,张三,1.00,other bytes"));
      assertThat(service.awaitOut("again\\..*\\.rejects\\.csv")).contains("SERIAL_USED");
      assertThat(states(service, "b.csv")).containsExactly("ACCEPTED HELD");
      assertThat(states(service, "c.csv")).containsExactly("ACCEPTED HELD");
      assertThat(told("retaken")).hasSize(1);
      assertThat(told("retaken").get(0))
          .contains("3 files, with 3 lines, were taken again from .done")
          .contains("-b.csv", "-c.csv", "-later.csv")
          .contains("3 of them are held and not sent at all", "payout.batch.lines-max");
      assertThat(service.alarms("retaken")).isEqualTo(1);
      assertThat(service.gateway().book().posts()).hasSize(posts + 1);
      assertThat(service.timesPaid("b-00001")).isEqualTo(1);
      assertThat(Folders.names(service.inbox().resolve(".done")))
          .as("they stay where they are")
          .filteredOn(name -> name.endsWith("-b.csv"))
          .hasSize(1);
    }
  }

  @Test
  void a_second_start_takes_nothing_again_and_tells_nothing() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      backUp(service);
      pay(service, "b");
      restore(service);
      service.start();
      assertThat(told("retaken")).hasSize(1);
      service.stop();
      alarms.list.clear();

      service.start();

      assertThat(told("retaken")).isEmpty();
      assertThat(states(service, "b.csv")).containsExactly("ACCEPTED HELD");
      assertThat(told("lost-file")).isEmpty();
    }
  }

  /** Or else an ordinary start would be one long look at what it knows. */
  @Test
  void an_ordinary_start_takes_nothing_again() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      service.stop();

      service.start();

      assertThat(told("retaken")).isEmpty();
      assertThat(states(service, "a.csv")).containsExactly("SETTLED SETTLED");
    }
  }

  @Test
  void the_same_bytes_in_the_inbox_are_a_duplicate_then() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      backUp(service);
      pay(service, "b");
      restore(service);
      service.drop("b.csv", PayoutFile.lines("b", 1));

      service.start();

      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> states(service, "b.csv").contains("DUPLICATE "));
      assertThat(service.timesPaid("b-00001")).isEqualTo(1);
    }
  }

  /** The first failed after the backup, its serial came again and was paid. */
  @Test
  void of_two_files_with_one_serial_both_are_held() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      service.drop("refused.csv", PayoutFile.of("S-1,a@example.com,张三 FAIL,1.00,"));
      backUp(service);
      service.awaitResult("refused");
      service.drop("mended.csv", PayoutFile.of("S-1,a@example.com,张三,1.00,"));
      service.awaitResult("mended");
      restore(service);

      service.start();

      List<String> first = states(service, "refused.csv");
      assertThat(states(service, "mended.csv")).containsExactly("ACCEPTED HELD");
      assertThat(first.toString()).containsAnyOf("HELD", "TAKEN", "SETTLED");
      assertThat(service.timesPaid("S-1")).isEqualTo(1);
    }
  }

  @Test
  void what_needs_an_approval_waits_for_it_again_without_an_end() throws IOException {
    try (RunningService service = approving().start()) {
      payApproved(service, "a");
      backUp(service);
      payApproved(service, "b");
      restore(service);

      service.start();

      FileRecord file = service.ledger().status().files("b.csv").get(0);
      assertThat(file.state().name()).isEqualTo("AWAITING_APPROVAL");
      assertThat(file.waited().expiresAt()).isZero();
      assertThat(file.waited().reason()).contains("may have been paid");
      assertThat(told("retaken").get(0)).contains("1 of them wait for an approval");
      service.drop("again.csv", PayoutFile.of("b-00001,a@example.com,张三,1.00,other bytes"));
      assertThat(service.awaitOut("again\\..*\\.rejects\\.csv")).contains("SERIAL_USED");

      approve(service, "b");

      assertThat(states(service, "b.csv")).containsExactly("ACCEPTED HELD");
      assertThat(service.timesPaid("b-00001")).isEqualTo(1);
    }
  }

  @Test
  void a_file_that_was_approved_after_the_backup_never_expires() throws IOException {
    try (RunningService service = approving().start()) {
      payApproved(service, "a");
      service.drop("b.csv", PayoutFile.lines("b", 1));
      service.awaitOut("b\\..*\\.waiting\\.csv");
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(service.inbox().resolve(".waiting")).size() == 1);
      backUp(service);
      approve(service, "b");
      service.awaitResult("b");
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(service.inbox().resolve(".waiting")).isEmpty());
      restore(service);

      service.start();

      FileRecord file = service.ledger().status().files("b.csv").get(0);
      assertThat(file.state().name()).isEqualTo("AWAITING_APPROVAL");
      assertThat(file.waited().expiresAt()).isZero();
      assertThat(told("retaken").get(0))
          .contains("1 files wait by this ledger and lie in .done", "b.csv");
      assertThat(
              service
                  .ledger()
                  .waiting(rules(service), payout.batch.Language.EN)
                  .expire(RetakeTest::fail))
          .isEmpty();

      approve(service, "b");

      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> states(service, "b.csv").contains("ACCEPTED HELD"));
      assertThat(service.timesPaid("b-00001")).isEqualTo(1);
      assertThat(told("submit")).as("one alarm told of all").isEmpty();
    }
  }

  /**
   * Whoever rejected it paid the same in another way, or not at all; it must not go out by itself.
   */
  @Test
  void a_file_that_was_rejected_after_the_backup_is_not_paid_on_its_day() throws IOException {
    try (RunningService service = inTheMorning().start()) {
      service.drop("p@2026-03-11.csv", PayoutFile.lines("p", 1));
      service.drop("q@2026-03-11.csv", PayoutFile.lines("q", 1));
      awaitWaiting(service, 2);
      backUp(service);
      reject(service, "p@2026-03-11.csv");
      awaitWaiting(service, 1);
      pay(service, "mended");
      restore(service);

      service.start();

      assertThat(told("retaken")).hasSize(1);
      assertThat(told("retaken").get(0))
          .contains("1 files, with 1 lines, were taken again from .done")
          .contains("1 files wait by this ledger and were decided on since")
          .contains("They are p@2026-03-11.csv.")
          .contains("1 files wait by this ledger, and it is not known whether")
          .contains("They are q@2026-03-11.csv.");
      clock.move(Duration.ofDays(1));
      awaitStates(service, "p@2026-03-11.csv", "ACCEPTED HELD");
      awaitStates(service, "q@2026-03-11.csv", "ACCEPTED HELD");
      assertThat(service.timesPaid("p-00001")).isZero();
      assertThat(service.timesPaid("q-00001")).isZero();
    }
  }

  @Test
  void it_is_told_even_if_nothing_was_accepted_since() throws IOException {
    try (RunningService service = inTheMorning().start()) {
      service.drop("p@2026-03-11.csv", PayoutFile.lines("p", 1));
      awaitWaiting(service, 1);
      backUp(service);
      reject(service, "p@2026-03-11.csv");
      awaitWaiting(service, 0);
      restore(service);

      service.start();

      assertThat(told("retaken")).hasSize(1);
      assertThat(told("retaken").get(0)).contains("were decided on since", "p@2026-03-11.csv");
      clock.move(Duration.ofDays(1));
      awaitStates(service, "p@2026-03-11.csv", "ACCEPTED HELD");
      assertThat(service.timesPaid("p-00001")).isZero();
    }
  }

  /** Its bytes lie in no folder; its ack tells. */
  @Test
  void a_submitted_file_that_was_rejected_after_the_backup_is_not_paid_either() throws IOException {
    try (RunningService service = inTheMorning().start()) {
      byte[] bytes = PayoutFile.lines("s", 1).getBytes(UTF_8);
      ByteArrayInputStream body = new ByteArrayInputStream(bytes);
      service.console().submit("s@2026-03-11.csv", body, bytes.length, "li", false);
      service.awaitOut("s@2026-03-11\\..*\\.waiting\\.csv");
      backUp(service);
      reject(service, "s@2026-03-11.csv");
      service.awaitOut("s@2026-03-11\\..*\\.ack\\.csv");
      restore(service);

      service.start();

      assertThat(told("retaken").get(0)).contains("were decided on since", "s@2026-03-11.csv");
      clock.move(Duration.ofDays(1));
      awaitStates(service, "s@2026-03-11.csv", "ACCEPTED HELD");
      assertThat(service.timesPaid("s-00001")).isZero();
    }
  }

  @Test
  void an_ordinary_start_puts_no_waiting_file_in_doubt() throws IOException {
    try (RunningService service = inTheMorning().start()) {
      pay(service, "a");
      service.drop("p@2026-03-11.csv", PayoutFile.lines("p", 1));
      awaitWaiting(service, 1);
      service.stop();

      service.start();

      assertThat(told("retaken")).isEmpty();
      clock.move(Duration.ofDays(1));
      service.awaitResult("p@2026-03-11");
      assertThat(service.timesPaid("p-00001")).isEqualTo(1);
    }
  }

  /** The inbox would refuse its day, and the payer would drop it with another one: paid twice. */
  @Test
  void a_file_of_a_day_that_a_running_node_lost_comes_back_by_a_restart_alone() throws IOException {
    try (RunningService service = inTheMorning().start()) {
      pay(service, "a");
      backUp(service);
      pay(service, "b@2026-03-10");
      goOnWithout(service, "b@2026-03-10.csv");
      Path done = service.inbox().resolve(".done");
      String name = archived(done, "b@2026-03-10.csv");
      clock.move(Duration.ofDays(1));
      Files.move(done.resolve(name), service.inbox().resolve("b@2026-03-10.csv"));

      String ack = service.awaitOut("b@2026-03-10\\.[0-9a-f]{8}\\.ack\\.csv");
      assertThat(ack).contains("PAY_ON_PAST", "The ledger lost a file of this name");
      Path rejected = service.inbox().resolve(".rejected");
      await().atMost(RunningService.PATIENCE).until(() -> Folders.names(rejected).size() == 1);
      Files.move(rejected.resolve(archived(rejected, "b@2026-03-10.csv")), done.resolve(name));
      look(service);
      service.stop();
      service.start();

      assertThat(told("retaken").get(0)).contains("1 files, with 1 lines, were taken again", name);
      assertThat(states(service, "b@2026-03-10.csv")).contains("ACCEPTED HELD");
      assertThat(service.timesPaid("b@2026-03-10-00001")).isEqualTo(1);
    }
  }

  /** It was told of the loss before these files came; they are as good as any. */
  @Test
  void what_waits_since_a_running_node_went_on_is_in_no_doubt() throws IOException {
    try (RunningService service = inTheMorning().start()) {
      pay(service, "a");
      backUp(service);
      pay(service, "b");
      goOnWithout(service, "b.csv");
      service.drop("p@2026-03-11.csv", PayoutFile.lines("p", 1));
      awaitWaiting(service, 1);
      service.stop();

      service.start();

      assertThat(told("retaken").get(0)).contains("-b.csv").doesNotContain("p@2026-03-11.csv");
      assertThat(states(service, "b.csv")).containsExactly("ACCEPTED HELD");
      clock.move(Duration.ofDays(1));
      service.awaitResult("p@2026-03-11");
    }
  }

  /** As after a fail-over: no start finds the lost file before others are accepted. */
  private void goOnWithout(RunningService service, String file) throws IOException {
    Path done = service.inbox().resolve(".done");
    String name = archived(done, file);
    restore(service);
    Files.move(done.resolve(name), folder.resolve(name));
    for (String output : service.out()) {
      if (output.startsWith(file.substring(0, file.length() - 3))) {
        Files.delete(service.outbox().resolve(output));
      }
    }
    service.start();
    clock.move(Duration.ofMinutes(5));
    pay(service, "since");
    Files.move(folder.resolve(name), done.resolve(name));
    look(service);
    assertThat(told("lost-file").get(0)).contains(name, "Restart a node");
    assertThat(told("retaken")).isEmpty();
  }

  private static String archived(Path folder, String file) {
    return Folders.names(folder).stream()
        .filter(each -> each.endsWith("-" + file))
        .findFirst()
        .orElseThrow();
  }

  private static void look(RunningService service) {
    service
        .camel()
        .getRegistry()
        .lookupByNameAndType("watchArchives", WatchArchives.class)
        .reportLostFiles();
  }

  private RunningService.Builder inTheMorning() {
    clock.set(Instant.parse("2026-03-10T02:00:00Z"));
    return RunningService.in(folder).clock(clock);
  }

  private static void awaitWaiting(RunningService service, int files) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                Folders.names(service.inbox().resolve(".waiting")).size() == files
                    && service.ledger().status().totals().unpublished() == 0);
  }

  private static void awaitStates(RunningService service, String file, String states) {
    await().atMost(RunningService.PATIENCE).until(() -> states(service, file).contains(states));
  }

  private static void reject(RunningService service, String file) {
    try {
      service
          .ledger()
          .waiting(rules(service), payout.batch.Language.EN)
          .reject(file, new Act("wang", "it is wrong", false));
    } catch (ActRefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** It was approved and paid a moment before the loss, and not moved yet. */
  @Test
  void an_accepted_file_that_still_lies_in_waiting_keeps_its_serials_and_is_paid_once()
      throws IOException {
    try (RunningService service = approving().start()) {
      payApproved(service, "a");
      backUp(service);
      payApproved(service, "b");
      restore(service);
      Path done = service.inbox().resolve(".done");
      String name = archived(done, "b.csv");
      Files.move(done.resolve(name), service.inbox().resolve(".waiting").resolve(name));

      service.start();

      FileRecord file = service.ledger().status().files("b.csv").get(0);
      assertThat(file.state().name()).isEqualTo("AWAITING_APPROVAL");
      assertThat(file.waited().expiresAt()).isZero();
      assertThat(file.waited().reason()).contains("may have been decided on since");
      assertThat(told("retaken").get(0))
          .contains("1 files, with 1 lines, were taken again", "1 of them wait for an approval")
          .contains(name);
      service.drop("again.csv", PayoutFile.of("b-00001,a@example.com,张三,1.00,other bytes"));
      assertThat(service.awaitOut("again\\..*\\.rejects\\.csv")).contains("SERIAL_USED");

      approve(service, "b");

      awaitStates(service, "b.csv", "ACCEPTED HELD");
      await().atMost(RunningService.PATIENCE).until(() -> Files.exists(done.resolve(name)));
      assertThat(service.timesPaid("b-00001")).isEqualTo(1);
      assertThat(told("lost-file")).isEmpty();
    }
  }

  @Test
  void a_file_that_waited_when_the_ledger_was_lost_is_paid_once_persons_say_so()
      throws IOException {
    try (RunningService service = approving().start()) {
      payApproved(service, "a");
      backUp(service);
      service.drop("b.csv", PayoutFile.lines("b", 1));
      service.awaitOut("b\\..*\\.waiting\\.csv");
      awaitWaiting(service, 1);
      List<String> numbers = batchNos(service, "b.csv");
      restore(service);

      service.start();

      assertThat(states(service, "b.csv")).containsExactly("AWAITING_APPROVAL READY");
      assertThat(batchNos(service, "b.csv")).isEqualTo(numbers);
      assertThat(service.timesPaid("b-00001")).isZero();

      approve(service, "b");
      awaitStates(service, "b.csv", "ACCEPTED HELD");
      service.ledger().acts().release(numbers.get(0), new Act("wang", "never sent", false));
      service.awaitResult("b");

      assertThat(service.timesPaid("b-00001")).isEqualTo(1);
      awaitWaiting(service, 0);
      assertThat(told("route")).isEmpty();
    }
  }

  /** The rules alone would send it at once. */
  @Test
  void a_lost_file_in_waiting_waits_for_a_person_also_where_none_has_to_approve()
      throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      service.stop();
      int posts = service.gateway().book().posts().size();
      Path waiting = Files.createDirectories(service.inbox().resolve(".waiting"));
      plant(waiting, 1, "w.csv", PayoutFile.of("W-1,a@example.com,张三,1.00,"));
      plant(waiting, 2, "bad.csv", "no header\n");

      service.start();

      assertThat(states(service, "w.csv")).containsExactly("AWAITING_APPROVAL READY");
      assertThat(told("retaken").get(0)).contains("-w.csv", "-bad.csv (UNKNOWN_HEADER");
      assertThat(service.gateway().book().posts()).as("nothing is sent").hasSize(posts);
      service.stop();
      alarms.list.clear();

      service.start();

      assertThat(told("retaken").toString()).as("once").doesNotContain("-w.csv");
      approve(service, "w");
      awaitStates(service, "w.csv", "ACCEPTED HELD");
    }
  }

  /** It is checked like any file of an inbox, and what the checks refuse is told, not taken. */
  @Test
  void whoever_puts_a_file_into_the_archive_by_hand_sidesteps_no_check() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      Path done = service.inbox().resolve(".done");
      service.stop();
      int posts = service.gateway().book().posts().size();
      plant(done, 1, "bad.csv", "no header\n");
      plant(done, 2, "paid.csv", PayoutFile.of("a-00001,a@example.com,张三,1.00,other"));
      plant(done, 3, "SANDBOX-x.csv", PayoutFile.of("X-1,a@example.com,张三,1.00,"));
      plant(done, 4, "twin.csv", PayoutFile.lines("a", 1));
      plant(done, 3600, "ahead.csv", PayoutFile.of("X-2,a@example.com,张三,1.00,"));
      plant(done, -864_000, "before.csv", PayoutFile.of("X-3,a@example.com,张三,1.00,"));
      Files.writeString(done.resolve("by-hand.csv"), PayoutFile.of("X-4,a@example.com,张三,1.00,"));
      Path secret = Files.writeString(folder.resolve("secret"), PayoutFile.lines("X5-", 1));
      Files.createSymbolicLink(done.resolve(stamp(5) + "-link.csv"), secret);
      Files.createDirectory(done.resolve(stamp(6) + "-folder.csv"));
      Files.createLink(
          done.resolve(stamp(8) + "-linked.csv"),
          Files.writeString(folder.resolve("other"), PayoutFile.lines("X6-", 1)));
      Path fifo = done.resolve(stamp(7) + "-fifo.csv");
      new ProcessBuilder("mkfifo", fifo.toString()).start();
      await().until(() -> Files.exists(fifo));

      service.start();

      assertThat(told("retaken")).hasSize(1);
      assertThat(told("retaken").get(0))
          .contains("1 files, with 1 lines", "-paid.csv", "could not be taken again")
          .contains("-bad.csv (UNKNOWN_HEADER", "-SANDBOX-x.csv (NAME_OF_A_TEST")
          .contains("-twin.csv (its bytes are those of a.csv", "-link.csv", "-fifo.csv")
          .contains("-linked.csv (it has a second name")
          .doesNotContain("ahead", "before.csv", "by-hand");
      assertThat(states(service, "paid.csv")).containsExactly("ACCEPTED HELD");
      for (String name :
          List.of("bad.csv", "SANDBOX-x.csv", "twin.csv", "linked.csv", "link.csv", "ahead.csv")) {
        assertThat(service.ledger().status().files(name)).as(name).isEmpty();
      }
      assertThat(service.gateway().book().posts()).as("nothing is sent").hasSize(posts);
    }
  }

  /** Outputs may have been fetched; but then nothing shows that the file was ever accepted. */
  @Test
  void a_file_without_an_output_in_the_outbox_is_held() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      backUp(service);
      pay(service, "b");
      restore(service);
      Path outbox = service.home().resolve("outbox");
      for (String name : Folders.names(outbox)) {
        Files.delete(outbox.resolve(name));
      }

      service.start();

      assertThat(states(service, "b.csv")).containsExactly("ACCEPTED HELD");
      assertThat(told("retaken").get(0)).contains("The outbox has no output of it");
    }
  }

  @Test
  void nothing_is_taken_again_from_an_archive_of_another_user() throws IOException {
    try (RunningService service = RunningService.in(folder).start()) {
      pay(service, "a");
      backUp(service);
      pay(service, "b");
      restore(service);
      Path done = service.inbox().resolve(".done");
      assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
      Files.setOwner(
          done,
          done.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

      service.start();

      assertThat(states(service, "b.csv")).isEmpty();
      assertThat(told("retaken")).isEmpty();
      await()
          .atMost(RunningService.PATIENCE)
          .untilAsserted(() -> assertThat(told("lost-file").toString()).contains("-b.csv"));
    }
  }

  @Test
  @Tag("long")
  void files_on_a_server_are_taken_again_too() throws IOException {
    try (SftpHost host = SftpHost.in(folder)) {
      Path in = Files.createDirectories(host.root().resolve("in"));
      try (RunningService service =
          RunningService.in(folder).with("PAYOUT_INBOX_URI", host.byKey("in")).start()) {
        Folders.drop(in, "a.csv", PayoutFile.lines("a", 1).getBytes());
        service.awaitResult("a");
        backUp(service);
        Folders.drop(in, "b.csv", PayoutFile.lines("b", 1).getBytes());
        service.awaitResult("b");
        await()
            .atMost(RunningService.PATIENCE)
            .until(() -> Folders.names(in.resolve(".done")).size() == 2);
        restore(service);

        service.start();

        assertThat(told("retaken").get(0)).contains("1 files, with 1 lines", "-b.csv");
        assertThat(states(service, "b.csv")).containsExactly("ACCEPTED HELD");
      }
    }
  }

  private static void fail(FileRecord file, RuntimeException e) {
    throw e;
  }

  private static List<String> batchNos(RunningService service, String file) {
    return service.ledger().status().files(file).stream()
        .flatMap(each -> service.ledger().status().batches(each.id()).stream())
        .map(batch -> batch.batchNo())
        .toList();
  }

  private void plant(Path done, int seconds, String name, String content) throws IOException {
    Files.writeString(done.resolve(stamp(seconds) + "-" + name), content);
  }

  private static String stamp(int seconds) {
    return java.time.format.DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS")
        .withZone(ChinaClock.CHINA)
        .format(Instant.now().plusSeconds(seconds));
  }

  private RunningService.Builder approving() {
    return RunningService.in(folder)
        .with("PAYOUT_APPROVAL", "required")
        .with("PAYOUT_APPROVAL_APPROVERS", "wang")
        .with("PAYOUT_INBOX_OWNER", "li");
  }

  private void payApproved(RunningService service, String stem) {
    service.drop(stem + ".csv", PayoutFile.lines(stem, 1));
    service.awaitOut(stem + "\\..*\\.waiting\\.csv");
    approve(service, stem);
    service.awaitResult(stem);
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(service.inbox().resolve(".waiting")).isEmpty());
    settle(service);
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(service.inbox().resolve(".waiting")).isEmpty());
  }

  private static AcceptRules rules(RunningService service) {
    return IntakeSettings.acceptRules(service.settings());
  }

  private static void approve(RunningService service, String stem) {
    FileRecord file = service.ledger().status().files(stem + ".csv").get(0);
    try {
      service
          .ledger()
          .waiting(rules(service), payout.batch.Language.EN)
          .approve(stem + ".csv", file.sha256(), new Act("wang", "", false));
    } catch (ActRefusedException e) {
      throw new AssertionError(e);
    }
  }

  private void backUp(RunningService service) {
    Backup.make(new LedgerAddress("jdbc:sqlite:" + service.home().resolve(LEDGER), "", ""), copy);
  }

  /** Stops the service, loses its ledger and brings the copy in its place. */
  private void restore(RunningService service) throws IOException {
    service.stop();
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(service.home().resolve(LEDGER + end));
    }
    Files.copy(copy, service.home().resolve(LEDGER), StandardCopyOption.REPLACE_EXISTING);
    alarms.list.clear();
  }

  private List<String> told(String kind) {
    return alarms.list.stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(text -> text.startsWith("ALARM " + kind + ":"))
        .toList();
  }

  /** The state of each file of this name, and those of its batches. */
  private static List<String> states(RunningService service, String file) {
    return service.ledger().status().files(file).stream()
        .map(
            each ->
                each.state()
                    + " "
                    + String.join(
                        " ",
                        service.ledger().status().batches(each.id()).stream()
                            .map(batch -> batch.state().name())
                            .toList()))
        .toList();
  }

  private static void pay(RunningService service, String stem) {
    service.drop(stem + ".csv", PayoutFile.lines(stem, 1));
    service.awaitResult(stem);
    settle(service);
  }

  /** Until its outputs are recorded and the file is in the archive. */
  private static void settle(RunningService service) {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.ledger().status().totals().unpublished() == 0);
    await()
        .atMost(RunningService.PATIENCE)
        .until(
            () -> {
              try (Stream<Path> left = Files.list(service.inbox())) {
                return left.noneMatch(Files::isRegularFile);
              }
            });
  }
}
