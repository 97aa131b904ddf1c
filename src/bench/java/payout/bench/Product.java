package payout.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import payout.batch.ChinaClock;
import payout.batch.FileState;
import payout.config.Home;
import payout.config.KeyCheck;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.ledger.StatusLedger;
import payout.ledger.sql.LedgerAddress;
import payout.route.PayoutService;

/**
 * The product as shipped, in a separate home: its routes, its HTTP, its ledger, and its settings
 * except addresses, keys, limits of a file, and the two waits for a file to be complete.
 */
final class Product implements Contestant {

  static final String PARTNER = "2088002464631181";

  /** Rare enough to cost little, because polling counts as the product's time. */
  static final long POLL_NS = 10_000_000;

  private static final long AWAIT_MAX_NS = TimeUnit.MINUTES.toNanos(10);

  private static final int CALLERS = 4;
  private static final byte[] SUCCESS = "success".getBytes(StandardCharsets.US_ASCII);

  private final Path keys;
  private final String gateway;
  private final int inFlightMax;
  private final boolean isVisited;
  private Visitors visitors;
  private final Map<String, Long> marks = new LinkedHashMap<>();
  private final List<byte[]> notifies = new ArrayList<>();
  private final List<Path> many = new ArrayList<>();
  private String ledgerUrl = "";
  private Settings settings;
  private Ledger ledger;
  private PayoutService service;
  private int files;

  Product(Path keys, String gateway, int inFlightMax) {
    this(keys, gateway, inFlightMax, false);
  }

  /**
   * The same.
   *
   * @param gateway a gateway of this machine; an empty one would mean the real gateway
   * @param isVisited whether pages of its console are asked for while it works
   */
  Product(Path keys, String gateway, int inFlightMax, boolean isVisited) {
    if (!gateway.startsWith("http://127.0.0.1:")) {
      throw new IllegalArgumentException("A measure posts to a gateway of this machine alone.");
    }
    this.isVisited = isVisited;
    this.keys = keys;
    this.gateway = gateway;
    this.inFlightMax = inFlightMax;
  }

  /** The settings, as environment variables, of a product in this home. */
  static Map<String, String> environment(Path keys, String gateway) {
    int port = freePort();
    Map<String, String> all = new TreeMap<>();
    all.put("PAYOUT_PARTNER", PARTNER);
    all.put("PAYOUT_EMAIL", "payer@company.example");
    all.put("PAYOUT_ACCOUNT_NAME", "毛毛有限公司");
    all.put("PAYOUT_PRIVATE_KEY_FILE", keys.resolve("payer-2048.private").toString());
    all.put("PAYOUT_KEY_READABLE_BY_ALL", "true");
    all.put("PAYOUT_GATEWAY_PUBLIC_KEY_FILE", keys.resolve("gateway-2048.public").toString());
    all.put("PAYOUT_GATEWAY_URL", gateway);
    all.put("PAYOUT_NOTIFY_URL", "http://127.0.0.1:" + port + "/alipay/notify");
    all.put("PAYOUT_NOTIFY_HOST", "127.0.0.1");
    all.put("PAYOUT_NOTIFY_PORT", Integer.toString(port));
    all.put("CAMEL_MANAGEMENT_PORT", Integer.toString(freePort()));
    all.put("PAYOUT_FILE_AMOUNT_MAX", "100000000000.00");
    all.put("PAYOUT_INBOX_POLL_MS", "10");
    all.put("PAYOUT_INBOX_AGE_MIN_MS", "0");
    return all;
  }

  /** Sets where the next service keeps its ledger; empty for its home. */
  void useLedger(String url) {
    ledgerUrl = url;
  }

  @Override
  public void prepare(Path folder) throws Exception {
    Files.createDirectories(folder.resolve("config"));
    Files.createDirectories(folder.resolve("inbox"));
    Files.writeString(folder.resolve("config/application.properties"), "");
    Map<String, String> environment = environment(keys, gateway);
    environment.put("PAYOUT_GATEWAY_IN_FLIGHT_MAX", Integer.toString(inFlightMax));
    if (!ledgerUrl.isEmpty()) {
      environment.put("PAYOUT_LEDGER_URL", ledgerUrl);
      environment.put("PAYOUT_LEDGER_USER", "postgres");
      environment.put("PAYOUT_LEDGER_PASSWORD", "postgres");
    }
    Home home = new Home(folder, Path.of("").toAbsolutePath());
    settings = new SettingsLoader(home, environment, KeyCheck.NONE).production();
    ChinaClock clock = new ChinaClock(Clock.systemUTC());
    LedgerAddress address =
        new LedgerAddress(
            settings.ledger().url(), settings.ledger().user(), settings.ledger().password());
    ledger = Ledger.run(address, settings.kind().name(), clock);
    service = new PayoutService(settings, ledger, clock);
    service.start();
    visitors = isVisited ? new Visitors(settings, ledger) : null;
    notifies.clear();
    files = 0;
  }

  /**
   * Copies under a hidden name; with a hard link the service would wait until the other name is
   * gone.
   */
  @Override
  public void stage(Path file) throws IOException {
    Files.copy(file, staged());
  }

  @Override
  public void pay(Path file) {
    marks.clear();
    drop();
    await(() -> state() != FileState.RECEIVED);
    mark("accepted");
    if (state() != FileState.ACCEPTED) {
      throw new IllegalStateException("The file was not accepted: " + newest().reason());
    }
    StatusLedger status = ledger.status();
    await(() -> isSent(status));
    mark("taken");
  }

  /** Whether no batch is due or in flight. */
  static boolean isSent(StatusLedger status) {
    return status.totals().waiting() == 0 && status.totals().sending() == 0;
  }

  /** Copies all files of a folder to the inbox under hidden names. */
  void stageMany(Path folder) throws IOException {
    many.clear();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.sorted().toList()) {
        many.add(Files.copy(each, staged().resolveSibling("." + each.getFileName())));
      }
    }
  }

  /** Gives all of them their names at once, and waits until the last batch is taken. */
  void payMany() throws IOException {
    marks.clear();
    mark("dropped");
    for (Path hidden : many) {
      String name = hidden.getFileName().toString().substring(1);
      Files.move(hidden, hidden.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
    }
    StatusLedger status = ledger.status();
    await(
        () ->
            status.files(many.size()).stream()
                    .filter(file -> file.state() == FileState.ACCEPTED)
                    .count()
                == many.size(),
        5 * POLL_NS);
    mark("accepted");
    await(() -> isSent(status));
    mark("taken");
  }

  /** Waits until nothing else is due in the outbox. */
  void awaitPublished() {
    await(() -> ledger.status().totals().unpublished() == 0);
    mark("published");
  }

  /** Makes the notifies about everything that was paid, and waits until nothing else is due. */
  void prepareNotifies() {
    StatusLedger status = ledger.status();
    for (BatchRecord batch : status.batches(newest().id())) {
      List<String[]> lines =
          status.content(batch.id()).lines().stream()
              .map(
                  line ->
                      new String[] {
                        line.serial(), line.account(), line.name(), line.amount().toString()
                      })
              .toList();
      notifies.add(
          NotifyBodies.paid(BenchKeys.privateKey(keys, "gateway-2048"), batch.batchNo(), lines));
    }
    await(() -> status.totals().unpublished() == 0);
  }

  /** Delivers each of them; ends when the last result file is in the outbox. */
  void takeNotifies() throws Exception {
    AtomicInteger next = new AtomicInteger();
    Callable<Void> caller =
        () -> {
          try (PostClient client = new PostClient(settings.notification().url().toString())) {
            for (int i = next.getAndIncrement(); i < notifies.size(); i = next.getAndIncrement()) {
              call(client, notifies.get(i));
            }
          }
          return null;
        };
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      for (Future<Void> each : callers.invokeAll(java.util.Collections.nCopies(CALLERS, caller))) {
        each.get();
      }
    } finally {
      callers.shutdown();
    }
    await(() -> state() == FileState.SETTLED);
    mark("settled");
    StatusLedger status = ledger.status();
    await(() -> status.totals().unpublished() == 0);
    mark("published");
  }

  /**
   * The answer times of notifies that arrive while a file is read.
   *
   * @return microseconds each
   */
  List<Long> answerTimesWhileTaking(Path file, long paceMs) throws IOException {
    List<Long> times = new ArrayList<>();
    try (PostClient client = new PostClient(settings.notification().url().toString())) {
      call(client, notifies.get(0));
      long before = newest().id();
      stage(file);
      drop();
      await(() -> newest().id() != before);
      for (int i = 1; i < notifies.size() && state() == FileState.RECEIVED; i++) {
        long start = System.nanoTime();
        call(client, notifies.get(i));
        times.add((System.nanoTime() - start) / 1000);
        LockSupport.parkNanos(paceMs * 1_000_000);
      }
    }
    await(() -> state() != FileState.RECEIVED);
    StatusLedger status = ledger.status();
    await(() -> status.totals().waiting() == 0 && status.totals().sending() == 0);
    return times;
  }

  /** When what happened: milliseconds since 1970, and the CPU milliseconds until then. */
  Map<String, Long> marks() {
    return marks;
  }

  @Override
  public void close() {
    if (visitors != null) {
      visitors.close();
    }
    service.stop();
    ledger.close();
  }

  private void mark(String what) {
    marks.put(what, System.currentTimeMillis());
    marks.put(what + "-cpu", WorkerMain.cpuNs() / 1_000_000);
  }

  private Path staged() {
    return settings.home().root().resolve("inbox/.staged");
  }

  private void drop() {
    files++;
    try {
      Files.move(
          staged(),
          staged().resolveSibling("pay-" + files + ".csv"),
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int expected = files;
    await(() -> ledger.status().files(expected).size() == expected);
  }

  private FileRecord newest() {
    return ledger.status().files(1).get(0);
  }

  private FileState state() {
    return newest().state();
  }

  private static void call(PostClient client, byte[] body) throws IOException {
    if (!java.util.Arrays.equals(client.post(body), SUCCESS)) {
      throw new IllegalStateException("A notify was not answered with success.");
    }
  }

  /** Waits for at most ten minutes; anything longer is stuck. */
  static void await(BooleanSupplier isSo) {
    await(isSo, POLL_NS);
  }

  /** The same with other pauses between the looks. */
  static void await(BooleanSupplier isSo, long pollNs) {
    long start = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() - start > AWAIT_MAX_NS) {
        throw new IllegalStateException("The product makes no progress; see its log.");
      }
      LockSupport.parkNanos(pollNs);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
