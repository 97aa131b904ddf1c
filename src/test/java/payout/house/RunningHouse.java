package payout.house;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import payout.batch.ChinaClock;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.Ledger;
import payout.ledger.LedgerAddress;
import payout.route.PayoutService;
import payout.sandbox.BookLine;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.sandbox.SimulatorConfig;

/**
 * The whole product in this JVM, as production runs it, beside a simulator of the gateway: a home
 * of its own, a real ledger, real ports.
 */
public final class RunningHouse implements AutoCloseable {

  static final Path DISTRIBUTION = Path.of("").toAbsolutePath();
  static final String PARTNER = "2088002464631181";
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Asks for no upgrade to HTTP/2, over which client and server now and then fall silent. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path home;
  private final Path outbox;
  private final GatewaySimulator gateway;
  private final Map<String, String> environment;
  private final ChinaClock clock;
  private Settings settings;
  private Ledger ledger;
  private PayoutService service;

  private RunningHouse(
      Path home,
      Path outbox,
      GatewaySimulator gateway,
      Map<String, String> environment,
      Clock clock) {
    this.home = home;
    this.outbox = outbox;
    this.gateway = gateway;
    this.clock = new ChinaClock(clock);
    this.environment = environment;
    this.settings = load();
  }

  private Settings load() {
    return new SettingsLoader(new Home(home, DISTRIBUTION), environment, KeyCheck.NONE)
        .production();
  }

  /** A house in a folder; {@link Builder#start} starts it. */
  static Builder in(Path folder) {
    return new Builder(folder);
  }

  /** Starts the product, for the first time or again. */
  void start() {
    ledger = Ledger.run(address(), settings.kind().name(), clock);
    service = new PayoutService(settings, ledger, clock);
    try {
      service.start();
    } catch (Exception e) {
      ledger.close();
      throw new IllegalStateException(e);
    }
  }

  /** Stops the product; gateway and files stay. */
  void stop() {
    service.stop();
    ledger.close();
  }

  /** Changes a setting, between a stop and a start. */
  void change(String variable, String value) {
    environment.put(variable, value);
    settings = load();
  }

  GatewaySimulator gateway() {
    return gateway;
  }

  CamelContext camel() {
    return service.camel();
  }

  Ledger ledger() {
    return ledger;
  }

  Path home() {
    return home;
  }

  Path inbox() {
    return home.resolve("inbox");
  }

  Path outbox() {
    return outbox;
  }

  URI notifyUrl() {
    return settings.notification().url();
  }

  /** An address of the management port. */
  URI management(String path) {
    return URI.create("http://127.0.0.1:" + settings.management().port() + path);
  }

  /** What an address of the management port answers. */
  String managed(String path) {
    try {
      return CLIENT
          .send(
              HttpRequest.newBuilder(management(path)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The sum of a counter over all its tags but this one; 0 while nothing was counted. */
  double counted(String name, String tag, String value) {
    return managed("/observe/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "_total{"))
        .filter(line -> line.contains(tag + "=\"" + value + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  double alarms(String kind) {
    return counted("payout_alarms", "kind", kind);
  }

  /** How often the gateway paid a line with this serial. */
  long timesPaid(String serial) {
    return gateway.book().paidLines().stream().map(BookLine::serial).filter(serial::equals).count();
  }

  void drop(String name, String content) {
    drop(name, content.getBytes(StandardCharsets.UTF_8));
  }

  void drop(String name, byte[] content) {
    Folders.drop(inbox(), name, content);
  }

  /** Names in the outbox. */
  List<String> out() {
    return Folders.names(outbox());
  }

  /** Waits for a file in the outbox whose name matches; its text. */
  String awaitOut(String pattern) {
    return Folders.text(outbox().resolve(awaitName(pattern)));
  }

  /** Waits for a file in the outbox whose name matches; the name. */
  String awaitName(String pattern) {
    return await("a file " + pattern + " in the outbox")
        .atMost(PATIENCE)
        .until(
            () -> out().stream().filter(name -> name.matches(pattern)).findFirst().orElse(null),
            found -> found != null);
  }

  /** Waits until the result of the file with this stem is out. */
  String awaitResult(String stem) {
    return awaitOut(stem + "\\.[0-9a-f]{8}(-[0-9]+)?\\.result\\.csv");
  }

  /** Waits until the first batch of the file with this stem is with the gateway; its number. */
  String awaitTaken(String stem) {
    awaitOut(stem + "\\.[0-9a-f]{8}(-[0-9]+)?\\.ack\\.csv");
    return await("a batch of " + stem)
        .atMost(PATIENCE)
        .until(
            () ->
                ledger.status().files(stem + ".csv").stream()
                    .flatMap(file -> ledger.status().batches(file.id()).stream())
                    .filter(batch -> batch.state().name().equals("TAKEN"))
                    .map(batch -> batch.batchNo())
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  @Override
  public void close() {
    stop();
    gateway.close();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LedgerAddress address() {
    return new LedgerAddress(settings.ledger().url(), "", "");
  }

  /** What a house is built with. */
  static final class Builder {

    private final Path home;
    private Path outbox;
    private final Map<String, String> environment = new TreeMap<>();
    private SignType signType = SignType.RSA;
    private UnaryOperator<SimulatorConfig.Builder> simulator = UnaryOperator.identity();
    private Clock clock = Clock.systemUTC();

    private Builder(Path folder) {
      this.home = folder.resolve("home");
      this.outbox = home.resolve("outbox");
    }

    Builder signing(SignType type) {
      signType = type;
      return this;
    }

    /** A setting, under the name of its environment variable. */
    Builder with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** The clock of the product and of the gateway. */
    Builder clock(Clock both) {
      clock = both;
      return this;
    }

    /** Where the files of the outbox lie in the end, when that is not the home. */
    Builder outboxAt(Path folder) {
      outbox = folder;
      return this;
    }

    Builder simulator(UnaryOperator<SimulatorConfig.Builder> change) {
      simulator = change;
      return this;
    }

    RunningHouse start() {
      RunningHouse house = build();
      house.start();
      return house;
    }

    /** A house that is not started yet. */
    RunningHouse build() {
      try {
        Files.createDirectories(home.resolve("config"));
        Files.writeString(home.resolve("config/application.properties"), "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      GatewaySimulator gateway =
          GatewaySimulator.start(simulator.apply(gatewayDefaults(signType).clock(clock)).build());
      Map<String, String> all = environment(home, gateway.gatewayUrl(), signType);
      all.putAll(environment);
      return new RunningHouse(home, outbox, gateway, all, clock);
    }
  }

  /** A gateway for this sign type that pays at once. */
  static SimulatorConfig.Builder gatewayDefaults(SignType signType) {
    return SimulatorConfig.builder()
        .routes(DISTRIBUTION.resolve("routes/sandbox/gateway-sandbox.camel.yaml"))
        .keys(TestKeys.ofGateway(signType))
        .partner(PARTNER)
        .notifyDelay(Duration.ofMillis(20))
        .scheduleScale(new BigDecimal("0.002"));
  }

  /** Sound settings for production at this gateway; the keys lie in the home. */
  static Map<String, String> environment(Path home, URI gateway, SignType signType) {
    int port = freePort();
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
    all.put("CAMEL_MANAGEMENT_PORT", Integer.toString(freePort()));
    all.put("PAYOUT_INBOX_POLL_MS", "50");
    all.put("PAYOUT_INBOX_AGE_MIN_MS", "0");
    return all;
  }
}
