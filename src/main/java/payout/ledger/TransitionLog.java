package payout.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;
import payout.ledger.sql.Sql;

/**
 * One line of the log for each change of state of a file or a batch, written when it is committed.
 * It names the file by its number in the ledger, because a file's name comes from outside.
 */
final class TransitionLog {

  private static final Logger LOG = LoggerFactory.getLogger("payout.transition");

  private TransitionLog() {}

  /**
   * A file changes its state in this transaction.
   *
   * @param from empty for a new file
   * @param by a route or a person
   */
  static void file(Sql sql, long fileId, String from, String to, String by) {
    add(sql, fileId, "", from, to, by);
  }

  /** A batch changes its state in this transaction. */
  static void batch(Sql sql, long fileId, String batchNo, String from, String to, String by) {
    if (!from.equals(to)) {
      add(sql, fileId, batchNo, from, to, by);
    }
  }

  private static void add(Sql sql, long fileId, String batchNo, String from, String to, String by) {
    // What is only checked goes to a scratch ledger, on which nobody is a node.
    if (LOG.isInfoEnabled() && !sql.node().isEmpty()) {
      sql.afterCommit(() -> write(fileId, batchNo, from, to, by));
    }
  }

  private static void write(long fileId, String batchNo, String from, String to, String by) {
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("file", fileId);
    if (!batchNo.isEmpty()) {
      line = line.addKeyValue("batch", batchNo);
    }
    line.addKeyValue("from", from)
        .addKeyValue("to", to)
        .addKeyValue("by", by)
        .log(
            "{}: {} -> {} by {}{}",
            batchNo.isEmpty() ? "File " + fileId : "Batch " + batchNo + " of file " + fileId,
            from.isEmpty() ? "new" : from,
            to,
            by,
            place());
  }

  /** The route and its step, where a route does it. */
  private static String place() {
    String step = MDC.get("step");
    return step == null ? "" : " in " + MDC.get("route") + "/" + step;
  }
}
