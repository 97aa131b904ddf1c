package payout.sandbox;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The simulator as a separate process, for tests that kill the product but not the gateway. Prints
 * {@code READY <address>} when it listens and ends at SIGTERM.
 */
@Command(
    name = "gateway-sandbox",
    mixinStandardHelpOptions = true,
    description = "Simulates the payout gateway on 127.0.0.1.")
public final class SandboxMain implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--port", defaultValue = "0", description = "0 is a free one (default)")
  private int port;

  @Option(names = "--data", description = "folder of the book's journal; none: in memory")
  private Path data;

  @Option(
      names = "--routes",
      defaultValue = "routes/sandbox/gateway-sandbox.camel.yaml",
      description = "the YAML file (default: ${DEFAULT-VALUE})")
  private Path routes;

  @Option(names = "--notify-delay-ms", defaultValue = "500", description = "default 500")
  private long notifyDelayMs;

  @Option(
      names = "--schedule-scale",
      defaultValue = "1",
      description = "multiplies the waits between deliveries, default 1")
  private BigDecimal scheduleScale;

  @Option(names = "--verify-window-ms", defaultValue = "60000", description = "default 60000")
  private long verifyWindowMs;

  @Option(names = "--partner", defaultValue = SimulatorConfig.PARTNER, description = "2088…")
  private String partner;

  @Option(names = "--sign-type", defaultValue = "RSA", description = "RSA, DSA or MD5")
  private SignType signType;

  @Option(names = "--merchant-public-key", paramLabel = "FILE", description = "PEM, SPKI")
  private Path merchantPublicKey;

  @Option(names = "--gateway-private-key", paramLabel = "FILE", description = "PEM, PKCS#8")
  private Path gatewayPrivateKey;

  @Option(names = "--md5-key", description = "32 letters or digits")
  private String md5Key;

  @Option(names = "--balance", defaultValue = "1000000000000.00", description = "yuan")
  private BigDecimal balance;

  /** Runs until the process gets a signal. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new SandboxMain());
    line.setExecutionExceptionHandler(
        (fault, command, given) -> {
          command.getErr().println(fault.getMessage());
          return 2;
        });
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    GatewaySimulator simulator = GatewaySimulator.start(config());
    CountDownLatch end = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "sandbox-end"));
    spec.commandLine().getOut().println("READY " + simulator.gatewayUrl());
    end.await();
    return 0;
  }

  private SimulatorConfig config() {
    return new SimulatorConfig()
        .port(port)
        .data(data)
        .routes(routes)
        .partner(partner)
        .keys(keys())
        .notifyDelay(Duration.ofMillis(notifyDelayMs))
        .scheduleScale(scheduleScale)
        .verifyWindow(Duration.ofMillis(verifyWindowMs))
        .balance(balance);
  }

  private GatewayKeys keys() {
    if (signType == SignType.MD5) {
      return GatewayKeys.md5(md5Key == null ? "" : md5Key);
    }
    if (merchantPublicKey == null || gatewayPrivateKey == null) {
      throw new IllegalArgumentException(
          signType + " needs --merchant-public-key and --gateway-private-key");
    }
    return GatewayKeys.pair(
        signType,
        PemFiles.publicKey(merchantPublicKey, signType),
        PemFiles.privateKey(gatewayPrivateKey, signType));
  }
}
