package payout.console;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import payout.batch.ChinaClock;
import payout.ledger.About;
import payout.ledger.AuditKind;
import payout.ledger.AuditLedger;
import payout.ledger.Ledger;
import payout.ledger.SessionLedger;
import payout.ledger.Source;
import payout.ledger.TokenLedger;

/**
 * Who may come in: log-ins, sessions and tokens. A user who is not in the file any more is nobody.
 */
public final class Doorkeeper {

  /** One word for all names of a proxy that no user has. */
  private static final String NOBODY = "?";

  // What the audit trail says about a log-in; the pages have words for these.
  private static final String TOO_MANY = "TOO_MANY";
  private static final String WITH_CODE = "WITH_CODE";
  private static final String PROXY = "PROXY";

  /** Each comparison takes a core for a tenth of a second, and 19 MiB. */
  private static final int COMPARISONS_MAX = 2;

  private final UsersFile users;
  private final SessionLedger sessions;
  private final TokenLedger tokens;
  private final AuditLedger audit;
  private final ChinaClock clock;
  private final Throttle throttle;
  private final Semaphore comparisons = new Semaphore(COMPARISONS_MAX, true);

  /**
   * For these users.
   *
   * @param ledger where sessions, tokens and the audit trail are; all nodes share its clock
   * @param nanos a monotonic clock, nanoseconds
   */
  public Doorkeeper(UsersFile users, Ledger ledger, LongSupplier nanos) {
    this.users = users;
    this.sessions = ledger.sessions();
    this.tokens = ledger.tokens();
    this.audit = ledger.audit();
    this.clock = ledger.clock();
    this.throttle = new Throttle(nanos);
  }

  /** How a log-in ended. */
  public enum Verdict {
    /** The session has begun. */
    WELCOME,
    /** Wrong name, password or code; which of them is not told. */
    WRONG,
    /** Too many failures; the password was not even compared. */
    TOO_MANY
  }

  /**
   * The end of a log-in.
   *
   * @param verdict how it ended
   * @param secret the secret of the new session; empty without one
   */
  public record Entry(Verdict verdict, String secret) {}

  /**
   * Logs in. The session is always a new one, whatever cookie the caller had.
   *
   * @param code the code of the second factor; may be empty
   * @throws UsersFileException when the file of users cannot be used
   */
  public Entry logIn(String name, String password, String code, String address) {
    Optional<User> user = User.isName(name) ? users.find(name) : Optional.empty();
    if (!throttle.admits(name, address)) {
      if (throttle.isToTell(name, address)) {
        record(AuditKind.LOGIN_FAILED, user, address, TOO_MANY);
      }
      return new Entry(Verdict.TOO_MANY, "");
    }
    if (!isPasswordOf(user, name, password)) {
      return failed(AuditKind.LOGIN_FAILED, user, address, "");
    }
    if (!isCodeOf(user.get(), code)) {
      return failed(AuditKind.SECOND_FACTOR_FAILED, user, address, "");
    }
    throttle.succeeded(name, address);
    boolean isProved = user.get().hasSecondFactor();
    return begun(user.get(), address, isProved, isProved ? WITH_CODE : "");
  }

  /**
   * Begins a session for whom a proxy names, which has logged the user in.
   *
   * @param isProved whether the proxy asks for a second factor
   * @throws UsersFileException when the file of users cannot be used
   */
  Entry enter(String name, String address, boolean isProved) {
    Optional<User> user = User.isName(name) ? users.find(name) : Optional.empty();
    if (user.isPresent()) {
      return begun(user.get(), address, isProved, PROXY);
    }
    return throttle.isToTell(NOBODY + PROXY, "")
        ? failed(AuditKind.LOGIN_FAILED, user, address, PROXY)
        : new Entry(Verdict.WRONG, "");
  }

  private Entry begun(User user, String address, boolean isProved, String how) {
    String secret = Secrets.next();
    sessions.start(Secrets.hash(secret), user.name(), address, isProved);
    record(AuditKind.LOGIN, Optional.of(user), address, how);
    return new Entry(Verdict.WELCOME, secret);
  }

  private Entry failed(AuditKind kind, Optional<User> user, String address, String how) {
    record(kind, user, address, how);
    return new Entry(Verdict.WRONG, "");
  }

  /** Never what was typed for a name that no user has: it may be a password. */
  private void record(AuditKind kind, Optional<User> user, String address, String how) {
    audit.record(kind, user.map(User::name).orElse(""), from(address), About.NOTHING, how);
  }

  private static Source from(String address) {
    return new Source(Source.Channel.CONSOLE, address);
  }

  /** For a name that no user has, it takes as long as for one of the users. */
  private boolean isPasswordOf(Optional<User> user, String name, String password) {
    comparisons.acquireUninterruptibly();
    try {
      return user.isPresent()
          ? Passwords.matches(password, user.get().passwordHash())
          : Passwords.matchesNobody(password, hashFor(name));
    } finally {
      comparisons.release();
    }
  }

  /** Which user's, the name says, so that it is always the same one's. */
  private Optional<String> hashFor(String name) {
    List<User> all = List.copyOf(users.users().values());
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.get(Math.floorMod(name.hashCode(), all.size())).passwordHash());
  }

  private boolean isCodeOf(User user, String code) {
    if (!user.hasSecondFactor()) {
      return true;
    }
    OptionalLong step = OneTimeCodes.step(user.codeSecret(), code.strip(), clock.millis());
    return step.isPresent() && sessions.useCode(user.name(), step.getAsLong());
  }

  /** Who has the session of this secret; a stranger when there is none. */
  public Visitor ofSession(String secret) {
    return ofSession(secret, false);
  }

  /**
   * The same.
   *
   * @param isRenewal whether a page asks by itself: then the session ends as if nobody had asked
   */
  public Visitor ofSession(String secret, boolean isRenewal) {
    String id = Secrets.hash(secret);
    return secret.isEmpty()
        ? Visitor.stranger(secret)
        : (isRenewal ? sessions.peek(id) : sessions.find(id))
            .flatMap(
                session ->
                    users
                        .find(session.user())
                        .map(
                            user ->
                                new Visitor(user.name(), user.roles(), secret, session.proved())))
            .orElse(Visitor.stranger(secret));
  }

  /** Who has this token, with the roles of the token that the user still has. */
  public Optional<Visitor> ofToken(String token) {
    return tokens
        .find(Secrets.hash(token))
        .flatMap(
            found ->
                users
                    .find(found.user())
                    .map(user -> new Visitor(user.name(), common(user, found.roles()), "", false)));
  }

  /** The same visitor, with the roles that the file of users leaves by now. */
  Visitor asOfNow(Visitor visitor) {
    return users
        .find(visitor.name())
        .map(user -> visitor.with(common(visitor.roles(), user)))
        .orElse(Visitor.stranger(visitor.secret()));
  }

  private static Set<Role> common(Set<Role> roles, User user) {
    Set<Role> left = EnumSet.noneOf(Role.class);
    roles.stream().filter(user.roles()::contains).forEach(left::add);
    return left;
  }

  private static Set<Role> common(User user, Set<String> words) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    user.roles().stream().filter(role -> words.contains(role.word())).forEach(roles::add);
    return roles;
  }

  /** Ends the session of somebody who logs out. */
  void logOut(Visitor visitor, String address) {
    sessions.end(Secrets.hash(visitor.secret()));
    audit.record(AuditKind.LOGOUT, visitor.name(), from(address), About.NOTHING, "");
  }

  /** Ends the session of somebody whom the proxy does not name any more. */
  void replace(Visitor visitor, String address) {
    sessions.end(Secrets.hash(visitor.secret()));
    audit.record(AuditKind.SESSION_ENDED, visitor.name(), from(address), About.NOTHING, PROXY);
  }
}
