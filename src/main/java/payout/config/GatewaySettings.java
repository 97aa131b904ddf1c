package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.net.URI;

/**
 * The gateway, and how long the service waits for it.
 *
 * @param connectTimeoutMs milliseconds to wait for a connection
 * @param readTimeoutMs milliseconds to wait for the answer
 * @param inFlightMax how many batches may be in flight at the same time
 * @param resendDelayMs milliseconds before an unknown batch is sent again; doubles each time
 * @param resendDelayMaxMs the longest such wait, in milliseconds
 * @param pauseMs milliseconds that sending pauses after the account was refused
 */
public record GatewaySettings(
    URI url,
    int connectTimeoutMs,
    int readTimeoutMs,
    int inFlightMax,
    long resendDelayMs,
    long resendDelayMaxMs,
    long pauseMs) {

  static final Section SECTION = new Section(GatewaySettings::check);

  static final Setting<URI> URL =
      SECTION.add(
          "payout.gateway.url",
          "https://mapi.alipay.com/gateway.do",
          AddressForms.gateway(),
          SEALED,
          "The address of the gateway.");

  static final Setting<Integer> CONNECT_TIMEOUT_MS =
      SECTION.add(
          "payout.gateway.connect-timeout-ms",
          "8000",
          Form.shortMillis(1, 600_000),
          OPEN,
          "How long to wait for a connection to the gateway.");

  static final Setting<Integer> READ_TIMEOUT_MS =
      SECTION.add(
          "payout.gateway.read-timeout-ms",
          "30000",
          Form.shortMillis(1, 600_000),
          OPEN,
          "How long to wait for the gateway's answer; without one it is unknown whether the"
              + " gateway took the batch.");

  static final Setting<Integer> IN_FLIGHT_MAX =
      SECTION.add(
          "payout.gateway.in-flight-max",
          "2",
          Form.number(1, 100),
          OPEN,
          "How many batches may be in flight to the gateway at once.");

  static final Setting<Long> RESEND_DELAY_MS =
      SECTION.add(
          "payout.gateway.resend-delay-ms",
          "60000",
          Form.millis(1, Section.DAY_MS),
          OPEN,
          "How long to wait before a batch of unknown outcome is sent again under its number; the"
              + " wait doubles each time.");

  static final Setting<Long> RESEND_DELAY_MAX_MS =
      SECTION.add(
          "payout.gateway.resend-delay-max-ms",
          "3600000",
          Form.millis(1, Section.DAY_MS),
          OPEN,
          "The longest such wait; the number of attempts has no limit.");

  static final Setting<Long> PAUSE_MS =
      SECTION.add(
          "payout.gateway.pause-ms",
          "900000",
          Form.millis(1, Section.DAY_MS),
          OPEN,
          "How long sending pauses after the gateway refused the account as a whole; then one"
              + " batch is sent as a probe.");

  static GatewaySettings read(Values values) {
    return new GatewaySettings(
        values.of(URL),
        values.of(CONNECT_TIMEOUT_MS),
        values.of(READ_TIMEOUT_MS),
        values.of(IN_FLIGHT_MAX),
        values.of(RESEND_DELAY_MS),
        values.of(RESEND_DELAY_MAX_MS),
        values.of(PAUSE_MS));
  }

  /** The same settings for a gateway at another address. */
  GatewaySettings at(URI other) {
    return new GatewaySettings(
        other,
        connectTimeoutMs,
        readTimeoutMs,
        inFlightMax,
        resendDelayMs,
        resendDelayMaxMs,
        pauseMs);
  }

  private static void check(Values values, Faults faults) {
    long first = values.find(RESEND_DELAY_MS).orElse(0L);
    long longest = values.find(RESEND_DELAY_MAX_MS).orElse(Long.MAX_VALUE);
    if (longest < first) {
      faults.add(
          "%s is %d; it must be no less than %s, which is %d.",
          RESEND_DELAY_MAX_MS, longest, RESEND_DELAY_MS, first);
    }
  }
}
