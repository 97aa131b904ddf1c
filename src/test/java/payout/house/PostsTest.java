package payout.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.PostRecord;
import payout.sandbox.SignType;

/** What leaves for the gateway, how often, and how much of it at once. */
class PostsTest {

  @TempDir private Path folder;

  @Test
  void a_post_carries_every_parameter_in_its_body_and_the_charset_in_its_address() {
    try (RecordingGateway gateway = new RecordingGateway();
        RunningHouse house =
            RunningHouse.in(folder)
                .signing(SignType.MD5)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .with("PAYOUT_CHARSET", "gbk")
                .with("PAYOUT_BUYER_ACCOUNT_NAME", "alias@company.example")
                .with("PAYOUT_EXTEND_PARAM", "agent^2088")
                .start()) {
      house.drop("p.csv", PayoutFiles.of("P-1,a@example.com,张三,1.00,工 资"));
      String batchNo = house.awaitTaken("p");

      RecordingGateway.Post post = gateway.posts().get(0);

      assertThat(post.method()).isEqualTo("POST");
      assertThat(post.query()).isEqualTo("_input_charset=gbk");
      assertThat(post.body()).contains("%D5%C5%C8%FD").doesNotContain("payer@");
      Map<String, String> parameters = post.parameters("gbk");
      assertThat(parameters.remove("sign")).matches("[0-9a-f]{32}");
      assertThat(parameters.remove("pay_date")).matches("20[0-9]{6}");
      assertThat(parameters)
          .isEqualTo(
              Map.ofEntries(
                  Map.entry("service", "batch_trans_notify_no_pwd"),
                  Map.entry("partner", RunningHouse.PARTNER),
                  Map.entry("_input_charset", "gbk"),
                  Map.entry("sign_type", "MD5"),
                  Map.entry("notify_url", house.notifyUrl().toString()),
                  Map.entry("account_name", "毛毛有限公司"),
                  Map.entry("detail_data", "P-1^a@example.com^张三^1.00^工 资"),
                  Map.entry("batch_no", batchNo),
                  Map.entry("batch_num", "1"),
                  Map.entry("batch_fee", "1.00"),
                  Map.entry("email", "payer@company.example"),
                  Map.entry("buyer_account_name", "alias@company.example"),
                  Map.entry("extend_param", "agent^2088")));
      assertThat(post.headers().keySet())
          .containsExactlyInAnyOrder(
              "Accept-encoding",
              "Connection",
              "Content-length",
              "Content-type",
              "Host",
              "User-agent");
      assertThat(post.headers().get("Content-type"))
          .containsExactly("application/x-www-form-urlencoded; charset=gbk");
    }
  }

  @Test
  void as_many_posts_are_in_the_air_as_allowed_and_no_more() {
    try (RecordingGateway gateway = new RecordingGateway().holding();
        RunningHouse house =
            RunningHouse.in(folder)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .with("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "3")
                .with("PAYOUT_BATCH_LINES_MAX", "1")
                .start()) {
      house.drop("many.csv", PayoutFiles.lines("MANY", 8));

      await().atMost(RunningHouse.PATIENCE).until(() -> gateway.inTheAir() == 3);
      gateway.letGo();
      await().atMost(RunningHouse.PATIENCE).until(() -> gateway.posts().size() == 8);

      assertThat(gateway.mostInTheAir()).isEqualTo(3);
    }
  }

  /** Camel's own pool would hand out no more than 20 connections to one host. */
  @Test
  void forty_posts_are_in_flight_when_forty_may_be() {
    try (RecordingGateway gateway = new RecordingGateway().holding();
        RunningHouse house =
            RunningHouse.in(folder)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .with("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "40")
                .with("PAYOUT_GATEWAY_CONNECT_TIMEOUT_MS", "20000")
                .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "60000")
                .with("PAYOUT_BATCH_LINES_MAX", "1")
                .start()) {
      house.drop("many.csv", PayoutFiles.lines("MANY", 45));

      await().atMost(RunningHouse.PATIENCE).until(() -> gateway.inTheAir() == 40);
      gateway.letGo();
      await().atMost(RunningHouse.PATIENCE).until(() -> gateway.posts().size() == 45);

      assertThat(gateway.mostInTheAir()).isEqualTo(40);
    }
  }

  @Test
  void a_file_is_sent_without_waiting_for_the_next_look() throws Exception {
    try (RecordingGateway gateway = new RecordingGateway();
        RunningHouse house =
            RunningHouse.in(folder).with("PAYOUT_GATEWAY_URL", gateway.url().toString()).start()) {
      house.camel().getRouteController().stopRoute("look-again");

      house.drop("p.csv", PayoutFiles.lines("P", 1));

      await().atMost(RunningHouse.PATIENCE).until(() -> gateway.posts().size() == 1);
    }
  }

  /**
   * Camel keeps request and answer for the end of the exchange, which for a sender with much to do
   * is far away: a file of millions would fill the memory with the bodies of its posts.
   */
  @Test
  void a_post_is_forgotten_when_it_is_recorded() {
    Bodies bodies = new Bodies(20);
    try (RecordingGateway gateway = new RecordingGateway();
        RunningHouse house =
            RunningHouse.in(folder)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .with("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "1")
                .with("PAYOUT_BATCH_LINES_MAX", "1")
                .start()) {
      bodies.start();
      house.camel().getManagementStrategy().addEventNotifier(bodies);
      house.camel().getCamelContextExtension().setEventNotificationApplicable(true);
      house.drop("many.csv", PayoutFiles.lines("MANY", 25));

      await().atMost(RunningHouse.PATIENCE).until(() -> gateway.posts().size() == 25);

      assertThat(bodies.heldAtOnce).isBetween(1L, 2L);
    }
  }

  /**
   * Counts, when a sender is about to make a post, how many bodies of posts are held by anybody.
   */
  private static final class Bodies extends EventNotifierSupport {

    private final int at;
    private final List<WeakReference<Object>> all = new ArrayList<>();
    private volatile long heldAtOnce;

    Bodies(int at) {
      this.at = at;
    }

    @Override
    public void notify(CamelEvent event) {
      if (event instanceof CamelEvent.ExchangeSendingEvent sending
          && sending.getEndpoint() instanceof HttpEndpoint) {
        all.add(new WeakReference<>(sending.getExchange().getMessage().getBody()));
        if (all.size() == at) {
          System.gc();
          heldAtOnce = all.stream().filter(each -> each.get() != null).count();
        }
      }
    }
  }

  /** Camel's HTTP client would repeat the first two by itself, within a second. */
  @Test
  void no_post_is_repeated_before_its_time() {
    try (RunningHouse house =
        RunningHouse.in(folder)
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MS", "2000")
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MAX_MS", "2000")
            .with("PAYOUT_BATCH_LINES_MAX", "1")
            .start()) {
      for (int status : new int[] {503, 429, 302, 500}) {
        house.gateway().fault(Fault.of(FaultKind.STATUS).status(status).withoutTaking());
      }

      house.drop("s.csv", PayoutFiles.lines("S", 4));

      house.awaitResult("s");
      List<PostRecord> posts = house.gateway().book().posts();
      assertThat(posts)
          .extracting(PostRecord::verdict)
          .containsExactly("UNSEEN", "UNSEEN", "UNSEEN", "UNSEEN", "T", "T", "T", "T");
      assertThat(posts.get(4).at()).isAfter(posts.get(0).at().plusMillis(1900));
    }
  }

  @Test
  void an_answer_that_is_lost_is_asked_for_again_and_nobody_is_paid_twice() {
    try (RunningHouse house = RunningHouse.in(folder).start()) {
      house.gateway().fault(Fault.of(FaultKind.CLOSE));
      house.gateway().fault(Fault.of(FaultKind.CUT));
      house.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());

      house.drop("lost.csv", PayoutFiles.of("LOST-1,a@example.com,张三,1.00,"));
      house.awaitTaken("lost");
      house.gateway().clearFaults();

      assertThat(house.awaitResult("lost")).contains(",PAID,");
      assertThat(house.gateway().book().paidLines()).hasSize(1);
      assertThat(house.gateway().book().posts())
          .extracting(PostRecord::verdict)
          .containsExactly("T", "F BATCH_NO_NOT_UNIQUE", "F BATCH_NO_NOT_UNIQUE");
    }
  }
}
