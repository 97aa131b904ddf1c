package payout.cli;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.console.Console;
import payout.ledger.Beginning;
import payout.ledger.Ledger;
import payout.route.LostArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code payout run}: real payments, until the process is stopped. */
@Command(
    name = "run",
    description = "Runs until SIGTERM or Ctrl-C and pays the files in the inbox.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Option(
      names = "--new-ledger",
      description = "Create a new ledger although files were paid here before.")
  private boolean newLedger;

  @Option(
      names = "--dry-run",
      description =
          "Only list the files that the ledger lost and a start would take again from .done and"
              + " .waiting; change nothing.")
  private boolean dryRun;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    SettingsLoader loader = ProcessEnvironment.settings();
    Settings settings = loader.production();
    if (dryRun) {
      try (Ledger ledger = LedgerAccess.open(settings)) {
        LostText.print(new LostArchive(settings, ledger).find(), spec.commandLine().getOut());
      }
      return 0;
    }
    Launch.logFirstLine(settings);
    loader.warnings(settings).forEach(LOG::warn);
    warnOfRoot();
    Launch launch = Launch.prepare(settings, beginning(settings));
    if (newLedger && !launch.ledger().status().files(1).isEmpty()) {
      LOG.warn(
          "--new-ledger has no effect, because the ledger contains files. Do not use it any"
              + " more: it would silently replace a lost ledger.");
    }
    try (Shutdown ending = Shutdown.of(launch.service());
        launch;
        Console console = settings.console().port().map(launch::console).orElse(null)) {
      if (console != null) {
        LOG.info("The console listens on {}:{}.", settings.console().host(), console.port());
      }
      launch
          .service()
          .run(
              () ->
                  LOG.info(
                      "Ready: {} pays files from {}.",
                      settings.payer(),
                      settings.inbox().endpoints()));
    }
    return 0;
  }

  private static void warnOfRoot() {
    if (System.getProperty("user.name", "").equals("root")) {
      LOG.warn(
          "The service runs as root, who can change everything: its routes, its settings, its"
              + " program. Run it as a separate user.");
    }
  }

  private Beginning beginning(Settings settings) {
    return newLedger
        ? Beginning.meantBy(System.getProperty("user.name", ""))
        : Beginning.withoutPast(new EarlierFiles(settings)::found);
  }
}
