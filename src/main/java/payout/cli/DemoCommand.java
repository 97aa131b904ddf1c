package payout.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;
import payout.batch.BatchState;
import payout.batch.FileState;
import payout.config.Home;
import payout.ledger.BatchRecord;
import payout.ledger.FileRecord;
import payout.ledger.Ledger;
import payout.ledger.StatusLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code payout demo}: one file from the inbox to its results. */
@Command(
    name = "demo",
    description = "Pays a sample of 2500 lines through the simulator and shows the results.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {

  private static final String SAMPLE = "payout-2500.csv";
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(150);

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    quieten();
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("payout-demo-");
    Home home = new Home(folder, ProcessEnvironment.home().distribution());
    try (SandboxLaunch sandbox = SandboxLaunch.prepare(home, environment())) {
      sandbox.launch().service().start();
      try {
        drop(home.distribution().resolve("samples").resolve(SAMPLE), sandbox, out);
        Path result = waitForResult(sandbox, out);
        DemoTable.print(result, out);
        out.println(verified(sandbox.launch().ledger()));
        out.println("All files of this demo are in " + folder);
      } finally {
        sandbox.launch().service().stop();
      }
    }
    return 0;
  }

  private static void drop(Path sample, SandboxLaunch sandbox, PrintWriter out) throws IOException {
    Path inbox = sandbox.settings().inbox().endpoints().get(0).folder();
    Files.createDirectories(inbox);
    Path part = inbox.resolve("." + SAMPLE);
    Files.copy(sample, part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, inbox.resolve(SAMPLE), StandardCopyOption.ATOMIC_MOVE);
    out.println("Dropped " + SAMPLE + " into " + inbox);
  }

  private static Path waitForResult(SandboxLaunch sandbox, PrintWriter out) throws IOException {
    StatusLedger status = sandbox.launch().ledger().status();
    Path outbox = sandbox.settings().outbox().endpoint().folder();
    long start = System.nanoTime();
    String shown = "";
    while (System.nanoTime() - start < PATIENCE_NS) {
      List<FileRecord> files = status.files(1);
      String now = files.isEmpty() ? "" : progress(files.get(0), status);
      if (!now.equals(shown)) {
        out.println(now);
        shown = now;
      }
      if (!files.isEmpty() && files.get(0).state() == FileState.SETTLED) {
        Path result = DemoTable.find(outbox);
        if (result != null && status.totals().unpublished() == 0) {
          return result;
        }
      }
      LockSupport.parkNanos(LOOK_NS);
    }
    throw new RefusedToStartException(
        "The demo did not finish within two minutes; last state: " + shown);
  }

  /**
   * What is committed last is sealed within a moment; the rest of the demo does not wait for it.
   */
  private static String verified(Ledger ledger) {
    return TrailText.summary(ledger.trail().verify(List.of(), Set.of()));
  }

  private static String progress(FileRecord file, StatusLedger status) {
    Map<BatchState, Integer> batches = new EnumMap<>(BatchState.class);
    int open = 0;
    int paid = 0;
    for (BatchRecord batch : status.batches(file.id())) {
      batches.merge(batch.state(), 1, Integer::sum);
      open += batch.openLines();
      paid += batch.paidLines();
    }
    return String.format(
        Locale.ROOT,
        "%-9s %s: %d lines, %s, batches %s, %d lines paid, %d open",
        file.state(),
        file.name(),
        file.lines(),
        file.amount(),
        batches,
        paid,
        open);
  }

  /** Free ports and short waits, regardless of the environment. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PAYOUT_NOTIFY_PORT", "0");
    environment.put("CAMEL_MANAGEMENT_PORT", "0");
    environment.put("PAYOUT_SANDBOX_PORT", "0");
    environment.put("PAYOUT_INBOX_POLL_MS", "200");
    environment.put("PAYOUT_INBOX_AGE_MIN_MS", "0");
    return environment;
  }

  private static void quieten() {
    for (String name : new String[] {org.slf4j.Logger.ROOT_LOGGER_NAME, "payout"}) {
      ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
    }
  }
}
