package payout.config;

import static payout.config.Setting.InSandbox.ONLY;

import java.net.URI;
import java.util.Map;

/**
 * The settings of a sandbox: those of the product, and those of the simulator.
 *
 * <p>A port may be 0 for any free one; {@link #at} sets the ports that were bound.
 *
 * @param settings those of the product
 * @param simulatorPort the port of the gateway simulator on loopback; 0 for any free port
 * @param notifyDelayMs milliseconds that the simulator takes to pay a batch
 * @param scheduleScale what the waits between a notify's deliveries are divided by
 */
public record SandboxSettings(
    Settings settings, int simulatorPort, long notifyDelayMs, int scheduleScale) {

  /** The only host of a sandbox. */
  public static final String HOST = "127.0.0.1";

  /** The path on which the simulator answers, that of the real gateway. */
  public static final String GATEWAY_PATH = "/gateway.do";

  static final Section SECTION = new Section();

  static final Setting<Integer> PORT =
      SECTION.add(
          "payout.sandbox.port",
          "8888",
          Form.port(),
          ONLY,
          "The port of the gateway simulator, on loopback.");

  static final Setting<Long> NOTIFY_DELAY_MS =
      SECTION.add(
          "payout.sandbox.notify-delay-ms",
          "500",
          Form.millis(0, Section.DAY_MS),
          ONLY,
          "How long the simulator takes to pay a batch before it notifies.");

  static final Setting<Integer> SCHEDULE_SCALE =
      SECTION.add(
          "payout.sandbox.schedule-scale",
          "60",
          Form.number(1, 1_000_000),
          ONLY,
          "What the waits between deliveries of a notify are divided by: with 60, 2 minutes"
              + " become 2 seconds.");

  /** What would reach beyond this machine is fixed; {@link #at} sets the ports and paths. */
  static final Map<Setting<?>, String> SEALED =
      Map.of(
          GatewaySettings.URL,
          url(0, GATEWAY_PATH).toString(),
          NotifySettings.URL,
          url(0, "/").toString(),
          NotifySettings.HOST,
          HOST,
          ConsoleSettings.USERS_FILE,
          "data/users",
          StatementSettings.FOLDER,
          "statements");

  /** The same settings at the ports that were bound. */
  public SandboxSettings at(int simulator, int notify, int management) {
    NotifySettings wanted = settings.notification();
    Settings moved =
        settings.at(
            url(simulator, GATEWAY_PATH),
            wanted.at(url(notify, wanted.path()), notify),
            settings.management().at(management));
    return new SandboxSettings(moved, simulator, notifyDelayMs, scheduleScale);
  }

  static SandboxSettings read(Values values, Settings settings) {
    int simulator = values.of(PORT);
    return new SandboxSettings(
            settings, simulator, values.of(NOTIFY_DELAY_MS), values.of(SCHEDULE_SCALE))
        .at(simulator, settings.notification().port(), settings.management().port());
  }

  /** The simulator listens as well. */
  static void check(Values values, Faults faults) {
    Section.portsDiffer(NotifySettings.PORT, PORT, values, faults);
    Section.portsDiffer(ManagementSettings.PORT, PORT, values, faults);
    Section.portsDiffer(ConsoleSettings.PORT, PORT, values, faults);
  }

  private static URI url(int port, String path) {
    return URI.create("http://" + HOST + ":" + port + path);
  }
}
