package payout.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import payout.config.ConsoleSettings;
import payout.config.SandboxSettings;
import payout.config.Settings;
import payout.console.Console;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    SandboxLaunch sandbox = SandboxLaunch.prepare(ProcessEnvironment.home(), System.getenv());
    SandboxUsers users = SandboxUsers.begin(sandbox.settings().console().usersFile());
    try (Shutdown ending = Shutdown.of(sandbox.launch().service());
        sandbox;
        Console console = sandbox.launch().console(port(sandbox.settings()))) {
      LOG.info("The gateway simulator answers at {}.", sandbox.simulator().gatewayUrl());
      sandbox
          .launch()
          .service()
          .run(
              () -> {
                LOG.info(
                    "Ready: drop a file into {}; results appear in {}.",
                    sandbox.settings().inbox().endpoints().get(0).folder(),
                    sandbox.settings().outbox().endpoint().folder());
                PrintWriter out = spec.commandLine().getOut();
                out.println("Console: http://" + SandboxSettings.HOST + ":" + console.port() + "/");
                users.lines().forEach(out::println);
              });
    }
    return 0;
  }

  private static int port(Settings settings) {
    return settings.console().port().orElse(ConsoleSettings.SANDBOX_PORT);
  }
}
