package payout.sandbox;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * Settings of a simulator, each with a default that suffices for a first batch; only routes and
 * keys must be given. They are read when a simulator starts.
 */
public final class SimulatorConfig {
  /** The partner of the ready-made sandbox; no merchant has this number. */
  public static final String PARTNER = "2088000000000001";

  int port;
  Path data;
  Path routes;
  String partner = PARTNER;
  GatewayKeys keys;
  Duration notifyDelay = Duration.ofMillis(500);
  BigDecimal scheduleScale = BigDecimal.ONE;
  Duration verifyWindow = Duration.ofSeconds(60);
  BigDecimal balance = new BigDecimal("1000000000000.00");
  BigDecimal lineAmountMax = new BigDecimal("1000000000.00");
  Clock clock = Clock.systemUTC();

  /**
   * The ready-made sandbox of a checkout or a distribution.
   *
   * @param home the folder that contains {@code config/sandbox} and {@code routes/sandbox}
   */
  public static SimulatorConfig sandbox(Path home, SignType signType) {
    return new SimulatorConfig()
        .routes(home.resolve("routes/sandbox/gateway-sandbox.camel.yaml"))
        .keys(readyMadeKeys(home.resolve("config/sandbox"), signType));
  }

  private static GatewayKeys readyMadeKeys(Path folder, SignType type) {
    if (type == SignType.MD5) {
      return GatewayKeys.md5(PemFiles.text(folder.resolve("md5.key")));
    }
    String suffix = type == SignType.RSA ? "rsa.pem" : "dsa.pem";
    return GatewayKeys.pair(
        type,
        PemFiles.publicKey(folder.resolve("merchant-public-" + suffix), type),
        PemFiles.privateKey(folder.resolve("gateway-private-" + suffix), type));
  }

  /** The port on 127.0.0.1; 0 is a free one. */
  public SimulatorConfig port(int value) {
    port = value;
    return this;
  }

  /** The folder of the book's journal; null keeps the book in memory. */
  public SimulatorConfig data(Path value) {
    data = value;
    return this;
  }

  /** The YAML file with the HTTP entry. */
  public SimulatorConfig routes(Path value) {
    routes = value;
    return this;
  }

  /** The merchant, 16 digits that start with 2088. */
  public SimulatorConfig partner(String value) {
    require(value.matches("2088[0-9]{12}"), "partner must be 16 digits that start with 2088");
    partner = value;
    return this;
  }

  /** What is signed and checked with. */
  public SimulatorConfig keys(GatewayKeys value) {
    keys = value;
    return this;
  }

  /** How long after taking a batch its first notify is sent. */
  public SimulatorConfig notifyDelay(Duration value) {
    require(!value.isNegative(), "the delay of a notify is negative");
    notifyDelay = value;
    return this;
  }

  /** What the waits between deliveries are multiplied by. */
  public SimulatorConfig scheduleScale(BigDecimal value) {
    require(value.signum() >= 0, "the scale of the waits is negative");
    scheduleScale = value;
    return this;
  }

  /** How long an id can be verified after a delivery. */
  public SimulatorConfig verifyWindow(Duration value) {
    require(!value.isNegative(), "the window of notify_verify is negative");
    verifyWindow = value;
    return this;
  }

  /** What the payer has, yuan. */
  public SimulatorConfig balance(BigDecimal value) {
    balance = value;
    return this;
  }

  /** The largest amount of a line, yuan. */
  public SimulatorConfig lineAmountMax(BigDecimal value) {
    lineAmountMax = value;
    return this;
  }

  /** The gateway's clock. */
  public SimulatorConfig clock(Clock value) {
    clock = value;
    return this;
  }

  private static void require(boolean valid, String sentence) {
    if (!valid) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
