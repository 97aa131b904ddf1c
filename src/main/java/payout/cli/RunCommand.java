package payout.cli;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.Settings;
import payout.config.SettingsLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code payout run}: the real thing, until it is told to end. */
@Command(
    name = "run",
    description = "Runs until SIGTERM or Ctrl-C: pays what lies in the inbox.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Option(
      names = "--new-ledger",
      description = "A new ledger is meant although files were paid here before.")
  private boolean newLedger;

  @Override
  public Integer call() throws Exception {
    SettingsLoader loader = Surroundings.settings();
    Settings settings = loader.production();
    FirstLine.log(settings);
    loader.warnings().forEach(LOG::warn);
    Launch launch = Launch.prepare(settings, newLedger);
    try (Ending ending = Ending.of(launch.service());
        launch) {
      launch
          .service()
          .run(
              () ->
                  LOG.info(
                      "Ready: {} pays from {}.", settings.payer(), settings.inbox().endpoints()));
    }
    return 0;
  }
}
