package payout.sandbox;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * Settings of a simulator, each with a default that suffices for a first batch.
 *
 * @param port on 127.0.0.1; 0 is a free one
 * @param data folder of the book's journal; null keeps the book in memory
 * @param routes the YAML file with the HTTP entry
 * @param partner the merchant, 16 digits that start with 2088
 * @param keys what is signed and checked with
 * @param notifyDelay between taking a batch and its first notify
 * @param scheduleScale what the waits between deliveries are multiplied by
 * @param notifyTimeout for the answer to a notify
 * @param verifyWindow how long an id can be verified after a delivery
 * @param balance what the payer has, yuan
 * @param lineAmountMax largest amount of a line, yuan
 * @param serialBytesMax longest serial, bytes of the request's charset
 * @param clock the gateway's
 */
public record SimulatorConfig(
    int port,
    Path data,
    Path routes,
    String partner,
    GatewayKeys keys,
    Duration notifyDelay,
    BigDecimal scheduleScale,
    Duration notifyTimeout,
    Duration verifyWindow,
    BigDecimal balance,
    BigDecimal lineAmountMax,
    int serialBytesMax,
    Clock clock) {
  /** The partner of the ready-made sandbox; no merchant has this number. */
  public static final String PARTNER = "2088000000000001";

  public SimulatorConfig {
    if (!partner.matches("2088[0-9]{12}")) {
      throw new IllegalArgumentException("partner must be 16 digits that start with 2088");
    }
    if (scheduleScale.signum() < 0 || notifyDelay.isNegative() || verifyWindow.isNegative()) {
      throw new IllegalArgumentException("a delay, a window or a scale is negative");
    }
  }

  /**
   * The ready-made sandbox of a checkout or a distribution.
   *
   * @param home the folder that contains {@code config/sandbox} and {@code routes/sandbox}
   */
  public static Builder sandbox(Path home, SignType signType) {
    return new Builder()
        .routes(home.resolve("routes/sandbox/gateway-sandbox.camel.yaml"))
        .keys(readyMadeKeys(home.resolve("config/sandbox"), signType));
  }

  /** Starts from the defaults; routes and keys must be given. */
  public static Builder builder() {
    return new Builder();
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

  /** Collects the settings; all except routes and keys have a default. */
  public static final class Builder {
    private int port;
    private Path data;
    private Path routes;
    private String partner = PARTNER;
    private GatewayKeys keys;
    private Duration notifyDelay = Duration.ofMillis(500);
    private BigDecimal scheduleScale = BigDecimal.ONE;
    private Duration notifyTimeout = Duration.ofSeconds(15);
    private Duration verifyWindow = Duration.ofSeconds(60);
    private BigDecimal balance = new BigDecimal("1000000000000.00");
    private BigDecimal lineAmountMax = new BigDecimal("1000000000.00");
    private int serialBytesMax = 32;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder data(Path value) {
      data = value;
      return this;
    }

    public Builder routes(Path value) {
      routes = value;
      return this;
    }

    public Builder partner(String value) {
      partner = value;
      return this;
    }

    public Builder keys(GatewayKeys value) {
      keys = value;
      return this;
    }

    public Builder notifyDelay(Duration value) {
      notifyDelay = value;
      return this;
    }

    public Builder scheduleScale(BigDecimal value) {
      scheduleScale = value;
      return this;
    }

    /** Shortens the schedule of deliveries by this factor: 60 makes 2 minutes 2 seconds. */
    public Builder scheduleDividedBy(int value) {
      return scheduleScale(BigDecimal.ONE.divide(BigDecimal.valueOf(value), MathContext.DECIMAL64));
    }

    public Builder notifyTimeout(Duration value) {
      notifyTimeout = value;
      return this;
    }

    public Builder verifyWindow(Duration value) {
      verifyWindow = value;
      return this;
    }

    public Builder balance(BigDecimal value) {
      balance = value;
      return this;
    }

    public Builder lineAmountMax(BigDecimal value) {
      lineAmountMax = value;
      return this;
    }

    public Builder serialBytesMax(int value) {
      serialBytesMax = value;
      return this;
    }

    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** The finished settings. */
    public SimulatorConfig build() {
      return new SimulatorConfig(
          port,
          data,
          routes,
          partner,
          keys,
          notifyDelay,
          scheduleScale,
          notifyTimeout,
          verifyWindow,
          balance,
          lineAmountMax,
          serialBytesMax,
          clock);
    }
  }
}
