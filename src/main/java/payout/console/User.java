package payout.console;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who may log in.
 *
 * @param name small letters, digits, dots, dashes and underscores; names are compared as they are
 * @param roles what the user may do
 * @param passwordHash see {@link Passwords}
 * @param codeSecret the base32 secret of the second factor; empty when the user has none
 */
public record User(String name, Set<Role> roles, String passwordHash, String codeSecret) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,31}");

  public User {
    roles = Set.copyOf(roles);
  }

  /** Whether a name is one that a user can have. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether the user has a second factor. */
  public boolean hasSecondFactor() {
    return !codeSecret.isEmpty();
  }

  /** The roles in their usual order. */
  Set<Role> rolesInOrder() {
    return roles.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(roles);
  }

  /** No secret. */
  @Override
  public String toString() {
    return name + " " + rolesInOrder();
  }
}
