package payout.cli;

import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The acts on a batch, and on the sending of batches. */
final class BatchCommands {

  private BatchCommands() {}

  /** {@code payout hold BATCH_NO|FILE}. */
  @Command(
      name = "hold",
      description =
          "Holds a READY or UNKNOWN batch, or all such batches of a file: it is not" + " sent.",
      mixinStandardHelpOptions = true)
  static final class Hold extends ActCommand.Reasoned {

    @Parameters(
        paramLabel = "BATCH_NO|FILE",
        description =
            "the batch number; or the file's name, or at least the first 8 digits of"
                + " its SHA-256")
    private String what;

    @Override
    String act(Ledger ledger, Settings settings, Act act) {
      return acts(ledger, settings).hold(what, act);
    }
  }

  /** {@code payout release BATCH_NO|FILE}. */
  @Command(
      name = "release",
      description = {
        "Puts a held batch back into the state that it had before.",
        "Of a file: every batch that an operator held, but none that the program held."
      },
      mixinStandardHelpOptions = true)
  static final class Release extends ActCommand.Reasoned {

    @Parameters(
        paramLabel = "BATCH_NO|FILE",
        description =
            "the batch number; or the file's name, or at least the first 8 digits of"
                + " its SHA-256")
    private String what;

    @Option(
        names = "--ours",
        description =
            "the gateway has this batch from us: wait for its results, send nothing; for one"
                + " batch only")
    private boolean ours;

    @Override
    String act(Ledger ledger, Settings settings, Act act) {
      return ours
          ? acts(ledger, settings).isOurs(what, act)
          : acts(ledger, settings).release(what, act);
    }
  }

  /** {@code payout resend BATCH_NO}. */
  @Command(
      name = "resend",
      description =
          "Sends an UNKNOWN batch again now, under the same number and with the same" + " lines.",
      mixinStandardHelpOptions = true)
  static final class Resend extends ActCommand.Reasoned {

    @Parameters(paramLabel = "BATCH_NO", description = "the batch number")
    private String batchNo;

    @Override
    String act(Ledger ledger, Settings settings, Act act) {
      return acts(ledger, settings).resend(batchNo, act);
    }
  }

  /** {@code payout resume}. */
  @Command(
      name = "resume",
      description =
          "Resumes sending for this payer after the gateway refused the account as a" + " whole.",
      mixinStandardHelpOptions = true)
  static final class Resume extends ActCommand.Reasoned {

    @Override
    String act(Ledger ledger, Settings settings, Act act) {
      return acts(ledger, settings).resume(settings.payer().partner(), act);
    }
  }
}
