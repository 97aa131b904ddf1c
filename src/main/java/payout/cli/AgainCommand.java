package payout.cli;

import java.util.List;
import payout.batch.ChinaClock;
import payout.config.Settings;
import payout.ledger.Act;
import payout.ledger.Grants;
import payout.ledger.Ledger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payout again SHA256 --reason WHY}; alone, {@code payout again} lists what is open. */
@Command(
    name = "again",
    description = {
      "Lets the bytes of a settled file in once more, within 72 hours, under new numbers.",
      "Without SHA256: lists the grants that are open."
    },
    mixinStandardHelpOptions = true)
final class AgainCommand extends ActCommand.Reasoned {

  @Parameters(
      arity = "0..1",
      paramLabel = "SHA256",
      description = "the SHA-256 of the file, its first 8 digits or more")
  private String sha256;

  @Option(names = "--list", description = "list the grants that are open; changes nothing")
  private boolean list;

  @Option(names = "--revoke", description = "take the grant back, if it was not used")
  private boolean revoke;

  @Override
  void checkOptions() {
    if (isList()) {
      if (revoke || sha256 != null) {
        throw misused(
            revoke
                ? "Name the SHA256 whose grant is to be taken back."
                : "--list needs no SHA256.");
      }
    } else if (reason() == null) {
      throw misused("Missing required option: '--reason=WHY'");
    }
  }

  private boolean isList() {
    return list || sha256 == null;
  }

  @Override
  String act(Ledger ledger, Settings settings, Act act) {
    if (isList()) {
      return text(acts(ledger, settings).grants());
    }
    return revoke
        ? acts(ledger, settings).revokeAgain(sha256, act)
        : acts(ledger, settings).again(sha256, act);
  }

  private static String text(List<Grants.Grant> grants) {
    List<String> rows = grants.stream().map(AgainCommand::text).toList();
    return rows.isEmpty() ? "No grant is open." : String.join(System.lineSeparator(), rows);
  }

  private static String text(Grants.Grant grant) {
    return grant.sha256()
        + "  "
        + grant.file()
        + "  given by "
        + grant.who()
        + " at "
        + ChinaClock.iso(grant.givenAt())
        + ", ends at "
        + ChinaClock.iso(grant.endsAt())
        + ": "
        + grant.reason();
  }
}
