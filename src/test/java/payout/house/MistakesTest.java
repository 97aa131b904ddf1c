package payout.house;

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

/** What people do: bring back an older ledger, change a setting, drop the same bytes once more. */
class MistakesTest {

  private static final Act ACT = new Act("tester", "a test", false);

  @TempDir private Path folder;

  private RunningHouse house;

  @AfterEach
  void stop() {
    house.close();
  }

  /** Two batches that it holds for READY are paid by now, and it never heard of a third. */
  @Test
  void an_older_ledger_brought_back_pays_nothing_twice_and_finds_its_way() throws IOException {
    house = RunningHouse.in(folder).with("PAYOUT_GATEWAY_PAUSE_MS", "3600000").start();
    house.gateway().fault(Fault.of(FaultKind.REFUSE).withoutTaking().code("NOT_ENOUGH_AMOUNT"));
    drop("notified");
    await().atMost(RunningHouse.PATIENCE).until(this::pauses);
    drop("posted");
    house.awaitOut("posted\\..*\\.ack\\.csv");
    Path data = house.home().resolve("data");
    Path older = folder.resolve("older");
    house.stop();
    copy(data, older);
    house.start();
    house.ledger().acts().resume(RunningHouse.PARTNER, ACT);
    house.awaitResult("notified");
    house.awaitResult("posted");
    drop("later");
    house.awaitResult("later");
    awaitAllIsOut();
    String later = batch("later").batchNo();
    Map<String, String> outbox = outbox();
    house.stop();
    delete(data);
    copy(older, data);
    house.start();

    int posts = house.gateway().book().posts().size();
    assertThat(batch("notified").state()).isEqualTo(BatchState.READY);
    assertThat(notifyAnew(batch("notified").batchNo())).isTrue();
    assertThat(batch("notified").state()).isEqualTo(BatchState.SETTLED);
    assertThat(house.gateway().book().posts()).hasSize(posts);

    assertThat(notifyAnew(later)).isFalse();
    assertThat(house.alarms("notify-unknown-batch")).isEqualTo(1);

    house.ledger().acts().resume(RunningHouse.PARTNER, ACT);
    awaitState("posted", BatchState.HELD);
    assertThat(house.alarms("submit")).isEqualTo(1);
    house.ledger().acts().isOurs(batch("posted").batchNo(), ACT);
    assertThat(notifyAnew(batch("posted").batchNo())).isTrue();
    assertThat(batch("posted").state()).isEqualTo(BatchState.SETTLED);

    drop("later");
    awaitState("later", BatchState.HELD);
    assertThat(batch("later").batchNo()).isEqualTo(later);
    assertThat(notifyAnew(later)).isTrue();
    assertThat(batch("later").state()).isEqualTo(BatchState.SETTLED);

    awaitAllIsOut();
    assertThat(outbox()).isEqualTo(outbox);
    for (String file : List.of("notified", "posted", "later")) {
      assertThat(house.timesPaid(file + "-1")).isEqualTo(1);
    }
  }

  @Test
  void another_lines_max_cuts_no_batch_anew_and_pays_nothing_twice() throws IOException {
    house = RunningHouse.in(folder).with("PAYOUT_BATCH_LINES_MAX", "2").start();
    house.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    String file = PayoutFiles.lines("CUT", 5);
    house.drop("cut.csv", file);
    await().atMost(RunningHouse.PATIENCE).until(() -> states("cut").equals("TAKEN TAKEN TAKEN"));
    List<String> numbers = batches("cut").stream().map(BatchRecord::batchNo).toList();

    house.stop();
    house.change("PAYOUT_BATCH_LINES_MAX", "3");
    house.start();
    house.gateway().clearFaults();
    assertThat(house.awaitResult("cut").lines().filter(row -> row.contains(",PAID,"))).hasSize(5);
    assertThat(batches("cut")).extracting(BatchRecord::batchNo).isEqualTo(numbers);
    house.drop("same.csv", file);
    assertThat(house.awaitOut("same\\..*\\.ack\\.csv")).contains(",DUPLICATE,");

    // And with the ledger lost: the larger batches have the first of the old numbers.
    house.stop();
    delete(house.home().resolve("data"));
    house.start();
    house.drop("lost.csv", file);
    await().atMost(RunningHouse.PATIENCE).until(() -> states("lost").equals("HELD HELD"));

    assertThat(numbers).containsAll(batches("lost").stream().map(BatchRecord::batchNo).toList());
    assertThat(house.gateway().book().posts().stream().skip(3))
        .hasSize(2)
        .extracting(PostRecord::verdict)
        .containsOnly("F BATCH_NO_NOT_UNIQUE");
    assertThat(house.gateway().book().lines())
        .extracting(BookLine::serial)
        .hasSize(5)
        .doesNotHaveDuplicates();
    assertThat(house.out()).noneMatch(name -> name.matches("lost\\..*(result|retry)\\.csv"));
  }

  /** A person's word lets the bytes in; that a serial is paid still stands against it. */
  @Test
  void the_same_bytes_pay_no_serial_twice_even_when_a_person_lets_them_in_again() {
    house = RunningHouse.in(folder).start();
    String payroll =
        PayoutFiles.of("MAY-1,a@example.com,张三,1.00,x", "MAY-2,b@example.com,李四 FAIL,2.00,x");
    house.drop("may.csv", payroll);
    house.awaitResult("may");

    house.drop("june.csv", payroll);
    assertThat(house.awaitOut("june\\..*\\.ack\\.csv")).contains(",DUPLICATE,");
    house.ledger().acts().again(house.ledger().status().files("may.csv").get(0).sha256(), ACT);
    house.drop("july.csv", payroll);
    assertThat(house.awaitOut("july\\..*\\.ack\\.csv")).contains(",REJECTED,");
    assertThat(house.awaitOut("july\\..*\\.rejects\\.csv"))
        .contains("SERIAL_USED")
        .doesNotContain("MAY-2");

    assertThat(house.timesPaid("MAY-1")).isEqualTo(1);
    assertThat(house.gateway().book().batches()).hasSize(1);
  }

  /**
   * A template has no serials of its own: a person's word makes new ones, and nothing else does.
   */
  @Test
  void a_template_is_paid_once_more_when_a_person_lets_it_in_again_and_not_before() {
    house = RunningHouse.in(folder).start();
    String payroll =
        "支付宝批量付款文件模板（前面两行请勿删除）\n"
            + "序号（必填）,收款方支付宝账号（必填）,收款方姓名（必填）,金额（必填，单位：元）,备注（选填）\n"
            + "1,a@example.com,张三,1.00,工资\n2,b@example.com,李四,2.00,工资\n";
    house.drop("may.csv", payroll);
    house.awaitResult("may");

    house.drop("june.csv", payroll);
    assertThat(house.awaitOut("june\\..*\\.ack\\.csv")).contains(",DUPLICATE,");
    house.drop("saved-again.csv", payroll.replace("1.00", "1.0"));
    assertThat(house.awaitOut("saved-again\\..*\\.rejects\\.csv")).contains("SERIAL_USED");
    assertThat(house.gateway().book().batches()).hasSize(1);

    house.ledger().acts().again(house.ledger().status().files("may.csv").get(0).sha256(), ACT);
    house.drop("july.csv", payroll);
    assertThat(house.awaitResult("july").lines().filter(row -> row.contains(",PAID,"))).hasSize(2);
    house.drop("august.csv", payroll);
    assertThat(house.awaitOut("august\\..*\\.ack\\.csv")).contains(",DUPLICATE,");

    assertThat(batch("july").batchNo()).isNotEqualTo(batch("may").batchNo());
    assertThat(house.gateway().book().paidLines())
        .extracting(BookLine::serial)
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(house.gateway().book().posts()).hasSize(2);
  }

  @Test
  void the_same_bytes_are_paid_under_a_new_number_when_nothing_of_them_was() {
    house = RunningHouse.in(folder).start();
    house.gateway().fault(Fault.of(FaultKind.REFUSE).withoutTaking().code("ILLEGAL_ARGUMENT"));
    String file = PayoutFiles.of("NEW-1,a@example.com,张三,1.00,x");
    house.drop("first.csv", file);
    assertThat(house.awaitResult("first")).contains(",REFUSED,");

    house.drop("second.csv", file);

    assertThat(house.awaitResult("second")).contains(",PAID,");
    assertThat(house.timesPaid("NEW-1")).isEqualTo(1);
  }

  private void drop(String file) {
    house.drop(file + ".csv", PayoutFiles.of(file + "-1,a@example.com,张三,1.00,x"));
  }

  private boolean pauses() {
    return house.ledger().status().pause(RunningHouse.PARTNER).isPresent();
  }

  private boolean notifyAnew(String batchNo) {
    return house.gateway().notifyAnew(batchNo).success();
  }

  private void awaitAllIsOut() {
    await()
        .atMost(RunningHouse.PATIENCE)
        .until(() -> house.ledger().status().totals().unpublished() == 0);
  }

  private void awaitState(String file, BatchState state) {
    await().atMost(RunningHouse.PATIENCE).until(() -> states(file).equals(state.name()));
  }

  private String states(String file) {
    return String.join(" ", batches(file).stream().map(each -> each.state().name()).toList());
  }

  private BatchRecord batch(String file) {
    return batches(file).get(0);
  }

  private List<BatchRecord> batches(String file) {
    return house.ledger().status().files(file + ".csv").stream()
        .flatMap(each -> house.ledger().status().batches(each.id()).stream())
        .toList();
  }

  private Map<String, String> outbox() {
    Map<String, String> texts = new TreeMap<>();
    house.out().forEach(name -> texts.put(name, Folders.text(house.outbox().resolve(name))));
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
