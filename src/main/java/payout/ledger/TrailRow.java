package payout.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import payout.batch.BatchId;
import payout.ledger.chain.RowHash;
import payout.ledger.chain.SealedRow;
import payout.ledger.chain.Trail;

/**
 * A row of the trail, wherever it lies: a step, or what a person did. Its columns are as they are
 * stored, whatever is in them, because somebody may have changed them.
 *
 * @param trail which of the two
 * @param id its number there
 * @param at when, milliseconds since 1970
 * @param fileId about which file; null for none
 * @param batchId about which batch; null for none
 * @param kind what
 * @param who who or what caused it
 * @param node on which node; empty for a command
 * @param detail details; may be empty
 * @param fromState the state before; null for none
 * @param toState the state after; null for none
 * @param act what else is known of an act of a person; null for a step
 */
public record TrailRow(
    Trail trail,
    long id,
    long at,
    Long fileId,
    Long batchId,
    String kind,
    String who,
    String node,
    String detail,
    String fromState,
    String toState,
    OfPerson act) {

  /** An event in its table. */
  static TrailRow event(ResultSet row) throws SQLException {
    return event(PackedEvent.read(row), number(row, "file_id"), number(row, "batch_id"));
  }

  /** An event in a pack; the pack of a file is under the place 0. */
  static TrailRow packed(long pack, PackedEvent event) {
    boolean ofFile = pack == PackTable.ofFile(BatchId.fileOf(pack));
    return event(event, BatchId.fileOf(pack), ofFile ? null : pack);
  }

  private static TrailRow event(PackedEvent event, Long fileId, Long batchId) {
    return new TrailRow(
        Trail.EVENT,
        event.id(),
        event.at(),
        fileId,
        batchId,
        event.kind(),
        event.cause(),
        event.node(),
        event.detail(),
        event.from(),
        event.to(),
        null);
  }

  /** An entry of the audit trail. */
  static TrailRow audit(ResultSet row) throws SQLException {
    return new TrailRow(
        Trail.AUDIT,
        row.getLong("id"),
        row.getLong("at"),
        number(row, "file_id"),
        number(row, "batch_id"),
        row.getString("kind"),
        row.getString("who"),
        row.getString("node"),
        row.getString("detail"),
        null,
        null,
        OfPerson.read(row));
  }

  private static Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  /** As a seal names it. */
  public SealedRow sealed() {
    return new SealedRow(trail, id, pack(), hash());
  }

  private long pack() {
    if (trail == Trail.AUDIT || fileId == null) {
      return 0;
    }
    return batchId == null ? PackTable.ofFile(fileId) : batchId;
  }

  /** Every column; this form must never change. */
  private byte[] hash() {
    RowHash hash = new RowHash(trail).add(id).add(at).add(fileId).add(batchId);
    hash.add(kind).add(who).add(node).add(detail).add(fromState).add(toState);
    if (act != null) {
      hash.add(act.person).add(act.channel).add(act.address).add(act.subject);
      hash.add(act.sha256).add(act.lines).add(act.fen).add(act.reason);
    }
    return hash.end();
  }

  /**
   * What an entry of the audit trail has beside.
   *
   * @param person the form of the name in which names of one person are equal
   * @param channel by which way
   * @param address from where
   * @param subject what it was about, as it was called then
   * @param sha256 the bytes that it touched; may be empty
   * @param lines the lines that it touched
   * @param fen their sum
   * @param reason why, in the person's words
   */
  public record OfPerson(
      String person,
      String channel,
      String address,
      String subject,
      String sha256,
      long lines,
      long fen,
      String reason) {

    private static OfPerson read(ResultSet row) throws SQLException {
      return new OfPerson(
          row.getString("person"),
          row.getString("channel"),
          row.getString("address"),
          row.getString("subject"),
          row.getString("sha256"),
          row.getLong("lines"),
          row.getLong("amount"),
          row.getString("reason"));
    }
  }
}
