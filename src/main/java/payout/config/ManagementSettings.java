package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.net.URI;
import java.util.Optional;

/**
 * How the program is observed.
 *
 * @param host where health and metrics are served
 * @param port the port for them; 0 for any free port
 * @param traces where traces are sent; empty for nowhere
 */
public record ManagementSettings(String host, int port, Optional<URI> traces) {

  static final Section SECTION = new Section(ManagementSettings::check);

  static final Setting<String> HOST =
      SECTION.add(
          "camel.management.host",
          "127.0.0.1",
          AddressForms.host(),
          SEALED,
          "The address of this machine on which health and metrics are served.");

  static final Setting<Integer> PORT =
      SECTION.add(
          "camel.management.port",
          "9876",
          Form.port(),
          OPEN,
          "The port on which health and" + " metrics are served.");

  static final Setting<URI> TRACES =
      SECTION.add(
          "payout.tracing.endpoint",
          Section.EMPTY,
          AddressForms.collector(),
          OPEN,
          "Where traces of files and batches are sent, as OTLP over HTTP; empty for no traces.");

  static ManagementSettings read(Values values) {
    return new ManagementSettings(values.of(HOST), values.of(PORT), values.find(TRACES));
  }

  /** The same on another port. */
  ManagementSettings at(int otherPort) {
    return new ManagementSettings(host, otherPort, traces);
  }

  private static void check(Values values, Faults faults) {
    Section.portsDiffer(NotifySettings.PORT, PORT, values, faults);
  }
}
