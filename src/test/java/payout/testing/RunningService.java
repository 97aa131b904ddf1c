package payout.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import payout.inbox.ConsoleInbox;
import payout.ledger.EmptyLedger;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;
import payout.route.PayoutService;
import payout.sandbox.BookLine;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.sandbox.SimulatorConfig;

/**
 * The whole product in this JVM, as production runs it, beside a simulator of the gateway: a home
 * of its own, a real ledger, real ports.
 */
public final class RunningService implements AutoCloseable {

  public static final Duration PATIENCE = Duration.ofSeconds(120);

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
  private boolean isNew = true;

  private RunningService(
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
    return new SettingsLoader(
            new Home(home, ProductionHome.DISTRIBUTION), environment, KeyCheck.NONE)
        .production();
  }

  /** A service in a folder; {@link Builder#start} starts it. */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  /** Starts the product, for the first time or again. */
  public void start() {
    makeLedger();
    ledger = Ledger.run(address(), settings.kind().name(), clock);
    service = new PayoutService(settings, ledger, clock);
    try {
      service.start();
    } catch (Exception e) {
      ledger.close();
      throw new IllegalStateException(e);
    }
  }

  /** Spares the first start the migrations, which take longer than the rest of it. */
  private void makeLedger() {
    Path file = home.resolve("data/ledger.db");
    if (isNew && settings.ledger().url().equals("jdbc:sqlite:" + file) && Files.notExists(file)) {
      try {
        Files.createDirectories(file.getParent());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      EmptyLedger.make(file, settings.kind().name());
    }
    isNew = false;
  }

  /** Stops the product; gateway and files stay. */
  public void stop() {
    service.stop();
    ledger.close();
  }

  /** Changes a setting, between a stop and a start. */
  public void change(String variable, String value) {
    environment.put(variable, value);
    settings = load();
  }

  public GatewaySimulator gateway() {
    return gateway;
  }

  public CamelContext camel() {
    return service.camel();
  }

  public Ledger ledger() {
    return ledger;
  }

  /** The inbox of submitted files, as a console on this ledger has it. */
  public ConsoleInbox console() {
    return new ConsoleInbox(
        settings.payer(), settings.limits().fileBytesMax(), ledger.submissions());
  }

  public Settings settings() {
    return settings;
  }

  public Path home() {
    return home;
  }

  public Path inbox() {
    return home.resolve("inbox");
  }

  public Path outbox() {
    return outbox;
  }

  public URI notifyUrl() {
    return settings.notification().url();
  }

  /** An address of the management port. */
  public URI management(String path) {
    return URI.create("http://127.0.0.1:" + settings.management().port() + path);
  }

  /** What an address of the management port answers. */
  public String managed(String path) {
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
  public double counted(String name, String tag, String value) {
    return managed("/observe/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "_total{"))
        .filter(line -> line.contains(tag + "=\"" + value + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  public double alarms(String kind) {
    return counted("payout_alarms", "kind", kind);
  }

  /** How often the gateway paid a line with this serial. */
  public long timesPaid(String serial) {
    return gateway.book().paidLines().stream().map(BookLine::serial).filter(serial::equals).count();
  }

  public void drop(String name, String content) {
    drop(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public void drop(String name, byte[] content) {
    Folders.drop(inbox(), name, content);
  }

  /** Names in the outbox that a reader sees; hidden ones come and go. */
  public List<String> out() {
    return Folders.names(outbox()).stream().filter(name -> !name.startsWith(".")).toList();
  }

  /** Waits for a file in the outbox whose name matches; its text. */
  public String awaitOut(String pattern) {
    return Folders.text(outbox().resolve(awaitName(pattern)));
  }

  /** Waits for a file in the outbox whose name matches; the name. */
  public String awaitName(String pattern) {
    return await("a file " + pattern + " in the outbox")
        .atMost(PATIENCE)
        .until(
            () -> out().stream().filter(name -> name.matches(pattern)).findFirst().orElse(null),
            found -> found != null);
  }

  /** Waits until the result of the file with this stem is out. */
  public String awaitResult(String stem) {
    return awaitOut(stem + "\\.[0-9a-f]{8}(-[0-9]+)?\\.result\\.csv");
  }

  /** Waits until the first batch of the file with this stem is with the gateway; its number. */
  public String awaitTaken(String stem) {
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

  private LedgerAddress address() {
    return new LedgerAddress(
        settings.ledger().url(), settings.ledger().user(), settings.ledger().password());
  }

  /** What a service is built with. */
  public static final class Builder {

    private final Path home;
    private Path outbox;
    private final Map<String, String> environment = new TreeMap<>();
    private SignType signType = SignType.RSA;
    private UnaryOperator<SimulatorConfig> simulator = UnaryOperator.identity();
    private Clock clock = Clock.systemUTC();

    private Builder(Path folder) {
      this.home = folder.resolve("home");
      this.outbox = home.resolve("outbox");
    }

    public Builder signing(SignType type) {
      signType = type;
      return this;
    }

    /** A setting, under the name of its environment variable. */
    public Builder with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** The clock of the product and of the gateway. */
    public Builder clock(Clock both) {
      clock = both;
      return this;
    }

    /** Where the files of the outbox lie in the end, when that is not the home. */
    public Builder outboxAt(Path folder) {
      outbox = folder;
      return this;
    }

    public Builder simulator(UnaryOperator<SimulatorConfig> change) {
      simulator = change;
      return this;
    }

    public RunningService start() {
      RunningService service = build();
      service.start();
      return service;
    }

    /** A service that is not started yet. */
    public RunningService build() {
      GatewaySimulator gateway =
          GatewaySimulator.start(simulator.apply(ProductionHome.gateway(signType).clock(clock)));
      Map<String, String> all = ProductionHome.make(home, gateway.gatewayUrl(), signType);
      all.putAll(environment);
      return new RunningService(home, outbox, gateway, all, clock);
    }
  }
}
