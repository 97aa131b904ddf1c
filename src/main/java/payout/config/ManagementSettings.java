package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

/** Where health and metrics are served; port 0 for any free port. */
public record ManagementSettings(String host, int port) {

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

  static ManagementSettings read(Values values) {
    return new ManagementSettings(values.of(HOST), values.of(PORT));
  }

  private static void check(Values values, Faults faults) {
    Section.portsDiffer(NotifySettings.PORT, PORT, values, faults);
  }
}
