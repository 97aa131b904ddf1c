package payout.config;

import java.net.URI;
import payout.batch.Payer;
import payout.config.Settings.Gateway;
import payout.config.Settings.Management;
import payout.config.Settings.Notify;

/**
 * The settings of a sandbox: those of the product, and those of the simulator beside it.
 *
 * <p>A port may be 0, any free one. Whoever binds the ports says by {@link #at} which they became.
 *
 * @param settings those of the product
 * @param simulatorPort the port of the gateway simulator on loopback; 0 for any free port
 * @param notifyDelayMs how long the simulator takes to pay a batch
 * @param scheduleScale what the waits between a notify's deliveries are divided by
 */
public record SandboxSettings(
    Settings settings, int simulatorPort, long notifyDelayMs, int scheduleScale) {

  /** The only host of a sandbox. */
  public static final String HOST = "127.0.0.1";

  /** The path on which the simulator answers, that of the real gateway. */
  public static final String GATEWAY_PATH = "/gateway.do";

  /** The same settings at the ports that were bound. */
  public SandboxSettings at(int simulator, int notify, int management) {
    Settings all = settings;
    Settings moved =
        new Settings(
            all.kind(),
            all.home(),
            movedTo(simulator, all.payer()),
            all.signing(),
            movedTo(simulator, all.gateway()),
            movedTo(notify, all.notification()),
            all.inbox(),
            all.limits(),
            all.acceptance(),
            all.outbox(),
            all.ledger(),
            all.alarms(),
            new Management(all.management().host(), management),
            all.language(),
            all.camel());
    return new SandboxSettings(moved, simulator, notifyDelayMs, scheduleScale);
  }

  /** Ties what would reach beyond this machine; {@link #at} puts the ports and paths in. */
  static void seal(Sources sources) {
    sources.seal(SendingSettings.GATEWAY_URL, url(0, GATEWAY_PATH).toString());
    sources.seal(SendingSettings.NOTIFY_URL, url(0, "/").toString());
    sources.seal(SendingSettings.NOTIFY_HOST, HOST);
  }

  static SandboxSettings of(Settings settings, Values values) {
    int simulator = values.of(ServiceSettings.SANDBOX_PORT);
    return new SandboxSettings(
            settings,
            simulator,
            values.of(ServiceSettings.SANDBOX_NOTIFY_DELAY_MS),
            values.of(ServiceSettings.SANDBOX_SCHEDULE_SCALE))
        .at(simulator, settings.notification().port(), settings.management().port());
  }

  private static Payer movedTo(int port, Payer payer) {
    return new Payer(
        payer.partner(),
        payer.email(),
        payer.accountName(),
        payer.buyerAccountName(),
        payer.extendParam(),
        url(port, GATEWAY_PATH).toString(),
        payer.charset());
  }

  private static Gateway movedTo(int port, Gateway gateway) {
    return new Gateway(
        url(port, GATEWAY_PATH),
        gateway.connectTimeoutMs(),
        gateway.readTimeoutMs(),
        gateway.inFlightMax(),
        gateway.resendDelayMs(),
        gateway.resendDelayMaxMs(),
        gateway.pauseMs());
  }

  private static Notify movedTo(int port, Notify notify) {
    return new Notify(
        url(port, notify.path()),
        notify.host(),
        port,
        notify.path(),
        notify.verify(),
        notify.proxies());
  }

  private static URI url(int port, String path) {
    return URI.create("http://" + HOST + ":" + port + path);
  }
}
