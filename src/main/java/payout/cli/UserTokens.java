package payout.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import payout.batch.ChinaClock;
import payout.console.Role;
import payout.console.Secrets;
import payout.console.User;
import payout.ledger.About;
import payout.ledger.AuditKind;
import payout.ledger.Ledger;
import payout.ledger.TokenLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of {@link UsersCommand} about the tokens of the HTTP interface. */
final class UserTokens {

  private static final int LISTED_MAX = 1000;
  private static final int ID_LENGTH = 8;

  private UserTokens() {}

  /** {@code payout users token}. */
  @Command(
      name = "token",
      description = "Makes a token for the HTTP interface, and prints it once.",
      mixinStandardHelpOptions = true)
  static final class Make extends UserPart {

    @Parameters(paramLabel = "NAME", description = "the user whose token it is")
    private String name;

    @Option(
        names = "--roles",
        split = ",",
        paramLabel = "ROLE",
        description = "what it may do (default: what the user may, but for approver and operator)")
    private List<String> roles;

    @Option(
        names = "--days",
        defaultValue = "90",
        description = "how long it is valid, 1 to 3660 days (default: 90)")
    private int days;

    @Override
    public Integer call() {
      if (days < 1 || days > 3660) {
        throw misused("--days is " + days + "; it must be from 1 to 3660.");
      }
      User user = user(name);
      Set<Role> given = roles == null ? harmless(user) : roles(roles);
      if (!user.roles().containsAll(given.stream().filter(role -> role != Role.VIEWER).toList())) {
        throw misused("A token cannot have a role that its user " + user + " does not have.");
      }
      given.add(Role.VIEWER);
      String secret = "payout_" + Secrets.next();
      String id = Secrets.hash(secret).substring(0, ID_LENGTH);
      try (Ledger ledger = LedgerAccess.open(settings())) {
        ledger
            .tokens()
            .add(
                id,
                Secrets.hash(secret),
                name,
                given.stream().map(Role::word).collect(Collectors.toSet()),
                days);
        record(ledger, AuditKind.TOKEN_ADDED, id, name + " " + words(given));
      }
      out()
          .println(
              "Token "
                  + id
                  + " of "
                  + name
                  + " ("
                  + words(given)
                  + "), valid for "
                  + days
                  + " days:");
      out().println(secret);
      return 0;
    }

    private static Set<Role> harmless(User user) {
      Set<Role> roles = EnumSet.of(Role.VIEWER);
      user.roles().stream().filter(role -> role == Role.SUBMITTER).forEach(roles::add);
      return roles;
    }
  }

  /** {@code payout users tokens}. */
  @Command(name = "tokens", description = "Lists the tokens.", mixinStandardHelpOptions = true)
  static final class Show extends UserPart {

    @Override
    public Integer call() {
      try (Ledger ledger = LedgerAccess.open(settings())) {
        long now = ledger.clock().millis();
        List<TokenLedger.Token> tokens = ledger.tokens().all(LISTED_MAX);
        if (tokens.isEmpty()) {
          out().println("There is no token.");
        }
        tokens.forEach(token -> out().println(text(token, now)));
      }
      return 0;
    }

    private static String text(TokenLedger.Token token, long now) {
      String end =
          token.revokedAt() > 0
              ? "revoked at " + ChinaClock.iso(token.revokedAt())
              : (token.isValidAt(now) ? "valid until " : "expired at ")
                  + ChinaClock.iso(token.expiresAt());
      return token.id()
          + "  "
          + token.user()
          + "  "
          + String.join(",", token.roles().stream().sorted().toList())
          + "  "
          + end;
    }
  }

  /** {@code payout users revoke}. */
  @Command(
      name = "revoke",
      description = "Ends a token at once, on every node.",
      mixinStandardHelpOptions = true)
  static final class Revoke extends UserPart {

    @Parameters(paramLabel = "TOKEN_ID", description = "the first word of its row in the list")
    private String id;

    @Override
    public Integer call() {
      try (Ledger ledger = LedgerAccess.open(settings())) {
        if (!ledger.tokens().revoke(id)) {
          throw new RefusedToStartException("There is no token " + id + " that has not ended.");
        }
        record(ledger, AuditKind.TOKEN_REVOKED, id, "");
      }
      out().println("Token " + id + " has ended.");
      return 0;
    }
  }

  private static void record(Ledger ledger, AuditKind kind, String tokenId, String detail) {
    ledger
        .audit()
        .record(kind, LedgerAccess.USER, LedgerAccess.here(), About.thing(tokenId), detail);
  }
}
