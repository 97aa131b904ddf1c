package payout.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import payout.batch.Characters;
import payout.batch.ChinaClock;
import payout.config.Settings;
import payout.ledger.Backup;
import payout.ledger.sql.LedgerAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code payout backup FILE}: a copy of the ledger, also while {@code run} is running. */
@Command(
    name = "backup",
    description = {
      "Copies the ledger into FILE, also while run is running, and checks the copy.",
      "A ledger on PostgreSQL is backed up by pg_dump or by base backups."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--sandbox", description = "use the sandbox's ledger")
  private boolean sandbox;

  @Parameters(paramLabel = "FILE", description = "the copy; a file that exists is not overwritten")
  private Path file;

  @Override
  public Integer call() {
    Settings settings = LedgerAccess.settings(sandbox);
    LedgerAddress address = Launch.address(settings).real();
    if (address.file().isEmpty()) {
      throw onServer();
    }
    if (!address.exists() || address.isEmpty()) {
      throw LedgerAccess.missing(settings);
    }
    Backup made = Backup.make(address, file);
    spec.commandLine().getOut().println(Characters.shownLines(sentence(made, settings)));
    return 0;
  }

  private static RefusedToStartException onServer() {
    return new RefusedToStartException(
        "The ledger is on PostgreSQL, which this command does not copy. Use pg_dump -Fc for one"
            + " consistent copy, or base backups with the archived write-ahead log"
            + " (pg_basebackup), which can be restored up to the last commit.");
  }

  private static String sentence(Backup made, Settings settings) {
    return "The ledger is copied to "
        + made.file()
        + " and the copy is checked: "
        + made.bytes()
        + " bytes"
        + (made.lastEventAt() == 0
            ? ", no step in it yet."
            : ", its last step at " + ChinaClock.iso(made.lastEventAt()) + ".")
        + " It holds all payees, and only its owner may read it. Keep as well what is not in it: "
        + settings.home().root().resolve("config")
        + " with the settings, the users and the keys that the settings name, and the folders"
        + " .done of the inboxes: after a restore, the next start takes from them again what was"
        + " paid since.";
  }
}
