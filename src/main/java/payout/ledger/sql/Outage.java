package payout.ledger.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteException;

/**
 * What a failure of the database means: whether it passes by itself, and what an operator should
 * know beside the database's own words. PostgreSQL's failures are known by their SQLSTATE, those of
 * the embedded database, which has none, by its own codes.
 */
final class Outage {

  /** The state of a server that takes no writes. */
  static final String READ_ONLY = "25006";

  /** The server, or what stands before it, refuses this program; waiting would not help. */
  private static final String REFUSED = "08004";

  /** What passes by itself, by its state or the class of its state. */
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("08", "The database cannot be reached, or does not answer."),
          Map.entry(READ_ONLY, "The server takes no writes: it is a standby, or read-only."),
          Map.entry("25P03", "This process stood still for too long within a transaction."),
          Map.entry("40", "Another transaction was in the way."),
          Map.entry("53", "The server lacks a resource."),
          Map.entry("53100", "The disk of the server is full."),
          Map.entry("53300", "The server has no connection left for this program."),
          Map.entry("55P03", "Another transaction held a lock for too long."),
          Map.entry("57", "The server is starting, ending or recovering."),
          Map.entry("57014", "The statement took too long."),
          Map.entry("58", "The server cannot use its disk."));

  /** The code of an embedded ledger that another connection is writing to. */
  private static final int BUSY = 5;

  /** What fails every writer of an embedded ledger, by its code. */
  private static final Map<Integer, String> EMBEDDED =
      Map.of(
          BUSY,
          "Another process has kept the ledger locked for too long.",
          8,
          "The file of the ledger, or its folder, is read-only for this process.",
          10,
          "The disk of the ledger fails.",
          13,
          "The disk of the ledger is full.");

  private Outage() {}

  /**
   * The exception for a failure.
   *
   * @param what the beginning of a sentence, such as "The ledger cannot be read"
   */
  static LedgerException exception(String what, Throwable thrown) {
    Throwable cause = cause(thrown);
    String sentence = what + ": " + cause.getMessage();
    Optional<String> embedded = embedded(thrown).map(EMBEDDED::get);
    Optional<String> meaning = meaning(cause);
    if (meaning.isEmpty()) {
      return new LedgerException(
          sentence + embedded.map(words -> separator(sentence) + words).orElse(""), thrown);
    }
    Throwable line = cause.getCause();
    return new LedgerUnavailableException(
        sentence
            + (line instanceof IOException ? " (" + line + ")" : "")
            + separator(sentence)
            + meaning.get(),
        thrown);
  }

  private static String separator(String sentence) {
    return sentence.endsWith(".") ? " " : ". ";
  }

  /** The code of an embedded database that it failed with, if it is one with a meaning here. */
  private static Optional<Integer> embedded(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof SQLiteException e && EMBEDDED.containsKey(e.getErrorCode())) {
        return Optional.of(e.getErrorCode());
      }
    }
    return Optional.empty();
  }

  /** Whether an embedded ledger only had another writer for longer than the caller would wait. */
  static boolean isBusy(Throwable thrown) {
    return embedded(thrown).filter(code -> code == BUSY).isPresent();
  }

  /** Whether a failure is one that passes without a change of the settings. */
  static boolean passes(Throwable thrown) {
    return meaning(cause(thrown)).isPresent();
  }

  /** Whether the database lacks something, or takes no writes, so that others fail as well. */
  static boolean isTrouble(SQLException e) {
    if (embedded(e).isPresent()) {
      return true;
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("53") || state.startsWith("58") || isReadOnly(e);
  }

  /** Whether a connection leads to a server that takes no writes. */
  static boolean isReadOnly(SQLException e) {
    return READ_ONLY.equals(e.getSQLState());
  }

  /** The innermost exception of the database, else the innermost of all. */
  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause.getCause() instanceof IOException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Optional<String> meaning(Throwable cause) {
    String state = cause instanceof SQLException e ? e.getSQLState() : null;
    if (state == null || state.length() < 2 || state.equals(REFUSED)) {
      return Optional.empty();
    }
    return Optional.ofNullable(MEANINGS.getOrDefault(state, MEANINGS.get(state.substring(0, 2))));
  }
}
