package payout.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import payout.batch.OutboxCharset;
import payout.config.Settings;
import payout.ledger.Ledger;
import payout.outbox.MatchFile;
import payout.outbox.OutboxText;
import payout.statement.Match;
import payout.statement.MatchRow;
import payout.statement.MatchVerdict;
import payout.statement.StatementFile;
import payout.statement.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code payout match}: compares a statement of the account with the ledger. */
@Command(
    name = "match",
    description =
        "Compares a statement of the account with the ledger, and prints a row for each payment;"
            + " changes nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class MatchCommand implements Callable<Integer> {

  private static final int CONTRADICTED = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--sandbox", description = "use the sandbox's ledger")
  private boolean sandbox;

  @Parameters(
      paramLabel = "FILE",
      description = "the statement (账务明细 or 账务组合查询), as it was downloaded")
  private Path file;

  @Override
  public Integer call() throws IOException {
    Settings settings = LedgerAccess.settings(sandbox);
    try (Ledger ledger = LedgerAccess.open(settings)) {
      MatchedStatement matched = MatchedStatement.of(file, settings, ledger);
      print(matched.matches());
      sum(matched.file(), matched.matches());
      return matched.matches().stream().anyMatch(Match::alarm) ? CONTRADICTED : 0;
    }
  }

  private void print(List<Match> matches) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutboxText text = OutboxText.open(bytes, OutboxCharset.UTF_8)) {
      MatchFile rows = new MatchFile(text, true);
      for (Match each : matches) {
        rows.add(MatchRow.of(each));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(bytes.toString(StandardCharsets.UTF_8));
    out.flush();
  }

  private void sum(StatementFile statement, List<Match> matches) {
    PrintWriter err = spec.commandLine().getErr();
    Map<MatchVerdict, Tally> sums = new TreeMap<>();
    for (Match each : matches) {
      sums.merge(
          each.verdict(),
          Tally.NONE.plus(each.line() == null ? each.row().amount() : each.line().amount()),
          Tally::plus);
    }
    sums.forEach((verdict, sum) -> err.println(verdict + ": " + sum.rows() + ", " + sum.amount()));
    err.println(
        statement.complete().isEmpty()
            ? "No day of it is complete, so nothing is said about what is not in it. "
                + statement.incomplete()
            : statement.complete().size()
                + (statement.complete().size() == 1 ? " day" : " days")
                + " of it "
                + (statement.complete().size() == 1 ? "is" : "are")
                + " complete.");
    err.println("Nothing is changed. What is PROVED_PAID, payout prove records.");
    err.flush();
  }
}
