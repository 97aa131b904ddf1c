package payout.config;

import static payout.config.Setting.InSandbox.OPEN;

/**
 * Which of the processes on a ledger this one is.
 *
 * @param name empty for the name of the host
 */
public record NodeSettings(String name) {

  static final Section SECTION = new Section();

  static final Setting<String> NAME =
      SECTION.add(
          "payout.node.name",
          Section.EMPTY,
          Form.text(
              "1 to 64 letters, digits, dots, underscores or hyphens",
              name -> name.matches("[A-Za-z0-9._-]{1,64}")),
          OPEN,
          "The name of this node among those on the ledger, shown in status, log, metrics and"
              + " events; empty for the name of the host.");

  static NodeSettings read(Values values) {
    return new NodeSettings(values.text(NAME));
  }
}
