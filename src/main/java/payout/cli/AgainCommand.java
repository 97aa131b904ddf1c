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

/** {@code payout again SHA256 --reason WHY}; without a hash it lists the open grants. */
@Command(
    name = "again",
    description = {
      "Lets the bytes of a settled file be paid once more, within 72 hours, under new numbers.",
      "Without SHA256: lists the open grants."
    },
    mixinStandardHelpOptions = true)
final class AgainCommand extends ActCommand.Reasoned {

  @Parameters(
      arity = "0..1",
      paramLabel = "SHA256",
      description = "the SHA-256 of the file, or at least its first 8 digits")
  private String sha256;

  @Option(names = "--list", description = "list the open grants; changes nothing")
  private boolean list;

  @Option(names = "--revoke", description = "revoke the grant if it was not used")
  private boolean revoke;

  @Override
  void checkOptions() {
    if (isList()) {
      if (revoke || sha256 != null) {
        throw misused(
            revoke ? "Name the SHA256 whose grant is to be revoked." : "--list needs no SHA256.");
      }
    } else if (reason() == null) {
      throw misused("Missing required option: '--reason=WHY'");
    }
  }

  @Override
  boolean onlyReads() {
    return isList();
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
        + "  granted by "
        + grant.who()
        + " at "
        + ChinaClock.iso(grant.givenAt())
        + ", expires at "
        + ChinaClock.iso(grant.endsAt())
        + ": "
        + grant.reason();
  }
}
