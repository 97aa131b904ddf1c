package payout.ledger.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The limits of a connection to PostgreSQL. The program sets them, whatever the server, the role or
 * the address say: without them a node that is frozen, or a line that goes silent, holds up every
 * other node for ever.
 *
 * <p>They are chosen for this chain: a node is frozen or cut off while it holds a lock. After
 * {@code idleMs}, or {@code unreadMs} if the server was just sending, the server ends its session.
 * Who waits for the lock then gets it, because {@code lockMs} is longer. If the one who gets it is
 * frozen too, the next waiter may fail; its route tries again within a second. So others go on
 * after at most two such sessions and one more wait, which is less than 40 s.
 *
 * <p>What the program waits for itself is longer than what the server waits for, so that it hears
 * from the server why a statement failed, and loses no answer that is about to come.
 *
 * @param lockMs how long a statement waits for a lock
 * @param idleMs how long a transaction waits for its next statement; the program only computes in
 *     between, for milliseconds
 * @param statementMs how long a statement may take, with its waits for locks; the longest numbers
 *     or deletes the batches of a file of millions of lines, which takes seconds
 * @param unreadMs how long the server keeps a session whose node does not acknowledge or read what
 *     it was sent; a frozen node acknowledges and does not read
 * @param answerS how long the program waits for the server to send anything, seconds
 * @param connectS how long it waits for a TCP connection to one host, seconds
 * @param loginS how long it waits for a session, over all hosts and addresses, seconds
 * @param poolMs how long a caller waits for a connection of the pool
 * @param validMs how long the pool waits for an idle connection to show that it is alive
 */
record PostgresLimits(
    int lockMs,
    int idleMs,
    int statementMs,
    int unreadMs,
    int answerS,
    int connectS,
    int loginS,
    int poolMs,
    int validMs) {

  /** The limits of a running node and of commands. */
  static final PostgresLimits USUAL =
      new PostgresLimits(15_000, 10_000, 30_000, 10_000, 35, 5, 15, 15_000, 3_000);

  /**
   * The limits of migrations: rewriting a table takes as long as it takes, and the transaction that
   * keeps other nodes from migrating is idle meanwhile.
   */
  static final PostgresLimits MIGRATION =
      new PostgresLimits(15_000, 0, 0, 10_000, 3_600, 5, 15, 15_000, 3_000);

  /** The limits of questions about the health of the ledger, whose answers must come at once. */
  static final PostgresLimits ASIDE =
      new PostgresLimits(1_000, 5_000, 2_000, 5_000, 3, 2, 3, 2_000, 1_000);

  /** A dead peer is noticed after 5 + 3 × 2 s also by a session that is neither asked nor asks. */
  private static final List<String> KEEP_ALIVE =
      List.of("tcp_keepalives_idle=5", "tcp_keepalives_interval=2", "tcp_keepalives_count=3");

  /** What the driver is told; an address that says otherwise is refused by the settings. */
  Properties properties(String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("connectTimeout", Integer.toString(connectS));
    properties.setProperty("loginTimeout", Integer.toString(loginS));
    properties.setProperty("socketTimeout", Integer.toString(answerS));
    properties.setProperty("cancelSignalTimeout", Integer.toString(connectS));
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  /** Calls for a SELECT that sets the limits of a session. */
  String ofSession() {
    List<String> all = new ArrayList<>(ofBoth());
    all.add("tcp_user_timeout=" + unreadMs);
    all.addAll(KEEP_ALIVE);
    // Each statement sees what others have committed.
    all.add("default_transaction_isolation=read committed");
    return calls(all, false);
  }

  /** Calls for a SELECT that sets the limits of the transaction in which it is the first. */
  String ofTransaction() {
    return calls(ofBoth(), true);
  }

  private List<String> ofBoth() {
    return List.of(
        "lock_timeout=" + lockMs,
        "statement_timeout=" + statementMs,
        "idle_in_transaction_session_timeout=" + idleMs);
  }

  private static String calls(List<String> settings, boolean local) {
    return settings.stream()
            .map(each -> each.split("="))
            .map(each -> "set_config('" + each[0] + "', '" + each[1] + "', " + local + ")")
            .collect(Collectors.joining(", "))
        + ", "
        + durable(local);
  }

  /**
   * A server may be set up to report a commit before it is on the disk, its own or a synchronous
   * standby's; only {@code remote_apply} is stronger than {@code on}.
   */
  private static String durable(boolean local) {
    return "set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
        + " WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, "
        + local
        + ")";
  }
}
