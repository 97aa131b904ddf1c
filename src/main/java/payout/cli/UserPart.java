package payout.cli;

import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import payout.config.Settings;
import payout.console.Role;
import payout.console.User;
import payout.console.UsersFile;
import payout.ledger.Ledger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands about users and tokens have in common. */
abstract class UserPart implements Callable<Integer> {

  static final String ROLES_ARE = "viewer, submitter, approver, operator";

  @Spec private CommandSpec spec;

  @Option(names = "--sandbox", description = "the users of the sandbox")
  private boolean sandbox;

  final Settings settings() {
    return LedgerAccess.settings(sandbox);
  }

  final UsersFile users() {
    return new UsersFile(settings().console().usersFile());
  }

  final User user(String name) {
    UsersFile users = users();
    return users
        .find(name)
        .orElseThrow(
            () ->
                new RefusedToStartException(
                    "There is no user " + name + " in " + users.path() + "."));
  }

  /**
   * The ledger, in which the change is recorded and by which sessions end; opened before the file
   * is changed. Empty where there is none yet.
   */
  final Optional<Ledger> ledger() {
    return LedgerAccess.find(settings());
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final ParameterException misused(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  final Set<Role> roles(List<String> words) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : words) {
      roles.add(
          Role.of(word)
              .orElseThrow(
                  () -> misused("There is no role " + word + "; roles are " + ROLES_ARE + ".")));
    }
    return roles;
  }

  /** Roles, as they are written in a list. */
  static String words(Set<Role> roles) {
    return roles.stream().sorted().map(Role::word).collect(Collectors.joining(","));
  }
}
