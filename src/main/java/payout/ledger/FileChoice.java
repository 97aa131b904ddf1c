package payout.ledger;

import java.sql.SQLException;
import java.util.List;
import payout.ledger.sql.Sql;

/**
 * The one file that an operator means.
 *
 * @param file the file; null when it is not clear
 * @param otherwise why it is not
 */
record FileChoice(FileRecord file, String otherwise) {

  /** The waiting file with these bytes, otherwise a waiting one, otherwise the newest. */
  static FileChoice of(Sql sql, String what, String sha256) throws SQLException {
    List<FileRecord> named = Arrivals.named(sql, what);
    List<FileRecord> waiting = named.stream().filter(each -> each.state().isWaiting()).toList();
    List<FileRecord> meant =
        sha256 == null
            ? List.of()
            : waiting.stream().filter(each -> each.sha256().equalsIgnoreCase(sha256)).toList();
    if (meant.size() == 1) {
      return new FileChoice(meant.get(0), "");
    }
    if (waiting.size() > 1 && (sha256 == null || sha256.isEmpty())) {
      return new FileChoice(
          null, "Several files " + what + " wait; name one by its SHA-256 instead.");
    }
    if (named.isEmpty()) {
      return new FileChoice(null, unknown(what));
    }
    return new FileChoice(waiting.isEmpty() ? named.get(0) : waiting.get(0), "");
  }

  /** The file of an id; 0 for none. */
  static FileChoice of(Sql sql, long fileId, String name) throws SQLException {
    return Arrivals.find(sql, fileId)
        .map(file -> new FileChoice(file, ""))
        .orElseGet(() -> new FileChoice(null, unknown(name)));
  }

  private static String unknown(String what) {
    return "The ledger holds no file that " + what + " means.";
  }
}
