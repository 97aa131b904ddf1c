package payout.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import payout.batch.BatchState;
import payout.sandbox.Fault;
import payout.sandbox.FaultKind;
import payout.sandbox.SignType;
import payout.testing.PayoutFile;
import payout.testing.ProductionHome;
import payout.testing.QuietLog;
import payout.testing.RunningService;
import payout.testing.Seed;
import payout.testing.TestKeys;

/** Throws bytes at the notify address, for {@code payout.fuzz.seconds}. */
@Tag("open-ended")
@ExtendWith(QuietLog.class)
class NotifyFuzzTest {

  private static final long SECONDS = Long.getLong("payout.fuzz.seconds", 5);

  private final long seed = Seed.of(NotifyFuzzTest.class);
  private final Random random = new Random(seed);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void never_says_success_and_never_breaks(@TempDir Path folder) throws Exception {
    try (RunningService service = RunningService.in(folder).start()) {
      service.gateway().fault(Fault.of(FaultKind.NOTIFY_HOLD).always());
      service.drop("fuzz.csv", PayoutFile.of("Z-1,a@example.com,张三,1.00,x"));
      String batchNo = service.awaitTaken("fuzz");
      byte[] good = good(batchNo);
      int sent = 0;
      Instant end = Instant.now().plus(Duration.ofSeconds(SECONDS));

      while (sent <= 50 || Instant.now().isBefore(end)) {
        byte[] body = random.nextInt(4) == 0 ? noise() : mutated(good);
        HttpResponse<String> answer = post(service, body);
        assertThat(answer.statusCode()).as("seed %d, post %d", seed, sent).isIn(400, 503);
        assertThat(answer.body()).as("seed %d, post %d", seed, sent).isEqualTo("fail");
        sent++;
      }

      assertThat(service.ledger().status().batches(batchNo).get(0).state())
          .isEqualTo(BatchState.TAKEN);
      service.gateway().clearFaults();
      assertThat(service.awaitResult("fuzz")).contains(",PAID,");
      System.out.println("Fuzzed the notify address with " + sent + " bodies, seed " + seed + ".");
    }
  }

  /** Signed for a batch of ours under an id that the gateway never gave away. */
  private static byte[] good(String batchNo) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("notify_time", "2026-01-01 00:00:00");
    form.put("notify_type", "batch_trans_notify");
    form.put("notify_id", "70fec0c2730b27528665af4517c27b95");
    form.put("batch_no", batchNo);
    form.put("pay_user_id", ProductionHome.PARTNER);
    form.put("pay_user_name", "毛毛有限公司");
    form.put("success_details", "Z-1^a@example.com^张三^1.00^S^^200810248427067^20260101000000|");
    return ForgedNotifiesTest.encode(TestKeys.signedByGateway(SignType.RSA, form), UTF_8)
        .getBytes(ISO_8859_1);
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 200_000 : 600)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] mutated(byte[] good) {
    StringBuilder text = new StringBuilder(new String(good, ISO_8859_1));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(40));
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.delete(at, to);
        case 2 -> text.insert(at, text.substring(at, to));
        case 3 -> text.insert(random.nextInt(text.length()), "%&=^|".charAt(random.nextInt(5)));
        default -> text.insert(at, text.substring(random.nextInt(text.length())));
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  private HttpResponse<String> post(RunningService service, byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(service.notifyUrl())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString(ISO_8859_1));
  }
}
