package payout.outbox;

import java.io.IOException;
import payout.ledger.StatementRecord;

/** {@code statement.<date>.<id>.refused.csv}: why a statement of the account is not used. */
public final class RefusedStatementFile {

  private RefusedStatementFile() {}

  /** Writes the whole file. */
  static void write(OutboxText out, StatementRecord statement) throws IOException {
    out.row("file", "sha256", "status", "reason");
    out.row(
        out.name(statement.name()),
        statement.sha256(),
        "REJECTED",
        out.foreign(statement.reason()));
  }
}
