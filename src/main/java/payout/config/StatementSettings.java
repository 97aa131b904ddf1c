package payout.config;

import static payout.config.Setting.InSandbox.OPEN;
import static payout.config.Setting.InSandbox.SEALED;

import java.nio.file.Path;

/**
 * Where statements of the account come from, and what follows from what they prove.
 *
 * @param folder the folder, absolute; null for none
 * @param apply what becomes of lines that a statement proves as paid
 */
public record StatementSettings(Path folder, Apply apply) {

  static final Section SECTION = new Section();

  static final Setting<String> FOLDER =
      SECTION.add(
          "payout.statement.folder",
          Section.EMPTY,
          Form.path("the path of a folder"),
          SEALED,
          "The folder for statements of the account, which the account that writes the inbox should"
              + " not be able to write; empty for none.");

  static final Setting<Apply> APPLY =
      SECTION.add(
          "payout.statement.apply",
          "ask",
          Form.choice(Apply.class),
          OPEN,
          "What becomes of open lines that a statement proves as paid: ask proposes them to an"
              + " approver, auto records them at once.");

  /** What becomes of lines that a statement proves as paid. */
  public enum Apply {
    /** They wait for an approver. */
    ASK,
    /** They are PAID at once. */
    AUTO
  }

  static StatementSettings read(Values values, Home home) {
    return new StatementSettings(
        values.find(FOLDER).map(home::resolve).orElse(null), values.of(APPLY));
  }
}
