package payout.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import payout.batch.Money;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import payout.ledger.Seen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payout prove}: records what a statement of the account proves. */
@Command(
    name = "prove",
    description = {
      "Records the open lines that a statement of the account proves as PAID; an UNKNOWN batch of",
      "them is TAKEN then and not sent again. Compare it first with match."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class ProveCommand extends ActCommand.WithReason {

  @Parameters(paramLabel = "FILE", description = "the statement, as it was matched")
  private Path file;

  @Option(
      names = "--lines",
      paramLabel = "N",
      required = true,
      description = "how many lines are PROVED_PAID; refused when it changed")
  private long lines;

  @Option(
      names = "--amount",
      paramLabel = "S",
      required = true,
      converter = SettleCommand.AmountConverter.class,
      description = "their sum in yuan; refused when it changed")
  private Money amount;

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    try {
      MatchedStatement matched = MatchedStatement.of(file, settings, ledger);
      return acts(ledger, settings)
          .prove(matched.sha256(), matched.proofs(), withUser(act).seeing(Seen.of(lines, amount)));
    } catch (IOException e) {
      throw new UncheckedIOException("The statement " + file + " cannot be read.", e);
    }
  }
}
