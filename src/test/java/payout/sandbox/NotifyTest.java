package payout.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import payout.testing.SettableClock;

class NotifyTest {
  /** 23:59:30 of 31 December in China. */
  private final SettableClock clock = SettableClock.standing(Instant.parse("2026-12-31T15:59:30Z"));

  private final String batchNo = Merchant.newBatchNo();
  private NotifyReceiver receiver;
  private GatewaySimulator gateway;
  private Merchant merchant;

  @BeforeEach
  void start() throws Exception {
    receiver = new NotifyReceiver();
    gateway = GatewaySimulator.start(TestConfigs.quick(SignType.MD5).clock(clock));
    merchant = new Merchant(gateway, SignType.MD5, "utf-8");
  }

  @AfterEach
  void stop() {
    gateway.close();
    receiver.close();
  }

  @Test
  void reports_the_outcome_of_each_line() throws Exception {
    take(merchant.request(batchNo, receiver.url()));

    NotifyReceiver.Received notify = deliveries(1).get(0);

    String line = batchNo + "-1^payee+" + batchNo + "-1@example.com^张三^0.01^S^^2026123100000000";
    assertThat(notify.params("utf-8"))
        .containsEntry("notify_type", "batch_trans_notify")
        .containsEntry("notify_time", "2026-12-31 23:59:30")
        .containsEntry("batch_no", batchNo)
        .containsEntry("pay_user_id", SimulatorConfig.PARTNER)
        .containsEntry("pay_account_no", SimulatorConfig.PARTNER + "0156");
    assertThat(notify.param("success_details"))
        .startsWith(line + "^20261231235930|")
        .endsWith("^John Smith^20.50^S^^2026123100000002^20261231235930|");
    assertThat(notify.param("fail_details"))
        .endsWith("^1999.99^F^ACCOUN_NAME_NOT_MATCH^2026123100000001^20261231235930|");
    assertThat(notify.contentLength()).isEqualTo(Integer.toString(notify.body().length()));
  }

  @Test
  void leaves_out_the_side_without_a_line() throws Exception {
    take(merchant.request(batchNo, receiver.url(), Merchant.line(batchNo, "张三", "1.00")));
    assertThat(deliveries(1).get(0).params("utf-8"))
        .containsKey("success_details")
        .doesNotContainKey("fail_details");

    String other = Merchant.newBatchNo();
    take(merchant.request(other, receiver.url(), Merchant.line(other, "FAIL", "1.00")));
    await().atMost(60, SECONDS).until(() -> receiver.of(other).size() == 1);
    assertThat(receiver.of(other).get(0).params("utf-8"))
        .containsKey("fail_details")
        .doesNotContainKey("success_details");
  }

  @Test
  void is_delivered_eight_times_with_one_id_and_a_new_time_and_signature() throws Exception {
    receiver.answer(
        delivery -> {
          clock.move(Duration.ofSeconds(1));
          return "success\n";
        });

    take(merchant.request(batchNo, receiver.url()));
    await().atMost(60, SECONDS).until(() -> gateway.book().deliveriesOf(batchNo).size() == 8);
    await().during(Duration.ofMillis(100)).until(() -> receiver.of(batchNo).size() == 8);

    Set<String> ids = new HashSet<>();
    Set<String> times = new HashSet<>();
    Set<String> signs = new HashSet<>();
    for (NotifyReceiver.Received one : receiver.of(batchNo)) {
      ids.add(one.param("notify_id"));
      times.add(one.param("notify_time"));
      signs.add(one.param("sign"));
    }
    assertThat(ids).hasSize(1);
    assertThat(times).hasSize(8);
    assertThat(signs).hasSize(8);
    assertThat(gateway.book().deliveriesOf(batchNo))
        .extracting(DeliveryRecord::attempt)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void ends_with_the_first_success() throws Exception {
    receiver.answer(delivery -> receiver.of(batchNo).size() < 3 ? "fail" : "success");

    take(merchant.request(batchNo, receiver.url()));
    await().atMost(60, SECONDS).until(() -> receiver.of(batchNo).size() == 3);

    await().during(Duration.ofMillis(200)).until(() -> receiver.of(batchNo).size() == 3);
    await().atMost(60, SECONDS).until(() -> gateway.book().deliveriesOf(batchNo).size() == 3);
    assertThat(gateway.book().deliveriesOf(batchNo))
        .extracting(DeliveryRecord::success)
        .containsExactly(false, false, true);
  }

  @Test
  void changes_the_date_at_midnight_in_china() throws Exception {
    clock.move(Duration.ofMinutes(1));
    Map<String, String> request = merchant.request(batchNo, "");
    request.put("pay_date", "20261231");
    assertThat(merchant.post(request)).contains(">ILLEGAL_ARGUMENT<");

    request.put("pay_date", "20270101");

    assertThat(merchant.post(request)).contains(">T<");
  }

  @Test
  void waits_as_the_document_requires() {
    ResendSchedule schedule = new ResendSchedule(BigDecimal.ONE);

    List<Long> minutes =
        IntStream.rangeClosed(1, 7)
            .mapToObj(attempt -> schedule.waitAfter(attempt).orElseThrow().toMinutes())
            .toList();

    assertThat(minutes).containsExactly(2L, 10L, 10L, 60L, 120L, 360L, 900L);
    assertThat(schedule.waitAfter(8)).isEmpty();
  }

  @Test
  void verifies_an_id_for_a_minute_after_each_delivery_until_success() throws Exception {
    try (GatewaySimulator slow = GatewaySimulator.start(TestConfigs.once().clock(clock))) {
      Merchant asking = new Merchant(slow, SignType.MD5, "utf-8");
      receiver.answer(delivery -> "fail");
      Map<String, String> request = asking.request(batchNo, receiver.url());
      request.put("pay_date", "20261231");
      assertThat(asking.post(request)).contains(">T<");
      String id = deliveries(1).get(0).param("notify_id");

      assertThat(asking.verify(SimulatorConfig.PARTNER, id)).isEqualTo("true");
      assertThat(asking.verify("2088000000000000", id)).isEqualTo("invalid");
      assertThat(asking.verify(SimulatorConfig.PARTNER, "")).isEqualTo("invalid");
      assertThat(asking.verify(SimulatorConfig.PARTNER, id + "x")).isEqualTo("false");
      assertThat(asking.verify(SimulatorConfig.PARTNER, id.replace("%2F", "/"))).isEqualTo("false");
      clock.move(Duration.ofSeconds(61));
      assertThat(asking.verify(SimulatorConfig.PARTNER, id)).isEqualTo("false");

      await().atMost(60, SECONDS).until(() -> slow.book().deliveries().size() == 1);
      slow.redeliver(batchNo);
      assertThat(asking.verify(SimulatorConfig.PARTNER, id)).isEqualTo("true");
      receiver.answer(delivery -> "success");
      slow.redeliver(batchNo);
      assertThat(asking.verify(SimulatorConfig.PARTNER, id)).isEqualTo("false");
      assertThat(receiver.of(batchNo)).hasSize(3);
    }
  }

  @Test
  void can_be_verified_before_the_notify_is_answered() throws Exception {
    receiver.answer(
        delivery -> {
          try {
            String id = delivery.param("notify_id");
            return merchant.verify(SimulatorConfig.PARTNER, id).equals("true") ? "success" : "no";
          } catch (Exception e) {
            return e.toString();
          }
        });

    take(merchant.request(batchNo, receiver.url()));

    await().atMost(60, SECONDS).until(() -> gateway.book().deliveriesOf(batchNo).size() == 1);
    assertThat(gateway.book().deliveriesOf(batchNo).get(0).success()).isTrue();
  }

  @Test
  void sends_a_notify_made_by_hand_and_the_truth_again() throws Exception {
    take(merchant.request(batchNo, receiver.url()));
    deliveries(1);

    NotifyAnswer answer =
        gateway.sendNotify(
            Map.of("batch_no", batchNo, "notify_id", "by-hand", "success_details", "x^y|"));
    DeliveryRecord anew = gateway.notifyAnew(batchNo);

    assertThat(answer.isSuccess()).isTrue();
    assertThat(anew.success()).isTrue();
    NotifyReceiver.Received made = receiver.of(batchNo).get(1);
    Map<String, String> params = made.params("utf-8");
    assertThat(params).containsEntry("success_details", "x^y|");
    byte[] content = Merchant.content(params, "utf-8");
    assertThat(Merchant.gatewaySigned(SignType.MD5, content, params.get("sign"))).isTrue();
    assertThat(receiver.of(batchNo).get(2).param("notify_id"))
        .isNotEqualTo(receiver.of(batchNo).get(0).param("notify_id"));
  }

  private void take(Map<String, String> request) throws Exception {
    request.put("pay_date", "20261231");
    assertThat(merchant.post(request)).contains(">T<");
  }

  private List<NotifyReceiver.Received> deliveries(int count) {
    await().atMost(60, SECONDS).until(() -> receiver.of(batchNo).size() >= count);
    return receiver.of(batchNo);
  }
}
