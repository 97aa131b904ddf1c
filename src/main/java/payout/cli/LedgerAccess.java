package payout.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import payout.config.Settings;
import payout.config.SettingsLoader;
import payout.ledger.Ledger;
import payout.ledger.Source;
import payout.ledger.sql.LedgerAddress;

/** How a command opens the ledger, on which a service may be running. */
final class LedgerAccess {

  private static final String SANDBOX_LEDGER = "data/ledger.db";

  /** Who runs this command. */
  static final String USER = System.getProperty("user.name", "");

  private LedgerAccess() {}

  /** From where, for the audit trail. */
  static Source here() {
    return new Source(Source.Channel.CLI, USER + "@" + ProcessEnvironment.hostName());
  }

  /** The settings of a command that sends nothing, for production or for the sandbox. */
  static Settings settings(boolean sandbox) {
    SettingsLoader loader = ProcessEnvironment.settings();
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
    return find(settings).orElseThrow(() -> missing(settings));
  }

  /** There is no ledger yet. */
  static RefusedToStartException missing(Settings settings) {
    return new RefusedToStartException(
        "There is no ledger at "
            + Launch.address(settings)
            + " yet; the first start of "
            + (settings.kind() == Settings.Kind.SANDBOX ? "sandbox" : "run")
            + " creates it."
            + hint(settings));
  }

  /** The same; empty where there is no ledger yet. */
  static Optional<Ledger> find(Settings settings) {
    LedgerAddress address = Launch.address(settings);
    return address.exists()
        ? Optional.of(
            Ledger.beside(address, ProcessEnvironment.clock())
                .byDatabaseTime()
                .actingOn(Launch.node(settings)))
        : Optional.empty();
  }

  /** Where only the sandbox has a ledger, that is probably the wanted one. */
  static String hint(Settings settings) {
    Path other = settings.home().sandbox().root().resolve(SANDBOX_LEDGER);
    return settings.kind() == Settings.Kind.PRODUCTION && Files.exists(other)
        ? " The sandbox has a ledger; add --sandbox."
        : "";
  }
}
