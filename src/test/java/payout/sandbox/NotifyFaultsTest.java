package payout.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifyFaultsTest {
  private static NotifyReceiver receiver;
  private static GatewaySimulator gateway;
  private static Merchant merchant;

  private final String batchNo = Merchant.newBatchNo();

  @BeforeAll
  static void start() throws Exception {
    receiver = new NotifyReceiver();
    gateway = GatewaySimulator.start(TestConfigs.once());
    merchant = new Merchant(gateway, SignType.MD5, "utf-8");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    receiver.close();
  }

  @BeforeEach
  void clear() {
    gateway.clearFaults();
    receiver.answer(delivery -> "success");
  }

  @Test
  void notifies_before_it_answers() throws Exception {
    gateway.fault(Fault.of(FaultKind.NOTIFY_FIRST));

    take();

    assertThat(receiver.of(batchNo)).hasSize(1);
  }

  @Test
  void holds_notifies_back_and_releases_the_newest_first() throws Exception {
    gateway.fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
    gateway.fault(Fault.of(FaultKind.NOTIFY_FIRST).times(2));
    String second = Merchant.newBatchNo();
    take();
    take(second);
    assertThat(receiver.of(batchNo)).isEmpty();

    gateway.clearFaults(FaultKind.NOTIFY_HOLD);

    await().atMost(60, SECONDS).until(() -> gateway.book().deliveriesOf(batchNo).size() == 1);
    List<String> order =
        gateway.book().deliveries().stream()
            .map(DeliveryRecord::batchNo)
            .filter(no -> no.equals(batchNo) || no.equals(second))
            .toList();
    assertThat(order).containsExactly(second, batchNo);
  }

  @Test
  void delivers_twice() throws Exception {
    List<NotifyReceiver.Received> two = notified(FaultKind.NOTIFY_TWICE, 2);

    assertThat(two.get(0).param("notify_id")).isEqualTo(two.get(1).param("notify_id"));
    assertThat(two.get(0).param("success_details")).isEqualTo(two.get(1).param("success_details"));
  }

  @Test
  void delivers_in_parts_with_two_ids() throws Exception {
    List<NotifyReceiver.Received> two = notified(FaultKind.NOTIFY_PARTS, 2);

    assertThat(two.get(0).param("notify_id")).isNotEqualTo(two.get(1).param("notify_id"));
    assertThat(two.get(0).param("success_details")).contains(batchNo + "-1^");
    assertThat(two.get(0).param("fail_details")).contains(batchNo + "-2^");
    assertThat(two.get(1).param("success_details")).contains(batchNo + "-3^");
    assertThat(two.get(1).param("fail_details")).isEmpty();
  }

  @Test
  void delivers_in_parts_with_one_id_that_is_valid_until_both_are_answered() throws Exception {
    receiver.answer(
        delivery -> {
          try {
            return merchant
                    .verify(SimulatorConfig.PARTNER, delivery.param("notify_id"))
                    .equals("true")
                ? "success"
                : "fail";
          } catch (Exception e) {
            return e.toString();
          }
        });

    List<NotifyReceiver.Received> two = notified(FaultKind.NOTIFY_PARTS_SAME_ID, 2);

    String id = two.get(0).param("notify_id");
    assertThat(two.get(1).param("notify_id")).isEqualTo(id);
    assertThat(two.get(1).param("success_details")).contains(batchNo + "-3^");
    await()
        .atMost(60, SECONDS)
        .until(
            () ->
                gateway.book().deliveriesOf(batchNo).stream()
                        .filter(DeliveryRecord::success)
                        .count()
                    == 2);
    assertThat(merchant.verify(SimulatorConfig.PARTNER, id)).isEqualTo("false");
  }

  @Test
  void delivers_the_second_part_first() throws Exception {
    List<NotifyReceiver.Received> two = notified(FaultKind.NOTIFY_PARTS_REVERSED, 2);

    assertThat(two.get(0).param("success_details")).contains(batchNo + "-3^");
    assertThat(two.get(1).param("success_details")).contains(batchNo + "-1^");
  }

  @Test
  void drops_the_success_side() throws Exception {
    NotifyReceiver.Received one = notified(FaultKind.NOTIFY_FAILED_SIDE, 1).get(0);

    assertThat(one.params("utf-8")).doesNotContainKey("success_details");
    assertThat(one.param("fail_details")).startsWith(batchNo + "-2^");
  }

  @Test
  void names_a_serial_that_was_never_sent() throws Exception {
    NotifyReceiver.Received one = notified(FaultKind.NOTIFY_EXTRA_SERIAL, 1).get(0);

    assertThat(one.param("success_details")).contains("|NEVER-SENT-0001^");
  }

  @Test
  void names_another_amount() throws Exception {
    NotifyReceiver.Received one = notified(FaultKind.NOTIFY_OTHER_AMOUNT, 1).get(0);

    assertThat(one.param("success_details")).contains("^张三^1.01^S^");
    assertThat(gateway.book().batch(batchNo).orElseThrow().paidAmount())
        .isEqualByComparingTo("20.51");
  }

  @Test
  void contradicts_itself() throws Exception {
    List<NotifyReceiver.Received> two = notified(FaultKind.NOTIFY_CONTRADICTED, 2);

    assertThat(two.get(0).param("success_details")).contains(batchNo + "-1^").contains("^S^");
    assertThat(two.get(1).param("fail_details")).contains(batchNo + "-1^").contains("^F^");
    assertThat(two.get(1).param("success_details")).contains(batchNo + "-2^");
  }

  @Test
  void leaves_out_a_field() throws Exception {
    NotifyReceiver.Received one = notified(FaultKind.NOTIFY_MALFORMED, 1).get(0);

    String[] records = one.param("success_details").split("\\|");
    assertThat(records[0].split("\\^", -1)).hasSize(7);
    assertThat(records[1].split("\\^", -1)).hasSize(8);
  }

  @Test
  void never_verifies_a_stale_id() throws Exception {
    receiver.answer(delivery -> "fail");

    String id = notified(FaultKind.NOTIFY_STALE_ID, 1).get(0).param("notify_id");

    assertThat(merchant.verify(SimulatorConfig.PARTNER, id)).isEqualTo("false");
  }

  @Test
  void notifies_for_another_merchant_once_and_then_for_ours() throws Exception {
    receiver.answer(delivery -> "fail");

    NotifyReceiver.Received one = notified(FaultKind.NOTIFY_OTHER_PARTNER, 1).get(0);

    assertThat(one.param("pay_user_id")).isEqualTo("2088000000000000");
    assertThat(signed(one)).isTrue();
    gateway.redeliver(batchNo);
    assertThat(receiver.of(batchNo).get(1).param("pay_user_id")).isEqualTo(SimulatorConfig.PARTNER);
  }

  @Test
  void signs_wrong_once_and_then_right() throws Exception {
    NotifyReceiver.Received one = notified(FaultKind.NOTIFY_BAD_SIGN, 1).get(0);

    assertThat(signed(one)).isFalse();
    gateway.redeliver(batchNo);
    assertThat(signed(receiver.of(batchNo).get(1))).isTrue();
  }

  @Test
  void never_notifies() throws Exception {
    gateway.fault(Fault.of(FaultKind.NOTIFY_NEVER));

    take();

    await().during(Duration.ofMillis(200)).until(() -> receiver.of(batchNo).isEmpty());
    assertThat(gateway.book().batch(batchNo).orElseThrow().notifies()).isEmpty();
  }

  @Test
  void answers_notify_verify_wrongly_late_or_not_at_all() throws Exception {
    receiver.answer(delivery -> "fail");
    take();
    await().atMost(60, SECONDS).until(() -> receiver.of(batchNo).size() == 1);
    String id = receiver.of(batchNo).get(0).param("notify_id");
    gateway.fault(Fault.of(FaultKind.VERIFY_FALSE));
    gateway.fault(Fault.of(FaultKind.VERIFY_STATUS).status(503));
    gateway.fault(Fault.of(FaultKind.VERIFY_SLOW).millis(150));
    gateway.fault(Fault.of(FaultKind.VERIFY_DEAD).times(2));

    assertThat(merchant.verify(SimulatorConfig.PARTNER, id)).isEqualTo("false");
    assertThat(merchant.verify(SimulatorConfig.PARTNER, id)).contains("503");
    long start = System.nanoTime();
    assertThat(merchant.verify(SimulatorConfig.PARTNER, id)).isEqualTo("true");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(140));
    // The JDK's client repeats a GET when its connection was closed.
    assertThatThrownBy(() -> merchant.verify(SimulatorConfig.PARTNER, id))
        .isInstanceOf(IOException.class);
    gateway.clearFaults();
    assertThat(merchant.verify(SimulatorConfig.PARTNER, id)).isEqualTo("true");
  }

  private static boolean signed(NotifyReceiver.Received one) {
    Map<String, String> params = one.params("utf-8");
    return Merchant.gatewaySigned(
        SignType.MD5, Merchant.content(params, "utf-8"), params.get("sign"));
  }

  private List<NotifyReceiver.Received> notified(FaultKind kind, int count) throws Exception {
    gateway.fault(Fault.of(kind));
    take();
    await().atMost(60, SECONDS).until(() -> receiver.of(batchNo).size() >= count);
    assertThat(receiver.of(batchNo)).hasSize(count);
    return receiver.of(batchNo);
  }

  private void take() throws Exception {
    take(batchNo);
  }

  private static void take(String batchNo) throws Exception {
    assertThat(merchant.post(merchant.request(batchNo, receiver.url()))).contains(">T<");
  }
}
