package payout.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.Ledger;
import payout.ledger.sql.LedgerAddress;

/** How a command comes to the ledger beside a process that may be running on it. */
final class LedgerDoor {

  private static final String SANDBOX_LEDGER = "data/ledger.db";

  private LedgerDoor() {}

  /** The settings of a command that sends nothing, for production or for the sandbox. */
  static Settings settings(boolean sandbox) {
    SettingsLoader loader = Surroundings.settings();
    return sandbox ? loader.sandbox().settings() : loader.forCheck();
  }

  /**
   * Opens the ledger of these settings.
   *
   * @throws RefusedToStartException when there is none, with the way to the sandbox's if that
   *     exists
   * @throws payout.ledger.sql.LedgerException when it cannot be opened
   */
  static Ledger open(Settings settings) {
    return find(settings)
        .orElseThrow(
            () ->
                new RefusedToStartException(
                    "There is no ledger at "
                        + Launch.address(settings)
                        + " yet; the first start of "
                        + (settings.kind() == Settings.Kind.SANDBOX ? "sandbox" : "run")
                        + " makes it."
                        + hint(settings)));
  }

  /** The same, or nothing where there is no ledger yet. */
  static Optional<Ledger> find(Settings settings) {
    LedgerAddress address = Launch.address(settings);
    return address.exists()
        ? Optional.of(Ledger.beside(address, Surroundings.clock()))
        : Optional.empty();
  }

  /** Where only the sandbox has a ledger, that is probably the one meant. */
  static String hint(Settings settings) {
    Path other = settings.home().sandbox().root().resolve(SANDBOX_LEDGER);
    return settings.kind() == Settings.Kind.PRODUCTION && Files.exists(other)
        ? " There is a ledger of the sandbox; add --sandbox."
        : "";
  }
}
