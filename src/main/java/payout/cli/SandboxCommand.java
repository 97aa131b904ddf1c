package payout.cli;

import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** {@code payout sandbox}: the same with a gateway simulator; no money moves. */
@Command(
    name = "sandbox",
    description =
        "Runs with a gateway simulator in <home>/sandbox; needs no settings, moves no"
            + " real money.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class SandboxCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxCommand.class);

  @Override
  public Integer call() throws Exception {
    SandboxLaunch sandbox = SandboxLaunch.prepare(ProcessEnvironment.home(), System.getenv());
    try (Shutdown ending = Shutdown.of(sandbox.launch().service());
        sandbox) {
      LOG.info("The gateway simulator answers at {}.", sandbox.simulator().gatewayUrl());
      sandbox
          .launch()
          .service()
          .run(
              () ->
                  LOG.info(
                      "Ready: drop a file into {}; results appear in {}.",
                      sandbox.settings().inbox().endpoints().get(0).folder(),
                      sandbox.settings().outbox().endpoint().folder()));
    }
    return 0;
  }
}
