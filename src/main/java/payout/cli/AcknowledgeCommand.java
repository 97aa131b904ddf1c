package payout.cli;

import payout.batch.Money;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Ledger;
import payout.ledger.Seen;
import payout.ledger.StatementList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payout acknowledge}: records that what a statement contradicts is dealt with. */
@Command(
    name = "acknowledge",
    description = {
      "Records that the contradictions of a statement of the account are dealt with, so that they",
      "are not reported any more. Changes no payment."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class AcknowledgeCommand extends ActCommand.WithReason {

  private static final String SUFFIX = "\\.match\\.csv";

  @Parameters(
      paramLabel = "STATEMENT",
      description = "its name in the outbox, statement.<date>.<id>, with or without .match.csv")
  private String statement;

  @Option(
      names = "--lines",
      paramLabel = "N",
      required = true,
      description = "how many contradictions; refused when it changed")
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
    StatementList.Entry entry =
        ledger
            .statementList()
            .find(statement.replaceFirst(SUFFIX + "$", ""))
            .orElseThrow(() -> misused("The ledger holds no statement " + statement + "."));
    return acts(ledger, settings)
        .acknowledge(entry.statement().id(), withUser(act).seeing(Seen.of(lines, amount)));
  }
}
