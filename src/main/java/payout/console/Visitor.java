package payout.console;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param name the user; empty for somebody who is not logged in
 * @param roles what this request may do: with a token at most what the token may
 * @param secret the secret that came with the request, for {@link FormTokens}; empty with a token
 * @param isProved whether a second factor was given
 */
public record Visitor(String name, Set<Role> roles, String secret, boolean isProved) {

  public Visitor {
    roles = Set.copyOf(roles);
  }

  /** Somebody who is not logged in. */
  static Visitor stranger(String secret) {
    return new Visitor("", EnumSet.noneOf(Role.class), secret, false);
  }

  /** The same visitor, who may do this. */
  Visitor with(Set<Role> others) {
    return new Visitor(name, others, secret, isProved);
  }

  /** Whether this is a user. */
  public boolean isKnown() {
    return !name.isEmpty();
  }

  /** Whether the visitor has a role; every user may read. */
  public boolean may(Role role) {
    return isKnown() && (role == Role.VIEWER || roles.contains(role));
  }

  /** No secret. */
  @Override
  public String toString() {
    return name + " " + roles;
  }
}
