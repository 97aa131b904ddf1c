package payout.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import payout.console.OneTimeCodes;
import payout.console.Passwords;
import payout.console.Role;
import payout.console.User;
import payout.console.UsersFile;
import payout.ledger.Ledger;
import payout.ledger.UserLedger;
import payout.ledger.sql.LedgerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payout users …}: who may use the console and the HTTP interface. */
@Command(
    name = "users",
    description = "The users of the console, and the tokens of the HTTP interface.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UsersCommand.Add.class,
      UsersCommand.Show.class,
      UsersCommand.Remove.class,
      UsersCommand.SecondFactor.class,
      UserTokens.Make.class,
      UserTokens.Show.class,
      UserTokens.Revoke.class
    })
final class UsersCommand extends CommandGroup {

  @Override
  String example() {
    return "payout users list";
  }

  /** {@code payout users add}. */
  @Command(name = "add", description = "Adds a user.", mixinStandardHelpOptions = true)
  static final class Add extends UserPart {

    @Parameters(paramLabel = "NAME", description = "small letters, digits and . - _")
    private String name;

    @Option(
        names = "--roles",
        required = true,
        split = ",",
        paramLabel = "ROLE",
        description = "separated by commas: " + UserPart.ROLES_ARE)
    private List<String> roles;

    @Option(names = "--password-stdin", description = "read the password from standard input")
    private boolean fromStdin;

    @Option(
        names = "--replace",
        description = "give a user that is there new roles and a new password")
    private boolean replace;

    @Override
    public Integer call() {
      if (!User.isName(name)) {
        throw misused(
            "A user's name has 1 to 32 small letters, digits, dots, dashes or underscores, and"
                + " begins with a letter.");
      }
      UsersFile users = users();
      Optional<User> old = users.find(name);
      if (old.isPresent() && !replace) {
        throw misused(
            "The user "
                + name
                + " is there already; --replace gives new roles and a new password.");
      }
      String password = password();
      if (password.length() < Passwords.LENGTH_MIN || password.length() > Passwords.LENGTH_MAX) {
        throw misused(
            "A password has "
                + Passwords.LENGTH_MIN
                + " to "
                + Passwords.LENGTH_MAX
                + " characters.");
      }
      User user =
          new User(
              name, roles(roles), Passwords.hash(password), old.map(User::codeSecret).orElse(""));
      if (old.isPresent()) {
        replace(users, user);
      } else {
        users.put(user);
        recordAdded(user);
      }
      out().println("The user " + name + " is in " + users.path() + ".");
      return 0;
    }

    private void replace(UsersFile users, User user) {
      try (Ledger ledger = ledger().orElse(null)) {
        users.put(user);
        if (ledger != null) {
          record(ledger.users(), user);
        }
      }
    }

    private void record(UserLedger ledger, User user) {
      String roles = words(user.roles());
      if (user.roles().contains(Role.OPERATOR)) {
        ledger.changed(name, roles, LedgerAccess.USER, LedgerAccess.here());
      } else {
        ledger.changedToLess(name, roles, LedgerAccess.USER, LedgerAccess.here());
      }
    }

    /** The first users are added before the ledger can be used. */
    private void recordAdded(User user) {
      try (Ledger ledger = ledger().orElse(null)) {
        if (ledger != null) {
          ledger.users().added(name, words(user.roles()), LedgerAccess.USER, LedgerAccess.here());
        }
      } catch (LedgerException e) {
        err().println("payout: This is not in the audit trail. " + e.getMessage());
      }
    }

    private String password() {
      if (fromStdin) {
        return line();
      }
      java.io.Console terminal = System.console();
      if (terminal == null) {
        throw misused("There is no terminal to ask for a password; use --password-stdin.");
      }
      String password = new String(terminal.readPassword("Password for %s: ", name));
      if (!password.equals(new String(terminal.readPassword("Again: ")))) {
        throw misused("The two passwords differ; nothing was changed.");
      }
      return password;
    }

    private String line() {
      try {
        String line =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** {@code payout users list}. */
  @Command(name = "list", description = "Lists the users.", mixinStandardHelpOptions = true)
  static final class Show extends UserPart {

    @Override
    public Integer call() {
      UsersFile users = users();
      if (users.users().isEmpty()) {
        out().println("There is no user in " + users.path() + " yet.");
      }
      users
          .users()
          .values()
          .forEach(
              user ->
                  out()
                      .println(
                          user.name()
                              + "  "
                              + words(user.roles())
                              + (user.hasSecondFactor() ? "  second factor" : "")));
      return 0;
    }
  }

  /** {@code payout users remove}. */
  @Command(
      name = "remove",
      description =
          "Removes a user, who loses sessions, tokens and open grants at once, on every node.",
      mixinStandardHelpOptions = true)
  static final class Remove extends UserPart {

    @Parameters(paramLabel = "NAME", description = "the user")
    private String name;

    @Override
    public Integer call() {
      UsersFile users = users();
      boolean wasThere = users.remove(name); // first: from now on the user is nobody
      UserLedger.Left left = left(wasThere);
      if (!wasThere && (left == null || !left.isAnything())) {
        throw new RefusedToStartException("There is no user " + name + " in " + users.path() + ".");
      }
      out()
          .println(
              (wasThere
                      ? "The user " + name + " is removed"
                      : "The user " + name + " was not in " + users.path() + " any more")
                  + (left == null ? "." : ": " + left.sentence()));
      return 0;
    }

    /** Null where there is no ledger yet. */
    private UserLedger.Left left(boolean wasThere) {
      try (Ledger ledger = ledger().orElse(null)) {
        return ledger == null
            ? null
            : ledger.users().removed(name, wasThere, LedgerAccess.USER, LedgerAccess.here());
      } catch (LedgerException e) {
        err().println("payout: Sessions, tokens and grants are still to be ended; run this again.");
        throw e;
      }
    }
  }

  /** {@code payout users second-factor}. */
  @Command(
      name = "second-factor",
      description =
          "Gives a user a new second factor for an app (TOTP), and prints its secret once.",
      mixinStandardHelpOptions = true)
  static final class SecondFactor extends UserPart {

    @Parameters(paramLabel = "NAME", description = "the user")
    private String name;

    @Option(names = "--remove", description = "take the second factor away")
    private boolean remove;

    @Override
    public Integer call() {
      User user = user(name);
      String secret = remove ? "" : OneTimeCodes.newSecret();
      try (Ledger ledger = ledger().orElse(null)) {
        users().put(new User(name, user.roles(), user.passwordHash(), secret));
        if (ledger != null) {
          String change = remove ? "SECOND_FACTOR_REMOVED" : "SECOND_FACTOR_SET";
          ledger.users().changed(name, change, LedgerAccess.USER, LedgerAccess.here());
        }
      }
      out()
          .println(
              remove
                  ? "The user " + name + " has no second factor any more."
                  : "otpauth://totp/payout:" + name + "?issuer=payout&secret=" + secret);
      return 0;
    }
  }
}
