package payout.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import payout.console.Passwords;
import payout.console.Role;
import payout.console.Secrets;
import payout.console.User;
import payout.console.UsersFile;

/** The two users of a sandbox, with new passwords at each start: they are printed, not kept. */
final class SandboxUsers {

  private static final int PASSWORD_BYTES = 9;

  private final Map<String, String> passwords = new TreeMap<>();

  private SandboxUsers() {}

  /** Writes them into the sandbox's file of users; others that are there stay. */
  static SandboxUsers begin(Path usersFile) {
    SandboxUsers users = new SandboxUsers();
    UsersFile file = new UsersFile(usersFile);
    users.add(file, "li", Set.of(Role.SUBMITTER));
    users.add(file, "chen", Set.of(Role.APPROVER, Role.OPERATOR));
    return users;
  }

  private void add(UsersFile file, String name, Set<Role> roles) {
    String password = Secrets.next(PASSWORD_BYTES);
    file.put(new User(name, roles, Passwords.hash(password), ""));
    passwords.put(name, password);
  }

  /** For the person who started the sandbox; on standard output, and never in the log. */
  List<String> lines() {
    return passwords.entrySet().stream()
        .map(each -> "  user " + each.getKey() + "  password " + each.getValue())
        .toList();
  }
}
