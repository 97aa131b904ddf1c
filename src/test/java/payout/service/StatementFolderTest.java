package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.Checkpoint;
import payout.batch.Language;
import payout.ledger.Act;
import payout.ledger.Seen;
import payout.ledger.StatementList;
import payout.statement.StatementFile;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.ProductionHome;
import payout.testing.RunningService;
import payout.testing.SettableClock;

/**
 * A statement that is dropped into its folder is matched, said, and proposes; it changes nothing.
 */
class StatementFolderTest {

  private static final Instant MORNING = Instant.parse("2026-03-10T02:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
  private static final String PARTNER = ProductionHome.PARTNER;
  private static final Charset GBK = Charset.forName("GBK");
  private static final Duration A_DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  private final SettableClock clock = SettableClock.ticking();

  @AfterEach
  void watchNothing() {
    Checkpoint.watch(null);
  }

  private RunningService.Builder service() {
    clock.set(MORNING);
    return RunningService.in(folder)
        .clock(clock)
        .with("PAYOUT_STATEMENT_FOLDER", "statements")
        .simulator(config -> config.notifyDelay(Duration.ofDays(30)));
  }

  private static Path statements(RunningService service) {
    return service.home().resolve("statements");
  }

  private static String row(int number, String serial, String amount) {
    return row(DAY, number, serial, amount);
  }

  private static String row(LocalDate day, int number, String serial, String amount) {
    return "98370000000000%d\t,20260310%d\t,%s\t, \t,%s 10:00:00,张三\t,0.00,%s,9.00,支付宝,转账,"
        .formatted(number, number, serial, day, amount);
  }

  private static final String NO_PAYMENT = row(9, "ANOTHER-09", "12.50");

  private static byte[] statement(String account, LocalDate day, String... rows) {
    return text(account, day, rows).getBytes(GBK);
  }

  private static String text(String account, LocalDate day, String... rows) {
    return """
        #支付宝账务明细查询
        #账号：[%s0156]
        #起始日期：[%s 00:00:00]   终止日期：[%s 00:00:00]
        账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
        %s
        #---账务明细列表结束---
        #支出合计：%d笔，共12.50元
        #收入合计：0笔，共0.00元
        #导出时间：[%s 10:21:07]
        """
        .formatted(
            account, day, day.plusDays(1), String.join("\n", rows), rows.length, day.plusDays(1))
        .replace("\n", "\r\n");
  }

  private static void takenBatch(RunningService service) {
    service.drop("pay.csv", PayoutFile.of("SERIAL-001,a@example.com,张三,12.50,"));
    service.awaitTaken("pay");
  }

  private static String stateOfLine(RunningService service) {
    long batch =
        service.ledger().status().files("pay.csv").stream()
            .flatMap(file -> service.ledger().status().batches(file.id()).stream())
            .findFirst()
            .orElseThrow()
            .id();
    return service.ledger().status().content(batch).results().get(0).state().name();
  }

  private static StatementList.Entry entry(RunningService service) {
    return service.ledger().statementList().newest(1).get(0);
  }

  private static void awaitMoved(RunningService service, String to, int count) {
    await("files in " + to)
        .atMost(RunningService.PATIENCE)
        .until(() -> Folders.names(statements(service).resolve(to)).size() == count);
  }

  @Test
  void what_it_proves_waits_for_a_person_and_is_paid_by_nothing_else() {
    try (RunningService service = service().start()) {
      takenBatch(service);
      clock.move(A_DAY);

      byte[] bytes = statement(PARTNER, DAY, row(1, "SERIAL-001", "12.50"));
      Folders.drop(statements(service), "20260310.csv", bytes);
      String match = service.awaitOut("statement\\.2026-03-10\\.[0-9a-f]{8}\\.match\\.csv");
      awaitMoved(service, ".done", 1);

      assertThat(match.lines())
          .first()
          .isEqualTo(
              "serial_no,batch_no,account,amount,ours,statement,verdict,gateway_serial,booked_at");
      assertThat(match)
          .contains("SERIAL-001,")
          .contains(",a@example.com,12.50,OPEN,PAYOUT 12.50,PROVED_PAID,,2026-03-10T10:00:00");
      assertThat(stateOfLine(service)).isEqualTo("OPEN");
      long id = entry(service).statement().id();
      service
          .ledger()
          .acts()
          .prove(
              id,
              new Act("chen", "as the statement says", false)
                  .seeing(Seen.of(1, entry(service).proposed().amount())));
      assertThat(service.awaitResult("pay")).contains("SERIAL-001").contains(",PAID,");

      Folders.drop(statements(service), "again.csv", bytes);
      awaitMoved(service, ".done", 2);
      assertThat(service.out().stream().filter(name -> name.contains(".match."))).hasSize(1);
      assertThat(entry(service).statement().seenAgain()).isEqualTo(1);
      assertThat(service.timesPaid("SERIAL-001")).isEqualTo(1);
    }
  }

  @Test
  void with_auto_it_is_recorded_at_once_by_the_setting() {
    try (RunningService service = service().with("PAYOUT_STATEMENT_APPLY", "auto").start()) {
      takenBatch(service);
      clock.move(A_DAY);

      Folders.drop(
          statements(service), "s.csv", statement(PARTNER, DAY, row(1, "SERIAL-001", "12.50")));

      assertThat(service.awaitResult("pay")).contains(",PAID,");
      assertThat(service.alarms("statement")).isZero();
    }
  }

  /** The node that matched the first one ended before it recorded what it proves. */
  @Test
  void with_auto_what_an_earlier_statement_left_open_is_recorded_by_the_next() throws Exception {
    try (RunningService service = service().with("PAYOUT_STATEMENT_APPLY", "auto").start()) {
      takenBatch(service);
      clock.move(A_DAY.plusDays(1));
      byte[] first = statement(PARTNER, DAY, row(1, "SERIAL-001", "12.50"));
      StatementFile file = StatementFile.read("1.csv", first, PARTNER, DAY.plusDays(1));
      service
          .ledger()
          .statementIntake(Language.EN)
          .take("1.csv", "0123456789abcdef".repeat(4), file, fresh -> {});
      assertThat(stateOfLine(service)).isEqualTo("OPEN");

      Folders.drop(
          statements(service),
          "2.csv",
          statement(PARTNER, DAY.plusDays(1), row(DAY.plusDays(1), 2, "ANOTHER-01", "12.50")));

      assertThat(service.awaitResult("pay")).contains(",PAID,");
      assertThat(service.alarms("statement")).isZero();
    }
  }

  @Test
  void a_retry_that_is_read_while_a_statement_comes_is_read_again_and_refused() {
    clock.set(MORNING);
    try (RunningService service =
        RunningService.in(folder)
            .clock(clock)
            .with("PAYOUT_STATEMENT_FOLDER", "statements")
            .start()) {
      service.drop("pay.csv", PayoutFile.of("SERIAL-001,a@example.com,张三 FAIL,12.50,"));
      assertThat(service.awaitResult("pay")).contains(",FAILED,");
      clock.move(A_DAY);
      AtomicBoolean came = new AtomicBoolean();
      Checkpoint.watch(
          passed -> {
            if (passed == Checkpoint.REPEATS_COMPARED && came.compareAndSet(false, true)) {
              byte[] bytes = statement(PARTNER, DAY, row(1, "SERIAL-001", "12.50"));
              Folders.drop(statements(service), "s.csv", bytes);
              awaitMoved(service, ".done", 1);
            }
          });

      service.drop("retry.csv", PayoutFile.of("SERIAL-001,a@example.com,张三,12.50,"));

      assertThat(service.awaitOut("retry\\..*ack\\.csv")).contains(",REJECTED,", "SERIAL_USED");
      assertThat(service.alarms("failed-but-paid")).isEqualTo(1);
      assertThat(service.timesPaid("SERIAL-001")).isZero();
    }
  }

  @Test
  void a_statement_whose_reading_breaks_off_again_and_again_is_given_up_and_told() {
    Checkpoint.watch(
        passed -> {
          if (passed == Checkpoint.STATEMENT_COMPARED) {
            throw new IllegalStateException("The reading breaks off here.");
          }
        });
    try (RunningService service = service().start()) {
      takenBatch(service);
      clock.move(A_DAY);
      Folders.drop(
          statements(service), "s.csv", statement(PARTNER, DAY, row(1, "SERIAL-001", "12.50")));
      for (int broken = 1; broken <= 3; broken++) {
        int times = broken;
        await("readings that broke off")
            .atMost(RunningService.PATIENCE)
            .until(() -> service.alarms("route") >= times);
        if (times < 3) {
          clock.move(Duration.ofMinutes(2));
        }
      }

      awaitMoved(service, ".rejected", 1);
      assertThat(service.awaitOut("statement\\.2026-03-11\\.unread\\.refused\\.csv"))
          .contains("s.csv,,REJECTED,", "The reading of s.csv was broken off 3 times");
      assertThat(service.alarms("statement")).isEqualTo(1);
      assertThat(service.alarms("route")).isEqualTo(3);
      Checkpoint.watch(null);
      Folders.drop(
          statements(service), "t.csv", statement(PARTNER, DAY, row(1, "SERIAL-001", "12.50")));
      awaitMoved(service, ".done", 1);
    }
  }

  private static boolean isDone(RunningService service, String end) throws IOException {
    return Folders.names(statements(service).resolve(".done")).stream()
        .anyMatch(name -> name.endsWith(end));
  }

  /** One with holes may have terabytes, and would keep the route for hours. */
  @Test
  void a_file_that_is_larger_than_any_statement_is_refused_unread() throws Exception {
    try (RunningService service = service().start()) {
      Path holes = statements(service).resolve(".holes");
      try (RandomAccessFile file = new RandomAccessFile(holes.toFile(), "rw")) {
        file.setLength(1L << 40);
      }
      Files.move(holes, holes.resolveSibling("holes.csv"));

      awaitMoved(service, ".rejected", 1);

      assertThat(service.awaitOut("statement\\..*\\.unread\\.refused\\.csv"))
          .contains("holes.csv has 1099511627776 bytes");
      assertThat(service.alarms("statement")).isEqualTo(1);
    }
  }

  @Test
  void the_archive_of_statements_is_cleaned_like_that_of_an_inbox() throws Exception {
    try (RunningService service = service().with("PAYOUT_ARCHIVE_KEEP_DAYS", "2").start()) {
      clock.move(A_DAY);
      Folders.drop(statements(service), "old.csv", statement(PARTNER, DAY, NO_PAYMENT));
      awaitMoved(service, ".done", 1);
      Folders.drop(statements(service), "refused.csv", new byte[] {1, 2, 3});
      awaitMoved(service, ".rejected", 1);
      Files.writeString(statements(service).resolve(".done/my own.csv"), "x");
      clock.move(Duration.ofDays(2).plusHours(1));
      Folders.drop(
          statements(service),
          "young.csv",
          statement(PARTNER, DAY.plusDays(1), row(DAY.plusDays(1), 8, "ANOTHER-08", "12.50")));
      // Not by their number: the running service may have begun to clean.
      await("young.csv in .done")
          .atMost(RunningService.PATIENCE)
          .until(() -> isDone(service, "-young.csv"));
      service.stop();

      service.start();

      awaitMoved(service, ".rejected", 0);
      awaitMoved(service, ".done", 2);
      assertThat(Folders.names(statements(service).resolve(".done")))
          .anyMatch(name -> name.endsWith("-young.csv"))
          .contains("my own.csv");
    }
  }

  @Test
  void a_forged_file_of_another_account_of_today_or_cut_moves_nothing_and_is_told() {
    try (RunningService service = service().with("PAYOUT_STATEMENT_APPLY", "auto").start()) {
      takenBatch(service);
      String paid = row(1, "SERIAL-001", "12.50");
      Path statements = statements(service);

      Folders.drop(statements, "today.csv", statement(PARTNER, DAY, paid));
      awaitMoved(service, ".rejected", 1);
      clock.move(A_DAY);
      Folders.drop(statements, "other.csv", statement("2088999999999999", DAY, paid));
      awaitMoved(service, ".rejected", 2);
      String cut = text(PARTNER, DAY, paid, row(2, "OTHER", "1.00"));
      Folders.drop(statements, "cut.csv", cut.replaceAll(".*OTHER.*\\R", "").getBytes(GBK));
      awaitMoved(service, ".rejected", 3);
      Folders.drop(statements, "noise.csv", new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0});
      awaitMoved(service, ".rejected", 4);

      await("files that say why")
          .atMost(RunningService.PATIENCE)
          .until(() -> service.out().stream().filter(n -> n.contains(".refused.")).count() == 4);
      assertThat(service.awaitOut("statement\\.2026-03-10\\..*refused\\.csv"))
          .contains("today.csv", "REJECTED", "not over");
      assertThat(stateOfLine(service)).isEqualTo("OPEN");
      assertThat(service.alarms("statement")).isEqualTo(4);
    }
  }

  @Test
  void a_forged_payment_with_ask_moves_nothing_and_stops_no_batch() {
    try (RunningService service = service().start()) {
      takenBatch(service);
      clock.move(A_DAY);

      Folders.drop(
          statements(service),
          "forged.csv",
          statement(PARTNER, DAY, row(1, "SERIAL-001", "12.50")));
      awaitMoved(service, ".done", 1);

      assertThat(stateOfLine(service)).isEqualTo("OPEN");
      assertThat(entry(service).proposed().rows()).isEqualTo(1);
      assertThat(service.ledger().overview().needs())
          .anyMatch(need -> need.kind().name().equals("PROVED"));
    }
  }

  @Test
  void a_formula_in_a_name_does_not_run_in_a_spreadsheet() {
    try (RunningService service = service().start()) {
      clock.move(A_DAY);
      String evil = row(1, "=1+1", "12.50").replace("张三", "@SUM(1)");

      Folders.drop(statements(service), "s.csv", statement(PARTNER, DAY, evil));

      assertThat(service.awaitOut("statement\\..*match\\.csv"))
          .contains("'=1+1,,'@SUM(1),12.50,,PAYOUT 12.50,UNKNOWN_TO_US");
    }
  }
}
