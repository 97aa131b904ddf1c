package payout.ledger;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import payout.ledger.sql.Sql;
import payout.statement.Match;
import payout.statement.MatchVerdict;
import payout.statement.Matcher;

/**
 * What a statement proposes and what still holds by all that statements said since: the payment is
 * shown by that booking, and nothing contradicts it. The rest is for a person.
 */
final class StandingProofs {

  private final Set<String> proved = new HashSet<>();
  private final Set<String> contradicted = new HashSet<>();

  private StandingProofs() {}

  /** Those of a proposal that concern a batch, in the order of lines. */
  static List<Proof> of(Sql sql, long statement, long batchId) throws SQLException {
    List<Proof> open = StatementProofs.open(sql, statement, batchId);
    if (open.isEmpty()) {
      return open;
    }
    Set<String> serials = open.stream().map(Proof::serial).collect(Collectors.toSet());
    StandingProofs standing = new StandingProofs();
    Matcher.match(StatementLedger.evidence(sql, serials)).forEach(standing::take);
    return open.stream().filter(standing::holds).toList();
  }

  private void take(Match match) {
    if (match.line() == null) {
      return;
    }
    String serial = match.line().serial();
    if (match.verdict() == MatchVerdict.PROVED_PAID) {
      proved.add(key(match.line().batchNo(), serial, match.row().bookingId()));
    } else if (match.verdict().isAlarm()) {
      contradicted.add(serial);
    }
  }

  private boolean holds(Proof proof) {
    return proved.contains(key(proof.batchNo(), proof.serial(), proof.bookingNo()))
        && !contradicted.contains(proof.serial());
  }

  private static String key(String batchNo, String serial, String bookingNo) {
    return batchNo + " " + bookingNo + " " + serial;
  }
}
