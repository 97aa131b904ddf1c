package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.ledger.Act;
import payout.ledger.BatchRecord;
import payout.sandbox.BookLine;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.PostRecord;
import payout.testing.Folders;
import payout.testing.PayoutFile;
import payout.testing.ProductionHome;
import payout.testing.RunningService;

/** What people do: bring back an older ledger, change a setting, drop the same bytes once more. */
class MistakesTest {

  private static final Act ACT = new Act("tester", "a test", false);

  @TempDir private Path folder;

  private RunningService service;

  @AfterEach
  void stop() {
    service.close();
  }

  /** Two batches that it holds for READY are paid by now, and it never heard of a third. */
  @Test
  void an_older_ledger_brought_back_pays_nothing_twice_and_recovers() throws IOException {
    service = RunningService.in(folder).with("PAYOUT_GATEWAY_PAUSE_MS", "3600000").start();
    service.gateway().fault(Fault.of(FaultKind.REFUSE).withoutTaking().code("NOT_ENOUGH_AMOUNT"));
    drop("notified");
    await().atMost(RunningService.PATIENCE).until(this::pauses);
    drop("posted");
    service.awaitOut("posted\\..*\\.ack\\.csv");
    Path data = service.home().resolve("data");
    Path older = folder.resolve("older");
    service.stop();
    copy(data, older);
    service.start();
    service.ledger().acts().resume(ProductionHome.PARTNER, ACT);
    service.awaitResult("notified");
    service.awaitResult("posted");
    drop("later");
    service.awaitResult("later");
    awaitAllIsOut();
    String later = batch("later").batchNo();
    Map<String, String> outbox = outbox();
    service.stop();
    delete(data);
    copy(older, data);
    service.start();

    int posts = service.gateway().book().posts().size();
    assertThat(batch("notified").state()).isEqualTo(BatchState.READY);
    assertThat(notifyAnew(batch("notified").batchNo())).isTrue();
    assertThat(batch("notified").state()).isEqualTo(BatchState.SETTLED);
    assertThat(service.gateway().book().posts()).hasSize(posts);

    assertThat(service.alarms("retaken")).isEqualTo(1);
    assertThat(batch("later").batchNo()).isEqualTo(later);
    assertThat(notifyAnew(later)).isTrue();
    assertThat(batch("later").state()).isEqualTo(BatchState.SETTLED);

    service.ledger().acts().resume(ProductionHome.PARTNER, ACT);
    awaitState("posted", BatchState.HELD);
    assertThat(service.alarms("submit")).as("one alarm told of all of them").isZero();
    service.ledger().acts().isOurs(batch("posted").batchNo(), ACT);
    assertThat(notifyAnew(batch("posted").batchNo())).isTrue();
    assertThat(batch("posted").state()).isEqualTo(BatchState.SETTLED);

    awaitAllIsOut();
    assertThat(outbox()).isEqualTo(outbox);
    drop("later");
    assertThat(service.awaitOut("later\\.[0-9a-f]{8}-2\\.ack\\.csv")).contains(",DUPLICATE,");
    for (String file : List.of("notified", "posted", "later")) {
      assertThat(service.timesPaid(file + "-1")).isEqualTo(1);
    }
  }

  @Test
  void another_lines_max_cuts_no_batch_again_and_pays_nothing_twice() throws IOException {
    service = RunningService.in(folder).with("PAYOUT_BATCH_LINES_MAX", "2").start();
    service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    String file = PayoutFile.lines("CUT", 5);
    service.drop("cut.csv", file);
    await().atMost(RunningService.PATIENCE).until(() -> states("cut").equals("TAKEN TAKEN TAKEN"));
    List<String> numbers = batches("cut").stream().map(BatchRecord::batchNo).toList();

    service.stop();
    service.change("PAYOUT_BATCH_LINES_MAX", "3");
    service.start();
    service.gateway().clearFaults();
    assertThat(service.awaitResult("cut").lines().filter(row -> row.contains(",PAID,"))).hasSize(5);
    assertThat(batches("cut")).extracting(BatchRecord::batchNo).isEqualTo(numbers);
    service.drop("same.csv", file);
    assertThat(service.awaitOut("same\\..*\\.ack\\.csv")).contains(",DUPLICATE,");

    // And with the ledger lost: the larger batches have the first of the old numbers.
    service.stop();
    delete(service.home().resolve("data"));
    service.start();
    service.drop("lost.csv", file);
    await().atMost(RunningService.PATIENCE).until(() -> states("lost").equals("HELD HELD"));

    assertThat(numbers).containsAll(batches("lost").stream().map(BatchRecord::batchNo).toList());
    assertThat(service.gateway().book().posts().stream().skip(3))
        .hasSize(2)
        .extracting(PostRecord::verdict)
        .containsOnly("F BATCH_NO_NOT_UNIQUE");
    assertThat(service.gateway().book().lines())
        .extracting(BookLine::serial)
        .hasSize(5)
        .doesNotHaveDuplicates();
    assertThat(service.out()).noneMatch(name -> name.matches("lost\\..*(result|retry)\\.csv"));
  }

  /** An operator's grant lets the bytes in; a serial that is paid is still refused. */
  @Test
  void the_same_bytes_pay_no_serial_twice_even_when_an_operator_lets_them_in_again() {
    service = RunningService.in(folder).start();
    String payroll =
        PayoutFile.of("MAY-1,a@example.com,张三,1.00,x", "MAY-2,b@example.com,李四 FAIL,2.00,x");
    service.drop("may.csv", payroll);
    service.awaitResult("may");

    service.drop("june.csv", payroll);
    assertThat(service.awaitOut("june\\..*\\.ack\\.csv")).contains(",DUPLICATE,");
    service.ledger().acts().again(service.ledger().status().files("may.csv").get(0).sha256(), ACT);
    service.drop("july.csv", payroll);
    assertThat(service.awaitOut("july\\..*\\.ack\\.csv")).contains(",REJECTED,");
    assertThat(service.awaitOut("july\\..*\\.rejects\\.csv"))
        .contains("SERIAL_USED")
        .doesNotContain("MAY-2");

    assertThat(service.timesPaid("MAY-1")).isEqualTo(1);
    assertThat(service.gateway().book().batches()).hasSize(1);
  }

  /** A template has no serials of its own: only an operator's grant makes new ones. */
  @Test
  void a_template_is_paid_once_more_only_when_an_operator_lets_it_in_again() {
    service = RunningService.in(folder).start();
    String payroll =
        "支付宝批量付款文件模板（前面两行请勿删除）\n"
            + "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）\n"
            + "1,a@example.com,张三,1.00,工资\n2,b@example.com,李四,2.00,工资\n";
    service.drop("may.csv", payroll);
    service.awaitResult("may");

    service.drop("june.csv", payroll);
    assertThat(service.awaitOut("june\\..*\\.ack\\.csv")).contains(",DUPLICATE,");
    service.drop("saved-again.csv", payroll.replace("1.00", "1.0"));
    assertThat(service.awaitOut("saved-again\\..*\\.rejects\\.csv")).contains("SERIAL_USED");
    assertThat(service.gateway().book().batches()).hasSize(1);

    service.ledger().acts().again(service.ledger().status().files("may.csv").get(0).sha256(), ACT);
    service.drop("july.csv", payroll);
    assertThat(service.awaitResult("july").lines().filter(row -> row.contains(",PAID,")))
        .hasSize(2);
    service.drop("august.csv", payroll);
    assertThat(service.awaitOut("august\\..*\\.ack\\.csv")).contains(",DUPLICATE,");

    assertThat(batch("july").batchNo()).isNotEqualTo(batch("may").batchNo());
    assertThat(service.gateway().book().paidLines())
        .extracting(BookLine::serial)
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(service.gateway().book().posts()).hasSize(2);
  }

  @Test
  void the_same_bytes_are_paid_under_a_new_number_when_nothing_of_them_was_paid() {
    service = RunningService.in(folder).start();
    service.gateway().fault(Fault.of(FaultKind.REFUSE).withoutTaking().code("ILLEGAL_ARGUMENT"));
    String file = PayoutFile.of("NEW-1,a@example.com,张三,1.00,x");
    service.drop("first.csv", file);
    assertThat(service.awaitResult("first")).contains(",REFUSED,");

    service.drop("second.csv", file);

    assertThat(service.awaitResult("second")).contains(",PAID,");
    assertThat(service.timesPaid("NEW-1")).isEqualTo(1);
  }

  private void drop(String file) {
    service.drop(file + ".csv", PayoutFile.of(file + "-1,a@example.com,张三,1.00,x"));
  }

  private boolean pauses() {
    return service.ledger().status().pause(ProductionHome.PARTNER).isPresent();
  }

  private boolean notifyAnew(String batchNo) {
    return service.gateway().notifyAnew(batchNo).success();
  }

  private void awaitAllIsOut() {
    await()
        .atMost(RunningService.PATIENCE)
        .until(() -> service.ledger().status().totals().unpublished() == 0);
  }

  private void awaitState(String file, BatchState state) {
    await().atMost(RunningService.PATIENCE).until(() -> states(file).equals(state.name()));
  }

  private String states(String file) {
    return String.join(" ", batches(file).stream().map(each -> each.state().name()).toList());
  }

  private BatchRecord batch(String file) {
    return batches(file).get(0);
  }

  private List<BatchRecord> batches(String file) {
    return service.ledger().status().files(file + ".csv").stream()
        .flatMap(each -> service.ledger().status().batches(each.id()).stream())
        .toList();
  }

  private Map<String, String> outbox() {
    Map<String, String> texts = new TreeMap<>();
    service.out().forEach(name -> texts.put(name, Folders.text(service.outbox().resolve(name))));
    return texts;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (String name : Folders.names(from)) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  private static void delete(Path data) throws IOException {
    for (String name : Folders.names(data)) {
      Files.delete(data.resolve(name));
    }
  }
}
