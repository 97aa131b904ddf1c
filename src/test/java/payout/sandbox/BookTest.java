package payout.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookTest {
  @TempDir private Path data;

  private final String batchNo = Merchant.newBatchNo();

  private GatewaySimulator start(BigDecimal scale) {
    return GatewaySimulator.start(TestConfigs.once().scheduleScale(scale).data(data));
  }

  private static Merchant merchant(GatewaySimulator gateway) {
    return new Merchant(gateway, SignType.MD5, "gbk");
  }

  @Test
  void knows_every_number_after_a_restart() throws Exception {
    List<BookLine> before;
    List<PostRecord> posts;
    try (GatewaySimulator gateway = start(BigDecimal.ONE)) {
      Merchant merchant = merchant(gateway);
      gateway.balance(new BigDecimal("5000.00"));
      assertThat(merchant.post(merchant.request(batchNo, ""))).contains(">T<");
      assertThat(merchant.post(merchant.request(batchNo, ""))).contains(">F<");
      before = gateway.book().lines();
      posts = gateway.book().posts();
    }

    try (GatewaySimulator gateway = start(BigDecimal.ONE)) {
      Merchant merchant = merchant(gateway);
      assertThat(gateway.book().lines()).isEqualTo(before).hasSize(3);
      assertThat(gateway.book().posts()).isEqualTo(posts).hasSize(2);
      assertThat(gateway.book().timesPosted(batchNo + "-3")).isEqualTo(2);
      assertThat(gateway.book().takenAmount()).isEqualByComparingTo("2020.50");
      assertThat(gateway.book().paidAmount()).isEqualByComparingTo("20.51");
      assertThat(gateway.book().balance()).isEqualByComparingTo("4979.49");
      assertThat(gateway.book().lines())
          .filteredOn(line -> !line.isPaid())
          .singleElement()
          .satisfies(line -> assertThat(line.code()).isEqualTo("ACCOUN_NAME_NOT_MATCH"));
      assertThat(merchant.post(merchant.request(batchNo, ""))).contains(">BATCH_NO_NOT_UNIQUE<");
      String other = Merchant.newBatchNo();
      assertThat(
              merchant.post(
                  merchant.request(other, "", Merchant.line(batchNo + "-1", "张三", "0.01"))))
          .contains(">TRANS_NO_NOT_UNIQUE<");
    }
  }

  @Test
  void continues_with_unanswered_notifies() throws Exception {
    try (NotifyReceiver receiver = new NotifyReceiver()) {
      receiver.answer(delivery -> "fail");
      try (GatewaySimulator gateway = start(BigDecimal.ONE)) {
        Merchant merchant = merchant(gateway);
        assertThat(merchant.post(merchant.request(batchNo, receiver.url()))).contains(">T<");
        await().atMost(60, SECONDS).until(() -> gateway.book().deliveries().size() == 1);
      }
      receiver.answer(delivery -> "success");

      try (GatewaySimulator gateway = start(new BigDecimal("0.0001"))) {
        await().atMost(60, SECONDS).until(() -> gateway.book().deliveries().size() == 2);
        assertThat(gateway.book().deliveries().get(1).attempt()).isEqualTo(2);
      }
      assertThat(receiver.of(batchNo).get(0).param("notify_id"))
          .isEqualTo(receiver.of(batchNo).get(1).param("notify_id"));
      try (GatewaySimulator gateway = start(new BigDecimal("0.0001"))) {
        await().during(Duration.ofMillis(200)).until(() -> gateway.book().deliveries().size() == 2);
      }
    }
  }

  @Test
  void survives_half_an_event_at_the_end_of_the_journal() throws Exception {
    try (GatewaySimulator gateway = start(BigDecimal.ONE)) {
      Merchant merchant = merchant(gateway);
      merchant.post(merchant.request(batchNo, ""));
    }
    Files.writeString(
        data.resolve(Journal.FILE_NAME),
        "{\"posted\":{\"post\":{\"at\":",
        StandardCharsets.US_ASCII,
        StandardOpenOption.APPEND);

    for (int i = 1; i <= 2; i++) {
      try (GatewaySimulator gateway = start(BigDecimal.ONE)) {
        assertThat(gateway.book().posts()).hasSize(i);
        merchant(gateway).post(merchant(gateway).request(batchNo, ""));
      }
    }
  }

  @Test
  void takes_a_number_once_when_many_post_it_at_the_same_time() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (GatewaySimulator gateway = start(BigDecimal.ONE)) {
      Merchant merchant = merchant(gateway);
      Callable<String> post = () -> merchant.post(merchant.request(batchNo, ""));

      int taken = 0;
      for (Future<String> answer : threads.invokeAll(java.util.Collections.nCopies(8, post))) {
        taken += answer.get().contains(">T<") ? 1 : 0;
      }

      assertThat(taken).isEqualTo(1);
      assertThat(gateway.book().batches()).hasSize(1);
      assertThat(gateway.book().postsOf(batchNo)).hasSize(8);
      assertThat(gateway.book().postsOf(batchNo).stream().map(PostRecord::detailsSha256))
          .containsOnly(gateway.book().postsOf(batchNo).get(0).detailsSha256());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shows_the_book_as_json() throws Exception {
    try (GatewaySimulator gateway = start(BigDecimal.ONE)) {
      Merchant merchant = merchant(gateway);
      merchant.post(merchant.request(batchNo, ""));
      String url = "http://127.0.0.1:" + gateway.port() + "/book";

      JsonNode sums = new ObjectMapper().readTree(Merchant.get(url).body());
      JsonNode one = new ObjectMapper().readTree(Merchant.get(url + "?batch_no=" + batchNo).body());

      assertThat(sums.get("amount_paid").asText()).isEqualTo("20.51");
      assertThat(sums.get("lines_paid").asInt()).isEqualTo(2);
      assertThat(sums.at("/batches/0/amount").asText()).isEqualTo("2020.50");
      assertThat(sums.at("/batches/0/posts").asInt()).isEqualTo(1);
      assertThat(one.at("/lines/0/name").asText()).isEqualTo("张三");
      assertThat(one.at("/lines/1/code").asText()).isEqualTo("ACCOUN_NAME_NOT_MATCH");
      assertThat(one.at("/posts/0/verdict").asText()).isEqualTo("T");
    }
  }
}
