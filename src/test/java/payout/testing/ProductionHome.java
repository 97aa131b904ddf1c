package payout.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import payout.sandbox.SignType;
import payout.sandbox.SimulatorConfig;

/** Homes of the product with settings for production, and the simulator of the gateway for them. */
public final class ProductionHome {

  /** The payer's partner number. */
  public static final String PARTNER = "2088002464631181";

  /** Where routes and configuration of the product are. */
  static final Path DISTRIBUTION = Path.of("").toAbsolutePath();

  private ProductionHome() {}

  /**
   * Makes a home with keys and an empty file of settings; the valid settings for this gateway,
   * under the names of their environment variables.
   */
  public static Map<String, String> make(Path home, URI gateway, SignType signType) {
    try {
      Files.createDirectories(home.resolve("config"));
      Files.writeString(home.resolve("config/application.properties"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int port = FreePort.next();
    Map<String, String> all = new TreeMap<>(TestKeys.settings(signType, home.resolve("keys")));
    all.put("PAYOUT_PARTNER", PARTNER);
    all.put("PAYOUT_EMAIL", "payer@company.example");
    all.put("PAYOUT_ACCOUNT_NAME", "毛毛有限公司");
    all.put("PAYOUT_GATEWAY_URL", gateway.toString());
    all.put("PAYOUT_GATEWAY_READ_TIMEOUT_MS", "5000");
    all.put("PAYOUT_GATEWAY_RESEND_DELAY_MS", "100");
    all.put("PAYOUT_GATEWAY_RESEND_DELAY_MAX_MS", "400");
    all.put("PAYOUT_NOTIFY_URL", "http://127.0.0.1:" + port + "/alipay/notify");
    all.put("PAYOUT_NOTIFY_HOST", "127.0.0.1");
    all.put("PAYOUT_NOTIFY_PORT", Integer.toString(port));
    all.put("CAMEL_MANAGEMENT_PORT", Integer.toString(FreePort.next()));
    // The files of most tests pay one account again and again; repeats have tests of their own.
    all.put("PAYOUT_REPEAT_DAYS", "0");
    all.put("PAYOUT_INBOX_POLL_MS", "50");
    all.put("PAYOUT_INBOX_AGE_MIN_MS", "0");
    return all;
  }

  /** A gateway for this sign type that pays at once. */
  public static SimulatorConfig gateway(SignType signType) {
    return new SimulatorConfig()
        .routes(DISTRIBUTION.resolve("routes/sandbox/gateway-sandbox.camel.yaml"))
        .keys(TestKeys.ofGateway(signType))
        .partner(PARTNER)
        .notifyDelay(Duration.ofMillis(20))
        .scheduleScale(new BigDecimal("0.002"));
  }
}
