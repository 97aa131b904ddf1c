package payout.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.PostRecord;
import payout.sandbox.SignType;
import payout.testing.FakeGateway;
import payout.testing.PayoutFile;
import payout.testing.ProductionHome;
import payout.testing.RunningService;

/** What leaves for the gateway, how often, and how much of it at once. */
class PostsTest {

  @TempDir private Path folder;

  @Test
  void a_post_carries_every_parameter_in_its_body_and_the_charset_in_its_address() {
    try (FakeGateway gateway = new FakeGateway();
        RunningService service =
            RunningService.in(folder)
                .signing(SignType.MD5)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .with("PAYOUT_CHARSET", "gbk")
                .with("PAYOUT_BUYER_ACCOUNT_NAME", "alias@company.example")
                .with("PAYOUT_EXTEND_PARAM", "agent^2088")
                .start()) {
      service.drop("p.csv", PayoutFile.of("P-1,a@example.com,张三,1.00,工 资"));
      String batchNo = service.awaitTaken("p");

      FakeGateway.Post post = gateway.posts().get(0);

      assertThat(post.query()).isEqualTo("_input_charset=gbk");
      assertThat(post.body()).contains("%D5%C5%C8%FD").doesNotContain("payer@");
      Map<String, String> parameters = post.parameters("gbk");
      assertThat(parameters.remove("sign")).matches("[0-9a-f]{32}");
      assertThat(parameters.remove("pay_date")).matches("20[0-9]{6}");
      assertThat(parameters)
          .isEqualTo(
              Map.ofEntries(
                  Map.entry("service", "batch_trans_notify_no_pwd"),
                  Map.entry("partner", ProductionHome.PARTNER),
                  Map.entry("_input_charset", "gbk"),
                  Map.entry("sign_type", "MD5"),
                  Map.entry("notify_url", service.notifyUrl().toString()),
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
              "accept-encoding",
              "connection",
              "content-length",
              "content-type",
              "host",
              "user-agent");
      assertThat(post.headers().get("content-type"))
          .isEqualTo("application/x-www-form-urlencoded; charset=gbk");
    }
  }

  @Test
  void as_many_posts_are_in_flight_as_allowed_and_no_more() {
    try (FakeGateway gateway = new FakeGateway().holding();
        RunningService service =
            RunningService.in(folder)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .with("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "3")
                .with("PAYOUT_BATCH_LINES_MAX", "1")
                .start()) {
      service.drop("many.csv", PayoutFile.lines("MANY", 8));

      await().atMost(RunningService.PATIENCE).until(() -> gateway.inFlight() == 3);
      gateway.letGo();
      await().atMost(RunningService.PATIENCE).until(() -> gateway.posts().size() == 8);

      assertThat(gateway.mostInFlight()).isEqualTo(3);
    }
  }

  /** Camel's own pool would hand out no more than 20 connections to one host. */
  @Test
  void forty_posts_are_in_flight_when_forty_may_be() {
    try (FakeGateway gateway = new FakeGateway().holding();
        RunningService service =
            RunningService.in(folder)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .with("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "40")
                .with("PAYOUT_GATEWAY_CONNECT_TIMEOUT_MS", "20000")
                .with("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "60000")
                .with("PAYOUT_BATCH_LINES_MAX", "1")
                .start()) {
      service.drop("many.csv", PayoutFile.lines("MANY", 45));

      await().atMost(RunningService.PATIENCE).until(() -> gateway.inFlight() == 40);
      gateway.letGo();
      await().atMost(RunningService.PATIENCE).until(() -> gateway.posts().size() == 45);

      assertThat(gateway.mostInFlight()).isEqualTo(40);
    }
  }

  @Test
  void a_file_is_sent_without_waiting_for_the_next_poll() throws Exception {
    try (FakeGateway gateway = new FakeGateway();
        RunningService service =
            RunningService.in(folder)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .start()) {
      service.camel().getRouteController().stopRoute("look-again");

      service.drop("p.csv", PayoutFile.lines("P", 1));

      await().atMost(RunningService.PATIENCE).until(() -> gateway.posts().size() == 1);
    }
  }

  /**
   * Camel keeps request and answer for the end of the exchange, which for a sender with much to do
   * is far away: a file of millions would fill the memory with the bodies of its posts.
   */
  @Test
  void a_post_is_forgotten_when_it_is_recorded() {
    Bodies bodies = new Bodies(20);

    post25(bodies);

    assertThat(bodies.heldAtOnce).isBetween(1L, 2L);
  }

  /** What one post hands on to the next is copied at every step of a file of millions. */
  @Test
  void a_post_hands_no_properties_on_to_the_next() {
    Properties properties = new Properties();

    post25(properties);

    assertThat(properties.names).hasSize(25);
    assertThat(properties.names.get(24)).hasSameSizeAs(properties.names.get(5));
  }

  /** Sends 25 batches one after the other while somebody watches. */
  private void post25(EventNotifierSupport watcher) {
    try (FakeGateway gateway = new FakeGateway();
        RunningService service =
            RunningService.in(folder)
                .with("PAYOUT_GATEWAY_URL", gateway.url().toString())
                .with("PAYOUT_GATEWAY_IN_FLIGHT_MAX", "1")
                .with("PAYOUT_BATCH_LINES_MAX", "1")
                .start()) {
      watcher.start();
      service.camel().getManagementStrategy().addEventNotifier(watcher);
      service.camel().getCamelContextExtension().setEventNotificationApplicable(true);
      service.drop("many.csv", PayoutFile.lines("MANY", 25));

      await().atMost(RunningService.PATIENCE).until(() -> gateway.posts().size() == 25);
    }
  }

  /** Keeps the names of the properties of each exchange that is about to make a post. */
  private static final class Properties extends EventNotifierSupport {

    private final List<Set<String>> names = new CopyOnWriteArrayList<>();

    @Override
    public void notify(CamelEvent event) {
      if (event instanceof CamelEvent.ExchangeSendingEvent sending
          && sending.getEndpoint() instanceof HttpEndpoint) {
        names.add(Set.copyOf(sending.getExchange().getProperties().keySet()));
      }
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

  /** Camel's HTTP client would repeat the first two within a second. */
  @Test
  void no_post_is_repeated_before_its_time() {
    try (RunningService service =
        RunningService.in(folder)
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MS", "2000")
            .with("PAYOUT_GATEWAY_RESEND_DELAY_MAX_MS", "2000")
            .with("PAYOUT_BATCH_LINES_MAX", "1")
            .start()) {
      for (int status : new int[] {503, 429, 302, 500}) {
        service.gateway().fault(Fault.of(FaultKind.STATUS).status(status).withoutTaking());
      }

      service.drop("s.csv", PayoutFile.lines("S", 4));

      service.awaitResult("s");
      List<PostRecord> posts = service.gateway().book().posts();
      assertThat(posts)
          .extracting(PostRecord::verdict)
          .containsExactly("UNSEEN", "UNSEEN", "UNSEEN", "UNSEEN", "T", "T", "T", "T");
      assertThat(posts.get(4).at()).isAfter(posts.get(0).at().plusMillis(1900));
    }
  }

  @Test
  void a_batch_whose_answer_is_lost_is_sent_again_and_nobody_is_paid_twice() {
    try (RunningService service = RunningService.in(folder).start()) {
      service.gateway().fault(Fault.of(FaultKind.CLOSE));
      service.gateway().fault(Fault.of(FaultKind.CUT));
      service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());

      service.drop("lost.csv", PayoutFile.of("LOST-1,a@example.com,张三,1.00,"));
      service.awaitTaken("lost");
      service.gateway().clearFaults();

      assertThat(service.awaitResult("lost")).contains(",PAID,");
      assertThat(service.gateway().book().paidLines()).hasSize(1);
      assertThat(service.gateway().book().posts())
          .extracting(PostRecord::verdict)
          .containsExactly("T", "F BATCH_NO_NOT_UNIQUE", "F BATCH_NO_NOT_UNIQUE");
    }
  }
}
