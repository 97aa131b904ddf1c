package payout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.batch.ChinaClock;
import payout.config.LedgerSettings;
import payout.config.Settings;
import payout.console.Console;
import payout.ledger.Beginning;
import payout.ledger.Ledger;
import payout.ledger.NodeIdentity;
import payout.ledger.StatusLedger.Foreign;
import payout.ledger.sql.LedgerAddress;
import payout.route.CommonValues;
import payout.route.PayoutService;
import payout.route.WaitForLedger;

/**
 * Checks what must be valid before the first file is touched: ports, ledger, payer. Holds the open
 * ledger and the service on it.
 */
final class Launch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

  private static final Logger PAYOUT_LOG = LoggerFactory.getLogger("payout");

  private static final String NODE_LOCK = "data/node.lock";

  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  /** How many batches a sentence names. */
  private static final int NAMED_MAX = 10;

  private final Settings settings;
  private final Ledger ledger;
  private final PayoutService service;

  private Launch(Settings settings, Ledger ledger, PayoutService service) {
    this.settings = settings;
    this.ledger = ledger;
    this.service = service;
  }

  /**
   * Checks everything and opens the ledger; consumes no file yet. Waits for a database that is
   * unavailable, see {@link WaitForLedger}.
   *
   * @param beginning whether a ledger that never accepted a file may be used
   * @throws RefusedToStartException with a sentence, when something is not valid
   */
  static Launch prepare(Settings settings, Beginning beginning) {
    requirePort(
        "payout.notify.port", settings.notification().host(), settings.notification().port());
    requirePort(
        "camel.management.port", settings.management().host(), settings.management().port());
    settings
        .console()
        .port()
        .ifPresent(port -> requirePort("payout.console.port", settings.console().host(), port));
    try (WaitForLedger wait = new WaitForLedger(settings.management())) {
      return wait.open(() -> open(settings, beginning));
    }
  }

  private static Launch open(Settings settings, Beginning beginning) {
    ChinaClock clock = ProcessEnvironment.clock();
    Ledger ledger =
        Ledger.run(address(settings), settings.kind().name(), beginning, identity(settings), clock);
    try {
      requireSamePayer(settings, ledger);
      if (settings.ledger().standby() == LedgerSettings.Standby.SYNCHRONOUS) {
        ledger.requireStandby();
      }
      return new Launch(settings, ledger, new PayoutService(settings, ledger, clock));
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  /**
   * Starts the console; the caller closes it.
   *
   * @param port 0 for any free one
   */
  Console console(int port) {
    return Console.start(settings, ledger, port, service.troubles());
  }

  PayoutService service() {
    return service;
  }

  Ledger ledger() {
    return ledger;
  }

  static LedgerAddress address(Settings settings) {
    LedgerSettings ledger = settings.ledger();
    return new LedgerAddress(ledger.url(), ledger.user(), ledger.password());
  }

  /** A free port on loopback. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses a port on which the service cannot listen.
   *
   * @param port 0 for any free one
   * @throws RefusedToStartException that names the setting and the port
   */
  static void requirePort(String setting, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new RefusedToStartException(
          setting
              + " is "
              + port
              + ", and the service cannot listen there on "
              + host
              + ": "
              + e.getMessage()
              + ". Stop the program that uses it (payout may be running already), or set another"
              + " port.");
    }
  }

  /** Logs which program this is, where, and on which ledger; from now on with the node's name. */
  static void logFirstLine(Settings settings) {
    LogFormat.use(settings, node(settings));
    PAYOUT_LOG.info(
        "{}, home {}, ledger {}, node {}, Java {} ({})",
        new Version().getVersion()[0],
        settings.home().root(),
        settings.ledger(),
        node(settings),
        System.getProperty("java.version"),
        System.getProperty("java.vendor"));
  }

  private static NodeIdentity identity(Settings settings) {
    return new NodeIdentity(
        node(settings),
        Version.number(),
        settings.payer().partner(),
        CommonValues.of(settings),
        settings.home().resolve(NODE_LOCK));
  }

  /** The name of the node, or of this machine. */
  static String node(Settings settings) {
    return settings.node().name().isEmpty() ? hostName() : settings.node().name();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return kernelName();
    }
  }

  /** The name of a machine that no resolver knows, as in a container without a network. */
  private static String kernelName() {
    try {
      return Files.readString(HOSTNAME).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static void requireSamePayer(Settings settings, Ledger ledger) {
    List<Foreign> foreign = ledger.status().openForOther(settings.payer(), NAMED_MAX + 1);
    Optional<Foreign> ofOther = foreign.stream().filter(each -> !each.ofPayer()).findFirst();
    if (ofOther.isPresent()) {
      throw new RefusedToStartException(
          "Batch "
              + ofOther.get().batchNo()
              + " is open and was made for another payer than the settings name now. Start with the"
              + " old payout.partner, email, account-name and buyer-account-name until it is"
              + " settled, or use another ledger.");
    }
    if (!foreign.isEmpty()) {
      throw new RefusedToStartException(mayBeSentElsewhere(foreign));
    }
  }

  /** Not for batches that were never sent: they use the current address and charset. */
  private static String mayBeSentElsewhere(List<Foreign> batches) {
    Foreign first = batches.get(0);
    List<String> numbers =
        batches.stream().filter(first::isForTheSame).map(Foreign::batchNo).toList();
    return "Batches that may have been sent to "
        + first.gateway()
        + " in "
        + first.charset()
        + " are open, and must not be sent anywhere else under their numbers: "
        + numbers.stream().limit(NAMED_MAX).collect(Collectors.joining(", "))
        + (numbers.size() > NAMED_MAX ? " and more" : "")
        + ". Start with payout.gateway.url="
        + first.gateway()
        + " and payout.charset="
        + first.charset()
        + " until they are settled. Or ask that gateway what happened to them, and for each of"
        + " them run: bin/payout hold BATCH_NO --reason WHY (unless bin/payout status shows"
        + " HELD or TAKEN); then bin/payout settle BATCH_NO --line SERIAL --as PAID or"
        + " FAILED --reason"
        + " WHY, until no line is open.";
  }

  /** Seals what was done last and closes the ledger; whoever runs the service has stopped it. */
  @Override
  public void close() {
    try {
      service.sealRest();
    } finally {
      ledger.close();
    }
    LOG.info("The ledger is closed.");
  }
}
