package payout.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Language;
import payout.batch.Money;
import payout.ledger.AcceptRules;
import payout.ledger.Act;
import payout.sandbox.BookLine;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.RunningService;
import payout.testing.SettableClock;

/** Files that wait for an approval or for another day, and what is reported and kept of them. */
class WaitingFilesTest {

  /** Ten in the morning in China. */
  private static final Instant MORNING = Instant.parse("2026-03-10T02:00:00Z");

  private static final String FILE = PayoutFile.of("W-1,a@example.com,张三,10.50,工资");

  private final SettableClock clock = SettableClock.ticking();

  @TempDir private Path folder;

  private RunningService.Builder approval() {
    clock.set(MORNING);
    return RunningService.in(folder)
        .clock(clock)
        .with("PAYOUT_APPROVAL", "required")
        .with("PAYOUT_APPROVAL_APPROVERS", "chen")
        .with("PAYOUT_INBOX_OWNER", "li")
        .with("PAYOUT_APPROVAL_FOLDER", "approvals");
  }

  @Test
  void a_file_waits_for_an_approval_over_a_restart_and_is_paid_once() throws Exception {
    try (RunningService service = approval().start()) {
      service.drop("pay.csv", FILE);
      String waiting = service.awaitOut("pay\\.[0-9a-f]{8}\\.waiting\\.csv");
      String sha256 = waiting.lines().toList().get(1).split(",")[1];
      assertThat(waiting.replaceAll("T10:0[0-9](:[0-9]{2})?", "T10"))
          .isEqualTo(
              "file,sha256,status,lines,amount,batches,reason,expires_at,inbox\npay.csv,"
                  + sha256
                  + ",AWAITING_APPROVAL,1,10.50,1,\"An approver must approve it before"
                  + " 2026-03-13T10+08:00: payout approve, or an approval"
                  + " file.\",2026-03-13T10+08:00,inbox\n");
      awaitNames(service, ".waiting", 1);
      awaitWaiting(service, 1);

      service.stop();
      service.start();
      service.drop("copy.csv", FILE);
      assertThat(service.awaitOut("copy\\.[0-9a-f]{8}\\.ack\\.csv")).contains(",DUPLICATE,");
      assertThat(service.gateway().book().posts()).isEmpty();
      assertThat(service.out()).noneMatch(name -> name.matches("pay\\..*ack\\.csv"));
      AcceptRules rules =
          new AcceptRules(Money.ZERO, 1, List.of("chen"), Map.of("inbox", "li"), null, false);
      service
          .ledger()
          .waiting(rules, Language.EN)
          .approve("pay.csv", sha256, new Act("chen", "seen", false));

      assertThat(service.awaitResult("pay")).contains(",PAID,");
      assertThat(service.awaitOut("pay\\.[0-9a-f]{8}\\.ack\\.csv"))
          .contains(",ACCEPTED,1,10.50,1,,inbox\n");
      assertThat(service.awaitOut("pay\\.[0-9a-f]{8}\\.waiting\\.csv")).isEqualTo(waiting);
      awaitNames(service, ".waiting", 0);
      awaitNames(service, ".done", 1);
      awaitWaiting(service, 0);
      assertPaidOnce(service);
    }
  }

  @Test
  void a_file_in_the_folder_of_approvals_lets_it_go_and_another_does_not() throws IOException {
    try (RunningService service = approval().start()) {
      service.drop("pay.csv", FILE);
      String name = service.awaitName("pay\\.[0-9a-f]{8}\\.waiting\\.csv");
      String sha256 =
          service.awaitOut("pay\\..*waiting\\.csv").lines().toList().get(1).split(",")[1];
      Path approvals = service.home().resolve("approvals");
      String approval = name.replace("waiting.csv", "approve");

      Folders.drop(
          approvals, approval, ("sha256=" + sha256 + "\namount=10.51\nby=chen\n").getBytes(UTF_8));
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(approvals.resolve(".rejected")).size() == 1);
      assertThat(service.ledger().status().files("pay.csv").get(0).state().name())
          .isEqualTo("AWAITING_APPROVAL");
      Folders.drop(
          approvals,
          "other.approve",
          ("sha256=" + sha256 + "\namount=10.50\nby=chen\n").getBytes(UTF_8));
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(approvals.resolve(".rejected")).size() == 2);
      assertThat(service.gateway().book().posts()).isEmpty();
      Folders.drop(
          approvals,
          approval,
          ("sha256=" + sha256 + "\r\namount=10.50\r\nby=chen\r\n").getBytes(UTF_8));

      assertThat(service.awaitResult("pay")).contains(",PAID,");
      await()
          .atMost(RunningService.PATIENCE)
          .until(() -> Folders.names(approvals.resolve(".done")).size() == 1);
      assertPaidOnce(service);
    }
  }

  /** Whoever approves by a file reads no answer: that it still waits is an alarm. */
  @Test
  void an_approved_file_that_passes_the_limit_of_the_day_is_an_alarm() {
    try (RunningService service = approval().with("PAYOUT_DAY_AMOUNT_MAX", "10.49").start()) {
      service.drop("pay.csv", FILE);
      String name = service.awaitName("pay\\.[0-9a-f]{8}\\.waiting\\.csv");
      String sha256 = service.ledger().status().files("pay.csv").get(0).sha256();
      Path approvals = service.home().resolve("approvals");

      Folders.drop(
          approvals,
          name.replace("waiting.csv", "approve"),
          ("sha256=" + sha256 + "\namount=10.5\nby=chen\n").getBytes(UTF_8));

      await().atMost(RunningService.PATIENCE).until(() -> service.alarms("limit") == 1);
      assertThat(service.ledger().status().files("pay.csv").get(0).state().name())
          .isEqualTo("AWAITING_LIMIT");
      assertThat(service.gateway().book().posts()).isEmpty();
    }
  }

  @Test
  void a_file_that_nobody_approves_is_refused_and_reported_and_can_be_dropped_again()
      throws Exception {
    try (RunningService service = approval().start()) {
      service.drop("pay.csv", FILE);
      service.awaitOut("pay\\..*waiting\\.csv");
      clock.move(Duration.ofHours(72));

      assertThat(service.awaitOut("pay\\.[0-9a-f]{8}\\.ack\\.csv"))
          .contains(",REJECTED,1,10.50,0,APPROVAL_EXPIRED: ");
      awaitNames(service, ".rejected", 1);
      assertThat(Folders.names(service.inbox().resolve(".waiting"))).isEmpty();
      service.drop("pay.csv", FILE);
      service.awaitOut("pay\\.[0-9a-f]{8}-2\\.waiting\\.csv");
      assertThat(metrics(service))
          .containsPattern("payout_files_total\\{inbox=\"inbox\",state=\"REJECTED\"} 1");
      assertThat(service.gateway().book().posts()).isEmpty();
    }
  }

  @Test
  void a_file_over_the_limit_goes_out_the_next_day_and_the_reports_show_it() {
    clock.set(MORNING);
    try (RunningService service =
        RunningService.in(folder)
            .clock(clock)
            .with("PAYOUT_DAY_AMOUNT_MAX", "15.00")
            .with("PAYOUT_DAY_ON_LIMIT", "next-day")
            .start()) {
      service.drop("first.csv", FILE);
      service.awaitResult("first");
      service.drop("second.csv", PayoutFile.of("W-2,b@example.com,李四,4.51,工资"));
      assertThat(service.awaitOut("second\\..*waiting\\.csv"))
          .contains(",AWAITING_LIMIT,1,4.51,1,");
      awaitNames(service, ".waiting", 1);
      service.stop();
      clock.set(Instant.parse("2026-03-11T16:00:01Z"));
      service.start();

      assertThat(service.awaitResult("second")).contains(",PAID,");
      awaitNames(service, ".done", 2);
      assertThat(service.awaitOut("second\\..*ack\\.csv")).contains(",ACCEPTED,");
      String day = service.awaitOut("reconcile\\.2026-03-10\\.csv");
      assertThat(
              day.lines()
                  .map(row -> row.replaceAll("[0-9a-f]{64}", "SHA"))
                  .map(row -> row.replaceAll(",[0-9]+,SHA,$", ",SEAL,SHA,"))
                  .map(row -> row.replace(asOf(day), "AS-OF")))
          .containsExactly(
              "day,as_of,file,sha256,inbox,state,lines,amount,paid_lines,paid_amount,failed_lines,"
                  + "failed_amount,refused_lines,refused_amount,open_lines,open_amount,"
                  + "unknown_lines,unknown_amount,unknown_hours,overdue_lines,overdue_amount,"
                  + "overdue_hours,rejected_lines,proved_lines,proved_amount,unproved_lines,"
                  + "unproved_amount,seal,seal_hash,statement_missing",
              "2026-03-10,AS-OF,first.csv,SHA,inbox,SETTLED,1,10.50,1,10.50,"
                  + "0,0.00,0,0.00,0,0.00,0,0.00,0,0,0.00,0,0,0,0.00,1,10.50,,,",
              "2026-03-10,AS-OF,second.csv,SHA,inbox,AWAITING_LIMIT,1,4.51,0,"
                  + "0.00,0,0.00,0,0.00,1,4.51,0,0.00,0,0,0.00,0,0,0,0.00,0,0.00,,,",
              "2026-03-10,AS-OF,#total,,,,2,15.01,1,10.50,0,0.00,0,0.00,1,"
                  + "4.51,0,0.00,0,0,0.00,0,0,0,0.00,1,10.50,SEAL,SHA,");
      assertThat(asOf(day)).startsWith("2026-03-12T00:0").endsWith("+08:00");
      assertThat(service.awaitOut("reconcile\\.2026-03-11\\.csv").lines()).hasSize(3);
      assertThat(service.alarms("route")).isZero();
    }
  }

  @Test
  void the_archive_is_cleaned_of_what_is_settled_and_of_nothing_else() throws IOException {
    clock.set(MORNING);
    try (RunningService service =
        RunningService.in(folder)
            .clock(clock)
            .with("PAYOUT_ARCHIVE_KEEP_DAYS", "2")
            .with("PAYOUT_DAY_AMOUNT_MAX", "15.00")
            .start()) {
      Path done = service.inbox().resolve(".done");
      service.drop("settled.csv", FILE);
      service.awaitResult("settled");
      service.drop("refused.csv", "what is this\n");
      service.drop("waits.csv", PayoutFile.of("W-3,b@example.com,李四,14.51,工资"));
      service.awaitOut("waits\\..*waiting\\.csv");
      awaitNames(service, ".rejected", 1);
      awaitNames(service, ".waiting", 1);
      Files.writeString(done.resolve("20260101000000000-unknown.csv"), FILE);
      clock.move(Duration.ofDays(2).minusHours(1));
      service.stop();
      service.start();
      service.drop("young.csv", "nor this\n");
      service.awaitOut("young\\..*ack\\.csv");
      awaitNames(service, ".done", 2);
      awaitNames(service, ".rejected", 2);
      service.stop();
      clock.move(Duration.ofHours(1));
      service.start();

      awaitNames(service, ".done", 1);
      awaitNames(service, ".rejected", 1);
      assertThat(Folders.names(done)).containsExactly("20260101000000000-unknown.csv");
      assertThat(Folders.names(service.inbox().resolve(".rejected")))
          .allMatch(n -> n.contains("young"));
      assertThat(Folders.names(service.inbox().resolve(".waiting"))).hasSize(1);
    }
  }

  private static String asOf(String report) {
    return report.lines().toList().get(1).split(",")[1];
  }

  private static void awaitNames(RunningService service, String archive, int count) {
    await(count + " files in " + archive)
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(service.inbox().resolve(archive)).size() == count);
  }

  private static void awaitWaiting(RunningService service, int count) {
    await(count + " files wait")
        .atMost(RunningService.PATIENCE)
        .until(
            () ->
                metrics(service)
                    .contains("payout_files_waiting{state=\"AWAITING_APPROVAL\"} " + count));
  }

  private static String metrics(RunningService service) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(service.management("/observe/metrics")).build();
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void assertPaidOnce(RunningService service) {
    assertThat(service.gateway().book().paidLines())
        .extracting(BookLine::serial)
        .containsExactly("W-1");
  }
}
