package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import payout.setup.IntakeSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The acts on a file that waits. */
final class FileCommands {

  private FileCommands() {}

  /** {@code payout approve FILE --sha256 SHA256}. */
  @Command(
      name = "approve",
      description =
          "Approves a file that waits for approval, or lets it exceed the limit of the" + " day.",
      mixinStandardHelpOptions = true)
  static final class Approve extends ActCommand.Reasoned {

    @Parameters(
        paramLabel = "FILE",
        description = "the file's name, or at least the first 8 digits of its SHA-256")
    private String file;

    @Option(
        names = "--sha256",
        paramLabel = "SHA256",
        description =
            "all 64 digits of the SHA-256 of the approved bytes; without it, the file may exceed"
                + " the limit of the day")
    private String sha256;

    @Override
    String act(Ledger ledger, Settings settings, Act act) {
      return ledger
          .waiting(IntakeSettings.acceptRules(settings), settings.outbox().language())
          .approve(file, sha256, withUser(act));
    }
  }

  /** {@code payout reject FILE --reason WHY}. */
  @Command(
      name = "reject",
      description = "Refuses a file that waits; nothing of it is ever sent.",
      mixinStandardHelpOptions = true)
  static final class Reject extends ActCommand.WithReason {

    @Parameters(
        paramLabel = "FILE",
        description = "the file's name, or at least the first 8 digits of its SHA-256")
    private String file;

    @Override
    String act(Ledger ledger, Settings settings, Act act) {
      return ledger
          .waiting(IntakeSettings.acceptRules(settings), settings.outbox().language())
          .reject(file, act);
    }
  }
}
