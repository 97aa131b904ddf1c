package payout.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import payout.batch.ChinaClock;
import payout.config.Home;
import payout.config.SandboxSettings;
import payout.config.Settings;
import payout.ledger.Beginning;
import payout.sandbox.GatewaySimulator;
import payout.sandbox.SignType;
import payout.sandbox.SimulatorConfig;

/** The service and the gateway simulator in one process. */
final class SandboxLaunch implements AutoCloseable {

  private final GatewaySimulator simulator;
  private final Settings settings;
  private final Launch launch;

  private SandboxLaunch(GatewaySimulator simulator, Settings settings, Launch launch) {
    this.simulator = simulator;
    this.settings = settings;
    this.launch = launch;
  }

  /** Starts the simulator and prepares the service for it, in {@code <home>/sandbox}. */
  static SandboxLaunch prepare(Home home, Map<String, String> environment) {
    SandboxSettings wanted = ProcessEnvironment.settings(home, environment).sandbox();
    Launch.logFirstLine(wanted.settings());
    Launch.requirePort("payout.sandbox.port", SandboxSettings.HOST, wanted.simulatorPort());
    GatewaySimulator simulator = GatewaySimulator.start(simulator(wanted, home));
    try {
      Settings settings =
          wanted
              .at(
                  simulator.port(),
                  orFree(wanted.settings().notification().port()),
                  orFree(wanted.settings().management().port()))
              .settings();
      return new SandboxLaunch(simulator, settings, Launch.prepare(settings, Beginning.unasked()));
    } catch (RuntimeException e) {
      simulator.close();
      throw e;
    }
  }

  Settings settings() {
    return settings;
  }

  Launch launch() {
    return launch;
  }

  GatewaySimulator simulator() {
    return simulator;
  }

  private static SimulatorConfig simulator(SandboxSettings wanted, Home home) {
    Settings settings = wanted.settings();
    BigDecimal scale =
        BigDecimal.ONE.divide(BigDecimal.valueOf(wanted.scheduleScale()), MathContext.DECIMAL64);
    Path data = settings.home().resolve("gateway");
    return SimulatorConfig.sandbox(home.distribution(), SignType.valueOf(settings.signing().type()))
        .port(wanted.simulatorPort())
        .data(data)
        .partner(settings.payer().partner())
        .notifyDelay(Duration.ofMillis(wanted.notifyDelayMs()))
        .scheduleScale(scale)
        .clock(clock());
  }

  /** The gateway's day must be that of the product, also where tests move the latter. */
  private static Clock clock() {
    ChinaClock time = ProcessEnvironment.clock();
    InstantSource now = time::now;
    return now.withZone(ZoneOffset.UTC);
  }

  private static int orFree(int port) {
    return port == 0 ? Launch.freePort() : port;
  }

  @Override
  public void close() {
    launch.close();
    simulator.close();
  }
}
