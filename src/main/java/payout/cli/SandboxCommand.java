package payout.cli;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code payout sandbox}: the same beside a gateway simulator; no money moves. */
@Command(
    name = "sandbox",
    description = "Runs beside a gateway simulator in <home>/sandbox; no settings, no real money.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class SandboxCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxCommand.class);

  @Override
  public Integer call() throws Exception {
    SandboxLaunch sandbox = SandboxLaunch.prepare(Surroundings.home(), System.getenv());
    try (Ending ending = Ending.of(sandbox.launch().service());
        sandbox) {
      LOG.info("The gateway simulator answers at {}.", sandbox.simulator().gatewayUrl());
      sandbox
          .launch()
          .service()
          .run(
              () -> {
                LOG.info(
                    "Ready: drop a file into {}, results come to {}.",
                    sandbox.settings().inbox().endpoints().get(0).folder(),
                    sandbox.settings().outbox().endpoint().folder());
                PrepareCommand.inBackground();
              });
    }
    return 0;
  }
}
